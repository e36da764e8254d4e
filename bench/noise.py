"""Noise (噪声): what thumbs, ears and keyboards do to a sentence; the same every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bench.questions import Question
from juzheng.finder import shipped
from juzheng.finder.writing import Writing


def _turn(text: str) -> int:
    return sum(map(ord, text)) % max(1, len(text))


def one_dropped(text: str) -> str:
    """Return ``text`` without one of its characters (漏字)."""
    at = _turn(text)
    return text[:at] + text[at + 1 :]


def one_misheard(text: str) -> str:
    """Return ``text`` with one character written as another of the same sound (同音别字)."""
    writing = shipped().writing
    for shift in range(len(text)):
        at = (_turn(text) + shift) % len(text)
        other = _same_sound(writing, text[at])
        if other:
            return text[:at] + other + text[at + 1 :]
    return text


def _same_sound(writing: Writing, character: str) -> str:
    code = character.encode("gb2312", "ignore")
    if len(code) != 2 or not 0xB0 <= code[0] <= 0xD6:
        return ""
    for step in (1, -1):
        low = code[1] + step
        other = bytes((code[0], low)).decode("gb2312", "ignore") if 0xA1 <= low <= 0xFE else ""
        if other and writing.sound(other) == writing.sound(character):
            return other
    return ""


def in_pinyin(text: str) -> str:
    """Return ``text`` typed in letters (拼音), the syllables parted by blanks."""
    writing = shipped().writing
    return " ".join(writing.sound(c) for c in text if "\u4e00" <= c <= "\u9fff")


def in_traditional(text: str) -> str:
    """Return ``text`` in traditional characters (繁体), as far as the table of letters goes."""
    table: dict[str, str] = {}
    for pair in shipped().letters["traditional"].split():
        table.setdefault(pair[1], pair[0])
    return "".join(table.get(character, character) for character in text)


NOISES: dict[str, Callable[[str], str]] = {
    "one character dropped": one_dropped,
    "one character misheard": one_misheard,
    "all in pinyin": in_pinyin,
    "in traditional characters": in_traditional,
}


def noisy(queries: Iterable[Question], noise: Callable[[str], str]) -> tuple[Question, ...]:
    """Return ``queries`` with ``noise`` on each."""
    return tuple(replace(query, text=noise(query.text)) for query in queries)
