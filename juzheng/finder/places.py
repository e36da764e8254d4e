"""Names of places (地名): how people shorten the names of divisions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from juzheng.catalogue.entries import Division

_PEOPLES = (
    "壮族|回族|维吾尔|藏族|彝族|苗族|侗族|布依族|傣族|景颇族|哈尼族|白族|傈僳族|朝鲜族|土家族"
    "|羌族|蒙古族|蒙古|哈萨克|柯尔克孜"
)
_TAIL = re.compile(rf"(?:(?:{_PEOPLES})*自治[区州]|特别行政区|地区|省|市|盟)\Z")
_PROVINCE, _CITY = 1, 2


def names_of(divisions: Iterable[Division]) -> dict[str, tuple[str, ...]]:
    """
    Return the names by which each division may be called, by its code.

    Provinces and cities go by their full and their short name; counties by the full name only,
    and only where no other county bears it (朝阳区 is in Beijing and in Changchun).
    """
    known = tuple(divisions)
    bearers = Counter(division.name for division in known)
    found = {}
    for division in known:
        if division.level in (_PROVINCE, _CITY):
            found[division.code] = tuple({division.name, _short(division.name)})
        elif bearers[division.name] == 1 and len(division.name) >= 3:
            found[division.code] = (division.name,)
    return found


def _short(name: str) -> str:
    short = _TAIL.sub("", name)
    return short if len(short) >= 2 else name
