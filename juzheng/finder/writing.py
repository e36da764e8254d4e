"""Writing (文字): making all ways of writing the same words alike before they are read."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping

READ_AT_MOST = 500  # characters, at every door: a question, not a book; it bounds the cost

_LATIN = re.compile(r"[a-z]+(?:[\s'’]+[a-z]+)*")
_BLANKS = re.compile(r"[^\S\n]+|\n(?=\n)")
_SPREAD = re.compile(r"(?<!\S)([\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?!\S))")  # 证 明
# What a Mandarin ear of the south and the west does not tell apart.
_EAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


class Writing:
    """The tables of letters (字表): traditional to simplified, slips of hand, and sounds."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self._simplified = {
            ord(pair[0]): pair[1] for pair in letters["traditional"].split() if pair[0] != pair[1]
        }
        self._variants = dict(word.split("=") for word in letters["variants"].split())
        self._slips = re.compile(
            "|".join(sorted(map(re.escape, self._variants), key=len, reverse=True))
        )
        self._starts, self._names = _starts(letters["pinyin"])
        self._more = {word[-1]: word[:-1] for word in letters["pinyin_more"].split()}
        self._syllables = frozenset(self._names)
        self._lone = {word[:-1]: word[-1] for word in letters["syllables"].split()}
        self.by_ear = frozenset(letters["by_ear"].split())
        self._known: dict[str, str] = {}

    def plain(self, text: str) -> str:
        """Return ``text`` as the finder reads it: NFKC, lower, simplified, cut."""
        return self.alike(unicodedata.normalize("NFKC", text[:READ_AT_MOST])[:READ_AT_MOST])

    def alike(self, text: str) -> str:
        """Return ``text``, of any length, in lower case, simplified, slips of hand set right."""
        text = _SPREAD.sub(r"\1", _BLANKS.sub(" ", text.lower())).translate(self._simplified)
        return self._slips.sub(lambda slip: self._variants[slip.group()], text)

    def sound(self, character: str) -> str:
        """Return the syllable of ``character`` without tone, or the character if it is unknown."""
        known = self._known.get(character)
        if known is None:
            known = self._known[character] = self._look_up(character)
        return known

    def sounds(self, word: str) -> tuple[str, ...]:
        """Return the syllables of ``word`` (拼音)."""
        return tuple(map(self.sound, word))

    def spelled(self, text: str, by_sound: Mapping[tuple[str, ...], str]) -> str:
        """Return ``text`` with runs of pinyin turned into the words of ``by_sound``."""
        return _LATIN.sub(lambda run: self._spell(run.group(), by_sound), text)

    def _look_up(self, character: str) -> str:
        try:
            code = character.encode("gb2312")
        except UnicodeEncodeError:
            return character
        if len(code) == 2 and 0xB0 <= code[0] <= 0xD7:
            return self._names[bisect_right(self._starts, code) - 1]
        return self._more.get(character, character)

    def _spell(self, run: str, by_sound: Mapping[tuple[str, ...], str]) -> str:
        syllables: list[str] = []
        for token in re.split(r"[\s'’]+", run):
            parts = self._parse(token)
            if not parts:
                return run
            syllables += parts
        return "".join(self._words(syllables, by_sound))

    def _parse(self, token: str) -> list[str]:
        """Return ``token`` cut into syllables, the longest first; empty if it is no pinyin."""
        best: dict[int, list[str]] = {len(token): []}
        for start in range(len(token) - 1, -1, -1):
            for length in range(min(6, len(token) - start), 0, -1):
                piece, rest = token[start : start + length], best.get(start + length)
                if rest is None or piece not in self._syllables:
                    continue
                if start not in best or len(rest) + 1 < len(best[start]):
                    best[start] = [piece, *rest]
        return best.get(0, [])

    def _words(
        self, syllables: list[str], by_sound: Mapping[tuple[str, ...], str]
    ) -> Iterable[str]:
        at = 0
        while at < len(syllables):
            for length in range(min(6, len(syllables) - at), 1, -1):
                word = by_sound.get(tuple(syllables[at : at + length]))
                if word:
                    yield word
                    at += length
                    break
            else:
                yield self._lone.get(syllables[at], "")
                at += 1


def by_ear(sounds: Iterable[str]) -> tuple[str, ...]:
    """Return ``sounds`` without the differences that many ears do not hear (平翘舌、前后鼻音)."""
    heard = []
    for sound in sounds:
        flattened = sound
        for full, flat in _EAR:
            flattened = flattened.replace(full, flat)
        heard.append(flattened)
    return tuple(heard)


def _starts(rows: str) -> tuple[list[bytes], list[str]]:
    pairs = sorted((row[-1].encode("gb2312"), row[:-1]) for row in rows.split())
    return [code for code, _ in pairs], [name for _, name in pairs]
