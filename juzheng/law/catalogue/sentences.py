"""Sentences with blanks (填空句): the catalogue's only template language.

A blank is a name in braces, ``{applicant}``. There is nothing else: no width, no attribute, no
index. What a county publishes can name an answer, and can neither compute nor fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BRACE = re.compile(r"[{}].{0,12}")


def blanks(sentence: str) -> tuple[str, ...]:
    """Return the names of the blanks in ``sentence``, in their order."""
    return tuple(_BLANK.findall(sentence))


def filled(sentence: str, words: Mapping[str, str], otherwise: str) -> str:
    """Return ``sentence`` with each blank's word, or ``otherwise`` where there is none."""
    return _BLANK.sub(lambda blank: words.get(blank[1], otherwise), sentence)


def faults(sentence: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return what is wrong with ``sentence``: a brace that is no blank, a name nobody answers."""
    found = []
    if brace := _BRACE.search(_BLANK.sub("", sentence)):
        found.append(f"花括号写得不对（“{brace[0]}”）。请写成 {{问题代号}}，里面不加别的。")
    unknown = sorted(set(blanks(sentence)) - set(known))
    found += [f"引用了不存在的 {{{name}}}。请先加上这个问题，或者改正代号。" for name in unknown]
    return tuple(found)
