"""Surnames (姓氏): what names are made of, and bare names in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

_TEXT = resources.files(__package__).joinpath("surnames.txt").read_text("utf-8")
_WORDS = {
    title: words.split() for title, words in re.findall(r"^\[(.+)\]\n([^\[]+)", _TEXT, re.MULTILINE)
}


def letters(title: str) -> str:
    """Return the letters of a section of the table (用字), to stand in a class of a pattern."""
    return "".join(_WORDS[title])


def words(title: str) -> str:
    """Return the words of a section of the table (用词), longest first, as alternatives."""
    return "|".join(sorted(map(re.escape, _WORDS[title]), key=lambda word: (-len(word), word)))


_TIERS = {
    letter: weight
    for weight, title in enumerate(("given seldom", "given", "given often"), start=1)
    for letter in letters(title)
}
_SURNAMES = {
    letter: weight
    for weight, title in enumerate(("rare", "common", "pure"), start=-1)
    for letter in letters(title)
    if letter not in letters("joining")
}
_COMPOUND = frozenset(_WORDS["compound"])
_EVERYDAY = frozenset(_WORDS["dictionary"] + _WORDS["never"])
_BEFORE, _AFTER = tuple(_WORDS["before"]), tuple(_WORDS["after"])
_NO_NAME = frozenset(letters("not first") + letters("not second") + ' \n\ue000\ue001,。、;:!?()[]"')
_EDGE = re.compile(r"\W|[\ue000\ue001]")
_PLACE = re.compile(r"\w?(?:[市县区镇乡村路街巷州旗](?![里民委长])|大街)")
SURE, DOUBTFUL = 5, 3  # chosen on the sets of tests/data/redaction.yaml: see docs/evaluation.md


def bare_names(view: str) -> Iterator[tuple[int, int, int]]:
    """
    Yield likely names without a word that announces them (裸露姓名): start, end and weight.

    A surname that belongs to no everyday word, one or two letters that given names are made of,
    and what stands on both sides, are weighed; :data:`SURE` and more is a name. 小芳 and 老张 are
    read in the same way.
    """
    at = 0
    while at < len(view):
        weight, end = _best(view, at)
        if weight >= DOUBTFUL:
            yield at, end, weight
        at = end if weight >= SURE else at + 1


def within_word(view: str, at: int) -> bool:
    """Return whether the letter at ``at`` belongs to an everyday word that begins before it."""
    return any(view[at - back : at + size - back] in _EVERYDAY for size, back in _BACK)


_BACK = ((2, 1), (3, 1), (3, 2), (4, 1), (4, 2), (4, 3))


def _best(view: str, at: int) -> tuple[int, int]:
    """Return the weight and the end of the likeliest name that begins at ``at``."""
    if view[at] in "小老阿大":
        letter = view[at + 1 : at + 2]
        tiers = [max(_TIERS.get(letter, -2) + 1, 3 * _SURNAMES.get(letter, 0), 0)]
        return (_weight(view, at, at + 2) + tiers[0], at + 2) if all(tiers) else (0, at)
    size = 2 if view[at : at + 2] in _COMPOUND else 1
    found = [(0, at)]
    for end in (at + size + 1, at + size + 2) if size == 2 or view[at] in _SURNAMES else ():
        tiers = [_TIERS.get(letter, 0) for letter in view[at + size : end]]
        if end <= len(view) and not _NO_NAME & set(view[at + size : end]):
            weight = _weight(view, at, end) + sum(tiers)
            found.append((weight if all(tiers) else min(weight, SURE - 1), end))
    return max(found)


def _weight(view: str, at: int, end: int) -> int:
    """Return what the surname and both sides say for a name in ``view[at:end]``."""
    before, after = view[:at], view[end : end + 4]
    whole = 1 if view[at : at + 2] in _COMPOUND else _SURNAMES.get(view[at], 0)
    weight = (-2, -1, 1)[1 + whole]
    weight += 2 * (not before or bool(_EDGE.match(before[-1])) or before.endswith(_BEFORE))
    weight += 2 * (not after or bool(_EDGE.match(after)) or after.startswith(_AFTER))
    weight -= 5 * (
        within_word(view, at) or any(view[at : at + size] in _EVERYDAY for size in (2, 3, 4))
    )
    weight -= 3 * (view[end - 1 : end + 1] in _EVERYDAY)
    return weight - 4 * bool(_PLACE.match(after))
