"""Withdrawal (撤回申请): applicants may take their application back until it is signed.

Online by their code; at the counter by a clerk who has seen who they are.
"""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from django.db import transaction

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Seen
from juzheng.law.cases.lifecycle import Event
from juzheng.records.models import Case


@transaction.atomic(durable=True)
def withdraw(case: Case, *, at: datetime) -> Case:
    """
    Take the application back, as its applicant.

    :raises StepNotAllowed: once the responsible person has signed, or after an end
    :raises MovedMeanwhile: if someone moved it meanwhile
    """
    moves.move(case, Event.WITHDRAWN, by=None, at=at)
    return case


@transaction.atomic(durable=True)
def withdraw_at_counter(case: Case, *, reason: str, **seen: Unpack[Seen]) -> Case:
    """
    Take the application back for its applicant, whose document the clerk has seen (窗口撤回).

    :param reason: what the applicant says, if anything
    :raises StepNotAllowed, MovedMeanwhile: as :func:`withdraw`
    """
    told = {"channel": "counter", "identity_seen": True, "reason": reason}
    moves.move(case, Event.WITHDRAWN, details=told, **seen)
    return case
