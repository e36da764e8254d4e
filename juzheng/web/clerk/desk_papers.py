"""The clerk's papers on the case page (经办记录): notes, what is waited for, sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.law.base.papers import PaperState
from juzheng.law.cases import custody, missing
from juzheng.law.cases.custody import Custody
from juzheng.law.cases.lifecycle import Event
from juzheng.law.cases.turns import TURN
from juzheng.records.cases import paper_book
from juzheng.records.models import Case, Certificate, MaterialRequest, PaperCustody, User
from juzheng.web.shared.access import turn_of


def of(case: Case, user: User) -> dict[str, Any]:
    """Return what the case page shows of them, and what this user may add."""
    erased = case.erased_at is not None
    kept = [] if erased else sheets(case, user)
    over = not TURN[case.stands]  # what is still to be done is done with sheets
    return {
        "notes": [] if erased else notes(case),
        "may_note": not erased and turn_of(case, Event.NOTED, user),
        "asked": None if erased else latest(case),
        "sheets": kept,
        "unsettled": over and any(map(_unsettled, kept)),
        "unsealed": over and any(_unsettled(one) and not one["sealed"] for one in kept),
        "kept_copies": over and _only_left(kept),
        "bare": over and any(one["bare"] for one in kept),
        "recalls": over and any(one["recall"] for one in kept),
        "clock_rule": missing.OURS,
    }


def _unsettled(sheet: dict[str, Any]) -> bool:
    """Return whether a sheet is still to be sealed or handed out, which is then the next step."""
    given = sheet["sealed"] and sheet["collected"] and not sheet["left"]
    return sheet["may"] and not (given or sheet["bare"])


def _only_left(kept: list[dict[str, Any]]) -> bool:
    """Return whether all that is still to be done is to hand out more of what bears the seal."""
    waiting = [one for one in kept if _unsettled(one)]
    return bool(waiting) and all(one["sealed"] and one["collected"] for one in waiting)


def notes(case: Case) -> list[dict[str, Any]]:
    """Return the notes, the newest first; a corrected one says so and stays."""
    rows = list(case.notes.select_related("by", "corrects").order_by("-pk"))
    corrected = {one.corrects_id for one in rows}
    return [
        {
            "pk": one.pk,
            "text": one.text,
            "who": str(one.by),
            "at": one.at,
            "corrected": one.pk in corrected,
            "corrects": one.corrects,
            "file": one.file_digest if one.file else "",
            "picture": one.file.endswith(".jpg"),
        }
        for one in rows
    ]


def latest(case: Case) -> dict[str, Any] | None:
    """Return what the resident was asked to bring last, and what came of it."""
    found: MaterialRequest | None = case.requests.select_related("by").order_by("-pk").first()
    if found is None:
        return None
    return {
        "pk": found.pk,
        "wanted": found.asked().wanted,
        "bring_by": found.bring_by,
        "over": not found.ended and found.bring_by < timezone.localdate(),
        "again": found.again,
        "open": not found.ended and case.stands.value == "awaiting_materials",
        "ended": missing.Ended(found.ended).label if found.ended else "",
        "said": found.said,
    }


def sheets(case: Case, user: User) -> list[dict[str, Any]]:
    """Return, for each paper that is made, what became of its sheet and what may be done now."""
    made = case.certificates.exclude(file="").prefetch_related("custody__by").order_by("-pk")
    return [sheet(one, may=turn_of(case, Event.SEALED, user)) for one in made]


def sheet(one: Certificate, *, may: bool) -> dict[str, Any]:
    """Return one sheet: its lines, and whether it is sealed and collected."""
    sealed, lately = (paper_book.stands(one, what) for what in (Custody.SEALED, Custody.COLLECTED))
    collected = paper_book.ever(one, Custody.COLLECTED)
    good = one.status == PaperState.ISSUED.value and not one.erased
    done = paper_book.done(one)
    return {
        "number": one.number,
        "href": reverse("clerk:certificate", args=[one.number]),
        "may": may and good,
        "good": good,  # of one that is not, nobody waits for a seal
        "sealed": sealed,
        "collected": collected,
        "taken": lately,  # the sheet that was printed last
        "again": paper_book.reprint_waits(one),
        "bare": may and good and lately and not sealed,  # handed out without a seal on record
        "left": custody.left(done),
        "taken_copies": custody.copies(done, Custody.COLLECTED),
        # Revoked or replaced after it was collected: whoever has it now may still show it.
        "recall": one.status == PaperState.REVOKED.value and collected and not one.erased,
        "lines": [line(row) for row in one.custody.all()],
        # Who prints the first sheet, and how often, nobody here is told.
        "reprinted": custody.copies(done, Custody.REPRINTED),
    }


def line(row: PaperCustody) -> dict[str, Any]:
    """Return one line in words, with the slip it turned out to be."""
    return {
        "pk": row.pk,
        "what": row.kind.label,
        "said": said(row),
        "who": str(row.by),
        "at": row.at,
        "undone": row.undone_why if row.undone_at else "",
    }


def _which(row: PaperCustody) -> Iterator[str]:
    """Yield which of several sheets were handed out, where it was not all of them at once."""
    if row.kind is not Custody.COLLECTED or row.undone_at is not None:
        return
    rows = [*row.certificate.custody.all()]
    at = next(place for place, one in enumerate(rows) if one.pk == row.pk)
    first, last, every = custody.places([one.done() for one in rows], at)
    if last - first + 1 == every:
        return
    told = {"first": first, "last": last, "every": every}
    few = _("共%(every)d份中的第%(first)d份")
    yield (few if first == last else _("共%(every)d份中的第%(first)d至%(last)d份")) % told


def said(row: PaperCustody) -> str:
    """Return what a line says besides: copies, who took it and how they were known, why."""
    parts = [_("%d份") % row.copies, *_which(row)]
    if row.kind is Custody.COLLECTED and not row.person:
        parts.append(_("申请人本人"))
    parts += [one for one in (row.person, row.shown, row.reason) if one]
    return " · ".join(parts)
