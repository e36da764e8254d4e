"""Whereabouts (人在哪里): which of the places named in a text is the one where the asker lives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from juzheng.catalogue.entries import Division
from juzheng.finder.lexicon import STOPS, Hit
from juzheng.finder.places import COUNTY, shortest
from juzheng.law.base.divisions import significant

_CLAUSES = re.compile(rf"[{''.join(sorted(STOPS))}\s]")

# Whose place is not the asker's own.
_OTHERS = frozenset({"kin", "parent", "spouse", "child", "neighbor", "朋友"})
_LEVEL = re.compile(r"\A(?:省|市|区|县|州|自治区)*")
# From there, or at home there once, or only in the register there.
_NOT_BEFORE = re.compile(
    r"(?:从|打从|来自|离开|(?:老家|家乡|祖籍|籍贯|原籍|娘家|婆家|出生|户口|户籍|学籍)"
    r"(?:还|都|也|仍|就|以前|原来|本来)*(?:是|在|落在|迁到|迁去|迁往|转到|留在|于)?)\Z"
)
_NOT_BEHIND = re.compile(
    r"人(?![民社大武力才事])|来的|过来|搬来|迁来|调来|嫁来|那边|那里|那头|户口|户籍|籍"
)
_HERE_BEFORE = re.compile(
    r"(?:住在?|[居租]住在?|定居在?|[我们咱](?:现在|目前|一直|人|家)*[在是]?|(?:人|家)(?:现在)?在"
    r"|(?:搬|嫁)到了?|租在)\Z"
)
_HERE_BEHIND = re.compile(
    r"这边|这里|这儿|本地|住(?!院)|居住|定居"
    r"|(?:的|\w{1,4}(?:镇|乡|街道|村|路))?(?:社区|居委会|村委会|街道|小区)"
)
_TOGETHER = re.compile(r"(?:我们?|咱们?)(?:和|跟|与|同|带着?|陪着?|随|还有)\Z")
# What may stand between a person and the place where that person is.
_BEING = re.compile(
    r"(?:的|他们|一家|全家|人|还|都|也|就|现在|一直|已经|早就|目前|是|嫁|住|搬|去|到|回|调|留|落户|工作|打工)*[在到去于了]?\Z"
)


# A county's short name is a word as well (公安, 平安, 合作): only where a place must stand.
_PLACE_BEFORE = re.compile(rf"[在是到]\Z|{_HERE_BEFORE.pattern}")
_PLACE_BEHIND = re.compile(rf"\Z|{_CLAUSES.pattern}|的|住(?!院)|居住|定居")
_RIGHT_THERE = re.compile("这边|这里|这儿|本地")
_SHORT = 2  # characters of a name that is easily a part of other words: 赵县, 海淀
_NO_NAMES = frozenset(
    {"城区", "郊区", "矿区", "新城区", "老城区"}
)  # what people call any such part


@dataclass(frozen=True)
class _Named:
    """Places named in one breath (连着说的地名): 北京朝阳, 浙江省温州."""

    codes: tuple[str, ...]
    start: int
    end: int


def own_places(text: str, hits: Iterable[Hit]) -> list[str]:
    """
    Return the codes of the places named in ``text`` that may be where the asker lives.

    Where one says that one lives there (住在X, X这边), only these. Never where one came from
    (从X来, 老家X, X人), where only one's register is (户口在X) or where somebody else lives.
    """
    heard = list(hits)
    named = list(_named(sorted((h for h in heard if h.concept[0] == "@"), key=_place_of)))
    others = [hit for hit in heard if hit.concept in _OTHERS]
    own = [one for one in named if not _is_others(text, one, others)]
    here = [one for one in own if _is_here(text, one)]
    return [code for one in here or own for code in one.codes]


def _place_of(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _named(hits: list[Hit]) -> Iterator[_Named]:
    breath, end = 0, 0
    marked = []
    for hit in hits:
        breath += hit.start > end
        end = max(end, hit.end)
        marked.append((breath, hit))
    for _, group in groupby(marked, key=lambda pair: pair[0]):
        said = [hit for _, hit in group]
        codes = tuple(hit.concept[1:] for hit in said)
        yield _Named(codes, said[0].start, max(hit.end for hit in said))


def _around(text: str, named: _Named) -> tuple[str, str]:
    """Return what stands before and behind a name in its clause."""
    before = _CLAUSES.split(text[: named.start])[-1]
    behind = _CLAUSES.split(text[named.end :], maxsplit=1)[0]
    return before, _LEVEL.sub("", behind)


def _is_others(text: str, named: _Named, others: list[Hit]) -> bool:
    before, behind = _around(text, named)
    if _NOT_BEFORE.search(before) or _NOT_BEHIND.match(behind):
        return True
    start = named.start - len(before)
    for hit in others:
        if start <= hit.start and hit.end <= named.start:
            together = _TOGETHER.search(text[start : hit.start])
            if not together and _BEING.fullmatch(text[hit.end : named.start]):
                return True
        if hit.start == named.end + 1 and text[named.end] == "的":
            return not _HERE_BEFORE.search(before)
    return False


def _is_here(text: str, named: _Named) -> bool:
    before, behind = _around(text, named)
    return bool(_HERE_BEFORE.search(before) or _HERE_BEHIND.match(behind))


def with_counties(text: str, hits: Iterable[Hit], known: Iterable[Division]) -> list[Hit]:
    """
    Return ``hits`` and every county of ``known`` that ``text`` names (县级地名), all by one rule.

    The full name counts wherever it stands, also where several counties bear it; the short one
    only behind another place or where somebody is (住在昆山, 北京海淀).
    """
    heard = list(hits)
    ends = {hit.end for hit in heard if hit.concept[0] == "@"}
    found = [hit for one in known if one.level == COUNTY for hit in _written(text, one, ends)]
    found = [hit for hit in found if not any(_covers(other, hit) for other in found)]
    rest = [hit for hit in heard if not any(_covers(one, hit) or _same(one, hit) for one in found)]
    return [*rest, *found]


def _written(text: str, county: Division, ends: set[int]) -> Iterator[Hit]:
    if county.name[:2] not in text or county.name in _NO_NAMES:
        return
    for name in {county.name, shortest(county)}:
        for place in re.finditer(re.escape(name), text):
            start, end = place.span()
            named = _Named((county.code,), start, end)
            plain = name == county.name and len(name) > _SHORT
            if plain or start in ends or _stands(text, named):
                yield Hit(f"@{county.code}", start, end, name)


def _stands(text: str, named: _Named) -> bool:
    before, behind = _CLAUSES.split(text[: named.start])[-1], text[named.end :]
    there = _PLACE_BEFORE.search(before) and _PLACE_BEHIND.match(behind)
    return bool(there or _RIGHT_THERE.match(behind))


def _covers(one: Hit, other: Hit) -> bool:
    return one.start <= other.start and other.end <= one.end and not _same(one, other)


def _same(one: Hit, other: Hit) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def narrowest(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the narrowest of the places named, in the wider ones that are named (最小的地方)."""
    within = list(dict.fromkeys(map(significant, codes)))
    for digits in (2, 4):
        wider = tuple(code for code in within if len(code) == digits)
        within = [code for code in within if not wider or code.startswith(wider)]
    longest = max(map(len, within), default=0)
    return tuple(code for code in within if len(code) == longest)
