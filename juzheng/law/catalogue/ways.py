"""Ways onward (去向): what may be said of them here, to whom, and in which order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from juzheng.law.base.demanders import Demander, bound_by_lists, is_administrative
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue import offers, routing
from juzheng.law.catalogue.items import Onward, OnwardKind
from juzheng.law.catalogue.looking import Known
from juzheng.law.catalogue.personal import ruled_out, with_what_follows

# Said after a way on a notice, as pages say it in the fold of its mark (没有核对原文的).
UNREAD = "这一条我们还没有核对原文，办之前可以先打电话问一问。"

# OP-2.2.b: whoever wants the committee to certify supplies the basis with the demand.
ASK_FOR_THE_BASIS = Onward(
    OnwardKind.ASK_FOR_BASIS,
    "请索要单位书面写明：要这份证明依据哪部法律法规的哪一条、办什么事用。没有依据的，可以不提供。",
    where="索要证明的单位；说不通的，可拨打 12345，或在 12348 中国法律服务网“群众批评”专栏反映",
)
# Where nobody knows yet, or nothing was understood: only asked, never advised to withhold.
ASK_WHICH_ARTICLE = Onward(
    OnwardKind.ASK_FOR_BASIS,
    "请索要单位写明：这份证明列在哪份清单里、依据的是哪部法律法规的哪一条、办什么事用。",
    where="索要证明的单位",
)
# Where it could be issued, and only this time something was in the way: no basis is asked for.
LOOK_AGAIN = Onward(
    OnwardKind.EXISTING_DOCUMENT,
    "找到能证明上面事实的材料（证件、登记、部门的核查结果等），可以带来重新申请，重新核实。",
    where="居（村）委会窗口",
)
DISCUSS_AGAIN = Onward(
    OnwardKind.OTHER_AUTHORITY,
    "情况有变化的，可以重新申请，请居民再讨论一次。",
    where="居（村）委会窗口",
)
# What is open until civil affairs has looked (待确认): what to do meanwhile.
ASK_CIVIL_AFFAIRS = Onward(
    OnwardKind.OTHER_AUTHORITY,
    "请民政部门确认这一项在您这里能不能开。已经有人问过的会一并答复。",
    where="当地民政部门、居（村）委会窗口，或者网上这一项的答复页",
)
ASK_THE_COMMITTEE = Onward(
    OnwardKind.OTHER_AUTHORITY,
    "着急的，先到居（村）委会说明要办的事；可以先申请，等确认了接着办，不会因为还没有确认就退回。",
    where="您所在的居（村）委会",
)
CHOOSE_THE_PLACE = Onward(
    OnwardKind.OTHER_AUTHORITY,
    "请先选好您所在的地方，再看答复。",
    where="",
)
# To whom 相关部门 is not said, and whom 优化营商环境条例 第四十四条 does not name: one may ask.
ASK_WHAT_FOR = Onward(
    OnwardKind.ASK_FOR_BASIS,
    "可以请对方说明要证明什么事实、作什么用，能不能用别的材料代替。",
    where="要您开证明的单位",
)
_HERE = re.compile("居（村）|社区居民委员会")
# Duties of the demanding body in the Opinion; each is said of departments alone.
_DUTIES_OF_DEPARTMENTS = frozenset({"OP-2.2.b", "OP-4.3.a", "OP-4.4.a"})


def onward(
    own: tuple[Onward, ...],
    known: Known,
    division: str,
    found: tuple[offers.Standing, ...],
    *,
    consent: bool = False,
) -> tuple[Onward, ...]:
    """
    Return the ways onward of an item: where nobody knows yet, first what the unit has to give.

    :param own: the item's, or those of the negative item that it is an exception to
    :param known: whether there is a basis in ``division``
    :param found: the entries of the register that concern it
    :param consent: somebody else's consent is asked for, which no promise replaces
    """
    worded = offers.worded(own, found, consent=consent)
    if any(one.applies for one in found):
        return worded  # that settles it: nothing is left to be confirmed
    if known is Known.YES and worded:
        return worded
    if known is not Known.UNKNOWN:
        return (*worded, ASK_FOR_THE_BASIS)
    if not division:
        return (CHOOSE_THE_PLACE, *worded, ASK_WHICH_ARTICLE)
    return (ASK_WHICH_ARTICLE, *worded, ASK_THE_COMMITTEE, ASK_CIVIL_AFFAIRS)


def sorted_by(
    own: tuple[Onward, ...], known: Collection[str]
) -> tuple[tuple[Onward, ...], tuple[Onward, ...]]:
    """
    Return the ways in the order for whoever said what is ``known``, and those not meant for him.

    What is meant for just that comes first. The others keep their order: nobody said that they do
    not apply. What cannot apply is put aside, never dropped; but one way is always left open.
    """
    known = with_what_follows(known)
    aside = tuple(way for way in own if _cannot_apply(way, known))
    left = tuple(way for way in own if way not in aside)
    if not left:
        return own, ()
    return tuple(sorted(left, key=lambda way: not _is_for(way, known))), aside


def _is_for(way: Onward, known: Collection[str]) -> bool:
    return any(one in known for one in way.when)


def _cannot_apply(way: Onward, known: Collection[str]) -> bool:
    if any(one in known for one in way.unless):
        return True
    return bool(way.when) and all(ruled_out(one, known) for one in way.when)


def told(decision: routing.Decision, known: Collection[str]) -> routing.Decision:
    """Return ``decision`` with its ways as they are for whoever said what is ``known``."""
    if not known:
        return decision
    onward, aside = sorted_by(decision.onward, known)
    return replace(decision, onward=onward, aside=aside)


def plain(way: Onward) -> dict[str, Any]:
    """Return ``way`` as plain JSON values, with the mark that pages show beside it (标记)."""
    return {**as_mapping(way), "mark": way.mark}


def on_paper(own: Iterable[Onward]) -> tuple[Onward, ...]:
    """Return ``own`` without what is an instruction to the page it stands on (不印操作提示)."""
    return tuple(way for way in own if way != CHOOSE_THE_PLACE)


def leads_here(way: Onward) -> bool:
    """Return whether ``way`` leads to the committee itself (去居委会)."""
    return bool(_HERE.search(way.where))


def addressed(decision: routing.Decision, demander: str) -> routing.Decision:
    """
    Return ``decision`` without duties that the demanding body does not have (不加给对方的义务).

    Where the Opinion says 相关部门 it binds departments; banks and others are private, and courts,
    the army, the Party and foreign missions it does not govern at all.
    """
    if not demander or is_administrative(demander):
        return decision
    look = offers.ASK[OnwardKind.SHARED_DATA]  # data are shared between departments alone
    onward = tuple(
        _asked_of(way, demander)
        for way in decision.onward
        if not (way.kind is look.kind and way.do == look.do)
    )
    kept = tuple(one for one in decision.citations if one.duty not in _DUTIES_OF_DEPARTMENTS)
    ways = onward or ((ASK_WHAT_FOR,) if decision.onward else ())
    return replace(decision, citations=kept or decision.citations, onward=ways)


def _asked_of(way: Onward, demander: str) -> Onward:
    asks = way in (ASK_FOR_THE_BASIS, ASK_WHICH_ARTICLE)
    if not asks or bound_by_lists(demander) or demander == Demander.OTHER:
        return way
    return ASK_WHAT_FOR
