"""Searching for cases (查找办件): by number, or by a blind index of what is a person's own."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from juzheng.law.cases import searching
from juzheng.law.cases.searching import Numbered
from juzheng.records.models.cases.cases import Case, CaseQuerySet
from juzheng.records.sealed import blind_index

MOST_FOUND = 50


def name_index(name: str) -> str:
    """Return the blind index of a name (姓名盲索引); of none, nothing."""
    return _index("name", searching.name_key(name))


def telephone_index(number: str) -> str:
    """Return the blind index of a telephone number (电话盲索引); of none, nothing."""
    return _index("telephone", searching.telephone_key(number))


def indexed(*, name: str, telephone: str) -> dict[str, str]:
    """Return the columns by which a case is found by its applicant (盲索引各栏)."""
    return {"name_index": name_index(name), "telephone_index": telephone_index(telephone)}


def found(mine: CaseQuerySet, wanted: str) -> CaseQuerySet:
    """
    Return those of ``mine`` that ``wanted`` names, the latest first, at most ``MOST_FOUND``.

    What is a person's own finds whole or not at all. A number without its kind is a case's; if
    there is no such case, a paper's.
    """
    private = Q(identity_index=blind_index(searching.identity_key(wanted)))
    for column, index in (
        ("name_index", name_index(wanted)),
        ("telephone_index", telephone_index(wanted)),
    ):
        if index:
            private |= Q(**{column: index})
    case, paper = searching.case_number(wanted), searching.paper_number(wanted)
    ways = [private | _of_case(case), Q(pk__in=_of_paper(mine, paper)) if paper else None]
    for way in ways:
        if way is not None and (matching := mine.filter(way)).exists():
            return matching.select_related("revision").order_by("-pk")[:MOST_FOUND]
    return mine.none()


def _index(kind: str, key: str) -> str:
    return blind_index(f"{kind}|{key}") if key else ""


def _of_case(number: Numbered | None) -> Q:
    if number is None:
        return Q(pk=None)
    year = f"-{number.year}-" if number.year else "-"
    return Q(number__endswith=f"{year}办{number.serial:06d}") & Q(number__startswith=number.code)


def _of_paper(mine: CaseQuerySet, number: Numbered) -> QuerySet[Case, Any]:
    ending = f"-{number.mark}{number.serial:05d}"
    papers = {
        "certificates__number__startswith": number.code,
        "certificates__number__endswith": f"-{number.year}{ending}" if number.year else ending,
    }
    return mine.filter(**papers).values("pk")
