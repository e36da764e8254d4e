"""The paper's words beside the facts (文书预览): what it will say, before anybody opens a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from juzheng.law.cases.certificates import BadPaper
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.outside import paper as printing
from juzheng.records.cases import case_file
from juzheng.records.models import Case, User

BEFORE_PEN = CASES.before(Event.PREPARED) | CASES.before(Event.INTENDED)


def of(case: Case, user: User, at: datetime) -> dict[str, Any] | None:
    """
    Return the words of the paper as it stands now, open facts marked; None: there is none.

    Who has not sent it yet reads their own name as the preparer's.
    """
    if case.stands not in BEFORE_PEN or not case_file.decision_of(case).outcome.issues:
        return None
    try:
        paper = case_file.certificate_paper(
            case,
            number="",
            on=timezone.localdate(at),
            preparer=str(case.prepared_by or user),
            responsible="",
            whole=True,
        )
    except BadPaper:
        return None
    return printing.wording(paper)
