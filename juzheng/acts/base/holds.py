"""Holds (暂不删除): an officer registers that something is kept beyond its term, until a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand, Seen
from juzheng.law.base import retention as law
from juzheng.law.base.divisions import governs
from juzheng.law.base.redaction import masked_text
from juzheng.law.base.retention import HoldEvent, HoldGround, NotHeld
from juzheng.records.models import Case, Certificate, Hold, Report, User


class NothingToHold(Exception):
    """There is nothing here that could be kept (没有可以保留的); ``why`` says it."""

    def __init__(self, why: NotHeld) -> None:
        self.why = why
        super().__init__(why.label)


@dataclass(frozen=True)
class Asked:
    """By whose word it is kept (保留的要求), as the form hands it over."""

    ground: HoldGround
    letter: str
    reason: str
    until: date


@transaction.atomic(durable=True)
def place(number: str, asked: Asked, **hand: Unpack[Hand]) -> Hold:
    """
    Keep the case or report with ``number`` until a day, though its term may end before.

    :param number: of a case, of a paper of it, or of a report
    :raises NothingToHold: if the officer's division has none, it is erased, or kept already
    :raises law.base.retention.BadTerm: for an end that has passed, or is too far away
    """
    law.insist_on_end(asked.until, timezone.localdate(hand["at"]))
    division, kept = _found(number.strip(), hand["by"])
    if Hold.objects.filter(state=law.HoldState.PLACED.value, **kept).exists():
        raise NothingToHold(NotHeld.ALREADY)
    told = {**asdict(asked), "ground": asked.ground.value, "reason": masked_text(asked.reason)}
    row = Hold(division=division, placed_at=hand["at"], placed_by=hand["by"], **kept, **told)
    details = {"until": asked.until.isoformat(), "ground": told["ground"], "letter": asked.letter}
    return moves.begin(row, **hand, details=details)


@transaction.atomic(durable=True)
def extend(hold: Hold, until: date, reason: str, **seen: Unpack[Seen]) -> Hold:
    """
    Set another end, with a reason.

    :raises law.base.retention.BadTerm: as :func:`place`
    :raises moves.NotYours, StepNotAllowed, MovedMeanwhile: nothing is changed then
    """
    law.insist_on_end(until, timezone.localdate(seen["at"]))
    moves.insist_on_division(seen["by"], hold.division)
    told: dict[str, Any] = {"until": until, "reason": masked_text(reason)}
    details = {"until": until.isoformat()}
    moves.move(hold, HoldEvent.EXTENDED, details=details, **seen, **told)
    return hold


@transaction.atomic(durable=True)
def lift(hold: Hold, reason: str, **seen: Unpack[Seen]) -> Hold:
    """
    Let it go: from the next round on its own term counts again.

    :raises moves.NotYours, StepNotAllowed, MovedMeanwhile: nothing is changed then
    """
    moves.insist_on_division(seen["by"], hold.division)
    moves.move(hold, HoldEvent.LIFTED, **seen, reason=masked_text(reason))
    return hold


def _found(number: str, by: User) -> tuple[str, dict[str, Any]]:
    """Return the division and the row that ``number`` names, of those that ``by`` governs."""
    paper = Certificate.objects.filter(number=number, case__isnull=False).first()
    case = paper.case if paper else Case.objects.filter(number=number).first()
    report = Report.objects.filter(number=number).first()
    row: Case | Report | None = case or report
    division = case.committee.code if case else report.division if report else ""
    if row is None or not governs(by.division, division):
        raise NothingToHold(NotHeld.NOT_HERE)
    if row.erased_at is not None:
        raise NothingToHold(NotHeld.GONE)
    return division, {"case": case, "report": report}
