"""Ask before you demand (索要前先问): may a unit ask a resident for this proof, and what instead.

The answer speaks of the committee's certificate. A unit that 优化营商环境条例 第四十四条 does not
name is never told that it acts unlawfully: only that the committee does not issue the paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import bound_by_lists
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.applicability import ASK_FOR_THE_BASIS, in_force
from juzheng.law.catalogue.items import Instrument, Item, Onward, OnwardKind
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.law.demands.faults import LISTS_ONLY


class DemandAnswer(Term):
    """Whether a unit may demand a proof (索要答复)."""

    LAWFUL = "lawful", "有依据，可以要"
    NOT_LAWFUL = "not_lawful", "不应当向居民要"
    NOT_FROM_COMMITTEE = "not_from_committee", "不能要居（村）委会开，请接受别的材料"
    UNKNOWN = "unknown", "没有查到，不作判断"


@dataclass(frozen=True)
class Asking:
    """What is asked (所问): the unit's kind and the day; what was understood comes beside."""

    demander: str  # a code of law.base.demanders.Demander, or empty
    on: date
    usual: frozenset[str] = frozenset()  # codes of the units that the item's basis speaks of


@dataclass(frozen=True)
class Check:
    """The answer to a unit (索要答复): may it, why, and what to accept instead."""

    answer: DemandAnswer
    why: str
    citations: tuple[Citation, ...]
    instead: tuple[Onward, ...]  # what to accept or do instead; empty if it may demand
    only_for: tuple[str, ...] = ()  # if it may: for which matters
    caution: str = ""

    def __post_init__(self) -> None:
        if self.answer is not DemandAnswer.LAWFUL and not self.instead:
            raise ValueError("an answer that is no yes says what to accept instead (OP-4.2.b)")
        if self.answer is not DemandAnswer.UNKNOWN and not self.citations:
            raise ValueError("an answer needs a citation")


# What a unit may not have at all, whoever were to issue it.
_NEVER = frozenset({"never_certified"})
# What works beside the committee: then the unit is shown the way before it is told no.
_ELSEWHERE = frozenset(
    {OnwardKind.OTHER_AUTHORITY, OnwardKind.EXISTING_DOCUMENT, OnwardKind.NOTARY_OR_COURT}
)


def check(
    asking: Asking,
    decision: Decision | None,
    item: Item | None,
    instruments: Mapping[str, Instrument],
) -> Check:
    """
    Return whether the unit may demand what was understood.

    :param decision: of ``law.catalogue.applicability`` on the item or matter, for this demander,
        at the place;
        None if nothing was understood, or several things are close
    :param instruments: those of the catalogue, so that nothing is cited that is not in force
    Source: OP-2.2.a, OP-2.2.b, OP-4.2.b; 优化营商环境条例 第四十四条.
    """
    if decision is None or decision.outcome in (Outcome.UNRULED, Outcome.TO_CONFIRM):
        why = decision.reason if decision else _NOT_UNDERSTOOD
        return Check(DemandAnswer.UNKNOWN, why, in_force((_OPINION,), instruments, asking.on), _ASK)
    if decision.outcome.issues:
        return _lawful(asking, decision, item)
    answer = _refused(asking, decision)
    cited = decision.citations
    if answer is DemandAnswer.NOT_LAWFUL and decision.outcome is Outcome.REFUSE:
        cited = (*cited, LISTS_ONLY)
    return Check(
        answer,
        _why(asking, decision, answer),
        in_force(cited, instruments, asking.on) or cited,
        decision.onward or _ASK,
    )


_OPINION = citations.DEMANDER_GIVES_BASIS
_ASK = (ASK_FOR_THE_BASIS,)
_NOT_UNDERSTOOD = (
    "没有查到这份证明，所以不作判断。请写清要什么材料、办什么事；"
    "要居（村）委会出具的，须同时提供法律法规依据。"
)


def _lawful(asking: Asking, decision: Decision, item: Item | None) -> Check:
    """Return yes for the units that the basis speaks of; for others nothing is claimed."""
    meant = "、".join(item.demanders) if item else ""
    if asking.demander and asking.demander not in asking.usual:
        why = (
            f"居（村）委会可以出具这份证明，但依据是写给{meant or '特定单位'}的；"
            "贵单位这一类能不能要，没有查到，不作判断。"
        )
        return Check(DemandAnswer.UNKNOWN, why, decision.citations, decision.onward or _ASK)
    return Check(
        DemandAnswer.LAWFUL,
        "有当日有效的法律法规依据，居（村）委会核实之后可以出具。"
        "能用手里的证件、共享数据查到的，先不要让居民跑。",
        decision.citations,
        (),
        only_for=item.used_for if item else (),
        caution="" if asking.demander or not meant else f"依据写的是{meant}要。别的单位不能照搬。",
    )


def _refused(asking: Asking, decision: Decision) -> DemandAnswer:
    """Return which no it is; only units that the regulation names are told that they may not."""
    if not bound_by_lists(asking.demander):
        return DemandAnswer.NOT_FROM_COMMITTEE
    if decision.outcome in (Outcome.NOT_NEEDED_DATA, Outcome.NOT_NEEDED_COMMITMENT):
        return DemandAnswer.NOT_LAWFUL
    if decision.outcome is not Outcome.REFUSE or decision.trace[-1].rule in _NEVER:
        elsewhere = decision.outcome is not Outcome.REFUSE
        return DemandAnswer.NOT_FROM_COMMITTEE if elsewhere else DemandAnswer.NOT_LAWFUL
    works = {way.kind for way in decision.onward}
    return DemandAnswer.NOT_FROM_COMMITTEE if works & _ELSEWHERE else DemandAnswer.NOT_LAWFUL


def _why(asking: Asking, decision: Decision, answer: DemandAnswer) -> str:
    reason = _TO_THE_UNIT.get(decision.outcome, decision.reason)
    if answer is DemandAnswer.NOT_LAWFUL:
        return reason
    return f"{reason}{_BEYOND if bound_by_lists(asking.demander) else _ONLY_THE_COMMITTEE}"


# What the rules say to a resident, said to the unit.
_TO_THE_UNIT = {
    Outcome.NOT_NEEDED_DATA: "行政机关应当通过部门之间共享核查这项信息，不用居民来证明。",
    Outcome.NOT_NEEDED_COMMITMENT: "办这件事可以由居民本人书面承诺，不用开证明；"
    "选不选择承诺由居民自己定。",
}
_BEYOND = "要核实这件事，请接受下面的办法；要居民另去开证明的，也要有法律法规依据。"
_ONLY_THE_COMMITTEE = "这里只说居（村）委会能不能出具，不评价贵单位该不该要。请接受下面的办法。"
