"""Replacing a wrong paper (更正换发): corrected, verified anew where facts changed, signed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Unpack

from django.db import transaction

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Seen
from juzheng.acts.base.papers import NotInForce, ReasonMissing, filed_otherwise, paper_of
from juzheng.acts.cases import answering
from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.law.cases import certificates, signing
from juzheng.law.cases.certificates import BadPaper
from juzheng.law.cases.lifecycle import Event
from juzheng.records.cases import case_file, replacing
from juzheng.records.models import Case, Certificate


@transaction.atomic(durable=True)
def begin(wrong: Certificate, *, reason: str, **seen: Unpack[Seen]) -> Case:
    """
    Open the case of ``wrong`` again, to correct it; the paper is in force until it is replaced.

    :param reason: whoever checks the old paper will read it, once it is replaced
    :raises ReasonMissing: if it is blank
    :raises NotInForce: if it is no certificate of a case, or not in force
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    if not reason.strip():
        raise ReasonMissing(wrong.number)
    case = wrong.case
    if case is None or wrong.kind != PaperKind.CERTIFICATE.value or wrong.erased:
        raise NotInForce(wrong.number)
    if wrong.status != PaperState.ISSUED.value:
        raise NotInForce(wrong.number)
    due = answering.last_day_to_replace(seen["at"], case.committee)
    told = {"paper": wrong.number, "reason": reason.strip(), **answering.counted(due)}
    if case.due_on:
        told[replacing.DUE_BEFORE] = case.due_on.isoformat()
    # What a case says otherwise than its paper already is no state to come back to.
    kept = {} if filed_otherwise(wrong) else replacing.remembering(case)
    moves.move(case, Event.REPLACING, details=told, due_on=due, **kept, **seen)
    return case


@transaction.atomic(durable=True)
def keep(case: Case, *, reason: str, **seen: Unpack[Seen]) -> Case:
    """
    Replace nothing after all: the paper stays in force, and the case says again what it says.

    What was corrected and checked since goes with it, so it says why.

    :raises ReasonMissing: if it is blank
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    if not reason.strip():
        raise ReasonMissing(case.number)
    told = {"reason": reason.strip()}
    moves.move(case, Event.KEPT, details=told, **seen, **replacing.undone(case))
    return case


def judged(file: signing.Readiness, case: Case, on: date) -> signing.Readiness:
    """Return ``file`` with whether a paper that is to be replaced would only be repeated."""
    wrong = replacing.wrong_paper(case)
    return replace(file, repeats=wrong.number if wrong and _same(wrong, case, on) else "")


def _same(wrong: Certificate, case: Case, on: date) -> bool:
    try:
        corrected = case_file.certificate_paper(case, number="", on=on, preparer="", responsible="")
    except BadPaper:
        return False
    return certificates.says_the_same(paper_of(wrong), corrected)
