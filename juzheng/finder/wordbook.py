"""
The word book (词典): every surface form with what it means, found from any place in a text.

Some hundred thousand forms come out of a few thousand lines. They lie in tries (MARISA), two
megabytes that are read as they are. ``make assets`` keeps the books of what ships
(``python -m juzheng.finder``): the finder's own, what is heard of circumstances, what is said and
need not be asked, and what is urgent. Of other words a book is made anew, which takes half a
second. ADR 40.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import marisa_trie

KEPT = Path(__file__).parent / "kept"  # made, not written: not in the repository
SPOKEN = range(2, 7)  # characters of a form that is heard by ear, or spelled in pinyin
CUT = " "  # behind each syllable: no sound is the beginning of another
SHIPPED = (
    "finder",
    "heard",
    "urgent",
    "said",
)  # the books that are kept: the first is the finder's
_WRITTEN_AS = 3  # how a book is written down: a book kept by another program is none
_TRIES = ("forms", "sounds", "ear")
_GAPS = re.compile(r"([~^])")

Forms = Mapping[str, Iterable[str]]  # concept → forms
Rest = tuple[tuple[str, str], ...]  # what follows the first part of a form: (sign, words) …


class Gapped(NamedTuple):
    """A form with gaps (有间隔的说法), behind its first part."""

    concept: str
    rest: Rest


Meaning = tuple[str | Gapped, ...]  # concepts, then what they stand for that has gaps


@dataclass(frozen=True)
class Ear:
    """How words sound (读音), by the tables of ``finder.writing``."""

    sounds: Callable[[str], Sequence[str]]
    flat: Callable[[Iterable[str]], Sequence[str]]  # without what many ears do not tell apart
    short: frozenset[str]  # words of two characters that are heard too


@dataclass(frozen=True)
class WordBook:
    """The tries over all forms (词典), and what their numbers mean."""

    made_of: str  # a sum over the lines
    longest: int  # characters of the longest form
    meanings: Sequence[Meaning]  # by number
    forms: Any  # Trie: a form, or the first part of one → its number
    sounds: Any  # BytesTrie: syllables → the first form that sounds like this
    ear: Any  # BytesTrie: flat syllables → forms
    begins: frozenset[str]  # the first character of each form
    begins_by_ear: frozenset[str]  # the first two flat syllables of each form that is heard

    def concepts(self, form: str) -> Iterator[str]:
        """Yield the concepts of ``form`` itself."""
        return (one for one in self.meanings[self.forms[form]] if isinstance(one, str))

    def spelled(self, syllables: Sequence[str]) -> str:
        """Return the longest form with which ``syllables`` begin; empty if there is none."""
        found = self.sounds.prefixes(sounding(syllables[: SPOKEN[-1]]))
        return self.sounds[found[-1]][0].decode() if found else ""

    def heard(self, sound: str) -> Iterator[str]:
        """Yield the forms that sound as ``sound`` begins, the shortest first."""
        for heard in self.ear.prefixes(sound):
            for form in self.ear[heard]:
                yield form.decode()


def sounding(syllables: Iterable[str]) -> str:
    """Return ``syllables`` as the tries have them."""
    return CUT.join((*syllables, ""))


def made(concepts: Forms, places: Forms, ear: Ear, made_of: str) -> WordBook:
    """Return the book over all these forms; ``places`` are found by their writing only."""
    whole: dict[str, list[str]] = {}
    gapped: dict[str, list[Gapped]] = {}
    for concept, forms in concepts.items():
        for form in forms:
            first, *rest = _GAPS.split(form)
            if rest:
                steps = tuple(zip(rest[::2], rest[1::2], strict=True))
                gapped.setdefault(first, []).append(Gapped(concept, steps))
            else:
                whole.setdefault(first, []).append(concept)
    spoken = {
        form: ear.sounds(form) for form in whole if len(form) in SPOKEN and not form.isascii()
    }
    first_of = {sounding(said): form for form, said in reversed(spoken.items())}
    slips = [form for form in spoken if len(form) > SPOKEN[0] or form in ear.short]
    for place, names in places.items():
        for name in names:
            whole.setdefault(name, []).append(place)
    trie = marisa_trie.Trie([*whole, *gapped])
    meanings: list[Meaning] = [()] * len(trie)
    for form, number in trie.items():
        meanings[number] = tuple(dict.fromkeys((*whole.get(form, ()), *gapped.get(form, ()))))
    flat = {form: ear.flat(spoken[form]) for form in slips}
    return WordBook(
        made_of,
        max(map(len, trie.keys()), default=0),
        meanings,
        trie,
        marisa_trie.BytesTrie((said, form.encode()) for said, form in first_of.items()),
        marisa_trie.BytesTrie((sounding(said), form.encode()) for form, said in flat.items()),
        frozenset(form[:1] for form in (*whole, *gapped)),
        frozenset(sounding(said[: SPOKEN[0]]) for said in flat.values()),
    )


def sum_of(*lines: Any) -> str:
    """Return a sum over what a book is made of: another one means another book."""
    written = json.dumps([_WRITTEN_AS, *lines], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def keep(book: WordBook, which: str = SHIPPED[0]) -> None:
    """
    Write ``book`` to disk, the page that vouches for the tries last.

    Each file takes the place of the old one at once: who reads the old one goes on reading it.
    """
    KEPT.mkdir(exist_ok=True)
    _page(which).unlink(missing_ok=True)
    for name in _TRIES:
        new = KEPT / f"{name}.new"
        getattr(book, name).save(str(new))
        new.replace(_trie(which, name))
    different = {meaning: at for at, meaning in enumerate(dict.fromkeys(book.meanings))}
    said = {
        "made_of": book.made_of,
        "longest": book.longest,
        "begins": "".join(sorted(book.begins)),
        "begins_by_ear": ",".join(sorted(book.begins_by_ear)),
    }
    written = [[one if isinstance(one, str) else tuple(one) for one in them] for them in different]
    numbers = array("I", (different[meaning] for meaning in book.meanings))
    _meanings(which).write_bytes(pickle.dumps((written, numbers)))
    _page(which).write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def kept(made_of: str, which: str = SHIPPED[0]) -> WordBook | None:
    """Return the book on disk, if there is one and it is made of just this."""
    page = _page(which)
    if not page.exists():
        return None
    begins = _begins(made_of)  # read whole is only the book that is asked for
    with page.open(encoding="utf-8") as text:
        if text.read(len(begins)) != begins:
            return None
        said = json.loads(begins + text.read())
    written, numbers = pickle.loads(_meanings(which).read_bytes())  # noqa: S301 - our own
    different = [
        tuple([one if type(one) is str else Gapped(*one) for one in them]) for them in written
    ]
    forms, sounds, ear = marisa_trie.Trie(), marisa_trie.BytesTrie(), marisa_trie.BytesTrie()
    for name, trie in zip(_TRIES, (forms, sounds, ear), strict=True):
        trie.mmap(str(_trie(which, name)))
    meanings = list(map(different.__getitem__, numbers))
    first, by_ear = frozenset(said["begins"]), frozenset(said["begins_by_ear"].split(","))
    return WordBook(made_of, said["longest"], meanings, forms, sounds, ear, first, by_ear)


def _begins(made_of: str) -> str:
    """Return how the page of a book of these lines begins."""
    return json.dumps({"made_of": made_of})[:-1]


def _page(which: str) -> Path:
    return KEPT / f"{which}.json"


def _meanings(which: str) -> Path:
    return KEPT / f"{which}.meanings.pickle"


def _trie(which: str, name: str) -> Path:
    return KEPT / f"{which}.{name}.marisa"
