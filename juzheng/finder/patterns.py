"""Patterns (句式): which concepts, heard together, speak for which item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# What one, two, three … words heard together weigh where the pattern does not say.
WEIGHTS = (0.0, 4.0, 6.0, 7.5, 8.5, 9.0)

_CONCEPT = re.compile(r"[a-z][a-z_]+\Z")


class BadPattern(ValueError):
    """A pattern names a concept that the lexicon does not have (句式写错)."""


@dataclass(frozen=True)
class Pattern:
    """Words heard together (句式): each of ``all_of`` by one of its words, none of ``none_of``."""

    label: str
    all_of: tuple[frozenset[str], ...]
    none_of: frozenset[str]
    weight: float

    def fits(self, heard: frozenset[str]) -> bool:
        """Return whether the pattern is met by the concepts ``heard``."""
        for any_of in self.all_of:
            if any_of.isdisjoint(heard):
                return False
        return self.none_of.isdisjoint(heard)


def parse(label: str, line: str) -> Pattern:
    """Return the pattern written in ``line``: ``death house|deposit !funeral = 7``."""
    words, _, weight = line.partition("=")
    wanted, unwanted = [], set[str]()
    for word in words.split():
        if word.startswith("!"):
            unwanted.update(word[1:].split("|"))
        else:
            wanted.append(frozenset(word.split("|")))
    value = float(weight) if weight.strip() else WEIGHTS[min(len(wanted), len(WEIGHTS) - 1)]
    return Pattern(label, tuple(wanted), frozenset(unwanted), value)


def literals(patterns: Iterable[Pattern], concepts: Iterable[str]) -> dict[str, str]:
    """
    Return the Chinese words that the patterns name directly, as concepts of their own.

    :raises BadPattern: where a pattern names a concept that is not among ``concepts``
    """
    known, found = set(concepts), dict[str, str]()
    for pattern in patterns:
        for word in sorted(pattern.none_of.union(*pattern.all_of)):  # the same words, one book
            if word in known or word.startswith("@"):
                continue
            if _CONCEPT.match(word):
                raise BadPattern(f"{pattern.label}: no concept is called {word!r}")
            found[word] = word
    return found


class PatternBook:
    """All patterns, each by those of its words of which one must be heard and few have (句式簿)."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        known = tuple(patterns)
        have = Counter(word for one in known for any_of in one.all_of for word in any_of)
        self._by_word: dict[str, list[Pattern]] = {}
        for pattern in known:
            for word in min(pattern.all_of, key=lambda any_of: sum(map(have.__getitem__, any_of))):
                self._by_word.setdefault(word, []).append(pattern)

    def met(self, heard: frozenset[str]) -> Iterator[Pattern]:
        """Yield each pattern met by the concepts ``heard``, once."""
        seen: set[int] = set()
        for word in heard:
            for pattern in self._by_word.get(word, ()):
                if id(pattern) not in seen and pattern.fits(heard):
                    seen.add(id(pattern))
                    yield pattern


def weighed(patterns: Iterable[Pattern]) -> dict[str, float]:
    """Return what each label has for it: the best pattern, and a tenth of the others."""
    found: dict[str, list[float]] = {}
    for pattern in patterns:
        found.setdefault(pattern.label, []).append(pattern.weight)
    return {
        label: max(weights) + min(1.0, 0.1 * (sum(weights) - max(weights)))
        for label, weights in found.items()
    }
