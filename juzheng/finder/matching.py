"""Matching (对照): a name on somebody's list, and which item it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from juzheng.finder.finding import Finder
from juzheng.finder.found import SURE, Finding
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.catalogue.lists import Rulebook
from juzheng.law.catalogue.naming import How, names_in

NEAR = 0.2  # below this probability an item is not put beside a name
MOST = 4  # items put beside a name
_OPEN, _CLOSE = "(（\\[［【〔〖「{｛<《〈", ")）\\]］】〕〗」}｝>》〉"
_BRACKETS = re.compile(f"[{_OPEN}]([^{_OPEN}{_CLOSE}]*)[{_CLOSE}]")
_NARROWING = re.compile("^(?:非|不|未|无|仅|只|限|除|专)|(?:用|使用|除外|以外|之外|的)$")
_NO_LETTER = re.compile(r"[\W_]+")
_JOINED = re.compile(r"[、，,；;/]|以及|和|及|或者|或")
_PAPER = re.compile("(?:情况)?(?:证明|说明|声明)(?:材料|书)?$")


@dataclass(frozen=True)
class Match:
    """What a name was matched to (对照结果): the item, if any, and what else comes near."""

    how: How
    item: str = ""
    others: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Return whether nobody has to look at it."""
        return self.how not in (How.NEAR, How.NONE)


class Matcher:
    """Matches names to the items of one kind that may stand on a list of one place (对照)."""

    def __init__(
        self, items: Iterable[Item], finder: Finder, book: Rulebook, kind: ListKind, on: date
    ) -> None:
        """Read the names of ``items`` once; ``book`` holds the names used in its place."""
        self._finder, self._place = finder, book.division
        here = [one for one in items if one.kind is kind and one.applies_in(self._place)]
        self._items = {one.id: one for one in here if one.in_force_until is None}
        self._items |= {one.id: one for one in here if one.in_force(on)}
        self._names: dict[How, dict[str, str]] = {how: {} for how in How}
        for one in self._items.values():
            self._add(How.EXACT, one.id, one.name)
            self._add(How.LOCAL, one.id, *names_in(book.name_of(one.id)))
            self._add(How.ALIAS, one.id, _BRACKETS.sub("", one.name), *one.aliases)
            self._add(How.PART, one.id, *_parts(one.name))

    def _add(self, how: How, item: str, *names: str) -> None:
        for name in names:
            if letters := self._letters(name):
                self._names[how].setdefault(letters, item)

    def named(self, name: str) -> Match | None:
        """Return the item that has ``name`` for one of its own (同名的事项); None: none has."""
        letters = self._letters(name)
        found = ((how, known.get(letters)) for how, known in self._names.items())
        return next((Match(how, item) for how, item in found if item is not None), None)

    def match(self, name: str) -> Match:
        """Return which item ``name`` is; what is only near, somebody has to look at."""
        found = self._finder.find(name, division=self._place)
        near = self._near(found)
        if (whole := self.named(name)) is not None:
            return replace(whole, others=_without(near, whole.item))
        short = self._letters(_BRACKETS.sub("", name))
        named = self._names[How.EXACT].get(short) or self._names[How.ALIAS].get(short)
        if named is not None and short:
            how = How.NEAR if _narrowed(name) else How.PART
            return Match(how, named, _without(near, named))
        if found.item in near and found.certainty >= SURE:
            return Match(How.NEAR, found.item, _without(near, found.item))
        return Match(How.NONE, "", near)

    def _near(self, found: Finding) -> tuple[str, ...]:
        likely = (one.item for one in found.candidates if one.probability >= NEAR)
        return tuple(one for one in likely if one in self._items)[:MOST]

    def _letters(self, text: str) -> str:
        return _NO_LETTER.sub("", self._finder.plain(text))


def _without(near: Iterable[str], chosen: str) -> tuple[str, ...]:
    return tuple(one for one in near if one != chosen)


def _narrowed(name: str) -> bool:
    """Return whether brackets make of ``name`` less than the whole: 死亡证明（非正常死亡）."""
    return any(_NARROWING.search(part.strip()) for part in _BRACKETS.findall(name))


def _parts(name: str) -> Iterator[str]:
    """Yield what a name holds: of 甲、乙证明 both, and what stands in its brackets."""
    bare = _BRACKETS.sub("", name)
    ending = match[0] if (match := _PAPER.search(bare)) else ""
    parts = _JOINED.split(bare[: len(bare) - len(ending)])
    inside = [part for found in _BRACKETS.findall(name) for part in _JOINED.split(found)]
    for part in (*(parts if len(parts) > 1 else ()), *inside):
        if len(part) >= 2:
            yield from (part, f"{part}证明", f"{part}{ending}")
