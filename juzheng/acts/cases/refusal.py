"""Refusal (不予出具): with reason, citation and the way onward, on a paper that can be checked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves, papers
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases import signing
from juzheng.records.cases import case_file, hands, subjects
from juzheng.records.cases.notice_paper import notice_paper
from juzheng.records.models import Case, Certificate, User


class NothingToRefuse(Exception):
    """The decision lets a certificate be issued and no check has failed (没有不予出具的理由)."""


def reason(case: Case, *, at: datetime) -> case_file.RefusalReason | None:
    """
    Return the lawful reason to refuse ``case``, or ``None``; the page shows the same.

    A clerk cannot refuse what the rules grant: that is what the reason is for.
    """
    return case_file.refusal_reason(case, on=timezone.localdate(at))


def obstacles(case: Case, *, by: User) -> tuple[Obstacle, ...]:
    """Return what keeps ``by`` from refusing: a hand in what the refusal rests on."""
    return signing.own_hand(hands.before_refusal(case, by))


def refuse(case: Case, *, by: User, at: datetime) -> Certificate:
    """
    Refuse ``case`` and issue the refusal notice (不予出具告知单).

    :raises NothingToRefuse: if the rules grant what was asked and no fact has failed
    :raises NotReady: if ``by`` had a hand in what the refusal rests on
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    :raises papers.PaperNotMade: if the notice could not be made now; the refusal stands
    Source: OP-3.1.a, OP-4.2.b.
    """
    return papers.finish(_intend(case, by=by, at=at), at=at)


@transaction.atomic(durable=True)
def _intend(case: Case, *, by: User, at: datetime) -> Certificate:
    why = reason(case, at=at)
    if why is None:
        raise NothingToRefuse(case.number)
    moves.insist_on_ready(obstacles(case, by=by))
    return papers.intend(
        case,
        PaperKind.REFUSAL_NOTICE,
        by=by,
        at=at,
        subject_index=subjects.subject_index(case),
        told={"outcome": case.outcome},
        write=lambda number: notice_paper(
            case, why, number=number, on=timezone.localdate(at), preparer=str(by)
        ),
    )
