"""Withdrawal (撤回申请): applicants may take their application back until it is signed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from juzheng.acts.base import ledger
from juzheng.law.cases.lifecycle import Event
from juzheng.records.models import Case


@transaction.atomic(durable=True)
def withdraw(case: Case, *, at: datetime) -> Case:
    """
    Take the application back, as its applicant.

    :raises lifecycle.StepNotAllowed: once the responsible person has signed, or after an end
    :raises ledger.CaseMovedMeanwhile: if someone moved it meanwhile
    """
    ledger.append(case, Event.WITHDRAWN, by=None, at=at)
    return case
