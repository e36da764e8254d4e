"""Objection (异议、复核): a refusal is looked at again by somebody who had no hand in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.db.models import QuerySet

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand, Seen
from juzheng.acts.cases import answering
from juzheng.catalogue import rights
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.papers import PaperEvent, PaperKind, PaperState
from juzheng.law.cases import objections
from juzheng.law.cases.lifecycle import Event
from juzheng.records.cases import case_file, hands
from juzheng.records.models import Case, Certificate, Objection, User

NOTICE_TAKEN_BACK = "经复核，原来不予出具的答复已改变，请以新的办理结果为准。"


class NoticeInTheMaking(Exception):
    """The refusal notice is still being made (告知单还在制作): an objection comes after it."""


def obstacles(case: Case, *, by: User) -> tuple[Obstacle, ...]:
    """Return what keeps ``by`` from deciding the objection: the page shows the same."""
    return objections.obstacles(hands.before_review(case, by))


@transaction.atomic(durable=True)
def file(case: Case, *, reason: str, by: User | None, at: datetime) -> Objection:
    """
    Object to the refusal of ``case``, as its applicant or for them at the counter.

    :param by: the clerk who writes down what the resident says; None: the resident, online
    :raises NoticeInTheMaking: as long as nobody has the notice in hand
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``; after a review it is not reviewed
        again here
    """
    if case.erased_at is not None:
        raise moves.StepNotAllowed(case.stands, Event.OBJECTED)
    if _notices(case).filter(status=PaperState.INTENDED.value).exists():
        raise NoticeInTheMaking(case.number)
    days, channel = rights.remedy().review_working_days, "counter" if by else "online"
    due = answering.working_days_from(at, days, case.committee)
    told = {"case": case, "channel": channel, "reason": reason, "due_on": due}
    moves.claim(case, Event.OBJECTED, due_on=due)
    objection = Objection.objects.create(**told, at=at, by=by)
    where = "committee" if hands.reviewers(case) else "office"
    details = {"channel": channel, "reviewed_by": where, **answering.counted(due)}
    moves.note(case, Event.OBJECTED, by=by, at=at, details=details, covers=(objection,))
    return objection


def uphold(case: Case, *, answer: str, **seen: Unpack[Seen]) -> Objection:
    """
    Confirm the refusal as a second person; ``answer`` says why, and is told to the resident.

    :raises NotReady: if ``by`` had a hand in it, or it is somebody else's to decide
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    return _decide(case, Event.UPHELD, answer, **seen)


def overturn(case: Case, *, answer: str, **seen: Unpack[Seen]) -> Objection:
    """
    Take the refusal back: its notice is void from now on, and the case is at work again.

    :raises NotReady, StepNotAllowed, MovedMeanwhile: as :func:`uphold`
    """
    return _decide(case, Event.OVERTURNED, answer, **seen)


@transaction.atomic(durable=True)
def _decide(case: Case, event: Event, answer: str, **seen: Unpack[Seen]) -> Objection:
    moves.insist_on_ready(obstacles(case, by=seen["by"]))
    objection = case.objections.filter(ruling="").first()
    if objection is None:
        raise moves.StepNotAllowed(case.stands, event)
    objection.ruling, objection.answer = event.value, answer
    objection.decided_by, objection.decided_at = seen["by"], seen["at"]
    objection.save()
    hand: Hand = {"by": seen["by"], "at": seen["at"]}
    taken = _take_back(case, **hand) if event is Event.OVERTURNED else ()
    due = case.due_on
    if event is Event.OVERTURNED:
        due = answering.last_day_of(case, case_file.decision_of(case))
    details = {"number": taken[0].number} if taken else {}
    covers = (objection, *taken)
    moves.move(case, event, details=details, covers=covers, due_on=due, **seen)
    return objection


def _take_back(case: Case, **hand: Unpack[Hand]) -> tuple[Certificate, ...]:
    found = _notices(case).filter(status=PaperState.ISSUED.value).first()
    if found is None:  # its number was voided
        return ()
    revoked: dict[str, Any] = {"revoked_at": hand["at"], "revoked_by": hand["by"]}
    moves.claim(found, PaperEvent.REVOKED, revocation_reason=NOTICE_TAKEN_BACK, **revoked)
    return (found,)


def _notices(case: Case) -> QuerySet[Certificate]:
    return case.certificates.filter(kind=PaperKind.REFUSAL_NOTICE.value)
