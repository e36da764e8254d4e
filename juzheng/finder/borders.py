"""Borders of words (词界): where a word may begin or end in a text that has no blanks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

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
    text = files("juzheng.catalogue").joinpath("words", "general.txt").read_text("utf-8")
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
        self._costs = dict(common().costs)
        self._within = common().within
        for name in names:
            if 2 <= len(name) <= LONGEST:
                self._costs.setdefault(name, _OURS)

    def of(self, text: str) -> list[bool]:
        """Return for each place before, between and behind the characters whether it is one."""
        words = list(self._words(text))
        before, behind = _before(words, len(text)), _behind(words, len(text))
        most = before[-1] + CLEAR
        clear = [one + other <= most for one, other in zip(before, behind, strict=True)]
        for start, end, cost in words:
            within = self._within.get(text[start:end])
            if within and before[start] + cost + behind[end] <= most:
                for at in within:
                    clear[start + at] = True
        for run in _RUN.finditer(text):
            clear[run.start() + 1 : run.end()] = [False] * (run.end() - run.start() - 1)
        return clear

    def knows(self, word: str) -> bool:
        """Return whether ``word`` is a common one of at least two characters."""
        return len(word) > 1 and word in self._costs

    def _words(self, text: str) -> Iterator[tuple[int, int, float]]:
        """Yield where each word that may be meant begins and ends and what it costs, in order."""
        costs = self._costs
        for start, character in enumerate(text):
            yield start, start + 1, costs.get(character, _UNKNOWN)
            for end in range(start + 2, min(start + LONGEST, len(text)) + 1):
                cost = costs.get(text[start:end])
                if cost is not None:
                    yield start, end, cost


def _before(words: list[tuple[int, int, float]], count: int) -> list[float]:
    """Return what the cheapest cut of all before each place costs."""
    found = [0.0] + [math.inf] * count
    for start, end, cost in words:
        way = found[start] + cost
        if way < found[end]:
            found[end] = way
    return found


def _behind(words: list[tuple[int, int, float]], count: int) -> list[float]:
    """Return what the cheapest cut of all behind each place costs."""
    found = [math.inf] * count + [0.0]
    for start, end, cost in reversed(words):
        way = found[end] + cost
        if way < found[start]:
            found[start] = way
    return found
