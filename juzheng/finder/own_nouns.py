"""Own nouns (本名): a none-matter does not speak over an item that is called by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from juzheng.finder.lexicon import Hit
from juzheng.finder.patterns import Pattern, weighed
from juzheng.finder.words import Matter, read
from juzheng.law.catalogue.items import Item

LONGEST = 8  # characters: longer is no noun but a sentence
_PAPER = r"(?:的|状况|情况)*(?:证明|证)"
_NAMES = re.compile(r"[()（）“”、，；]")
# A name that says that something is not so, not 没有 … 证明: that is a paper which is not there.
_NOT = (
    r"(?:未曾?|从未|不曾)(?:被|受|遭受|参加|申请|享受|发生|在[^,。;!?]{1,6}?)?({0})过?[^,。;!?]{0,6}?证明",
    r"没有?(?:被|参加|申请|享受|发生)?({0})过[^,。;!?]{0,6}?证明",
)
_NO = r"无({0})(?:的|情况|记录)*证明"
_WANTED = r"(?:开|写|出具|证明)[个份张一下我我们他她家的有是]{0,3}"
_SUFFIX = re.compile(rf"{_PAPER}\Z")


@dataclass(frozen=True)
class Spoken:
    """What was heard of one text, as the rule needs it (听到的)."""

    plain: str
    hits: tuple[Hit, ...]
    met: tuple[Pattern, ...]
    own: OwnNouns

    @cached_property
    def nouns(self) -> tuple[tuple[str, int, int], ...]:
        """Return each item called by its noun, and where that stands: the rules ask three times."""
        return self.own.heard(self.plain)

    @cached_property
    def weights(self) -> dict[str, float]:
        """Return what the patterns weigh for each label."""
        return weighed(self.met)

    @cached_property
    def best(self) -> tuple[str, float, float]:
        """Return for which label the patterns speak most, how much, and how far it is ahead."""
        weights = self.weights
        ordered = sorted(weights, key=lambda one: (-weights[one], one))
        if not ordered:
            return "", 0.0, 0.0
        most, second = (*(weights[one] for one in ordered[:2]), 0.0)[:2]
        return ordered[0], most, most - second

    def tied(self) -> tuple[str, ...]:
        """Return the labels for which the patterns speak most, and all as much."""
        weights = self.weights
        most = max(weights.values(), default=0.0)
        return tuple(sorted(label for label, weight in weights.items() if weight == most))

    def of(self, label: str) -> Iterator[Pattern]:
        """Yield the patterns met that speak for ``label``."""
        return (pattern for pattern in self.met if pattern.label == label)


class OwnNouns:
    """
    The nouns by which each item is called, and the rule that they carry (本名规则).

    A matter that is no certificate wins over an item whose own noun is asked for (收入证明, and
    写个收入 too where the noun is nobody else's) only if a pattern of the matter covers that noun
    as well, or names a procedure (怎么、哪里 …): then what was asked is how to do something.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        table = read("nouns")
        self._procedure = frozenset(table["procedure"].split())
        self._any_paper = frozenset(table["of_any_paper"].split())
        self._owners = nouns_of(items)
        rare = _any_of(set(self._owners) - set(table["common"].split()))
        self._papers = re.compile(rf"(?<![没无未])({_any_of(self._owners)}){_PAPER}")
        self._wanted = re.compile(rf"{_WANTED}({rare})")
        subjects = set(self._owners) - set(table["no_subject"].split())
        self._subjects = re.compile(_any_of(subjects))
        self._denied = {
            label: tuple(
                re.compile(name.replace("{0}", _any_of(row[kind].split())))
                for kind, names in (("denied", _NOT), ("lacking", (_NO,)))
                for name in names
                if kind in row
            )
            for label, row in table["denied"].items()
        }

    def heard(self, plain: str) -> tuple[tuple[str, int, int], ...]:
        """Return each item called by its noun in ``plain``, and where the noun stands."""
        return tuple(
            (owner, found.start(1), found.end(1))
            for expression in (self._papers, self._wanted)
            if expression is self._wanted or "证" in plain  # else none of the many nouns fits
            for found in expression.finditer(plain)
            for owner in self._owners[found[1]]
        )

    def called(self, spoken: Spoken) -> tuple[frozenset[str], ...]:
        """Return for each noun heard the items that it is of: several, if they share it."""
        places: dict[tuple[int, int], set[str]] = defaultdict(set)
        for item, start, end in spoken.nouns:
            places[start, end].add(item)
        return tuple(map(frozenset, places.values()))

    def said(self, spoken: Spoken) -> frozenset[str]:
        """Return the items whose own noun was said, whether as a paper or not (说到本名)."""
        nouns = self._subjects.findall(spoken.plain)
        return frozenset(item for noun in nouns for item in self._owners[noun])

    def denied(self, plain: str) -> str | None:
        """Return what a paper is that says that something is not so (未…证明); None of others."""
        return next(
            (
                one
                for one, names in self._denied.items()
                if any(name.search(plain) for name in names)
            ),
            None,
        )

    def before(self, matter: str, spoken: Spoken, matters: Mapping[str, Matter]) -> str | None:
        """Return the item before which ``matter`` is silent; None if there is none."""
        if matter not in matters or self.of_any_paper(matters[matter]):
            return None
        silent = (
            item for item, start, end in spoken.nouns if not self._may(matter, spoken, start, end)
        )
        return next(silent, None)

    def of_any_paper(self, matter: Matter) -> bool:
        """Return whether ``matter`` may be about a paper that is called by its name."""
        asked = matter.inquiry is not None or matter.asker is not None
        return asked or matter.id in self._any_paper

    def _may(self, matter: str, spoken: Spoken, start: int, end: int) -> bool:
        return any(
            self._names_a_procedure(pattern, spoken) or _covers(pattern, spoken, start, end)
            for pattern in spoken.of(matter)
        )

    def _names_a_procedure(self, pattern: Pattern, spoken: Spoken) -> bool:
        said = {hit.concept for hit in spoken.hits} & self._procedure
        return any(not any_of.isdisjoint(said) for any_of in pattern.all_of)


def _covers(pattern: Pattern, spoken: Spoken, start: int, end: int) -> bool:
    words = frozenset().union(*pattern.all_of)
    return any(hit.concept in words and hit.start < end and hit.end > start for hit in spoken.hits)


def nouns_of(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    """Return the nouns by which ``items`` are called, and whose they are (本名)."""
    table = read("nouns")
    found: dict[str, set[str]] = defaultdict(set)
    for item in items:
        more = table["more"].get(item.id, "").split()
        for noun in (*_nouns((item.name, *item.aliases)), *more):
            found[noun].add(item.id)
    return {noun: tuple(sorted(ids)) for noun, ids in found.items()}


def _any_of(nouns: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, nouns), key=lambda noun: (-len(noun), noun)))


@cache
def _nouns(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands before 证明 in ``names``, as far as it is a noun."""
    parts = (part for name in names for part in _NAMES.split(name) if _SUFFIX.search(part))
    nouns = (_SUFFIX.sub("", part) for part in parts)
    return tuple(noun for noun in nouns if 2 <= len(noun) <= LONGEST)
