"""The lexicon (词库): from surface forms, dialect and slips to the concepts they stand for."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from juzheng.finder.borders import Borders
from juzheng.finder.writing import Writing, by_ear

GAP = 8  # characters that "~" may stand for, within one clause
LEAP = 14  # characters that "^" may stand for, from one clause into the next
SHORT = 3  # characters of which chance puts together any in a text; more are no chance
VOID = "void"  # the concept whose forms hide what lies within them

Rest = tuple[tuple[str, str], ...]  # what follows the first part of a form: (sign, words) …

_GAPS = re.compile(r"([~^])")
STOPS = frozenset(",。;!?、:")  # as NFKC leaves them
_BRACES = re.compile(r"\{([^{}]*)\}")
_REFERENCE = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Hit:
    """A concept heard in a text (听到的词)."""

    concept: str
    start: int
    end: int
    words: str


def expand(form: str) -> list[str]:
    """Return every writing of ``form``: ``没{有,}钱`` is 没有钱 and 没钱."""
    pieces = [
        piece.split(",") if number % 2 else [piece]
        for number, piece in enumerate(_BRACES.split(form))
    ]
    return ["".join(choice) for choice in itertools.product(*pieces)]


def forms_of(concepts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return all forms of each concept, with ``<other>`` standing for the other's forms."""
    known: dict[str, tuple[str, ...]] = {}

    def refer(match: re.Match[str]) -> str:
        return "{" + ",".join(spell(match.group(1))) + "}"

    def spell(name: str) -> tuple[str, ...]:
        if name not in known:
            forms = (_REFERENCE.sub(refer, form) for form in concepts[name].split())
            known[name] = tuple(dict.fromkeys(itertools.chain.from_iterable(map(expand, forms))))
        return known[name]

    return {name: spell(name) for name in concepts}


class Lexicon:
    """All forms of all concepts (词库), found in a text in one pass."""

    def __init__(
        self,
        writing: Writing,
        concepts: Mapping[str, Iterable[str]],
        places: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """
        Index all forms of ``concepts``, and of ``places`` (these by writing only, not by ear).

        Forms are read as :meth:`Writing.alike` has them, so a traditional form serves both.
        """
        self._writing = writing
        named = (forms for concept, forms in concepts.items() if concept[0] in "@#")
        nouns = itertools.chain(*named, *(places or {}).values(), writing.words)
        self._borders = Borders(nouns)
        self._forms: dict[str, list[str]] = {}
        self._gapped: dict[str, list[tuple[Rest, str]]] = {}
        for concept, forms in concepts.items():
            for form in writing.alike("\n".join(forms)).split("\n"):
                self._add(form, concept)
        audible = sorted(self._forms, key=len)
        for place, names in (places or {}).items():
            for name in names:
                self._add(name, place)
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in (*self._forms, *self._gapped):
            lengths[form[0]].add(len(form))
        self._lengths = {first: tuple(sorted(known)) for first, known in lengths.items()}
        self._by_sound: dict[tuple[str, ...], str] = {}
        self._by_ear: dict[tuple[str, ...], list[str]] = {}
        for form in audible:
            if 2 <= len(form) <= 6 and not form.isascii():
                self._hear(form)

    def _add(self, form: str, concept: str) -> None:
        first, *rest = _GAPS.split(form) if "~" in form or "^" in form else (form,)
        if rest:
            steps = tuple(zip(rest[::2], rest[1::2], strict=True))
            self._gapped.setdefault(first, []).append((steps, concept))
        else:
            self._forms.setdefault(first, []).append(concept)

    def _hear(self, form: str) -> None:
        sounds = self._writing.sounds(form)
        self._by_sound.setdefault(sounds, form)
        if len(form) > 2 or form in self._writing.by_ear:
            self._by_ear.setdefault(by_ear(sounds), []).append(form)

    def read(self, text: str) -> str:
        """Return ``text`` as :meth:`Writing.plain` has it, with pinyin turned into characters."""
        return self._writing.plain(self._writing.spelled(self._writing.plain(text), self._by_sound))

    def hits(self, text: str) -> list[Hit]:
        """Return every concept heard in the plain ``text``, also by ear where no word is known."""
        clear = self._borders.of(text)
        exact = [hit for hit in self._exact(text) if _whole(hit, clear)]
        hidden = [(hit.start, hit.end) for hit in exact if hit.concept == VOID]
        if hidden:
            exact = [
                hit
                for hit in exact
                if hit.concept != VOID
                and not any(_within(hit, start, end) for start, end in hidden)
            ]
        return exact + list(self._heard(text, exact, clear))

    def _exact(self, text: str) -> Iterator[Hit]:
        for start, character in enumerate(text):
            for length in self._lengths.get(character, ()):
                end = start + length
                words = text[start:end]
                if len(words) < length:
                    break
                for concept in self._forms.get(words, ()):
                    yield Hit(concept, start, end, words)
                for rest, concept in self._gapped.get(words, ()):
                    stop = _after_gaps(text, end, rest)
                    if stop:
                        yield Hit(concept, start, stop, text[start:stop])

    def _heard(self, text: str, exact: Iterable[Hit], clear: list[bool]) -> Iterator[Hit]:
        known = [False] * len(text)
        for hit in exact:
            if hit.end - hit.start >= 2:
                known[hit.start : hit.end] = [True] * (hit.end - hit.start)
        sounds = by_ear(self._writing.sounds(text))
        for start in range(len(text) - 1):
            for length in range(2, min(6, len(text) - start) + 1):
                if any(known[start : start + length]):
                    break
                window = text[start : start + length]
                if not (clear[start] and clear[start + length]) or self._borders.knows(window):
                    continue
                for form in self._by_ear.get(sounds[start : start + length], ()):
                    if _alike(window, form):
                        for concept in self._forms[form]:
                            yield Hit(concept, start, start + length, form)


def _within(hit: Hit, start: int, end: int) -> bool:
    """Return whether ``hit`` is a part of what stands from ``start`` to ``end``, and not all."""
    return start <= hit.start and hit.end <= end and hit.end - hit.start < end - start


def _whole(hit: Hit, clear: list[bool]) -> bool:
    """Return whether ``hit`` begins and ends with a word; a long one may end within (前缀)."""
    long = hit.end - hit.start > SHORT and not hit.words[-1].isascii()
    return clear[hit.start] and (clear[hit.end] or long)


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
