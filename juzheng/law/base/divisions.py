"""Divisions (行政区划): codes, what lies below what, and whose officers govern where."""

from __future__ import annotations

import re
from functools import lru_cache

NATION = ""  # the code of the nation as a division
_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}")


def is_code(text: str) -> bool:
    """Return whether ``text`` is written as a code (行政区划代码): 6, 9 or 12 digits."""
    return _CODE.fullmatch(text) is not None


@lru_cache(maxsize=8192)  # asked again for each item of each answer
def significant(division: str) -> str:
    """
    Return the leading part of a division code that all divisions below it share.

    Codes go in pairs of digits down to the county and then in threes, padded with zeros:
    500000 (重庆市) gives "50" and not "5". Source: GB/T 2260.
    """
    while len(division) > 2 and division.endswith("00"):
        division = division[:-2]
    return division


def span(division: str) -> tuple[str, str]:
    """
    Return between which codes ``division`` and all below it lie (区划代码区间), the end excluded.

    An index finds a range where it could not find a beginning; an empty end is none: 99….
    """
    first = significant(division)
    if not first.isdigit() or set(first) == {"9"}:
        return first, ""
    return first, str(int(first) + 1).zfill(len(first))


def governs(officer: str | None, division: str) -> bool:
    """
    Return whether an officer of division ``officer`` may change the lists of ``division``.

    Their own and those below; None is nobody's officer. Source: OP-2.3.a.
    """
    if officer is None:
        return False
    return officer == NATION or division.startswith(significant(officer))


def may_review(reviewer: int, writers: frozenset[int]) -> bool:
    """Return whether ``reviewer`` is a second officer: nobody reviews what they wrote."""
    return reviewer not in writers


@lru_cache(4096)
def path_of(division: str) -> tuple[str, ...]:
    """
    Return the divisions from the nation down to ``division``, as codes of six to twelve digits.

    ``421003001002`` lies in ``""``, ``420000``, ``421000``, ``421003``, ``421003001``. Source:
    GB/T 2260 (two digits each for province, city, county) and the statistical codes below it.
    """
    found = [NATION]
    for start, end in ((0, 2), (2, 4), (4, 6), (6, 9), (9, 12)):
        if division[start:end].strip("0") and len(division) >= end:
            found.append(division[:end].ljust(6, "0"))
    return tuple(found)
