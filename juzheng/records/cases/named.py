"""Whom a case names (办件里的人), by the blind index of the name. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from juzheng.law.cases import consents, named
from juzheng.law.cases.custody import Custody
from juzheng.law.cases.named import Role
from juzheng.records.cases import searching
from juzheng.records.models import Case, CaseName

Standing = tuple[str, str]  # a role, and the blind index of the name in it


@dataclass(frozen=True)
class As:
    """As what somebody is named on a case (在办件里是什么人)."""

    role: str  # law.cases.named
    before: bool  # so it was written once: it was put right since


def standing(case: Case) -> list[Standing]:
    """Return everybody whom ``case`` names as it stands, the applicant first (现在写着的人)."""
    found = ((role, searching.name_index(name)) for role, name in _people(case))
    return [(role, index) for role, index in dict.fromkeys(found) if index]


def _people(case: Case) -> Iterator[tuple[str, str]]:
    yield Role.APPLICANT.value, case.applicant_name
    acting = ((Role.GUARDIAN, consents.GUARDIAN), (Role.HELPER, consents.HELPER))
    for role, key in acting:
        yield role.value, str((case.answers.get(key) or {}).get("name") or "")
    for key in named.asked_by(case.revision.item):
        yield f"{named.ANSWER}{key}", str(case.answers.get(key) or "")


def _collectors(case: Case) -> Iterator[Standing]:
    """Yield who took a paper of it for another, as the register has it now (代领的人)."""
    for row in case.custody.filter(what=Custody.COLLECTED.value, undone_at=None):
        yield Role.COLLECTOR.value, searching.name_index(row.person)


def found_as(cases: Iterable[Case], wanted: str) -> dict[int, tuple[As, ...]]:
    """
    Return, by case, as whom else than today's applicant ``wanted`` was found (查到的是什么人).

    Cases whose applicant has that name now are not among them: that is what a search is for.
    """
    index = searching.name_index(wanted)
    others = {case.pk: case for case in cases if index and case.name_index != index}
    told: dict[int, tuple[As, ...]] = {}
    rows = CaseName.objects.filter(case__in=others, index=index) if others else ()
    for row in rows:
        case = others[row.case_id]
        now = [*standing(case), *_collectors(case)]
        one = As(row.role, before=(row.role, index) not in now)
        told[case.pk] = (*told.get(case.pk, ()), one)
    return told
