"""Papers in force (有效的文书): signed, being made or made, and not revoked. Never writes."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.records.models import Case, Certificate

_STATES = (PaperState.INTENDED.value, PaperState.ISSUED.value)


def papers() -> QuerySet[Certificate]:
    """Return every certificate that was signed and not revoked (有效的文书)."""
    return Certificate.objects.filter(kind=PaperKind.CERTIFICATE.value, status__in=_STATES)


def of(cases: QuerySet[Case]) -> list[Certificate]:
    """
    Return those of ``cases``, the latest first, each with its case and the item's wording.

    The cases are asked for first and the papers put in order here: joined, or ordered by the
    database, all papers of a committee would be read.
    """
    found = papers().filter(case__in=list(cases.values_list("pk", flat=True)))
    return sorted(found.select_related("case__revision"), key=lambda one: one.pk, reverse=True)


def on(paper: Certificate, day: date) -> bool:
    """Return whether the term of ``paper`` is not over on ``day`` (没有过期)."""
    return paper.valid_until is None or paper.valid_until >= day
