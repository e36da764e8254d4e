"""Hearing (听情形): what somebody says of himself on which a way, or a question back, depends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from juzheng.finder.lexicon import VOID, Hit, Lexicon
from juzheng.finder.patterns import Pattern, PatternBook, literals, parse
from juzheng.finder.wordbook import WordBook
from juzheng.finder.words import read, shipped
from juzheng.law.catalogue.items import Circumstance, Onward
from juzheng.law.catalogue.personal import bears_on, briefly, of_codes

BREAKS, BETWEEN = "breaks", "between"  # the concepts whose forms silence others


class _Ear:
    """Patterns over the words of ``catalogue/words/circumstances.yaml``, just those they need."""

    def __init__(self, heard: Mapping[str, str], which: str) -> None:
        words, table = shipped(), read("circumstances")
        patterns = [
            parse(label, line)
            for label, lines in heard.items()
            for line in filter(None, map(str.strip, lines.splitlines()))
        ]
        known = {**words.concepts, **table["words"]}
        wanted = {VOID, BREAKS, BETWEEN, *_words_of(patterns)}
        lines = {**known, **literals(patterns, known)}
        self._lexicon = Lexicon.over(words.writing, lines, wanted=sorted(wanted), which=which)
        self._book = PatternBook(patterns)

    @property
    def book(self) -> WordBook:
        """Return the word book that it searches (词典)."""
        return self._lexicon.book

    def hear(self, text: str) -> frozenset[str]:
        """Return the labels whose patterns ``text`` meets."""
        hits = _unbroken(self._lexicon.hits(self._lexicon.read(text)))
        return frozenset(one.label for one in self._book.met(frozenset(hits)))


def _words_of(patterns: Iterable[Pattern]) -> Iterator[str]:
    for pattern in patterns:
        yield from pattern.none_of
        for any_of in pattern.all_of:
            yield from any_of


def _unbroken(hits: list[Hit]) -> Iterator[str]:
    """Yield what was heard, without what a denial or another thing between takes back."""
    breaks = [hit for hit in hits if hit.concept == BREAKS]
    between = [hit for hit in hits if hit.concept == BETWEEN]
    for hit in hits:
        denied = any(
            one.start != hit.start and one.start < hit.end and hit.start < one.end for one in breaks
        )
        parted = any(hit.start < one.start and one.end < hit.end for one in between)
        if not (denied or parted):
            yield hit.concept


@cache
def ear() -> _Ear:
    """Return the one that hears circumstances, made once in a process."""
    heard = read("circumstances")["heard"]
    return _Ear({Circumstance(code).value: lines for code, lines in heard.items()}, "heard")


def heard(text: str) -> tuple[Circumstance, ...]:
    """Return what ``text`` says of the person or the matter (本人情形); it never raises."""
    return briefly(of_codes(ear().hear(text))) if text else ()


@cache
def second_ear() -> _Ear:
    """Return the one that hears what would be asked back, made once in a process."""
    found: dict[str, str] = {}
    for key, row in read("questions")["questions"].items():
        found[key] = row.get("settled", "")
        for code, one in row["answers"].items():
            found[f"{key}.{code}"] = one.get("heard", "")
    return _Ear(found, "said")


def answered(text: str) -> Mapping[str, frozenset[str]]:
    """
    Return the questions back that ``text`` answers itself, and the answers (已经说了的).

    No answer: it is not to be asked, and nothing follows of what is meant.
    """
    met = second_ear().hear(text) if text else frozenset()
    found = {one.partition(".")[0]: set[str]() for one in met}
    for one in met:
        key, _, answer = one.partition(".")
        found[key] |= {answer} - {""}
    return {key: frozenset(answers) for key, answers in found.items()}


def that_matter(circumstances: Iterable[str], ways: Iterable[Onward]) -> tuple[Circumstance, ...]:
    """Return those of ``circumstances`` on which one of ``ways`` depends, in their order."""
    asked = {one for way in ways for one in (*way.when, *way.unless)}
    return tuple(one for one in of_codes(circumstances) if bears_on(one, asked))
