"""Withdrawal (撤回申请): applicants may take their application back until it is signed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from juzheng.acts.base import moves
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
