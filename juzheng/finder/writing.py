"""Writing (文字): making all ways of writing the same words alike before they are read."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, takewhile
from types import MappingProxyType

from juzheng.finder.borders import common
from juzheng.finder.english import English, joined

READ_AT_MOST = 500  # characters, at every door: a question, not a book; it bounds the cost

_LATIN = re.compile(r"[a-z]+(?:[\s'’-]+[a-z]+)*")
_LETTERS = re.compile(r"[a-z]+")
_APOSTROPHES = re.compile(r"['’]+")
_NO_ENGLISH: Mapping[str, str] = MappingProxyType({})
_BLANKS = re.compile(r"[^\S\n]+|\n(?=\n)")
_SPREAD = re.compile(r"(?<!\S)([\u4e00-\u9fff]) (?=[\u4e00-\u9fff](?!\S))")  # 证 明
# What a Mandarin ear of the south and the west does not tell apart.
_EAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


Longest = Callable[[Sequence[str]], str]  # syllables → the longest word that they begin with


@dataclass(frozen=True)
class _Token:
    """A word in letters (字母词): as pinyin, if it can be read so, and whether it is English."""

    text: str
    syllables: list[str]
    english: bool

    def is_pinyin(self, *, mostly: bool) -> bool:
        """Return whether it is pinyin in a run that is ``mostly`` English."""
        return bool(self.syllables) and not (self.english and mostly)


class _Sounds(dict[str, str]):
    """The sound of each character that was asked for (读音), looked up once."""

    def __init__(self, look_up: Callable[[str], str]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, character: str) -> str:
        sound = self[character] = self._look_up(character)
        return sound


class Writing:
    """The tables of letters (字表): traditional to simplified, slips of hand, and sounds."""

    def __init__(
        self, letters: Mapping[str, str], english: Mapping[str, str] = _NO_ENGLISH
    ) -> None:
        """Read the tables; ``english`` are English forms by the Chinese word they stand for."""
        self.letters = letters
        self._english = English(english)
        self._simplified = {
            ord(pair[0]): pair[1] for pair in letters["traditional"].split() if pair[0] != pair[1]
        }
        self._variants = dict(word.split("=") for word in letters["variants"].split())
        wrong = sorted((slip for slip in self._variants if not slip.isascii()), key=len)
        self._slips = re.compile("|".join(wrong[::-1]))
        self._starts, self._names = _starts(letters["pinyin"])
        self._more = {word[-1]: word[:-1] for word in letters["pinyin_more"].split()}
        self._syllables = frozenset(self._names)
        self._lone = {word[:-1]: word[-1] for word in letters["syllables"].split()}
        self.by_ear = frozenset(letters["by_ear"].split())
        self.words = self.by_ear | frozenset(letters["words"].split())
        self._known = _Sounds(self._look_up)
        self._flat = _Sounds(lambda character: _flat(self._known[character]))

    def plain(self, text: str) -> str:
        """Return ``text`` as the finder reads it: NFKC, lower, simplified, cut."""
        return self.alike(unicodedata.normalize("NFKC", text[:READ_AT_MOST])[:READ_AT_MOST])

    def alike(self, text: str) -> str:
        """Return ``text``, of any length, in lower case, simplified, slips of hand set right."""
        text = text.lower().replace("\0", " ")  # a trie takes it for its end
        text = _SPREAD.sub(r"\1", _BLANKS.sub(" ", text)).translate(self._simplified)
        text = _LETTERS.sub(lambda run: self._variants.get(run.group(), run.group()), text)
        return self.righted(text)

    def righted(self, text: str) -> str:
        """Return the simplified ``text`` with slips of hand set right."""
        return self._slips.sub(self._right, text)

    def _right(self, slip: re.Match[str]) -> str:
        """Return what is right for ``slip``; a character that belongs to a word is none (配偶)."""
        start, end, text = slip.start(), slip.end(), slip.string
        around = (text[max(start - 1, 0) : end], text[start : end + 1])
        whole = end - start == 1 and any(
            len(word) > 1 and word in common().costs for word in around
        )
        return slip.group() if whole else self._variants[slip.group()]

    def sound(self, character: str) -> str:
        """Return the syllable of ``character`` without tone, or the character if it is unknown."""
        return self._known[character]

    def sounds(self, word: str) -> tuple[str, ...]:
        """Return the syllables of ``word`` (拼音)."""
        return tuple(map(self._known.__getitem__, word))

    def flat_sounds(self, word: str) -> list[str]:
        """Return the syllables of ``word`` without what many ears do not tell apart."""
        return list(map(self._flat.__getitem__, word))

    def spelled(self, text: str, longest: Longest) -> str:
        """Return ``text`` with runs of pinyin turned into the words that ``longest`` finds."""
        return _LATIN.sub(lambda run: self._spell(run.group(), longest), text)

    def _look_up(self, character: str) -> str:
        try:
            code = character.encode("gb2312")
        except UnicodeEncodeError:
            return character
        if len(code) == 2 and 0xB0 <= code[0] <= 0xD7:
            return self._names[bisect_right(self._starts, code) - 1]
        return self._more.get(character, character)

    def _spell(self, run: str, longest: Longest) -> str:
        tokens = [_Token(t, self._parsed(t), self._english.knows(t)) for t in _tokens(run)]
        clear = sum(token.english and not token.syllables for token in tokens)
        if clear or (len(tokens) > 1 and all(token.english for token in tokens)):
            mostly = clear >= sum(not token.english for token in tokens if token.syllables)
            return joined(self._pieces(tokens, longest, mostly=mostly))
        if not all(token.syllables for token in tokens):
            return run
        return "".join(self._words(_syllables(tokens), longest))

    def _pieces(self, tokens: list[_Token], longest: Longest, *, mostly: bool) -> Iterable[str]:
        """
        Yield what the words of a run stand for; unknown ones as they are.

        :param mostly: it is English for the most part, and so is what looks like both (he, can)
        """
        while tokens:
            step, piece = 1, f" {tokens[0].text} "
            pinyin = list(takewhile(lambda one: one.is_pinyin(mostly=mostly), tokens))
            if pinyin:
                words = self._words(_syllables(pinyin), longest)
                step, piece = len(pinyin), "".join(w for w in words if len(w) > 1 or not mostly)
            elif tokens[0].english:
                step, piece = self._english.phrase([one.text for one in tokens]) or (1, "")
            yield piece
            tokens = tokens[step:]

    def _parsed(self, token: str) -> list[str]:
        """Return the syllables of ``token``; empty if part of it is no pinyin (xi'an)."""
        parts = [self._parse(part) for part in _APOSTROPHES.split(token) if part]
        return list(chain.from_iterable(parts)) if all(parts) else []

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

    def _words(self, syllables: list[str], longest: Longest) -> Iterable[str]:
        at = 0
        while at < len(syllables):
            word = longest(syllables[at:])
            yield word or self._lone.get(syllables[at], "")
            at += len(word) or 1


def _tokens(run: str) -> list[str]:
    return run.replace("-", " ").split()


def _syllables(tokens: Iterable[_Token]) -> list[str]:
    return [syllable for token in tokens for syllable in token.syllables]


def by_ear(sounds: Iterable[str]) -> tuple[str, ...]:
    """Return ``sounds`` without the differences that many ears do not hear (平翘舌、前后鼻音)."""
    return tuple(map(_flat, sounds))


@lru_cache(maxsize=4096)
def _flat(sound: str) -> str:
    for full, flat in _EAR:
        sound = sound.replace(full, flat)
    return sound


def _starts(rows: str) -> tuple[list[bytes], list[str]]:
    pairs = sorted((row[-1].encode("gb2312"), row[:-1]) for row in rows.split())
    return [code for code, _ in pairs], [name for _, name in pairs]
