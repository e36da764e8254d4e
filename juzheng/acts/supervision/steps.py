"""Steps of a correction (办理一步): what all acts on it share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import files, moves
from juzheng.acts.base.moves import Seen
from juzheng.law.supervision import exposure as law
from juzheng.law.supervision import fairness
from juzheng.law.supervision.exposure import CorrectionEvent
from juzheng.law.supervision.on_file import Shows, names_basis
from juzheng.records.models import Correction, Exhibit, User
from juzheng.records.supervision import corrections

SCANS = "units"  # the folder of what came from units on paper


def close(
    correction: Correction, event: CorrectionEvent, seen: Seen, note: str = "", **changes: Any
) -> Correction:
    """Take the last step (办结)."""
    return advance(correction, event, seen, note=note, closed_on=day_of(seen), **changes)


def paper(
    event: CorrectionEvent,
    seen: Seen,
    *,
    shows: Shows = Shows.OTHER,
    scan: bytes = b"",
    **said: Any,
) -> Exhibit:
    """
    Return a paper of the file as this person records it now (一份材料).

    :param scan: a picture or PDF of what came on paper, for another one to compare
    :raises files.FileNotAccepted: if it is neither, or too large
    """
    told = {"on": day_of(seen), **said, "by": seen["by"], "at": seen["at"]}
    if scan:
        told["scan"], told["scan_digest"] = files.keep_upload(scan, SCANS)
    return Exhibit(event=event.value, shows=shows.value, **told)


def basis(named: str) -> Shows:
    """Return what an answer shows (有没有给出依据): it names a basis, or none."""
    return Shows.BASIS if names_basis(named) else Shows.NO_BASIS


def day_of(seen: Seen) -> date:
    """Return the day of an act (办理日)."""
    return timezone.localtime(seen["at"]).date()


def by_account(correction: Correction, event: CorrectionEvent, by: User) -> bool:
    """Return whether ``by`` does it for the unit, or for the superior that is asked (本人账号)."""
    if event in law.OF_THE_SUPERIOR and correction.is_asked(by):
        return True
    return event in law.OF_THE_UNIT and correction.is_of(by)


@transaction.atomic(durable=True)
def advance(correction: Correction, event: CorrectionEvent, seen: Seen, **told: Any) -> Correction:
    """Take one step as an act of its own; as :func:`take`."""
    return take(correction, event, seen, **told)


def take(
    correction: Correction,
    event: CorrectionEvent,
    seen: Seen,
    *,
    note: str = "",
    details: dict[str, Any] | None = None,
    papers: Sequence[Exhibit] = (),
    **changes: Any,
) -> Correction:
    """
    Do what all acts share: whose it is, what stands in the way, the papers, the step, the line.

    Must run inside the act's transaction.

    :raises moves.NotYours, moves.NotReady, moves.MovedMeanwhile, moves.StepNotAllowed: nothing is
        changed then
    """
    by = seen["by"]
    if not by_account(correction, event, by):
        moves.insist_on_division(by, correction.division)
    # The row's own lock comes first, so that what is asked below cannot change meanwhile.
    locked = Correction.objects.select_for_update()
    kept = locked.filter(pk=correction.pk, version=seen["version"]).first()
    if kept is None:
        raise moves.MovedMeanwhile(correction.number)
    law.CORRECTIONS.step(kept.stands, event)
    file = corrections.on_file(kept, by=by, on=day_of(seen), note=note)
    file = corrections.as_filed(kept, file, event, papers, changes)
    moves.insist_on_ready(fairness.obstacles(event, file, corrections.limits()))
    told = {"note": note} if note else {}
    if event in law.OVERRIDES:
        told["division"] = by.division or ""
    for one in papers:
        one.correction = correction
        one.save()
    told |= details or {}
    moves.move(correction, event, details=told, covers=papers, **seen, **changes)
    return correction
