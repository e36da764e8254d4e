"""Looking (查证): which places were looked at, what was found there; not looked at is no "no"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from juzheng.law.base.characters import titled
from juzheng.law.base.divisions import NATION, path_of
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.fitness import unfit_to_issue
from juzheng.law.catalogue.gathered_ways import gathered
from juzheng.law.catalogue.items import (
    Confidence,
    Dated,
    Instrument,
    Item,
    LegalBasis,
    ListKind,
    Source,
)
from juzheng.law.catalogue.lists import LocalWay, Rulebook

IN_FORCE = "现行"  # what a text is called that somebody has just looked at


class Known(Term):
    """Whether there is a basis (有没有依据): the third value is an answer of its own."""

    YES = "yes", "有"
    NO = "no", "没有"
    UNKNOWN = "unknown", "还没有查清"


@dataclass(frozen=True)
class LookLine:
    """What was found of one item (查证结论)."""

    item: str
    may: bool
    instrument: str = ""  # where it is written, if it may be issued
    provision: str = ""
    checked: str = ""  # how the wording was checked
    limit_working_days: int = 0  # 0: as the item says
    reason: str = ""  # why not, in one sentence for the resident


@dataclass(frozen=True)
class Look(Dated):
    """One place that was looked at (查证记录): its id is the division's code."""

    id: str
    title: str
    division: str
    in_force_from: date  # the day of the look: from then on it is answered by
    in_force_until: date | None
    whole: bool  # all lists and rules of the place were looked at, not single items
    lines: tuple[LookLine, ...]
    note: str
    source: Source


class Handled(Protocol):
    """What says how items are handled in a place (目录里管本地办法的部分)."""

    @property
    def looked(self) -> Mapping[str, Look]:
        """Return which places were looked at, by their codes."""

    def rulebook(self, division: str, on: date) -> Rulebook:
        """Return the lists that hold in ``division`` on ``on``, put together."""


def _of(looked: Mapping[str, Look], division: str, on: date) -> tuple[Look, ...]:
    """Return the records that hold for ``division`` on ``on``, the nearest first."""
    found = (looked.get(code) for code in reversed(path_of(division)) if code != NATION)
    return tuple(one for one in found if one is not None and one.in_force(on))


def line_of(
    looked: Mapping[str, Look], item: str, division: str, on: date
) -> tuple[Look, LookLine] | None:
    """Return what was found of ``item`` here, by the nearest place that says it; None: nothing."""
    found = ((one, line) for one in _of(looked, division, on) for line in one.lines)
    return next(((one, line) for one, line in found if line.item == item), None)


def looked_at(looked: Mapping[str, Look], book: Rulebook, division: str, on: date) -> bool:
    """
    Return whether somebody looked at what holds in ``division``: then silence means "no".

    An official list of what may be issued tells as much as a record of a whole look.
    """
    official = any(
        one.official and one.kind is ListKind.ISSUABLE and one.division != NATION
        for one in book.lists.values()
    )
    return official or any(one.whole for one in _of(looked, division, on))


def here(item: Item, under: Handled, division: str, on: date) -> Item:
    """
    Return ``item`` as it is handled in ``division``.

    With the basis that was found there (查证), and with the limit, the materials and the committees
    that the lists of the place have for it (本地办法).
    """
    found = line_of(under.looked, item.id, division, on)
    own = item if found is None or not found[1].may else as_found(item, found[1], division)
    book = under.rulebook(division, on)
    way = book.ways.get(item.id)
    return own if way is None else _adjusted(own, way, book)


def _adjusted(item: Item, way: LocalWay, book: Rulebook) -> Item:
    """Return ``item`` handled in this ``way``; what the item says of its own number falls."""
    limit = way.limit_working_days or item.limit_working_days
    own = tuple(
        one for one in item.unverified if not (way.limit_working_days and "办理时限" in one)
    )
    return replace(
        item,
        limit_working_days=limit,
        limit_source=_limit_source(item.id, way, book) or item.limit_source,
        unverified=(*own, *_unopened(item.id, book)),
        materials=way.materials or item.materials,
        committees=tuple(
            one for one in item.committees if way.committees is None or one in way.committees
        ),
    )


def _unopened(item: str, book: Rulebook) -> Iterator[str]:
    """Say of each list by which the item is handled here that nobody opened its source."""
    for one in book.lists.values():
        said = [line for line in one.lines if line.item == item]
        otherwise = any(line.limit_working_days or line.materials for line in said)
        if otherwise and one.source.confidence is not Confidence.HIGH:
            notes = "、".join(line.note for line in said if line.note)
            what = f"本地的时限、材料{f'（{notes}）' if notes else ''}"
            called = what if gathered(one.id) else one.title
            yield f"{called}是起草人照文件填写的，文件原文还没有核对。"


def _limit_source(item: str, way: LocalWay, book: Rulebook) -> str:
    """Return the list that set the limit of ``way``, and the document its line rests on."""
    for one in (book.lists[way.by], *book.lists.values()):
        for line in one.lines:
            if line.item == item and 0 < line.limit_working_days == way.limit_working_days:
                own = "" if gathered(one.id) else titled(one.title)
                return "，".join(filter(None, (own, line.note)))
    return ""


def as_found(item: Item, line: LookLine, division: str) -> Item:
    """Return ``item`` with the basis of ``line``, as it may be issued in ``division``."""
    return replace(
        item,
        enabled=True,
        disabled_reason="",
        refused_because="",
        divisions=(division[:6].ljust(6, "0"),),
        basis=(LegalBasis(line.instrument, line.provision, line.checked),),
        limit_working_days=line.limit_working_days or item.limit_working_days,
    )


def unfit_look(
    one: Look, items: Mapping[str, Item], instruments: Mapping[str, Instrument], on: date
) -> tuple[str, ...]:
    """
    Return why the record may not be published with effect from ``on``; empty means: publish.

    What is said to be issuable passes the gate of every issuable item (OP-2.2.a).
    """
    found = [] if one.id == one.division else ["查证记录的编号应当就是地区代码。请改成一样的。"]
    for line in one.lines:
        item = items.get(line.item)
        if item is None:
            found.append(f"{line.item} 这一项不存在。请改正事项编号。")
        elif item.kind is ListKind.NEGATIVE and (line.may or not item.divisions):
            found.append(f"{item.name}是不应出具的事项，不用查证。请去掉这一行。")
        elif line.may:
            there = as_found(item, line, one.division)
            found += [f"{item.name}：{text}" for text in unfit_to_issue(there, instruments, on)]
        elif not line.reason.strip():
            found.append(f"{item.name}没有写为什么不能出具。请写给居民看的一句话。")
    return tuple(found)
