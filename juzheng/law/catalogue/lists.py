"""Lists (清单): who says what may be issued where, from when to when, and what that adds up to.

A list lower down begins with what stands above and says only what it changes. Each list is turned
into effects on items; effects compose, and in which order they are put together makes no
difference, so that what nation and province say is worked out once for all their counties. Two
things no list below the nation does: take an item off the national negative list, or towards
anybody (OP-3.1.c: its silence is silence); and retain one (OP-2.2.a: the State Council approves).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from types import MappingProxyType
from typing import TypeVar

from juzheng.law.base.divisions import NATION, path_of
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import CommitteeKind, Dated, Instrument, ListKind, Source
from juzheng.law.catalogue.naming import names_in
from juzheng.law.catalogue.offers import Offer, by_item

T = TypeVar("T")

OURS = "本项目"  # who issued what this project put together
KEPT = 4096  # rulebooks kept at once: more than there are divisions with lists of their own


class ChangeKind(Term):
    """What one line of a list does to what stands above it (清单条目的作用)."""

    ADD = "add", "列入"
    RENAME = "rename", "改名"
    NARROW = "narrow", "限定"
    REMOVE = "remove", "去掉"
    ADJUST = "adjust", "本地办法"


@dataclass(frozen=True)
class ListLine:
    """One line of a list (清单条目)."""

    item: str
    change: ChangeKind = ChangeKind.ADD
    name: str = ""  # the name used here, where it is not the item's own
    demanders: tuple[str, ...] = ()  # only towards these kinds of unit; empty: all
    committees: tuple[CommitteeKind, ...] = ()  # only by these kinds of committee; empty: all
    note: str = ""
    limit_working_days: int = 0  # the time limit here; 0: as above
    materials: tuple[str, ...] = ()  # what to bring here; empty: as above

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names used here, each by itself (本地名称); empty: the item's own."""
        return names_in(self.name)


@dataclass(frozen=True)
class ItemList(Dated):
    """A list (清单): as issued, or as we put it together where ``official`` is false."""

    id: str
    title: str
    kind: ListKind
    division: str  # a code of GB/T 2260; NATION for the whole country
    batch: int
    issuer: str
    document: str  # id of the instrument that it was published with
    issued_on: date
    in_force_from: date
    in_force_until: date | None  # first day on which it no longer holds
    official: bool
    lines: tuple[ListLine, ...]  # in the order of the document
    note: str
    source: Source

    @property
    def ours(self) -> bool:
        """Return whether this project put it together: none that a body made for itself is."""
        return not self.official and self.division == NATION and OURS in self.issuer


class UnlistedCase(Term):
    """A case in which an item on no list may still be issued (未列入清单仍可办理的情形)."""

    PUBLIC_INTEREST = "public_interest", "涉及公共利益或多数居民切身利益"
    OUTSIDE_DEMANDER = "outside_demander", "本市以外的部门明确要求"
    LEGAL_RISK = "legal_risk", "可能涉及法律风险"


@dataclass(frozen=True)
class UnlistedPolicy(Dated):
    """What happens in a division to an item that is on no list (未列入清单的处理规则)."""

    id: str
    title: str
    division: str
    document: str
    in_force_from: date
    in_force_until: date | None
    cases: tuple[UnlistedCase, ...]  # none: without a basis nothing is issued
    note: str
    source: Source


@dataclass(frozen=True)
class Entry:
    """What the lists together say of one item (清单合并结果)."""

    item: str
    kind: ListKind
    present: bool  # False: a list below took it off again
    by: str  # id of the list that spoke last
    name: str = ""
    demanders: frozenset[str] | None = None  # None: towards all
    committees: frozenset[CommitteeKind] | None = None  # None: by all
    renamed: bool = False  # the name was given by 改名, not by the way

    def holds_for(self, demander: str, committee: CommitteeKind | None) -> bool:
        """Return whether the entry holds towards that unit, by that committee (None: not known)."""
        return (
            self.present
            and (self.demanders is None or demander in self.demanders)
            and (self.committees is None or committee is None or committee in self.committees)
        )


@dataclass(frozen=True)
class Effect:
    """What one list, or several in turn, do to one item (条目效果)."""

    decides: bool  # added or removed: what stood above no longer matters
    present: bool
    by: str
    name: str = ""
    demanders: frozenset[str] | None = None
    committees: frozenset[CommitteeKind] | None = None
    limit: int = 0  # 0: nothing said
    materials: tuple[str, ...] = ()
    renamed: bool = False


@dataclass(frozen=True)
class LocalWay:
    """How an item is handled here otherwise than it says itself (本地办法)."""

    by: str  # id of the list that spoke last
    limit_working_days: int = 0  # 0: as the item says
    materials: tuple[str, ...] = ()
    committees: frozenset[CommitteeKind] | None = None


Key = tuple[ListKind, str]
Effects = Mapping[Key, Effect]
NOTHING: Effects = MappingProxyType({})


def effects(one: ItemList) -> Effects:
    """Return what ``one`` does to the items it names; its lines speak in their order."""
    found: dict[Key, Effect] = {}
    for line in one.lines:
        key = (one.kind, line.item)
        said = _effect(line, one.id)
        found[key] = _after(found[key], said) if key in found else said
    return found


def _effect(line: ListLine, by: str) -> Effect:
    if line.change is ChangeKind.REMOVE:
        return Effect(decides=True, present=False, by=by)
    return Effect(
        decides=line.change is ChangeKind.ADD,
        present=True,
        by=by,
        name=line.name,
        demanders=frozenset(line.demanders) or None,
        committees=frozenset(line.committees) or None,
        limit=line.limit_working_days,
        materials=line.materials,
        renamed=line.change is ChangeKind.RENAME,
    )


def then(above: Effects, below: Effects) -> Effects:
    """
    Return what ``above`` and after it ``below`` do together.

    Associative, with ``NOTHING`` as its neutral element: levels may be put together in any
    grouping (OP-2.3.a).
    """
    if not above or not below:
        return above or below
    joined = dict(above)
    for key, said in below.items():
        joined[key] = _after(joined[key], said) if key in joined else said
    return joined


def under_the_nation(nation: Effects, own: Effects) -> Effects:
    """
    Return what is left of ``own``, what a list below the nation does, beside the ``nation``'s.

    It adds, narrows and renames; what the national negative list holds it may call by another
    name, and no more. Retained are only items that the nation retains (OP-2.2.a, OP-3.1.c).
    """
    left: dict[Key, Effect] = {}
    for key, said in own.items():
        stands = nation.get(key)
        if key[0] is ListKind.RETAINED:
            continue
        if key[0] is not ListKind.NEGATIVE or stands is None or not stands.present:
            left[key] = said
        elif said.name:
            renamed = replace(said, decides=False, present=True, demanders=None, committees=None)
            left[key] = renamed
    return left


def _after(first: Effect, second: Effect) -> Effect:
    # How it is handled here is said beside whether it is listed, and outlives that.
    limits = [days for days in (first.limit, second.limit) if days]
    limit, materials = min(limits, default=0), second.materials or first.materials
    if first.renamed and first.present and not second.renamed:  # only 改名 takes a name back
        second = replace(second, name=first.name, renamed=True)
    if second.decides:
        return replace(second, limit=limit, materials=materials)
    if first.decides and not first.present:  # nothing is left to rename or to narrow
        return replace(first, limit=limit, materials=materials)
    return replace(
        first,
        limit=limit,
        materials=materials,
        by=second.by,
        name=second.name or first.name,
        renamed=second.renamed or first.renamed,
        demanders=_meet(first.demanders, second.demanders),
        committees=_meet(first.committees, second.committees),
    )


def _meet(first: frozenset[T] | None, second: frozenset[T] | None) -> frozenset[T] | None:
    """Return what both allow: a lower list may narrow and never widens."""
    if first is None or second is None:
        return first if second is None else second
    return first & second


@dataclass(frozen=True)
class Rulebook:
    """All lists that hold in one division on one day, put together (适用清单)."""

    division: str
    on: date
    entries: Mapping[Key, Entry]
    lists: Mapping[str, ItemList]  # those that spoke, by id
    unlisted: UnlistedPolicy | None  # None: no policy known; nothing without a basis
    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)  # by the item replaced
    ways: Mapping[str, LocalWay] = field(default_factory=dict)  # by item, where one is adjusted

    def entry(self, kind: ListKind, item: str) -> Entry | None:
        """Return what the lists of ``kind`` say of ``item``; None: no list names it."""
        return self.entries.get((kind, item))

    def name_of(self, item: str) -> str:
        """Return the name that ``item`` goes by here, or nothing if it is the item's own."""
        for kind in ListKind:
            if (entry := self.entries.get((kind, item))) and entry.name:
                return entry.name
        return ""

    def listed(self, kind: ListKind) -> tuple[Entry, ...]:
        """Return the entries that stand on lists of ``kind``, in the order of the lists."""
        return tuple(one for (of, _), one in self.entries.items() if of is kind and one.present)


@dataclass
class Library:
    """
    All lists and policies (清单库), ready to answer for any division and day.

    What it worked out it keeps: divisions without lists of their own share one rulebook.
    """

    lists: Iterable[ItemList]
    policies: Iterable[UnlistedPolicy]
    instruments: Mapping[str, Instrument]
    offers: Iterable[Offer] = ()
    _books: dict[tuple[str, date], Rulebook] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._by_division: dict[str, list[ItemList]] = {}
        for one in self.lists:
            self._by_division.setdefault(one.division, []).append(one)
        self._policies: dict[str, list[UnlistedPolicy]] = {}
        for policy in self.policies:
            self._policies.setdefault(policy.division, []).append(policy)
        self._offering = {one.division for one in self.offers}
        self._nearest: dict[str, str] = {}
        self._effects: dict[tuple[str, date], Effects] = {}

    def rulebook(self, division: str, on: date) -> Rulebook:
        """Return what holds in ``division`` (a code of 0 to 12 digits) on ``on``."""
        nearest = self._nearest.get(division)
        if nearest is None:
            nearest = self._nearest[division] = self._nearest_to(division)
        book = self._books.get((nearest, on))
        if book is None:
            if len(self._books) >= KEPT:
                self._books.clear()
            book = self._books[nearest, on] = self._compile(nearest, on)
        return book

    def _nearest_to(self, division: str) -> str:
        """Return the lowest division on the way down to ``division`` that says anything itself."""
        speaking = [
            one
            for one in path_of(division)
            if one in self._by_division or one in self._policies or one in self._offering
        ]
        return speaking[-1] if speaking else NATION

    def _compile(self, division: str, on: date) -> Rulebook:
        levels = path_of(division)
        policies = [
            policy
            for level in levels
            for policy in self._policies.get(level, ())
            if policy.in_force(on)
        ]
        return Rulebook(
            division=division,
            on=on,
            entries=MappingProxyType(dict(_entries(self._together(levels, on)))),
            ways=MappingProxyType(dict(_ways(self._together(levels, on)))),
            lists=MappingProxyType(
                {one.id: one for level in levels for one in self._holding(level, on)}
            ),
            unlisted=policies[-1] if policies else None,
            offers=by_item(self.offers, self.instruments, division, on),
        )

    def _together(self, levels: tuple[str, ...], on: date) -> Effects:
        """Return what all lists down to the last level do; what stands above is kept."""
        if not levels:
            return NOTHING
        key = (levels[-1], on)
        if key not in self._effects:
            if len(self._effects) >= KEPT:
                self._effects.clear()
            own = [effects(one) for one in self._holding(levels[-1], on)]
            if levels[1:]:
                nation = self._together(levels[:1], on)
                own = [under_the_nation(nation, one) for one in own]
            self._effects[key] = then(self._together(levels[:-1], on), reduce(then, own, NOTHING))
        return self._effects[key]

    def _holding(self, level: str, on: date) -> list[ItemList]:
        """Return the lists of one division that hold on ``on``, the earlier ones first."""
        holding = [
            one
            for one in self._by_division.get(level, ())
            if one.in_force(on)
            and (document := self.instruments.get(one.document)) is not None
            and document.in_force(on)
        ]
        return sorted(holding, key=lambda one: (one.in_force_from, one.batch, one.id))


def _entries(together: Effects) -> Iterable[tuple[Key, Entry]]:
    for (kind, item), said in together.items():
        if said.decides:  # a new name for what nobody listed lists nothing
            yield (
                (kind, item),
                Entry(
                    item,
                    kind,
                    said.present,
                    said.by,
                    said.name,
                    said.demanders,
                    said.committees,
                    said.renamed,
                ),
            )


def _ways(together: Effects) -> Iterable[tuple[str, LocalWay]]:
    for (kind, item), said in together.items():
        unlisted = said.committees if not said.decides else None  # else the entry says it
        if kind is not ListKind.NEGATIVE and (said.limit or said.materials or unlisted):
            yield item, LocalWay(said.by, said.limit, said.materials, unlisted)
