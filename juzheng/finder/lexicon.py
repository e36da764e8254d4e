"""The lexicon (词库): from surface forms, dialect and slips to the concepts they stand for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from juzheng.finder import borders, wordbook
from juzheng.finder.borders import Borders, Word, words_of
from juzheng.finder.classifier import grams
from juzheng.finder.wordbook import CUT, SPOKEN, Ear, Rest, WordBook, sounding
from juzheng.finder.writing import READ_AT_MOST, Writing, by_ear

GAP = 8  # characters that "~" may stand for, within one clause
LEAP = 14  # characters that "^" may stand for, from one clause into the next
SHORT = 3  # characters of which chance puts together any in a text; more are no chance
VOID = "void"  # the concept whose forms hide what lies within them

STOPS = frozenset(",。;!?、:")  # as NFKC leaves them
_BRACES = re.compile(r"\{([^{}]*)\}")
_REFERENCE = re.compile(r"<(\w+)>")


class Hit(NamedTuple):
    """A concept heard in a text (听到的词)."""

    concept: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Line:
    """A text as it is read (读到的一行), and what is found out about it once, whoever hears it."""

    text: str
    words: list[Word]
    sounds: list[str]  # of each character, without what many ears do not tell apart

    @cached_property
    def clear(self) -> list[bool]:
        """Return where words end, by the common ones."""
        return borders.clear(self.text, self.words)

    @cached_property
    def grams(self) -> frozenset[str]:
        """Return the runs of signs that the classifiers see."""
        return grams(self.text)


def expand(form: str) -> list[str]:
    """Return every writing of ``form``: ``没{有,}钱`` is 没有钱 and 没钱."""
    pieces = [
        piece.split(",") if number % 2 else [piece]
        for number, piece in enumerate(_BRACES.split(form))
    ]
    return ["".join(choice) for choice in itertools.product(*pieces)]


def forms_of(
    concepts: Mapping[str, str], wanted: Iterable[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """
    Return all forms of each concept, with ``<other>`` standing for the other's forms.

    :param wanted: the concepts to return; all of them if it is left out
    """
    known: dict[str, tuple[str, ...]] = {}

    def refer(match: re.Match[str]) -> str:
        return "{" + ",".join(spell(match.group(1))) + "}"

    def spell(name: str) -> tuple[str, ...]:
        if name not in known:
            forms = (_REFERENCE.sub(refer, form) for form in concepts[name].split())
            known[name] = tuple(dict.fromkeys(itertools.chain.from_iterable(map(expand, forms))))
        return known[name]

    return {name: spell(name) for name in (concepts if wanted is None else wanted)}


class Lexicon:
    """All forms of all concepts (词库), found in a text in one pass."""

    def __init__(self, book: WordBook, writing: Writing, names: Iterable[str]) -> None:
        """Find the forms of ``book``; ``names`` are words that no general list has."""
        self._book = book
        self._writing = writing
        self._borders = Borders((*names, *writing.words))

    @classmethod
    def over(
        cls,
        writing: Writing,
        concepts: Mapping[str, str],
        places: Mapping[str, Iterable[str]] | None = None,
        wanted: Iterable[str] | None = None,
        which: str = wordbook.SHIPPED[0],
    ) -> Lexicon:
        """
        Return the lexicon over the lines of ``concepts``, and over names of ``places``.

        Forms are read as :meth:`Writing.alike` has them, so a traditional form serves both. The
        book kept on disk serves, if it is made of these lines.

        :param wanted: the concepts to hear; all of them if it is left out
        :param which: the book of :data:`wordbook.SHIPPED` that may serve
        """
        around = {place: sorted(names) for place, names in (places or {}).items()}
        named = [line.split() for concept, line in concepts.items() if concept[0] in "@#"]
        chosen = sorted(concepts if wanted is None else wanted)
        made_of = wordbook.sum_of(writing.letters, concepts, around, chosen)
        book = wordbook.kept(made_of, which)
        if book is None:
            forms = forms_of(concepts, wanted)
            alike = {one: writing.alike("\n".join(forms[one])).split("\n") for one in forms}
            ear = Ear(writing.sounds, by_ear, writing.by_ear)
            book = wordbook.made(alike, around, ear, made_of)
        return cls(book, writing, itertools.chain(*named, *around.values()))

    @property
    def book(self) -> WordBook:
        """Return the book that is searched."""
        return self._book

    def read(self, text: str) -> str:
        """Return ``text`` as :meth:`Writing.plain` has it, with pinyin turned into characters."""
        return self.spelled(self.written(text))

    def written(self, text: str) -> str:
        """Return ``text`` as :meth:`Writing.plain` has it."""
        return self._writing.plain(text)

    def spelled(self, written: str) -> str:
        """Return what is ``written`` with pinyin turned into characters, as it is read."""
        spelled = self._writing.spelled(written, self._book.spelled)
        if spelled == written:  # what was set right may make another slip: 身分正, 身份正, 身份证
            return self._writing.righted(written[:READ_AT_MOST])
        return self._writing.plain(spelled)

    def line(self, text: str) -> Line:
        """Return the plain ``text`` with what every lexicon of the same writing needs of it."""
        return Line(text, words_of(text), self._writing.flat_sounds(text))

    def hits(self, text: str) -> list[Hit]:
        """Return every concept heard in the plain ``text``, also by ear where no word is known."""
        return self.heard(self.line(text))

    def heard(self, line: Line) -> list[Hit]:
        """Return every concept heard in ``line``."""
        own = list(self._borders.own(line.text))
        clear = borders.clear(line.text, sorted([*line.words, *own])) if own else line.clear
        exact = list(self._exact(line.text, clear))
        hidden = [(hit.start, hit.end) for hit in exact if hit.concept == VOID]
        if hidden:
            exact = [
                hit
                for hit in exact
                if hit.concept != VOID
                and not any(_within(hit, start, end) for start, end in hidden)
            ]
        return exact + list(self._by_ear(line, exact, clear))

    def _exact(self, text: str, clear: list[bool]) -> Iterator[Hit]:
        """Yield every form that stands in ``text`` as a word, by what is ``clear`` of borders."""
        longest, begins, signs = self._book.longest, self._book.begins, frozenset(text)
        beginning, meanings = self._book.forms.iter_prefixes_with_ids, self._book.meanings
        for start, character in enumerate(text):
            if not clear[start] or character not in begins:
                continue
            for form, number in beginning(text[start : start + longest]):
                end = start + len(form)
                whole = _ends(text, start, end, clear)
                for one in meanings[number]:
                    if isinstance(one, str):
                        if whole:
                            yield Hit(one, start, end, form)
                    elif (
                        one.rest[0][1][0] in signs
                        and (stop := _after_gaps(text, end, one.rest))
                        and _ends(text, start, stop, clear)
                    ):
                        yield Hit(one.concept, start, stop, text[start:stop])

    def _by_ear(self, line: Line, exact: Iterable[Hit], clear: list[bool]) -> Iterator[Hit]:
        text, sounds, begins = line.text, line.sounds, self._book.begins_by_ear
        known = [False] * len(text)
        for hit in exact:
            if hit.end - hit.start >= 2:
                known[hit.start : hit.end] = [True] * (hit.end - hit.start)
        for start in range(len(text) - 1):
            if known[start] or known[start + 1] or not clear[start]:
                continue
            if f"{sounds[start]}{CUT}{sounds[start + 1]}{CUT}" not in begins:
                continue
            for form in self._book.heard(sounding(sounds[start : start + SPOKEN[-1]])):
                end = start + len(form)
                if any(known[start:end]):
                    break
                window = text[start:end]
                if clear[end] and not self._borders.knows(window) and _alike(window, form):
                    for concept in self._book.concepts(form):
                        yield Hit(concept, start, end, form)


def _within(hit: Hit, start: int, end: int) -> bool:
    """Return whether ``hit`` is a part of what stands from ``start`` to ``end``, and not all."""
    return start <= hit.start and hit.end <= end and hit.end - hit.start < end - start


def _ends(text: str, start: int, end: int, clear: list[bool]) -> bool:
    """Return whether a form ends with a word; a long one may end within (前缀)."""
    return clear[end] or (end - start > SHORT and not text[end - 1].isascii())


def _alike(window: str, form: str) -> bool:
    """Return whether a word that sounds like ``form`` is written enough like it to be a slip."""
    same = sum(a == b for a, b in zip(window, form, strict=True))
    return window != form and same >= (len(form) + 1) // 2


def _after_gaps(text: str, start: int, rest: Rest) -> int:
    """Return where the last part of ``rest`` ends, each near the one before; 0 if it does not."""
    for sign, part in rest:
        widest = GAP if sign == "~" else LEAP
        at = text.find(part, start, start + widest + len(part))
        if at < 0 or (sign == "~" and not STOPS.isdisjoint(text[start:at])):
            return 0
        start = at + len(part)
    return start
