"""What lies on file about a correction (纠正案材料), as the law asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from juzheng.catalogue import catalogue
from juzheng.law.base.divisions import governs
from juzheng.law.base.measures import Table, table
from juzheng.law.supervision import exposure as law
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent, CorrectionState
from juzheng.law.supervision.fairness import OnFile
from juzheng.law.supervision.reports import ReporterWord, ReportState
from juzheng.records import history
from juzheng.records.models import Correction, Entry, Report, User
from juzheng.records.published import masked

# What a correction begins with, and begins with again when it is reopened.
_WRITTEN = (
    "notified_on served_on served_how served_document answer answer_document answered_on "
    "hearing_document due_on extended statement stated_by stated_at hearing reply heard_by "
    "heard_at approved_by approved_at mended_on closed_on"
)
_NEW = Correction()
BLANK: Mapping[str, Any] = {name: getattr(_NEW, name) for name in _WRITTEN.split()}
_E = law.CorrectionEvent
_JUDGED = frozenset({_E.STATED, _E.HEARD, _E.SERVED, _E.ANSWERED, _E.REFUSED})
_PAPERS = ("served_document", "answer_document", "hearing_document")
_ASKED = ("statement", "reply", "served_on")


def limits() -> law.Limits:
    """Return the clock of corrections as the catalogue has it."""
    return catalogue().deadlines["correction"]


def on_file(correction: Correction, *, by: User, on: date, note: str = "") -> OnFile:
    """Return what lies on file when ``by`` wants to move ``correction`` on the day ``on``."""
    counted = list(correction.reports.filter(state=ReportState.ACCEPTED.value))
    return OnFile(
        state=CorrectionState(correction.state),
        on=on,
        named=(correction.unit_name, correction.proof, correction.matter),
        unit_kind=correction.unit_kind,
        division=correction.division,
        by=by.pk,
        officer=by.division,
        hands=hands(correction, counted),
        accusers=frozenset({correction.accepted_by_id, correction.stated_by_id or 0}),
        account=correction.is_of(by),
        served_on=correction.served_on,
        served_before=correction.served_on is not None,
        due_on=correction.due_on,
        notified_on=correction.notified_on,
        extended=correction.extended,
        statement=correction.statement,
        stated_on=_day(correction.stated_at),
        hearing=law.Hearing(correction.hearing) if correction.hearing else None,
        reply=correction.reply,
        note=note,
        words=tuple(ReporterWord(report.word) for report in counted),
        told=tuple(report.told for report in counted),
    )


def as_filed(changes: Mapping[str, Any], event: CorrectionEvent) -> dict[str, Any]:
    """Return what an act is about to write, as ``OnFile`` calls it: the law judges that too."""
    found: dict[str, Any] = {}
    if event in _JUDGED:
        found = {name: changes[name] for name in _ASKED if name in changes}
        papers = [changes[name] for name in _PAPERS if name in changes]
        found |= {"document": papers[0]} if papers else {}
        if changes.get("hearing"):
            found["hearing"] = law.Hearing(changes["hearing"])
    return found


def hands(correction: Correction, counted: Iterable[Report]) -> frozenset[int]:
    """Return who accepted it, stated the facts, heard the unit or masked what reporters said."""
    found = {correction.accepted_by_id, correction.stated_by_id, correction.heard_by_id}
    found |= {report.reviewed_by_id for report in counted}
    return frozenset(pk for pk in found if pk is not None)


def published(correction: Correction) -> list[Report]:
    """
    Return the reports whose words or photo stand on the public page, the earliest first.

    Only what lay before the approving officer: what was masked or joined later was never approved.
    """
    if CorrectionState(correction.state) not in law.SHOWN or correction.approved_at is None:
        return []
    found = correction.reports.filter(reviewed_at__lte=correction.approved_at).order_by("pk")
    return [one for one in found if one.told.public_words or one.told.public_photo]


def clock_of(correction: Correction, on: date) -> law.Clock | None:
    """Return how the unit's term stands; None where none is running."""
    if correction.due_on is None or correction.state != CorrectionState.NOTIFIED:
        return None
    return law.clock(correction.due_on, on, limits())


def like(report: Report) -> list[Correction]:
    """Return the open corrections that ``report`` may belong to: the same item, or same unit."""
    found = Correction.objects.joinable().filter(division=report.division)
    same = [
        one
        for one in found.order_by("-pk")[:500]
        if one.unit_name == report.unit_name or (report.item and one.item == report.item)
    ]
    return sorted(same, key=lambda one: (one.unit_name != report.unit_name, -one.pk))[:10]


def steps_of(correction: Correction) -> list[dict[str, Any]]:
    """Return the course of a correction as everybody may read it: what and when, never who."""
    lines = {CORRECTIONS.line(event) for event in law.OVERRIDES}

    def why(line: Entry) -> str:
        return _why(line) if line.event in lines else ""

    return history.steps_of(correction, text=why, without=(CorrectionEvent.JOINED,))


def steps_for_everybody(report: Report) -> list[dict[str, Any]]:
    """Return the course of a report and of the correction it is part of, for its reporter."""
    own = [{**step, "kind": "done"} for step in history.steps_of(report)]
    shared = steps_of(report.correction) if report.correction else []
    return sorted([*own, *shared], key=lambda step: step["at"])


def overrides() -> list[dict[str, Any]]:
    """Return what superiors decided (上级决定), the latest first; each with its reason."""
    named = [CORRECTIONS.line(event) for event in law.OVERRIDES]
    lines = Entry.objects.filter(event__in=named).order_by("-pk")
    return [
        {
            "number": line.chain.removeprefix("correction:"),
            "what": CORRECTIONS.event(line.event).label,
            "why": _why(line),
            "at": line.at,
        }
        for line in lines[:100]
    ]


def _why(line: Entry) -> str:
    """Return the reason in a line; the ledger keeps what older rules of masking let through."""
    return masked(str(line.details.get("note", "")))


def shown(on: date) -> QuerySet[Correction]:
    """Return what stands on the public board on the day ``on``, the latest first."""
    return Correction.objects.shown().exclude(_kept_too_long(on))


def removed(on: date) -> int:
    """Return how many exposures were corrected and taken down: all that is left of them."""
    down = Q(state=CorrectionState.REMOVED.value) | _kept_too_long(on)
    return Correction.objects.filter(down).count()


def taken_down(number: str) -> tuple[Correction, date | None] | None:
    """Return what once stood on the public board and does not today, and since when."""
    one = Correction.objects.filter(number=number).first()
    if one is None:
        return None
    lines = history.lines_of(one)
    named = CORRECTIONS.line(CorrectionEvent.EXPOSED)
    if all(line.event != named for line in lines):
        return None
    if one.state == CorrectionState.MENDED.value and one.mended_on:  # it went by itself
        return one, one.mended_on + timedelta(days=limits().kept_days + 1)
    down = {CORRECTIONS.line(event) for event in (CorrectionEvent.REMOVED, *law.OVERRIDES)}
    return one, next((_day(line.at) for line in reversed(lines) if line.event in down), None)


def _kept_too_long(on: date) -> Q:
    """Return what goes by itself: corrected long ago, and nobody has taken it down."""
    first = on - timedelta(days=limits().kept_days)
    return Q(state=CorrectionState.MENDED.value, mended_on__isnull=False, mended_on__lt=first)


def by_kind() -> Table:
    """Return how many accepted reports there are by kind of unit; matters are not known yet."""
    return table(_accepted().values_list("correction__unit_kind", flat=True))


def by_item() -> Table:
    """Return how many accepted reports there are by item of the lists."""
    return table(_accepted().exclude(item="").values_list("item", flat=True))


def _accepted() -> QuerySet[Report]:
    return Report.objects.filter(state=ReportState.ACCEPTED.value)


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def looked_at(report: Report) -> bool:
    """Return whether anybody can look at the report: an officer of its place, or above, is here."""
    officers = User.objects.filter(is_active=True, division__isnull=False)
    return any(
        governs(one, report.division) for one in set(officers.values_list("division", flat=True))
    )
