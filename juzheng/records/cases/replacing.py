"""Replacing a wrong paper (更正换发): which paper is wrong, and why. Reads, never writes."""

from __future__ import annotations

from datetime import date
from typing import Any

from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.law.cases.lifecycle import CASES, REPLACING, Event
from juzheng.records.history import lines_of
from juzheng.records.models import Case, Certificate, Entry

DUE_BEFORE = "before"  # in the line that begins it: the last day of the paper that is out


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


def undone(case: Case) -> dict[str, Any]:
    """
    Return what the case says of the paper that is out, once it is not replaced after all.

    Who prepared it, which another preparer of the correction has taken the place of, and its last
    day (原来的经办人和期限).
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
    return {"prepared_at": sent.at, "prepared_by": sent.by, **kept}
