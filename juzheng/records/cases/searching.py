"""Searching for cases (查找办件): by number, or by a blind index of what is a person's own."""

from __future__ import annotations

from juzheng.law.cases import searching
from juzheng.law.cases.searching import Numbered
from juzheng.records.models import Certificate
from juzheng.records.models.cases.cases import Case, CaseQuerySet
from juzheng.records.sealed import blind_index

MOST_FOUND = 50
YEARS = range(2020, 2100)  # in which a number may have been given: the Opinion is of 2020


def name_index(name: str) -> str:
    """Return the blind index of a name (姓名盲索引); of none, nothing."""
    return _index("name", searching.name_key(name))


def telephone_index(number: str) -> str:
    """Return the blind index of a telephone number (电话盲索引); of none, nothing."""
    return _index("telephone", searching.telephone_key(number))


def indexed(*, name: str, telephone: str) -> dict[str, str]:
    """Return the columns by which a case is found by its applicant (盲索引各栏)."""
    return {"name_index": name_index(name), "telephone_index": telephone_index(telephone)}


def found(mine: CaseQuerySet, wanted: str, *, code: str = "") -> CaseQuerySet:
    """
    Return those of ``mine`` that ``wanted`` names, the latest first, at most ``MOST_FOUND``.

    What is a person's own finds whole or not at all. A number without its kind is a case's; if
    there is no such case, a paper's.

    :param code: whose number it is where none is typed: that of the committee that looks
    """
    case, paper = searching.case_number(wanted), searching.paper_number(wanted)
    ways = [_private(wanted) | _of_case(case, code), _of_paper(paper, code)]
    for way in ways:
        matching = mine.filter(pk__in=way)
        if way and matching.exists():
            return matching.select_related("revision").order_by("-pk")[:MOST_FOUND]
    return mine.none()


def _private(wanted: str) -> set[int]:
    """Return whose cases it names, of any committee; each column is looked up by its own index."""
    sought = {
        "identity_index": blind_index(searching.identity_key(wanted)),
        "name_index": name_index(wanted),
        "telephone_index": telephone_index(wanted),
    }
    return {
        key
        for column, index in sought.items()
        if index
        for key in Case.objects.filter(**{column: index}).values_list("pk", flat=True)
    }


def _index(kind: str, key: str) -> str:
    return blind_index(f"{kind}|{key}") if key else ""


def _of_case(number: Numbered | None, code: str) -> set[int]:
    if number is None:
        return set()
    whole = _whole(number, code, f"办{number.serial:06d}")
    return set(Case.objects.filter(number__in=whole).values_list("pk", flat=True))


def _of_paper(number: Numbered | None, code: str) -> set[int]:
    if number is None:
        return set()
    whole = _whole(number, code, f"{number.mark}{number.serial:05d}")
    found = Certificate.objects.filter(number__in=whole, case__isnull=False)
    return {key for key in found.values_list("case", flat=True) if key}


def _whole(number: Numbered, code: str, ending: str) -> list[str]:
    """Return the whole numbers that it may be (完整编号): an index knows no endings."""
    years = [number.year] if number.year else [str(year) for year in YEARS]
    return [f"{number.code or code}-{year}-{ending}" for year in years]
