"""Borders of words (词界): where a word may begin or end in a text that has no blanks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

from juzheng.finder import keeping

GENERAL = files("juzheng.catalogue").joinpath("words", "general.txt")
CLEAR = 3.0  # what a border may cost, in nats: one that is e^3 times less likely is none
LONGEST = 4
_ALL = 60e6  # words counted for the list
_UNKNOWN = math.log(_ALL)  # a character seen once
_OURS = math.log(_ALL / 1000)  # a word of ours that the list lacks, as a middling word
_RUN = re.compile(r"[a-z]+|[0-9]+")


@dataclass(frozen=True)
class Common:
    """The common words (常用词): ``catalogue/words/general.txt``."""

    costs: Mapping[str, float]  # what each costs in a cut, in nats
    within: Mapping[str, tuple[int, ...]]  # where those put together have borders of their own


@cache
def common() -> Common:
    """Return the common words, read once (常用词)."""
    raw = GENERAL.read_bytes()
    return keeping.made("common", raw, lambda: _common(raw.decode()))


def _common(text: str) -> Common:
    costs: dict[str, float] = {}
    within: dict[str, tuple[int, ...]] = {}
    for line in text.splitlines()[1:]:
        bits, *words = line.split(" ")
        cost = math.log(_ALL) - int(bits) * math.log(2)
        costs.update(dict.fromkeys((word for word in words if "-" not in word), cost))
        for parts in (word.split("-") for word in words if "-" in word):
            costs["".join(parts)] = cost
            within["".join(parts)] = tuple(accumulate(map(len, parts)))[:-1]
    return Common(costs, within)


class Borders:
    """Finds the borders of words by the likeliest cut into words (分词)."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Know the common words, and ``names``, which no general list has."""
        self._costs, self._within = common().costs, common().within
        known = (name for name in names if 2 <= len(name) <= LONGEST)
        self._ours = frozenset(name for name in known if name not in self._costs)

    def of(self, text: str) -> list[bool]:
        """Return for each place before, between and behind the characters whether it is one."""
        words, before = self._words(text)
        behind = _behind(words, len(text))
        most = before[-1] + CLEAR
        clear = [one + other <= most for one, other in zip(before, behind, strict=True)]
        for start, end, cost in words:
            if end - start > 1 and before[start] + cost + behind[end] <= most:
                for at in self._within.get(text[start:end], ()):
                    clear[start + at] = True
        for run in _RUN.finditer(text):
            clear[run.start() + 1 : run.end()] = [False] * (run.end() - run.start() - 1)
        return clear

    def knows(self, word: str) -> bool:
        """Return whether ``word`` is a common one of at least two characters."""
        return len(word) > 1 and (word in self._costs or word in self._ours)

    def _words(self, text: str) -> tuple[list[tuple[int, int, float]], list[float]]:
        """
        Return where each word that may be meant begins and ends and what it costs, in order.

        And what the cheapest cut of all before each place costs.
        """
        cost_of, ours, count = self._costs.get, self._ours, len(text)
        words, before = [], [0.0] + [math.inf] * count
        for start in range(count):
            way = before[start]
            for end in range(start + 1, min(start + LONGEST, count) + 1):
                word = text[start:end]
                cost = cost_of(word)
                if cost is None:
                    if end == start + 1:
                        cost = _UNKNOWN
                    elif word in ours:
                        cost = _OURS
                    else:
                        continue
                words.append((start, end, cost))
                if way + cost < before[end]:
                    before[end] = way + cost
        return words, before


def _behind(words: list[tuple[int, int, float]], count: int) -> list[float]:
    """Return what the cheapest cut of all behind each place costs."""
    found = [math.inf] * count + [0.0]
    for start, end, cost in reversed(words):
        way = found[end] + cost
        if way < found[start]:
            found[start] = way
    return found
