"""Borders of words (词界): where a word may begin or end in a text that has no blanks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    begins: frozenset[str]  # the first two characters of those that are longer
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
    pairs = {word: word for word in costs if len(word) == 2}  # so that each is kept once
    begins = frozenset(pairs.get(word[:2], word[:2]) for word in costs if len(word) > 2)
    return Common(costs, begins, within)


Word = tuple[int, int, float]  # where it begins and ends, and what it costs


def words_of(text: str) -> list[Word]:
    """Return each common word that may be meant in ``text``, and each character, in order."""
    known, count = common(), len(text)
    cost_of, words = known.costs.get, list[Word]()
    for start, character in enumerate(text):
        words.append((start, start + 1, cost_of(character, _UNKNOWN)))
        pair = text[start : start + 2]
        if (cost := cost_of(pair)) is not None and len(pair) == 2:
            words.append((start, start + 2, cost))
        if pair in known.begins:
            for end in range(start + 3, min(start + LONGEST, count) + 1):
                if (cost := cost_of(text[start:end])) is not None:
                    words.append((start, end, cost))
    return words


def clear(text: str, words: Sequence[Word]) -> list[bool]:
    """
    Return for each place before, between and behind the characters whether it is a border.

    :param words: those that may be meant, in order
    """
    before, behind = _before(words, len(text)), _behind(words, len(text))
    most = before[-1] + CLEAR
    found = [one + other <= most for one, other in zip(before, behind, strict=True)]
    within = common().within
    for start, end, cost in words:
        if end - start > 1 and before[start] + cost + behind[end] <= most:
            for at in within.get(text[start:end], ()):
                found[start + at] = True
    for run in _RUN.finditer(text):
        found[run.start() + 1 : run.end()] = [False] * (run.end() - run.start() - 1)
    return found


class Borders:
    """Finds the borders of words by the likeliest cut into words (分词)."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Know the common words, and ``names``, which no general list has."""
        self._costs = common().costs
        known = (name for name in names if 2 <= len(name) <= LONGEST)
        self._ours = frozenset(name for name in known if name not in self._costs)
        self._begins = frozenset(name[0] for name in self._ours)

    def of(self, text: str) -> list[bool]:
        """Return for each place before, between and behind the characters whether it is one."""
        return clear(text, sorted([*words_of(text), *self.own(text)]))

    def knows(self, word: str) -> bool:
        """Return whether ``word`` is a common one of at least two characters."""
        return len(word) > 1 and (word in self._costs or word in self._ours)

    def own(self, text: str) -> Iterator[Word]:
        """Yield the words of ours in ``text`` that no general list has."""
        for start, character in enumerate(text):
            if character in self._begins:
                for end in range(start + 2, min(start + LONGEST, len(text)) + 1):
                    if text[start:end] in self._ours:
                        yield start, end, _OURS


def _before(words: Iterable[Word], count: int) -> list[float]:
    """Return what the cheapest cut of all before each place costs."""
    found = [0.0] + [math.inf] * count
    for start, end, cost in words:
        way = found[start] + cost
        if way < found[end]:
            found[end] = way
    return found


def _behind(words: Sequence[Word], count: int) -> list[float]:
    """Return what the cheapest cut of all behind each place costs."""
    found = [math.inf] * count + [0.0]
    for start, end, cost in reversed(words):
        way = found[end] + cost
        if way < found[start]:
            found[start] = way
    return found
