"""What a certificate is about (证明对象), and who was given another one about the same."""

from __future__ import annotations

from django.db.models import QuerySet

from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.records.models import Case, Certificate
from juzheng.records.sealed import blind_index


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
    if not any(question.subject for question in case.revision.item.questions):
        return Certificate.objects.none()
    return Certificate.objects.filter(
        subject_index=subject_index(case),
        kind=PaperKind.CERTIFICATE.value,
        status__in=[PaperState.INTENDED.value, PaperState.ISSUED.value],
    ).exclude(case__identity_index=case.identity_index)
