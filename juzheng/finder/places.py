"""Names of places (地名): how people shorten the names of divisions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

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


def called(text: str, divisions: Iterable[Division]) -> tuple[Division, ...]:
    """
    Return the divisions that ``text`` may mean, with or without those above: 示例市示例县.

    Empty if none is called so; several if the name alone does not tell them apart.
    """
    known = {division.code: division for division in divisions}
    asked = "".join(text.split())
    if not asked:
        return ()
    whole = [one for one in known.values() if _path(one, known).endswith(asked)]
    exact = [one for one in whole if one.name == asked or _path(one, known) == asked]
    return tuple(exact or whole)


def _path(division: Division, known: Mapping[str, Division]) -> str:
    above = known.get(division.parent)
    return (_path(above, known) if above else "") + division.name
