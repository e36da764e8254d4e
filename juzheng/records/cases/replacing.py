"""Replacing a wrong paper (更正换发): which paper is wrong, and why. Reads, never writes."""

from __future__ import annotations

from typing import Any

from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.law.cases.lifecycle import CASES, REPLACING, Event
from juzheng.records.models import Case, Certificate, Entry


def wrong_paper(case: Case, corrected: Certificate | None = None) -> Certificate | None:
    """
    Return the paper in force that is being replaced; None where nothing is.

    :param corrected: the one that takes its place: it may be in force already, and is never wrong
    """
    if case.stands not in REPLACING:
        return None
    issued = {"kind": PaperKind.CERTIFICATE.value, "status": PaperState.ISSUED.value}
    return case.certificates.filter(**issued).exclude(pk=corrected and corrected.pk).first()


def reason(case: Case) -> str:
    """Return why the paper is wrong, as it was said when replacing began."""
    begun = Entry.objects.filter(chain=case.chain, event=CASES.line(Event.REPLACING))
    last = begun.order_by("position").last()
    return str(last.details["reason"]) if last else ""


def prepared(case: Case) -> dict[str, Any]:
    """Return who prepared the paper that is out, where a correction that was sent back undid it."""
    if case.prepared_at is not None:
        return {}
    sent = Entry.objects.filter(chain=case.chain, event=CASES.line(Event.PREPARED))
    last = sent.order_by("position").last()
    return {"prepared_at": last.at, "prepared_by": last.by} if last else {}
