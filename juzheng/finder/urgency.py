"""Urgency (紧急情况): what has to be done before any paper, heard with patterns of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from juzheng.catalogue.forms import build
from juzheng.finder import cries
from juzheng.finder.found import Finding
from juzheng.finder.lexicon import Lexicon, Line
from juzheng.finder.patterns import Pattern, PatternBook, literals, parse
from juzheng.finder.wordbook import WordBook
from juzheng.finder.words import read, shipped
from juzheng.law.catalogue.items import Source

LOUDER = 0.35  # beyond the border of cries: as far as a cry has to sound where a death is settled
SHORTEST = 4  # characters: fewer syllables may be an English word
_LATIN = re.compile("[a-z]")


@dataclass(frozen=True)
class Call:
    """A number to call (紧急电话), known in the whole country."""

    number: str
    name: str
    source: Source


@dataclass(frozen=True)
class Urgency:
    """One kind of emergency (紧急情况): whom to call, what to do, and what comes after."""

    key: str
    name: str
    calls: tuple[Call, ...]  # the first to call first
    do: str  # two short sentences
    after: str
    always: str = ""  # the item or matter that is answered after, whatever else was heard
    may: tuple[str, ...] = ()  # what else may be answered after
    certain: bool = True  # by a pattern; else it only sounds like one

    def as_mapping(self) -> dict[str, Any]:
        """Return it as plain JSON values, the numbers first."""
        calls = [{"number": one.number, "name": one.name} for one in self.calls]
        told = {"do": self.do, "after": self.after}
        known = {"kind": self.key, "name": self.name, "certain": self.certain}
        return {**known, "calls": calls, **told}

    def lets(self, label: str) -> bool:
        """Return whether ``label``, an item or a matter, may be answered after."""
        return label in (*self.may, self.always)


@cache
def urgencies() -> Mapping[str, Urgency]:
    """Return the kinds of emergency by key, the gravest first (catalogue/words/urgent.yaml)."""
    table = read("urgent")
    calls = {
        number: Call(number, row["name"], build(Source, row["source"], number))
        for number, row in table["numbers"].items()
    }
    return {
        key: Urgency(
            key,
            row["name"],
            tuple(calls[number] for number in row["calls"]),
            row["do"],
            row["after"],
            row.get("always", ""),
            tuple(row.get("may", ())),
        )
        for key, row in table["kinds"].items()
    }


def emergency(found: Finding) -> Urgency | None:
    """Return the emergency that comes before what was found (紧急情况), if there is one."""
    if found.urgent is None:
        return None
    return replace(urgencies()[found.urgent], certain=not found.cried)


@dataclass(frozen=True)
class Heard:
    """An emergency that was heard (听出的紧急情况): its key, and whether a pattern says so."""

    key: str
    certain: bool


class Alarm:
    """Hears an emergency (紧急识别), apart from what paper is meant. Safe between threads."""

    def __init__(self) -> None:
        table = read("urgent")
        patterns = list(_patterns(table["kinds"]))
        self._settled = parse("settled", table["settled"]["when"])
        self._apart = frozenset(table["settled"]["words"])  # what no cry was learned with
        words: dict[str, str] = {**table["words"], **table["settled"]["words"]}
        self._book = PatternBook(patterns)
        lines = {**words, **literals(patterns, words)}
        self._lexicon = Lexicon.over(shipped().writing, lines, which="urgent")
        self._order = list(table["kinds"])

    @property
    def book(self) -> WordBook:
        """Return the word book that it searches (词典)."""
        return self._lexicon.book

    def hear(self, written: Line, plain: Line) -> Heard | None:
        """
        Return the emergency in a text as it was ``written``; None for none.

        Patterns speak first; where none does, what was learned of how people cry for help
        (``finder.cries``): that is probable, not certain, and takes no answer away. A death that
        is past and has a purpose (a bank, an estate, a pension) is calm: there a cry has to sound
        :data:`LOUDER`, for "dead" is what was learned of neighbours who do not open.

        :param plain: the same as the finder reads it. Its pinyin is believed only where all of
            it is pinyin: "data" among English words is no 打他. What was written is heard as well:
            the finder turns English into what papers are about, and robbed is no 被偷, nor is who
            wants to die 去世.
        """
        concepts = self._concepts(written)
        in_pinyin = len(plain.text) >= SHORTEST and not _LATIN.search(plain.text)
        more = concepts
        if in_pinyin and plain.text != written.text:
            more = concepts | self._concepts(plain)
        met = (*self._book.met(concepts), *(self._book.met(more) if more != concepts else ()))
        if kinds := {pattern.label for pattern in met}:
            return Heard(min(kinds, key=self._order.index), certain=True)
        louder = LOUDER if self._settled.fits(concepts) else 0.0
        cry = cries.shipped().heard(self._seen(written, concepts), louder)
        return Heard(cry, certain=False) if cry else None

    def features(self, text: str) -> frozenset[str]:
        """Return what the learned listener sees of ``text``; ``bench.cries`` learns from it."""
        written = self._lexicon.line(self._lexicon.written(text))
        return self._seen(written, self._concepts(written))

    def _seen(self, written: Line, concepts: frozenset[str]) -> frozenset[str]:
        return cries.features_of(written, concepts - self._apart)

    def _concepts(self, line: Line) -> frozenset[str]:
        return frozenset(hit.concept for hit in self._lexicon.heard(line))


def _patterns(kinds: Mapping[str, Any]) -> Iterator[Pattern]:
    for key, row in kinds.items():
        yield from (parse(key, line) for line in row["when"].splitlines() if line.strip())


@cache
def alarm() -> Alarm:
    """Return the one that hears emergencies, made once in a process."""
    return Alarm()
