"""Matching (对照): a name on somebody's list, and which item it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from juzheng.finder.finding import Finder
from juzheng.finder.found import Finding
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.catalogue.lists import Rulebook
from juzheng.law.catalogue.naming import How, bare, letters, names_in, narrowed, parts

NEAR = 0.2  # below this probability an item is not put beside a name
LIKELY = 0.85  # from here on an item is proposed; whether it is meant, somebody has to say
MOST = 4  # items put beside a name


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
            self._add(How.ALIAS, one.id, bare(one.name), *one.aliases)
            self._add(How.PART, one.id, *parts(one.name))

    def _add(self, how: How, item: str, *names: str) -> None:
        for name in names:
            if plain := self._letters(name):
                self._names[how].setdefault(plain, item)

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
        short = self._letters(bare(name))
        named = self._names[How.EXACT].get(short) or self._names[How.ALIAS].get(short)
        if named is not None and short:
            how = How.NEAR if narrowed(name) else How.PART
            return Match(how, named, _without(near, named))
        if found.item in near and found.certainty >= LIKELY:
            return Match(How.NEAR, found.item, _without(near, found.item))
        return Match(How.NONE, "", near)

    def _near(self, found: Finding) -> tuple[str, ...]:
        likely = (one.item for one in found.candidates if one.probability >= NEAR)
        return tuple(one for one in likely if one in self._items)[:MOST]

    def _letters(self, text: str) -> str:
        return letters(self._finder.plain(text))


def _without(near: Iterable[str], chosen: str) -> tuple[str, ...]:
    return tuple(one for one in near if one != chosen)
