"""
Ask before you demand (索要前先问): what can be said to a unit that wants a proof, and what instead.

Only what software can stand behind: what stands on the lists and in the texts that we hold. That a
demand is unlawful is never concluded; where a provision itself forbids it to that kind of unit, the
provision is shown. Of a body that the Opinion does not govern nothing is said but that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import Demander, governed, is_administrative
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.citing import in_force
from juzheng.law.catalogue.items import Instrument, Item, ListKind, Onward
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.law.catalogue.ways import ASK_FOR_THE_BASIS, ASK_WHAT_FOR
from juzheng.law.demands.contrary import Contrary, Demanded, contrary_to


class DemandAnswer(Term):
    """What can be said of a demand (索要答复)."""

    BASIS_FOUND = "basis_found", "查到当日有效的依据"
    BASIS_CLAIMED = "basis_claimed", "有文件提到这份证明，还没有核对"
    NO_BASIS_LISTED = "no_basis_listed", "在我们的清单里没有查到依据"
    NEGATIVE_LIST = "negative_list", "列入不应出具清单"
    CONTRARY_TO_PROVISION = "contrary_to_provision", "条文写明不得这样要"
    NOT_GOVERNED = "not_governed", "不受民发〔2020〕20号规范，不作判断"
    UNKNOWN = "unknown", "没有查到，不作判断"


@dataclass(frozen=True)
class Asking:
    """What is asked (所问): the unit's kind, place and day; what was understood comes beside."""

    demander: str  # a code of law.base.demanders.Demander, or empty
    on: date
    usual: frozenset[str] = frozenset()  # codes of the units that the item's basis speaks of
    division: str = ""
    listed: bool = False  # the item stands on a negative list there
    shared: bool = False  # an entry of the register lets this unit look the fact up


@dataclass(frozen=True)
class Check:
    """The answer to a unit (索要答复): what can be said, why, and what to accept instead."""

    answer: DemandAnswer
    why: str
    citations: tuple[Citation, ...]
    instead: tuple[Onward, ...]  # what to accept or do instead; empty if a basis was found
    only_for: tuple[str, ...] = ()  # if a basis was found: for which matters
    caution: str = ""

    def __post_init__(self) -> None:
        if self.answer is not DemandAnswer.BASIS_FOUND and not self.instead:
            raise ValueError("an answer that is no yes says what to accept instead (OP-4.2.b)")
        if self.answer not in _SAYS_NOTHING and not self.citations:
            raise ValueError("an answer needs a citation")


# Answers that judge nothing, and so need rest on nothing.
_SAYS_NOTHING = frozenset({DemandAnswer.UNKNOWN, DemandAnswer.NOT_GOVERNED})


def check(
    asking: Asking,
    decision: Decision | None,
    item: Item | None,
    instruments: Mapping[str, Instrument],
    contrary: Iterable[Contrary] = (),
) -> Check:
    """
    Return what can be said of the demand that was understood.

    :param decision: of ``law.catalogue.applicability`` on the item or matter, for this demander,
        at the place; None if nothing was understood, or several things are close
    :param instruments: those of the catalogue, so that nothing is cited that is not in force
    :param contrary: the provisions that forbid demands
    Source: OP-2.2.a, OP-2.2.b, OP-4.2.b.
    """
    if not governed(asking.demander):
        return _not_governed(asking, decision)
    if decision is None or decision.outcome is Outcome.UNRULED:
        why = decision.reason if decision else _NOT_UNDERSTOOD
        cited = (citations.DEMANDER_GIVES_BASIS,) if _asked_for_a_basis(asking.demander) else ()
        return Check(DemandAnswer.UNKNOWN, why, in_force(cited, instruments, asking.on), _ASK)
    if decision.outcome.issues:
        return _found(asking, decision, item)
    demanded = Demanded(
        asking.demander, item.id if item else "", asking.division, asking.on, asking.shared
    )
    if said := contrary_to(contrary, demanded, instruments):
        row, place = said
        answer = DemandAnswer.CONTRARY_TO_PROVISION
        return Check(
            answer, f"《{place.title}》{place.provision}：{row.says}", (place,), _ways(decision)
        )
    answer = _answer(asking, decision, item)
    kept = in_force(decision.citations, instruments, asking.on) or decision.citations
    return Check(answer, _why(asking, decision, answer), kept, _ways(decision))


_ASK = (ASK_FOR_THE_BASIS,)
_NOT_UNDERSTOOD = (
    "没有查到这份证明，所以不作判断。请写清要什么材料、办什么事；"
    "要居（村）委会出具的，须有法律法规依据。"
)


def _asked_for_a_basis(demander: str) -> bool:
    """“相关部门要求…应当同时提供” is said of departments alone (OP-2.2.b)."""
    return not demander or is_administrative(demander)


def _ways(decision: Decision) -> tuple[Onward, ...]:
    return decision.onward or _ASK


def _not_governed(asking: Asking, decision: Decision | None) -> Check:
    """Return that the Opinion does not speak of the body: no verdict, and no duty of its own."""
    who = Demander(asking.demander).label
    why = (
        f"民发〔2020〕20号不规范{who}，贵单位要不要这份证明，这里不作判断。"
        "需要了解情况的，可以直接向居（村）委会发函询问。"
    )
    ways = decision.onward if decision and not decision.outcome.issues else ()
    return Check(DemandAnswer.NOT_GOVERNED, why, (), ways or (ASK_WHAT_FOR,))


def _found(asking: Asking, decision: Decision, item: Item | None) -> Check:
    """Return the basis to the units that it speaks of; for others nothing is claimed."""
    meant = "、".join(item.demanders) if item else ""
    if asking.demander and asking.demander not in asking.usual:
        why = (
            f"居（村）委会可以出具这份证明，但依据是写给{meant or '特定单位'}的；"
            "贵单位这一类能不能要，没有查到，不作判断。"
        )
        return Check(DemandAnswer.UNKNOWN, why, decision.citations, _ways(decision))
    return Check(
        DemandAnswer.BASIS_FOUND,
        "有当日有效的法律法规依据，居（村）委会核实之后可以出具。"
        "能用手里的证件、共享数据查到的，先不要让居民跑。",
        decision.citations,
        (),
        only_for=item.used_for if item else (),
        caution="" if asking.demander or not meant else f"依据写的是{meant}要。别的单位不能照搬。",
    )


def _answer(asking: Asking, decision: Decision, item: Item | None) -> DemandAnswer:
    """Return what the lists say; what we have not checked ourselves is no “none”."""
    if asking.listed:
        return DemandAnswer.NEGATIVE_LIST
    unchecked = item is not None and item.kind is not ListKind.NEGATIVE and not item.enabled
    here = item is not None and item.applies_in(asking.division)
    if decision.outcome.value == "to_confirm" or (unchecked and here):
        return DemandAnswer.BASIS_CLAIMED
    return DemandAnswer.NO_BASIS_LISTED


def _why(asking: Asking, decision: Decision, answer: DemandAnswer) -> str:
    reason = _UNCHECKED if answer is DemandAnswer.BASIS_CLAIMED else _to_the_unit(decision.reason)
    return f"{reason}{_BEYOND if is_administrative(asking.demander) else _ONLY_THE_COMMITTEE}"


def _to_the_unit(reason: str) -> str:
    """Return what the rules say to a resident, said to the unit."""
    for resident, unit in _SAID_TO:
        reason = reason.replace(resident, unit)
    return reason


_SAID_TO = (("您本人", "居民本人"), ("您自己", "居民自己"), ("不用您来", "不用居民来"))
_UNCHECKED = "有文件提到这份证明，我们还没有核对条文原文，不能说有依据，也不能说没有依据。"
_BEYOND = "要核实这件事，请接受下面的办法；仍要居（村）委会证明的，应当同时提供依据。"
_ONLY_THE_COMMITTEE = "这里只说居（村）委会能不能出具，不评价贵单位该不该要。请接受下面的办法。"
