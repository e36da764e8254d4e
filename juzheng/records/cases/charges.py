"""
Of one child or ward (同一个孩子、被监护人): papers in force that somebody else was given.

Two consents for one child may both be lawful, a decision beside a consent as well: so it is said
to whoever works on or signs the case, and stops nobody. Reads, never writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.records.catalogue.governing import governing
from juzheng.records.models import Case, Certificate

NAMED = ("child_name", "ward_name", "respondent_name")  # the questions that ask who it is
_BORN = "child_born_on"


@dataclass(frozen=True)
class Other:
    """A paper that somebody else was given about the same child or ward (别人的文书)."""

    number: str
    case: Case
    charge: str  # the child's or ward's name


def others(case: Case, on: date) -> tuple[Other, ...]:
    """Return the papers of others in force about whom ``case`` is about, the latest first."""
    charge = named(case.answers)
    if not charge:
        return ()
    items = [
        one.id
        for one in governing(on).items.values()
        if any(question.key in NAMED for question in one.questions)
    ]
    found = Certificate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        committee=case.committee_id,
        kind=PaperKind.CERTIFICATE.value,
        status__in=[PaperState.INTENDED.value, PaperState.ISSUED.value],
        case__revision__subject__in=items,
        case__erased_at=None,
    ).exclude(case__identity_index=case.identity_index)
    # Names are sealed, and nobody is searched for by them but applicants: each is opened.
    return tuple(
        Other(paper.number, paper.case, charge)
        for paper in found.select_related("case__revision").order_by("-pk")
        if paper.case is not None and _same(paper.case.answers, case.answers)
    )


def named(answers: Mapping[str, Any]) -> str:
    """Return the child or ward that ``answers`` name, without blanks; else nothing."""
    said = (answers.get(key) for key in NAMED)
    return next(("".join(str(one).split()) for one in said if one), "")


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    born = {str(each[_BORN]) for each in (one, other) if each.get(_BORN)}
    return named(one) == named(other) and len(born) < 2
