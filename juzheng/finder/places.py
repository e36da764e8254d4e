"""Names of places (地名): how people shorten the names of divisions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from juzheng.catalogue.entries import Division

_PEOPLES = (
    "壮族|回族|维吾尔族?|藏族|彝族|苗族|侗族|布依族|傣族|景颇族|哈尼族|白族|傈僳族|朝鲜族|土家族"
    "|羌族|蒙古族?|哈萨克族?|柯尔克孜族?|满族|瑶族|畲族|黎族|佤族|拉祜族|布朗族|怒族|独龙族|纳西族"
    "|普米族|仡佬族|水族|毛南族|仫佬族|土族|撒拉族|东乡族|保安族|裕固族|塔吉克族?|锡伯族?|鄂温克族"
    "|鄂伦春|达斡尔族"
)
_TAIL = re.compile(rf"(?:(?:{_PEOPLES})*自治[区州]|特别行政区|地区|省|市|盟)\Z")
_PROVINCE, _CITY, COUNTY = 1, 2, 3
_COUNTY_TAIL = re.compile(rf"(?:(?:{_PEOPLES}|各族)*自治[县旗]|[特林新]?区|县|市|旗)\Z")
_A_COUNTY = re.compile(r"\w{1,12}(?:区|县|市|旗)")
_A_TOWN = re.compile(r"\w{2,8}(?:街道|镇|乡|苏木)")
# What stands between names and is none: blanks, marks, the heading of the registers.
_NO_NAME = re.compile(r"\A中华人民共和国|\A中国|市辖区|[\W_]+")


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
    shorter = (_TAIL.sub("", name), name.removesuffix("自治区"))  # 内蒙古 is what is left
    return next((short for short in shorter if len(short) >= 2), name)


def called(text: str, divisions: Iterable[Division]) -> tuple[Division, ...]:
    """
    Return the divisions that ``text`` may mean, as people write them.

    Names stand from the greater to the smaller, full or short, and any but the last may be left
    out: 湖南省长沙县, 内蒙古呼和浩特市新城区, 海淀. What stands behind a county is passed over
    (海淀区中关村街道). Empty if none is called so; several if the text does not tell them apart.
    """
    asked = _NO_NAME.sub("", text)
    chains = list(_chains(asked, _Names(divisions)))
    whole = [chain for chain in chains if not chain.rest]
    exact = [chain for chain in whole if chain.full]
    found = exact or whole or [chain for chain in chains if chain.within_a_county]
    least = min((len(chain.rest) for chain in found), default=0)
    last = {chain.last.code: chain.last for chain in found if len(chain.rest) == least}
    return tuple(last.values())


def around(text: str, divisions: Iterable[Division]) -> tuple[Division, ...]:
    """Return the divisions in the place that the beginning of ``text`` names, if one it is."""
    known = tuple(divisions)
    chains = list(_chains(_NO_NAME.sub("", text), _Names(known)))
    least = min((len(chain.rest) for chain in chains), default=0)
    last = {chain.last.code for chain in chains if len(chain.rest) == least}
    return tuple(one for one in known if len(last) == 1 and one.parent in last)


@dataclass(frozen=True)
class _Chain:
    """Names read one behind the other (连写的地名), each in the one before."""

    last: Division
    rest: str  # what stands behind
    full: bool  # whether the last one's full name was written
    names: int
    open: bool  # whether there are divisions in the last one

    @property
    def within_a_county(self) -> bool:
        """Return whether the rest is but a street or a village: no county that we don't know."""
        certain = self.full or self.names > 1 or _A_TOWN.fullmatch(self.rest)
        return bool(certain) and not self.open and not _A_COUNTY.fullmatch(self.rest)


class _Names:
    """Every name of every division (地名索引), by its first character."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.known = {division.code: division for division in divisions}
        self.parents = {division.parent for division in self.known.values()}
        self.by_first: dict[str, list[tuple[str, Division]]] = {}
        for one in self.known.values():
            for name in {one.name, shortest(one), _prefecture(one)} - {""}:
                self.by_first.setdefault(name[0], []).append((name, one))

    def above(self, division: Division) -> Iterator[str]:
        """Yield the codes of the divisions that ``division`` is in."""
        parent = self.known.get(division.parent)
        if parent is not None:
            yield parent.code
            yield from self.above(parent)


def _chains(text: str, names: _Names, before: _Chain | None = None) -> Iterator[_Chain]:
    for name, one in names.by_first.get(text[:1], ()):
        if text.startswith(name) and (before is None or before.last.code in names.above(one)):
            chain = _Chain(
                one,
                text[len(name) :],
                name == one.name,
                before.names + 1 if before else 1,
                one.code in names.parents,
            )
            yield chain
            yield from _chains(chain.rest, names, chain)


def shortest(division: Division) -> str:
    """Return the short name, of counties too: 海淀; 赵县 has none."""
    if division.level in (_PROVINCE, _CITY):
        return _short(division.name)
    short = _COUNTY_TAIL.sub("", division.name)
    return short if len(short) >= 2 else division.name


def _prefecture(division: Division) -> str:
    """Return what people call an autonomous prefecture: 阿坝州; empty if it is none."""
    return f"{_short(division.name)}州" if division.name.endswith("自治州") else ""
