"""Awaiting (等待确认的办件): a case waits until somebody has looked, and is then decided anew."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.ledger import SYSTEM
from juzheng.acts.cases import answering
from juzheng.acts.catalogue import confirming
from juzheng.catalogue.pages import PageKind
from juzheng.law.base.plain import as_mapping
from juzheng.law.cases.lifecycle import CASES, REPLACING, Event
from juzheng.law.catalogue import applicability
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file
from juzheng.records.catalogue import governing
from juzheng.records.models import Case


def settle(*, at: datetime) -> int:
    """
    Close the questions that are answered and decide the cases that waited; return how many moved.

    Safe to repeat: what still waits is left alone.
    """
    confirming.settle(at=at)
    may = [state.value for state in CASES.before(Event.REDECIDED)]
    cases = Case.objects.filter(state__in=may, outcome=Outcome.TO_CONFIRM.value)
    return sum(_decided(case, at) for case in cases.select_related("committee", "revision"))


def _decided(case: Case, at: datetime) -> bool:
    """Decide a case by what governs today: on the day of receipt nobody knew."""
    on = timezone.localdate(at)
    revision = governing.latest(PageKind.ITEM, case.revision.subject, on) or case.revision
    here = answering.circumstances_of(case, on)
    decision = applicability.decide(revision.item, governing.governing(on), here)
    if decision.outcome is Outcome.TO_CONFIRM:
        return False
    due = (
        answering.last_day_of(case, decision)
        if case.stands in REPLACING
        else answering.last_day(at, decision, item=revision.item, committee=case.committee)
    )
    outcome = decision.outcome.value
    decided_on = {case_file.DECIDED_ON: timezone.localtime(at).isoformat()}
    try:
        moves.move(
            case,
            Event.REDECIDED,
            by=SYSTEM,
            at=at,
            details={"outcome": outcome, **answering.counted(due)},
            revision=revision,
            outcome=outcome,
            decision=as_mapping(decision),
            circumstances={**case.circumstances, **decided_on},
            due_on=due,
        )
    except moves.MovedMeanwhile:
        return False
    return True
