"""Signs (线索): what a resident's words give away about a demand, beside the item it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from juzheng.finder.words import read
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.demands.classifying import Sign

ROUND_OF = 3  # units between which one is sent, if the words do not say that one goes in circles
_PART = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class _Expressions:
    signs: dict[Sign, re.Pattern[str]]
    round: re.Pattern[str]
    passed_on: re.Pattern[str]
    units: tuple[re.Pattern[str], ...]


@cache
def _expressions() -> _Expressions:
    """Return what is looked for, from ``catalogue/words/signs.yaml``."""
    table = read("signs")
    parts: dict[str, str] = table["parts"]

    def any_of(expressions: Iterable[str]) -> re.Pattern[str]:
        return re.compile(_PART.sub(lambda part: parts[part[1]], "|".join(expressions)))

    return _Expressions(
        {Sign(code): any_of(expressions) for code, expressions in table["signs"].items()},
        any_of(table["round"]),
        any_of(table["passed_on"]),
        tuple(map(re.compile, table["units"])),
    )


def signs(text: str) -> frozenset[Sign]:
    """Return what ``text``, as far as the finder reads, gives away; empty if nothing."""
    text, known = text[:READ_AT_MOST], _expressions()
    found = {sign for sign, pattern in known.signs.items() if pattern.search(text)}
    return frozenset(found | ({Sign.SENT_ROUND} if _sent_round(text, known) else set()))


def _sent_round(text: str, known: _Expressions) -> bool:
    units = sum(bool(words.search(text)) for words in known.units)
    if known.round.search(text):
        return units >= ROUND_OF - 1
    return units >= ROUND_OF and len(known.passed_on.findall(text)) >= ROUND_OF - 1
