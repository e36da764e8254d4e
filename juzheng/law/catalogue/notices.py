"""Notices (公告栏): what a division puts on its board, from the same source as the guides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from juzheng.law.catalogue import every_guide, guides
from juzheng.law.catalogue.applicability import Governing
from juzheng.law.catalogue.items import Handling, ListKind


@dataclass(frozen=True)
class NoticeLine:
    """One item on the notice board (公告条目): its name, and what works instead or how long."""

    item: str
    name: str
    said: str
    guide: guides.Guide | None = None  # where it was taken from: what else changed is seen there


@dataclass(frozen=True)
class Notice:
    """What a division puts on its notice board (公告栏): what is not issued, and what is."""

    division: str
    division_name: str
    on: date
    refused: tuple[NoticeLine, ...]
    issued: tuple[NoticeLine, ...]
    lists: tuple[guides.Listing, ...]
    complaints: tuple[str, ...]
    own_limits: frozenset[str] = frozenset()  # items whose limit a list that holds here has set


def notice(under: Governing, where: guides.Where) -> Notice:
    """
    Return the notice for ``where``: the negative list with a way onward each, then what is issued.

    In the order of the lists. Whatever is issued nowhere near, or only elsewhere, is left out.
    """
    book, every = under.rulebook(where.division, where.on), every_guide.at(under, where)
    refused = [every[entry.item] for entry in book.listed(ListKind.NEGATIVE) if entry.item in every]
    issued = [one for one in every.values() if one.kind is not ListKind.NEGATIVE and one.issued]
    return Notice(
        where.division,
        where.division_name,
        where.on,
        tuple(NoticeLine(one.item, one.name, one.onward[0].marked, one) for one in refused),
        tuple(_issued_line(one) for one in issued),
        guides.listings(book.lists.values()),
        guides.COMPLAINTS,
        frozenset(item for item, way in book.ways.items() if way.limit_working_days),
    )


def _issued_line(one: guides.Guide) -> NoticeLine:
    how_long = "当场办" if one.handling is Handling.SIMPLE else one.limit
    return NoticeLine(one.item, one.name, how_long, one)
