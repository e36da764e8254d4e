"""Replacing a wrong paper (更正换发): which paper is wrong, and why. Reads, never writes."""

from __future__ import annotations

from datetime import date
from typing import Any

from juzheng.law.base.identity import masked, written
from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.law.cases.lifecycle import CASES, REPLACING, Event
from juzheng.records.history import lines_of
from juzheng.records.models import Case, Certificate, Entry

DUE_BEFORE = "before"  # in the line that begins it: the last day of the paper that is out
FILED_BEFORE = "更正换发前"  # among the answers, sealed: what the case said when it began
_IDENTITY = ("identity_kind", "identity_number", "identity_index")
# What the paper rests on; a telephone is on no paper, and stays as it was put right.
_FILED = (
    *("applicant_name", "name_index", *_IDENTITY, "recipient", "purpose", "demander"),
    *("outcome", "decision", "circumstances", "answers"),
)


def wrong_paper(case: Case, corrected: Certificate | None = None) -> Certificate | None:
    """
    Return the paper in force that is being replaced; None where nothing is.

    :param corrected: the one that takes its place: it may be in force already, and is never wrong
    """
    if case.stands not in REPLACING:
        return None
    issued = {"kind": PaperKind.CERTIFICATE.value, "status": PaperState.ISSUED.value}
    wrong = case.certificates.filter(**issued)
    return (wrong.exclude(pk=corrected.pk) if corrected else wrong).first()


def begun(case: Case) -> Entry | None:
    """Return the line with which replacing began; None where nothing is replaced."""
    if case.stands not in REPLACING:
        return None
    lines = Entry.objects.filter(chain=case.chain, event=CASES.line(Event.REPLACING))
    return lines.order_by("position").last()


def reason(case: Case) -> str:
    """Return why the paper is wrong, as it was said when replacing began."""
    line = begun(case)
    return str(line.details["reason"]) if line else ""


def remembering(case: Case) -> dict[str, Any]:
    """Return the answers, and with them all that the paper in force rests on (更正前的内容)."""
    filed = {name: getattr(case, name) for name in _FILED} | settled(case)
    return {"answers": {**filed["answers"], FILED_BEFORE: filed}}


def settled(case: Case) -> dict[str, Any]:
    """Return the answers without what they were before: the corrected paper says them now."""
    return {"answers": {key: one for key, one in case.answers.items() if key != FILED_BEFORE}}


def _filed_before(case: Case) -> dict[str, Any]:
    """
    Return what the paper that is out rests on; nothing where it was not kept yet.

    A number that reads the same on the paper stays as it was put right: no paper would be made for
    it, so that giving up is the only way to end.
    """
    filed: dict[str, Any] = case.answers.get(FILED_BEFORE, {})
    if filed and masked(written(filed["identity_kind"], filed["identity_number"])) == (
        case.identity_masked
    ):
        return {name: value for name, value in filed.items() if name not in _IDENTITY}
    return filed


def undone(case: Case) -> dict[str, Any]:
    """
    Return what the case says of the paper that is out, once it is not replaced after all.

    What it was made from, who prepared it, which another preparer of the correction has taken the
    place of, and its last day (原来的内容、经办人和期限).
    """
    line, wrong = begun(case), wrong_paper(case)
    if line is None or wrong is None:
        return {}
    lines = lines_of(case)
    signed = next(one for one in lines if one.details.get("number") == wrong.number)
    prepared = CASES.line(Event.PREPARED)
    sent = [one for one in lines if one.event == prepared and one.position < signed.position][-1]
    due = line.details.get(DUE_BEFORE)
    kept = {"due_on": date.fromisoformat(due)} if due else {}
    return {**_filed_before(case), "prepared_at": sent.at, "prepared_by": sent.by, **kept}
