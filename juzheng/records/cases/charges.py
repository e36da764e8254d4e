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

from juzheng.law.cases.named import ANSWER
from juzheng.records.cases import alive
from juzheng.records.cases.searching import name_index
from juzheng.records.catalogue.governing import governing
from juzheng.records.models import Case, CaseName

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
    roles = [f"{ANSWER}{key}" for key in NAMED]
    rows = CaseName.objects.filter(index=name_index(charge), role__in=roles)
    about = Case.objects.filter(
        pk__in=list(rows.values_list("case_id", flat=True)),
        committee=case.committee_id,
        erased_at=None,
    ).exclude(identity_index=case.identity_index)
    known = governing(on).items
    return tuple(
        Other(paper.number, paper.case, charge)
        for paper in alive.of(about)
        if alive.on(paper, on)
        and paper.case is not None
        and paper.case.revision.subject in known
        and _same(paper.case.answers, case.answers)
    )


def named(answers: Mapping[str, Any]) -> str:
    """Return the child or ward that ``answers`` name, without blanks; else nothing."""
    said = (answers.get(key) for key in NAMED)
    return next(("".join(str(one).split()) for one in said if one), "")


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    born = {str(each[_BORN]) for each in (one, other) if each.get(_BORN)}
    return named(one) == named(other) and len(born) < 2
