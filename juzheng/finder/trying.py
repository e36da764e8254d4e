"""Trying words out (试用说法): what another telling would change, before anybody adds it.

Asked is all that ships with the program and all that officers have added: every name and alias,
every telling, every local telling. What was found and would not be any more is *worse*, whatever
else gets better. What ships is weighed together and knows its own tellings; that hides nothing,
for where a local telling leads, it leads whatever the rest has to say (``finder.local``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from juzheng.catalogue import Catalogue
from juzheng.finder import Tellings, finder_over
from juzheng.finder.finding import Finder, Weighed
from juzheng.finder.words import shipped

NAMES, SHIPPED, LOCAL = "names", "shipped", "local"


@dataclass(frozen=True)
class Change:
    """One text that would be taken for something else (变了的一句); labels, empty: not found."""

    text: str
    expected: str
    before: str
    after: str

    @property
    def worse(self) -> bool:
        """Return whether it was right and would not be."""
        return self.before == self.expected

    @property
    def better(self) -> bool:
        """Return whether it would be right and was not."""
        return self.after == self.expected


@dataclass(frozen=True)
class Tried:
    """One set of texts (一组试题): how many, how many right before and after, and what changes."""

    name: str
    count: int
    before: int
    after: int
    changes: tuple[Change, ...]

    @property
    def worse(self) -> tuple[Change, ...]:
        """Return what would not be found any more."""
        return tuple(one for one in self.changes if one.worse)

    @property
    def better(self) -> tuple[Change, ...]:
        """Return what would be found and was not."""
        return tuple(one for one in self.changes if one.better)


@dataclass(frozen=True)
class Trial:
    """What one more telling would change (试用结果)."""

    today: str  # what its own words are taken for now
    then: str
    sets: tuple[Tried, ...]

    @property
    def worse(self) -> int:
        """Return how many texts would not be found any more."""
        return sum(len(one.worse) for one in self.sets)


def trial(listed: Catalogue, tellings: Tellings, label: str, text: str) -> Trial:
    """Return what ``text`` for ``label`` would change beside the local ``tellings`` there are."""
    more = (*tellings, (label, text))
    was, now = _answers(finder_over(listed), tellings), _answers(finder_over(listed), more)
    sets = []
    for name in (NAMES, SHIPPED, LOCAL):
        rows = [(key, was[key], now[key]) for key in was if key[0] == name and key in now]
        sets.append(
            Tried(
                name,
                len(rows),
                sum(before == key[1] for key, before, _ in rows),
                sum(after == key[1] for key, _, after in rows),
                tuple(Change(key[2], key[1], old, new) for key, old, new in rows if old != new),
            )
        )
    today, then = (taken_for(finder_over(listed, known), text) for known in (tellings, more))
    return Trial(today, then, tuple(sets))


def taken_for(finder: Finder, text: str, known: str = "") -> str:
    """
    Return the item or matter that ``text`` is taken for; empty: nothing was understood.

    :param known: the label that is right; another one of its kind, for another place, is too
    """
    return _label(finder, finder.weighed(text), known)


def _label(finder: Finder, said: Weighed, known: str) -> str:
    found = finder.led(said)
    label = found.item or found.matter or ""
    return known if known and label in finder.kin(known, "") else label


Key = tuple[str, str, str]  # set, label, text


@lru_cache(maxsize=4)
def _answers(finder: Finder, tellings: Tellings) -> Mapping[Key, str]:
    """Return what each text is taken for where these local ``tellings`` are in use."""
    whole = finder.hearing(tellings)
    asked = {**_shipped_weighed(finder)}
    asked |= {(LOCAL, label, text): finder.weighed(text) for label, text in tellings}
    return {key: _label(whole, said, key[1]) for key, said in asked.items()}


@lru_cache(maxsize=2)
def _shipped_weighed(finder: Finder) -> Mapping[Key, Weighed]:
    """Return every shipped text weighed: seconds once a catalogue, whatever is added."""
    return {key: finder.weighed(key[2]) for key in _shipped(finder)}


def _shipped(finder: Finder) -> Iterator[Key]:
    labels = set()
    for label, names in finder.names():
        labels.add(label)
        yield from ((NAMES, label, name) for name in names)
    for label, lines in shipped().say.items():
        if label in labels:
            yield from ((SHIPPED, label, line) for line in lines)
