"""
Saying ways to a unit (说给单位的办法): what a resident is told to do, said to whoever demands it.

One transformation for every door: the notice, the resident's letter, what a unit is told that asks
first, the widget and the API. An item's sentence speaks to a resident (出示户口簿；请派出所查);
to the unit it says what the resident does, and what the unit itself can do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue import offers, ways
from juzheng.law.catalogue.items import Onward, OnwardKind
from juzheng.law.catalogue.personal import Circumstance
from juzheng.law.catalogue.turning import ITSELF, RESIDENT, UNIT, turned

# What one kind of unit alone handles: the bank pays out the deposit, and nobody else does.
_ONLY_FOR = {Circumstance.INHERITS_DEPOSIT: Demander.BANK}
# What the resident does with us, and no unit can take instead of the paper.
_WITH_US = frozenset({ways.ASK_CIVIL_AFFAIRS, ways.ASK_THE_COMMITTEE, ways.CHOOSE_THE_PLACE})
# What tells a resident to ask the unit is said to the unit as what it is asked.
_ASKED_ITSELF = {
    (asked.kind, asked.do): Onward(asked.kind, said, where=ITSELF)
    for asked, said in (
        (offers.ASK[OnwardKind.COMMITMENT], "请看一看，这件事能不能由居民本人书面承诺。"),
        (offers.ASK[OnwardKind.SHARED_DATA], "请先查一查，共享数据里有没有这项信息。"),
        (
            ways.ASK_FOR_THE_BASIS,
            "请书面写明：要这份证明依据哪部法律法规的哪一条、办什么事用。",
        ),
        (
            ways.ASK_WHICH_ARTICLE,
            "请写明：这份证明列在哪份清单里、依据的是哪部法律法规的哪一条、办什么事用。",
        ),
        (ways.ASK_WHAT_FOR, "请说明要证明什么事实、作什么用，能不能用别的材料代替。"),
    )
}


def concerns(way: Onward, demander: str) -> bool:
    """Return whether ``way`` is anything to a ``demander`` of this kind (与对方有没有关系)."""
    only = [_ONLY_FOR[one] for one in way.when if one in _ONLY_FOR]
    return len(only) < len(way.when) or not only or demander in only


def is_for_this_kind(way: Onward, demander: str) -> bool:
    """Return whether this kind of unit alone handles ``way`` (专由这类单位办)."""
    return any(_ONLY_FOR.get(one) == demander for one in way.when)


def for_the_unit(
    own: Iterable[Onward], demander: str = "", *, who: str = RESIDENT
) -> tuple[Onward, ...]:
    """
    Return those of ``own`` that the unit itself can accept or do, as said to it (说给对方的办法).

    What this kind of unit alone handles comes first; what another kind alone handles is left out.

    :param demander: the kind of unit; empty: not known, and nothing is left out for it
    :param who: who acts: the resident, or whoever writes the letter
    """
    found = [
        way for way in own if way not in _WITH_US and (not demander or concerns(way, demander))
    ]
    found.sort(key=lambda way: not is_for_this_kind(way, demander))
    return tuple(_to_the_unit(way, demander, who) for way in found)


def _to_the_unit(way: Onward, demander: str, who: str) -> Onward:
    asked = _ASKED_ITSELF.get((way.kind, way.do))
    if asked is not None:
        return replace(asked, source=way.source)
    theirs = bool(UNIT.search(way.where)) or way.where in {
        one.label for one in Demander if one == demander and one is not Demander.OTHER
    }
    return replace(way, do=turned(way.do, who), where=ITSELF if theirs else way.where)


def in_a_line(way: Onward) -> str:
    """Return a way as a letter or a notice has it: what to bring, and its mark (一行)."""
    bring = f"（带：{'、'.join(way.bring)}）" if way.bring else ""
    return f"{way.said.rstrip('。')}{bring}{way.mark}。"
