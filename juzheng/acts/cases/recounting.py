"""Recounting (重算期限): provisional last days, once the holiday notice of their year is known."""

from __future__ import annotations

from datetime import datetime

from juzheng.acts.base import moves
from juzheng.acts.base.ledger import SYSTEM
from juzheng.acts.cases import answering
from juzheng.law.cases.lifecycle import CASES, Event, State
from juzheng.records.cases import case_file
from juzheng.records.models import Case


def recount(*, at: datetime) -> int:
    """
    Count anew every open case whose last day was provisional; return how many have moved.

    Safe to repeat: what comes out the same writes nothing.
    Source: OP-2.3.d; whose day may still change was said at filing (``answering.counted``).
    """
    may = [state.value for state in State if Event.RECOUNTED in CASES.allowed(state)]
    cases = Case.objects.filter(state__in=may, entries__details__provisional=True)
    return sum(_recounted(case, at) for case in cases.select_related("committee").distinct())


def _recounted(case: Case, at: datetime) -> bool:
    before = case.due_on
    due = answering.last_day_of(case, case_file.decision_of(case))
    if before is None or due == before:
        return False
    details = {"before": before.isoformat(), **answering.counted(due)}
    try:
        moves.move(case, Event.RECOUNTED, by=SYSTEM, at=at, details=details, due_on=due)
    except moves.MovedMeanwhile:
        return False
    return True
