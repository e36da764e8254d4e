"""Searching for cases (查找办件): by number, or by a blind index of what is a person's own."""

from __future__ import annotations

from juzheng.law.cases import searching
from juzheng.law.cases.searching import Numbered
from juzheng.records.models import CaseName, Certificate
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

    What is a person's own finds whole or not at all. A number without its kind is a case's and
    a paper's: which one was meant only whoever typed it knows, so both are found.

    :param code: whose number it is where none is typed: that of the committee that looks
    """
    named = _private(wanted) | _of_case(searching.case_number(wanted), code)
    matching = mine.filter(pk__in=named | {*papers_named(wanted, code=code)})
    return matching.select_related("revision").order_by("-pk")[:MOST_FOUND]


def papers_named(wanted: str, *, code: str = "") -> dict[int, list[str]]:
    """Return by which papers' numbers ``wanted`` names a case (凭哪份文书查到), by its key."""
    numbers = searching.paper_numbers(wanted)
    whole = [full for one in numbers for full in _whole(one, code, f"{one.mark}{one.serial:05d}")]
    named: dict[int, list[str]] = {}
    rows = Certificate.objects.filter(number__in=whole, case__isnull=False).order_by("pk")
    for case, number in rows.values_list("case", "number") if whole else ():
        named.setdefault(case, []).append(number)
    return named


def _private(wanted: str) -> set[int]:
    """Return whose cases it names, of any committee; each column is looked up by its own index."""
    sought = {
        "identity_index": blind_index(searching.identity_key(wanted)),
        "name_index": name_index(wanted),
        "telephone_index": telephone_index(wanted),
    }
    own = {
        key
        for column, index in sought.items()
        if index
        for key in Case.objects.filter(**{column: index}).values_list("pk", flat=True)
    }
    if not (name := sought["name_index"]):
        return own
    return own | set(CaseName.objects.filter(index=name).values_list("case", flat=True))


def _index(kind: str, key: str) -> str:
    return blind_index(f"{kind}|{key}") if key else ""


def _of_case(number: Numbered | None, code: str) -> set[int]:
    if number is None:
        return set()
    whole = _whole(number, code, f"办{number.serial:06d}")
    return set(Case.objects.filter(number__in=whole).values_list("pk", flat=True))


def _whole(number: Numbered, code: str, ending: str) -> list[str]:
    """Return the whole numbers that it may be (完整编号): an index knows no endings."""
    years = [number.year] if number.year else [str(year) for year in YEARS]
    return [f"{number.code or code}-{year}-{ending}" for year in years]
