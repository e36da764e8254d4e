"""Missing (补材料): the resident is told once what lacks; the clock stands still until it came."""

from __future__ import annotations

from datetime import date
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Seen
from juzheng.acts.cases import answering
from juzheng.law.cases import missing
from juzheng.law.cases.lifecycle import Event
from juzheng.law.cases.missing import Asked, Ended
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file
from juzheng.records.models import Case, MaterialRequest


def usual_day(on: date) -> date:
    """Return until when a resident is usually given time (通常补到哪天): our own number."""
    return answering.working_days_after(on, missing.USUAL_WORKING_DAYS)


@transaction.atomic(durable=True)
def ask(case: Case, asked: Asked, **seen: Unpack[Seen]) -> MaterialRequest:
    """
    Tell the resident in full what lacks (一次告知); the clock stands still from now on.

    :raises NotReady: if nothing lacks, the day is no good, or it was asked before without a reason
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    moves.claim(case, Event.MATERIALS_ASKED, version=seen["version"], due_on=None)
    on = timezone.localdate(seen["at"])
    before, outcome = case.requests.exists(), Outcome(case.outcome)
    moves.insist_on_ready(missing.obstacles(asked, outcome, on=on, asked_before=before))
    hand: moves.Hand = {"by": seen["by"], "at": seen["at"]}
    told = {"wanted": asked.as_text, "bring_by": asked.bring_by, "again": asked.again}
    request = MaterialRequest.objects.create(case=case, **told, **hand)
    details = {"bring_by": asked.bring_by.isoformat(), "wanted": len(asked.wanted)}
    moves.note(case, Event.MATERIALS_ASKED, details=details, covers=(request,), **hand)
    return request


@transaction.atomic(durable=True)
def receive(case: Case, said: str = "", **seen: Unpack[Seen]) -> MaterialRequest:
    """
    Write down that the materials came; as many working days are left as there were.

    :param said: what came, in words; the resident reads it
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    request = _open(case, Event.MATERIALS_RECEIVED)
    _end(request, Ended.RECEIVED, said, **seen)
    due = answering.last_day_of(case, case_file.decision_of(case))
    _move(case, Event.MATERIALS_RECEIVED, request, answering.counted(due), due, **seen)
    return request


@transaction.atomic(durable=True)
def lapse(case: Case, reason: str, **seen: Unpack[Seen]) -> MaterialRequest:
    """
    End a case for which nothing came in time, with a reason; no refusal, and no bar to another.

    :raises NotReady: before the day is over, or without a reason
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    request = _open(case, Event.LAPSED)
    on = timezone.localdate(seen["at"])
    moves.insist_on_ready(missing.obstacles_to_ending(request.bring_by, reason, on=on))
    _end(request, Ended.LAPSED, reason, **seen)
    _move(case, Event.LAPSED, request, {}, None, **seen)
    return request


def _move(
    case: Case,
    event: Event,
    request: MaterialRequest,
    details: dict[str, Any],
    due: date | None,
    **seen: Unpack[Seen],
) -> None:
    moves.move(case, event, details=details, covers=(request,), due_on=due, **seen)


def _open(case: Case, event: Event) -> MaterialRequest:
    request = case.requests.filter(ended="").first()
    if request is None or event not in case.MACHINE.allowed(case.stands):
        raise moves.StepNotAllowed(case.stands, event)
    return request


def _end(request: MaterialRequest, how: Ended, said: str, **seen: Unpack[Seen]) -> None:
    request.ended, request.said = how.value, said.strip()
    request.ended_at, request.ended_by = seen["at"], seen["by"]
    request.save()
