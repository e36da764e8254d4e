"""Classifying (归类): what kind of demand somebody was faced with, from what is known about it."""

from __future__ import annotations

from dataclasses import dataclass

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import bound_by_lists, governed, is_administrative
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Onward, OnwardKind
from juzheng.law.demands.faults import LISTS_ONLY


class DemandKind(Term):
    """What kind of demand it is (索要的性质)."""

    CIRCULAR = "circular", "循环证明"
    BASELESS = "baseless", "奇葩证明"
    DUPLICATE = "duplicate", "重复证明"
    ELSEWHERE = "elsewhere", "该由别的单位出具"
    ISSUABLE = "issuable", "居（村）委会可以出具"
    NOT_GOVERNED = "not_governed", "不受民发〔2020〕20号规范，不作判断"
    UNCLEAR = "unclear", "没有听懂"


class Sign(Term):
    """What the words of a demand give away (线索)."""

    NEGATIVE = "negative", "要证明没有发生的事"
    JUDGEMENT = "judgement", "要证明品行、评价"
    PRIVATE_LIFE = "private_life", "要证明私生活"
    LONG_AGO = "long_ago", "年代久远，无从证明"
    LOST = "lost", "要证明东西丢了"
    PAID_OUT = "paid_out", "要证明领没领过发的钱物"
    HOLDS_PAPER = "holds_paper", "手里已有证件"
    SENT_ROUND = "sent_round", "几个单位互相推"


@dataclass(frozen=True)
class Features:
    """What is known about a demand (已知情况). Ids of items and cases play no part."""

    understood: bool  # an item or a matter was found
    listed: bool = False  # a committee may certify it here and today, on a basis in force
    regulated: bool = False  # some law has committees certify it, if not here and today
    never_certifiable: bool = False  # a matter that no committee may certify
    onward: tuple[Onward, ...] = ()  # of the item or matter
    demander: str = ""  # a code of law.base.demanders.Demander, or empty
    signs: frozenset[Sign] = frozenset()
    can_check: bool = False  # an entry of the register lets this very unit look the fact up


@dataclass(frozen=True)
class Classified:
    """What kind of demand it is (归类结果), and what else speaks against it."""

    kind: DemandKind
    reason: str
    citations: tuple[Citation, ...]
    also: tuple[DemandKind, ...] = ()


# Of the signs that make a demand baseless whatever it is about, the first that is seen is told.
_BASELESS = {
    Sign.NEGATIVE: "没有发生的事，居（村）委会无从核实，不能证明。",
    Sign.JUDGEMENT: "品行好坏是评价，不是可以核实的事实。",
    Sign.PRIVATE_LIFE: "私生活不应当要人证明，居（村）委会也无从核实。",
    Sign.LONG_AGO: "年代太久，居（村）委会查不到；该由要的单位查档案或者用别的办法认定。",
    Sign.LOST: "东西丢了直接挂失、补办就行，丢失这件事不用证明。",
}
_SHOWS = {
    OnwardKind.EXISTING_DOCUMENT: (DemandKind.DUPLICATE, "已有的证件或材料就能证明，不用再开。"),
    OnwardKind.OTHER_AUTHORITY: (DemandKind.ELSEWHERE, "由掌握情况的单位出具，不找居（村）委会。"),
    OnwardKind.NOTARY_OR_COURT: (DemandKind.ELSEWHERE, "由公证机构或者人民法院办理。"),
}
_CAN_CHECK = (DemandKind.DUPLICATE, "登记表明要的单位自己能查到，不用居民来证明。")
_PAID_OUT = (DemandKind.DUPLICATE, "领没领过，发的单位有自己的账，请它先查自己的账。")
_LEADS_NOWHERE = (
    OnwardKind.COMMITMENT,
    OnwardKind.SHARED_DATA,
    OnwardKind.ASK_FOR_BASIS,
    OnwardKind.NOTHING_NEEDED,
)


def classify(known: Features) -> Classified:
    """
    Return what kind of demand ``known`` describes; the first kind that applies, in this order.

    Being sent round; what a committee may certify; whom the Opinion does not govern; what none
    can; what is shown already; what another body shows; and last, what nobody needs.
    Source: OP-1.2.a, OP-2.2.a, OP-3.1.a.
    """
    found = list(_applying(known))
    if not found:
        return Classified(DemandKind.UNCLEAR, "没有听懂要证明什么。请写上谁要、办什么事。", ())
    kind, reason = found[0]
    also = tuple(dict.fromkeys(other for other, _ in found if other is not kind))
    return Classified(kind, reason, _written(kind, known), also)


def _applying(known: Features) -> list[tuple[DemandKind, str]]:
    """Return every kind that applies, the decisive one first, each with its reason."""
    found: list[tuple[DemandKind, str]] = []
    if Sign.SENT_ROUND in known.signs:
        found.append((DemandKind.CIRCULAR, "几个单位互相推，哪一家都办不成，居民自己走不出去。"))
    if known.listed:
        return [*found, (DemandKind.ISSUABLE, "有当日有效的依据，居（村）委会核实后可以出具。")]
    if not governed(known.demander):
        return [(DemandKind.NOT_GOVERNED, "民发〔2020〕20号不规范这类机关和单位，不作判断。")]
    if Sign.PAID_OUT in known.signs and is_administrative(known.demander):
        found.append(_PAID_OUT)
    for sign, reason in _BASELESS.items():
        if sign in known.signs and not known.regulated:
            found.append((DemandKind.BASELESS, reason))
    if known.never_certifiable:
        found.append((DemandKind.BASELESS, "这件事居（村）委会不能证明。"))
    if Sign.HOLDS_PAPER in known.signs:
        found.append((DemandKind.DUPLICATE, "手里的证件已经写明，不用再开。"))
    if known.understood:
        found.append(_shown_by(known))
    return found


def _shown_by(known: Features) -> tuple[DemandKind, str]:
    """Return what the first way onward that leads to a proof says; without one, no proof is due."""
    if known.can_check:
        return _CAN_CHECK
    ways = [way.kind for way in known.onward]
    leading = [way for way in ways if way not in _LEADS_NOWHERE]
    if leading:
        return _SHOWS[leading[0]]
    return DemandKind.BASELESS, "没有哪一条规定需要这份证明。"


def _written(kind: DemandKind, known: Features) -> tuple[Citation, ...]:
    if kind is DemandKind.NOT_GOVERNED:
        return ()
    if kind is DemandKind.ISSUABLE:
        return (citations.BASIS_AND_DUTIES,)
    if kind is DemandKind.ELSEWHERE:
        return (citations.NO_VACUUM,)
    # What is said of departments (相关部门) is cited to departments alone.
    duty = citations.SHARED_DATA if kind is DemandKind.DUPLICATE else citations.DEMANDER_GIVES_BASIS
    owed = (duty,) if not known.demander or is_administrative(known.demander) else ()
    bound = (LISTS_ONLY,) if bound_by_lists(known.demander) else ()
    return (citations.CLEAR_OUT, *owed, *bound)
