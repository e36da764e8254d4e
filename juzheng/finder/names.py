"""Names (名称): the exact names of items, looked up before anything is weighed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from juzheng.finder.words import Family
from juzheng.law.base.divisions import significant
from juzheng.law.catalogue.items import Item

LONGEST = 60  # characters of a question that asks for a name and tells nothing besides
_LATEST = 4096  # items and places of which is remembered what stands there
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_NO_LETTER = re.compile(r"[\W_]+")
# What is said around a name by somebody who asks for the paper and tells nothing.
_ASKING = (
    "请问|你好|您好|我们|我|想|需要|要|得|必须|去|来|到|在|找|请|麻烦|帮忙|帮|给|让|叫|问|说|能不能|能|可不可以|可以|"
    "怎么|如何|咋|哪里|哪儿|哪|你们|这里|这|社区|居委会|村委会|村里|单位|公司|银行|学校|派出所|公证处|法院|"
    "开具|开|办理|办|出具|出|写|打|弄|盖章|盖|申请|领|拿|一个|一份|一张|一下|个|份|张|下|的|了|吗|呢|吧|啊|呀|不|行|样|会"
)
_FRAME = re.compile(rf"(?:{_ASKING})*")


@dataclass(frozen=True)
class Meant:
    """Items that bear the name asked for (同名事项)."""

    items: tuple[str, ...]
    named: bool  # by a name of theirs; else by what they are used for


@dataclass(frozen=True)
class LocalName:
    """What an item is called on the list of a place (清单上的本地名称)."""

    name: str
    item: str
    division: str


class Names:
    """Every name, alias and use of every item (名称索引), read as questions are."""

    def __init__(
        self,
        items: Mapping[str, Item],
        families: Iterable[Family],
        read: Callable[[str], str],
        local: Iterable[LocalName] = (),
    ) -> None:
        """
        Index the names of ``items``; ``read`` makes all ways of writing alike.

        :param local: what the lists of places call them, heard in these places alone
        """
        self._items = items
        read = cache(read)  # names come several times
        self._own = {one.id: _letters(read(one.name)) for one in items.values()}
        self._listed: dict[str, list[LocalName]] = {}
        for row in local:
            self._listed.setdefault(_letters(read(row.name)), []).append(row)
        self._family = {member: family for family in families for member in family.members()}
        self._named: dict[str, list[str]] = {}
        self._used: dict[str, list[str]] = {}
        rows = [(name, one.id) for one in items.values() for name in (one.name, *one.aliases)]
        for name, code in rows:
            self._add(self._named, read(name), code)
        for name, code in rows:  # what is left without its brackets, unless it is a name itself
            short = _letters(_BRACKETS.sub("", read(name)))
            if short not in self._named:
                self._add(self._used, short, code)
        for one in items.values():
            for use in one.used_for:
                if _letters(read(use)) not in self._named:
                    self._add(self._used, read(use), one.id)
        self.here = lru_cache(maxsize=_LATEST)(self._stands_here)
        self._starts: dict[str, list[str]] = {}
        for name in sorted({*self._named, *self._used, *self._listed}, key=len, reverse=True):
            self._starts.setdefault(name[:2], []).append(name)

    def _add(self, index: dict[str, list[str]], name: str, code: str) -> None:
        known = index.setdefault(_letters(name), [])
        if code not in known:
            known.append(code)

    def meant(self, plain: str, place: str) -> Meant | None:
        """
        Return what a text asks for that is a name and nothing besides; None if it is none.

        The longest name wins. Of items of one kind only the one that holds in ``place``.
        """
        name = self._asked(_letters(plain), place)
        if not name:
            return None
        if listed := self._as_listed(name, place):
            return Meant((listed,), named=True)
        bearers = self._named.get(name)
        return Meant(self._here(bearers or self._used[name], name, place), bearers is not None)

    def listed(self, plain: str, place: str) -> str:
        """
        Return the item that is called so in ``place`` alone: by its lists, or as its own item.

        Where no place is known, or a wider one, an item in it that shares its name with no other.
        """
        name = self._asked(_letters(plain), place)
        if not name or (listed := self._as_listed(name, place)):
            return listed if name else ""
        bearers = self._named.get(name, ())
        own = [one for one in bearers if self._items[one].divisions and self._own[one] == name]
        if place and (here := [one for one in own if self._items[one].applies_in(place)]):
            return here[0]
        alone = len(own) == len(bearers) == 1 and self._items[own[0]].lies_in(place)
        return own[0] if alone else ""

    def _as_listed(self, name: str, place: str) -> str:
        """Return what the lists of ``place`` call by ``name``, the nearest place's before all."""
        here = [
            row
            for row in self._listed.get(name, ())
            if place.startswith(significant(row.division)) and row.item in self._items
        ]
        nearest = max(here, key=lambda row: len(significant(row.division)), default=None)
        return nearest.item if nearest is not None and place else ""

    def _asked(self, text: str, place: str) -> str:
        if len(text) > LONGEST:
            return ""
        found = ""
        for start in range(len(text) - 1):
            for name in self._starts.get(text[start : start + 2], ()):
                if len(name) <= len(found) or not text.startswith(name, start):
                    continue
                if name in self._named or name in self._used or self._as_listed(name, place):
                    around = text[:start], text[start + len(name) :]
                    if all(map(_FRAME.fullmatch, around)):
                        found = name
        return found

    def _here(self, bearers: Sequence[str], name: str, place: str) -> tuple[str, ...]:
        """Return what stands for the ``bearers`` of a name in ``place``, of each kind one."""
        local = dict.fromkeys(self.here(bearer, place) for bearer in bearers)
        holding = [one for one in local if self._items[one].applies_in(place)]
        if not holding:
            short = _letters(_BRACKETS.sub("", self._items[bearers[0]].name))
            wider = self._named.get(short, ()) if short != name else ()
            holding = [one for one in wider if self._items[one].applies_in(place)]
        chosen: dict[object, str] = {}
        for one in self._nearest(holding, name, place) or local:
            family = self._family.get(one)
            if family is None or chosen.setdefault(id(family), one) == one or one == family.default:
                chosen[id(family) if family else one] = one
        return tuple(chosen.values())

    def _nearest(self, holding: Sequence[str], name: str, place: str) -> list[str]:
        """Return ``holding``; in a place, of each kind whose own name it is, or what is its own."""
        chosen: list[str] = []
        for kind in dict.fromkeys(self._items[one].kind for one in holding):
            group = [one for one in holding if self._items[one].kind is kind]
            by_name = [one for one in group if place and self._own[one] == name] or group
            own = [one for one in by_name if place and self._items[one].divisions]
            chosen += own or by_name
        return [one for one in holding if one in chosen]

    def _stands_here(self, item: str, place: str) -> str:
        """
        Return what stands in ``place`` for ``item``: itself, its kind there, or the wider one.

        Where nothing of its kind holds there it is itself, and waits for somebody to look.
        """
        own, family = self._items[item], self._family.get(item)
        kin: tuple[str, ...] = (item,)
        if family is not None:
            *near, default = family.along(place)
            kin = (*near, default, item)
            if item in family.others:
                kin = (item, *near, default) if own.divisions else (*near, item, default)
            kin += family.others
        for one in (*kin, own.conflicts_with):
            if one in self._items and self._items[one].applies_in(place):
                return one
        return item


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
