"""
The law's composed sentences in the visitor's language (组成句): those with blanks, and several.

The law room knows no gettext: it hands over whole Chinese texts, made of constant sentences and of
sentences with blanks. A text is shown in another language only if every sentence in it is one of
the law's, word for word but for the blanks, or a provision that it quotes; anything else was
written by somebody and stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeData
from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import translation

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CONTEXT = "law\x04"  # before every message with blanks, see assets/messages.py
SOURCE = "zh-hans"
LONGEST = 2000  # characters; no answer of the law is longer
ENOUGH = 6  # characters of its own by which a sentence with blanks is known for the law's
_BLANK = re.compile(r"\{(\w+)\}")
_FILLED = r"((?:“[^”]*”|[^。“”])*?)"  # never over the end of a sentence
_DAYS = r"([0-9]+)"
_CHUNK = re.compile(r"“[^”]*”|[。；]|[^“。；]+|“")
_QUOTED = re.compile(r"《[^》]+》[^“”。；]{0,40}：“[^”]*”。?")
_LISTED = (("、并且", ", and "), ("、", ", "), ("或", " or "), ("；", "; "))


@dataclass(frozen=True)
class Template:
    """A sentence with blanks (填空句), the English of it, and how it is known when filled."""

    form: re.Pattern[str]
    names: tuple[str, ...]
    said: str
    longest: str  # its longest piece: without it, nothing has to be tried
    own: int  # how much Chinese of its own it has; a number in its place counts as three

    def filled(self, text: str) -> str:
        """Return ``text``, the sentence filled, in the other language; empty if it is not it."""
        found = self.form.fullmatch(text) if self.longest in text else None
        if found is None:
            return ""
        words = {name: _word(word) for name, word in zip(self.names, found.groups(), strict=True)}
        return _BLANK.sub(lambda blank: words[blank[1]], self.said)


def in_language(said: str) -> str:
    """Return ``said`` in the visitor's language, if all of it is messages; else as it is."""
    # Messages are Chinese. Anything else is somebody's own words: Django's catalogue would make
    # 五月 of a visitor who is called May.
    if not CHINESE.search(said):
        return said
    known = gettext(said)
    alone = known != said or get_language() == SOURCE or isinstance(said, SafeData)
    return known if alone or len(said) > LONGEST else _composed(said) or said


def template(message: str, said: str) -> Template:
    """Return the sentence with blanks that ``message`` is, and ``said`` in the other language."""
    pieces = _BLANK.split(message)
    names = tuple(pieces[1::2])
    form = "".join(_blank(piece) if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
    days = sum(name.rstrip("_").endswith("days") for name in names)
    own = len(CHINESE.findall("".join(pieces[::2]))) + 3 * days
    return Template(re.compile(form), names, said, max(pieces[::2], key=len), own)


def _blank(name: str) -> str:
    return _DAYS if name.rstrip("_").endswith("days") else _FILLED


@lru_cache(maxsize=8)
def templates(language: str) -> tuple[Template, ...]:
    """Return the law's sentences with blanks, those with most of their own first."""
    # Django has no public way to the messages that it knows.
    known = translation(language)._catalog.items()  # type: ignore[attr-defined]  # noqa: SLF001
    found = (
        template(message.removeprefix(CONTEXT), said)
        for message, said in known
        if isinstance(message, str) and message.startswith(CONTEXT) and said
    )
    return tuple(sorted(found, key=lambda one: one.own, reverse=True))


def _composed(text: str) -> str:
    """Return several sentences in the visitor's language; empty if one of them is nobody's."""
    parts = list(_sentences(text))
    shown: list[str] = []
    sure = False
    while parts:
        count, said = _run(parts)
        if not said:
            return ""
        sure = sure or bool(_known("".join(parts[:count])))
        shown.append(said)
        del parts[:count]
    return " ".join(shown) if sure else ""


def _run(parts: list[str]) -> tuple[int, str]:
    """Return how many of ``parts``, as many as can be, are one message, and it translated."""
    for count in range(len(parts), 0, -1):
        whole = "".join(parts[:count])
        if said := _known(whole, sure=False):
            return count, said
    return 1, parts[0] if _QUOTED.fullmatch(parts[0]) else ""


def _sentences(text: str) -> Iterator[str]:
    """Yield ``text`` piece by piece: a full stop and a semicolon end one, but not in a quote."""
    piece = ""
    for chunk in _CHUNK.findall(text):
        piece += chunk
        if chunk in "。；" or chunk.endswith("。”"):
            yield piece
            piece = ""
    if piece:
        yield piece


def _known(text: str, *, sure: bool = True) -> str:
    """
    Return one message translated, with blanks or without; empty if there is none.

    :param sure: a few characters are anybody's words: only if nothing else in it is Chinese
    """
    said = gettext(text)
    if said != text:
        return said
    for one in templates(get_language() or SOURCE):
        said = one.filled(text)
        if said and (not sure or one.own >= ENOUGH or not CHINESE.search(said)):
            return said
    return ""


def _word(word: str) -> str:
    """Return what stands in a blank: a message, several, or a name, which stays as it is."""
    if not CHINESE.search(word):
        return word
    if said := _known(word):
        return said
    for sign, joint in _LISTED:
        parts = [_known(part) for part in word.split(sign)]
        if len(parts) > 1 and all(parts):
            return joint.join(parts)
    return _composed(word) or word
