"""What a certificate is about (证明对象), and who was given another one about the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from juzheng.law.cases import contradictions
from juzheng.law.cases.contradictions import Otherwise
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.law.catalogue.items import FactToVerify
from juzheng.records.cases import alive, read_once, replacing
from juzheng.records.models import Case, Certificate, Entry
from juzheng.records.sealed import blind_index

BESIDE = "beside"  # in the line that sends a case: the papers that say otherwise, and are right


def subject_index(case: Case) -> str:
    """
    Return a keyed digest of what the certificate is about, to find contradicting ones.

    Two parties to one plot of land ask for the same item about the same subject (house
    ruling 13.9); an item without a question marked ``subject`` is about its applicant.
    """
    item = case.revision.item
    keys = [question.key for question in item.questions if question.subject]
    subject = ["".join(str(case.answers.get(key, "")).split()) for key in keys]
    about = [case.committee.code, item.id, *(subject or [case.identity_index])]
    return blind_index("|".join(about))


def contradicting(case: Case) -> QuerySet[Certificate]:
    """Return certificates in force on the same subject made out to somebody else."""
    if not contradictions.of_one_subject(case.revision.item):
        return Certificate.objects.none()
    found = alive.papers().filter(subject_index=subject_index(case))
    return found.exclude(case__identity_index=case.identity_index)


def otherwise(case: Case, facts: Iterable[FactToVerify], on: date) -> tuple[Otherwise, ...]:
    """
    Return what the same person was given on the same matter that says otherwise (说法不同).

    What goes to another unit, too: whoever receives it does not know of the first. The answers
    are compared, not the sentences: an item may have been worded anew.
    """
    item, needed = case.revision.item, tuple(facts)
    if not contradictions.compared(item, needed):
        return ()
    theirs = Case.objects.filter(
        identity_index=case.identity_index,
        committee=case.committee_id,
        revision__subject=case.revision.subject,
        erased_at=None,
    ).exclude(pk=case.pk)
    subject = subject_index(case) if contradictions.of_one_subject(item) else None
    papers = [
        one
        for one in reversed(alive.of(theirs))
        if alive.on(one, on) and subject in (None, one.subject_index)
    ]
    stops, now = contradictions.stops(item), case.answers
    told = (
        (one.number, contradictions.said_otherwise(item, needed, _answers(one), now))
        for one in papers
    )
    return tuple(Otherwise(number, labels, stops) for number, labels in told if labels)


def explained(case: Case) -> tuple[str, ...]:
    """Return of which papers whoever sent the case wrote down why both are right (两份都对)."""
    line = _sent(case)
    return tuple(line.details.get(BESIDE, ())) if line else ()


def why_both(case: Case) -> str:
    """Return why two papers are both right, as whoever sent the case wrote last (为什么都对)."""
    line = _sent(case)
    return str(line.details.get("reason", "")) if line and BESIDE in line.details else ""


def _sent(case: Case) -> Entry | None:
    sent = CASES.line(Event.PREPARED)
    return next((one for one in reversed(read_once.of(case).lines) if one.event == sent), None)


def _answers(paper: Certificate) -> dict[str, Any]:
    """Return the answers that the paper rests on, though they are being corrected (所据的填写)."""
    case = paper.case
    if case is None:
        return {}
    filed: dict[str, Any] = case.answers.get(replacing.FILED_BEFORE, {})
    return {**case.answers, **filed.get("answers", {})}
