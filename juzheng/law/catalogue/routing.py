"""Routing (分流): from what is known to a decision that can be shown to a resident and a court.

One rule is one sentence of the Opinion; the list stands in the order in which the questions have
to be asked; the first rule that speaks decides; the last one always speaks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.catalogue.facts import ASKED_FIRST, Facts, Particulars
from juzheng.law.catalogue.items import Onward
from juzheng.law.catalogue.outcomes import ISSUING as ISSUING
from juzheng.law.catalogue.outcomes import Outcome as Outcome
from juzheng.law.catalogue.requirements import (
    INSISTED,
    INSISTED_IN_WRITING,
    Needs,
    Requirement,
    needs_of,
    steps_of,
)


@dataclass(frozen=True)
class Asked:
    """One line of the trace (判断过程): which rule was asked, and what it said."""

    rule: str
    question: str
    answer: str
    decisive: bool
    citation: Citation


# Nothing is cited before there was a ruling, nor where a question is only answered.
_UNCITED = frozenset({Outcome.UNRULED, Outcome.ELSEWHERE})


@dataclass(frozen=True)
class Decision:
    """A reasoned answer (决定): what, why, where it is written, and the way onward."""

    outcome: Outcome
    reason: str
    citations: tuple[Citation, ...]
    onward: tuple[Onward, ...] = ()
    steps: tuple[str, ...] = ()
    limit_working_days: int | None = None  # None: nothing will be issued; 0: on the spot
    requires: Needs = frozenset()
    trace: tuple[Asked, ...] = ()
    aside: tuple[Onward, ...] = ()  # ways that cannot apply to whoever asked (不适用的办法)
    may_insist: bool = False  # on a negative list: OP-3.2.a is open to whoever still needs it

    def __post_init__(self) -> None:
        if not self.citations and self.outcome not in _UNCITED:
            raise ValueError("a decision needs a citation")
        if not self.outcome.issues and not self.onward:
            raise ValueError("an answer that issues nothing needs a way onward (OP-4.2.b)")
        if self.outcome.issues and Requirement.FACTS not in self.requires:
            raise ValueError("nothing is issued on unverified facts (OP-2.3.d)")
        if self.outcome.issues != (self.limit_working_days is not None):
            raise ValueError("exactly the issuing outcomes have a time limit")
        if self.may_insist and self.outcome.issues:
            raise ValueError("nobody insists on what is issued")

    @property
    def cited(self) -> tuple[Citation, ...]:
        """Return the clauses it rests on, each once (所引条款); if it issues, the law first."""
        return (citations.law_first if self.outcome.issues else citations.once)(self.citations)

    @property
    def rules(self) -> tuple[Citation, ...]:
        """Return the rules by which it issues (出具规则): they are the basis of no paper."""
        return tuple(one for one in self.cited if self.outcome.issues and one.of_the_opinion)

    @property
    def conditional(self) -> bool:
        """Return whether it issues only if what was not asked yet is so (前提还没有问清)."""
        return self.outcome.issues and ASKED_FIRST in self.reason


@dataclass(frozen=True)
class Ruling:
    """What a rule decides (裁断); what follows from it is the same for all rules."""

    outcome: Outcome
    reason: str
    citations: tuple[Citation, ...]
    needs: Needs


@dataclass(frozen=True)
class Rule:
    """One sentence of the Opinion as a question (规则)."""

    name: str
    question: str
    citation: Citation
    ask: Callable[[Facts, Particulars], Ruling | str]  # a ruling, or why it does not decide


def _rule(outcome: Outcome, reason: str, *cited: Citation, needs: Needs = frozenset()) -> Ruling:
    return Ruling(outcome, reason, cited, needs)


def not_a_proof_matter(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Return where to go when no certificate is asked for at all (非证明事项)."""
    if facts.proof_matter:
        return "是，要的是一份证明"
    return _rule(
        Outcome.ELSEWHERE,
        particulars.because or "这不是居（村）委会出具证明的事，请按下面的办法办。",
        citations.NO_VACUUM,
    )


def never_certified(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Refuse what no committee can establish, each matter for its own reason (不能证明的事)."""
    if facts.certifiable:
        return "能，不是否定性事实、品行评价或违规用印"
    why = particulars.because or "这件事居（村）委会查验不了，不作证明。"
    return _rule(Outcome.REFUSE, why, particulars.never_by or citations.HOUSE_VERIFIED_ONLY)


def document_suffices(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Say that a paper in the resident's hands already shows it (已有证件足以证明)."""
    if not facts.holds_document:
        return "没有选择已持有的证件"
    if facts.on_negative_list and facts.still_demanded:
        return "手里有证件，但已登记政策措施还没有衔接到位，或者民商事主体明确要求"
    listed = particulars.listed_by or (citations.NEGATIVE_LIST,)
    return _rule(
        Outcome.NOT_NEEDED_DOCUMENT,
        "您手里的证件已经能证明，不用再开。请把证件交给索要单位核对。",
        citations.CLEAR_OUT,
        citations.NO_VACUUM,
        *(listed if facts.on_negative_list else ()),
    )


def demander_can_check(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Say that the demanding body looks it up itself, by an entry that says so (由索要单位核查)."""
    entry = particulars.sharing
    if not facts.demander_can_check or entry is None:
        return "没有这个单位能自己核查这项信息的登记"
    if facts.still_demanded:
        return "登记可以核查，但已登记政策措施还没有衔接到位"
    return _rule(Outcome.NOT_NEEDED_DATA, entry.says, entry.citation, citations.SHARED_DATA)


def commitment_allowed(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Say that the demanding body takes a commitment, by the entry that says so (告知承诺)."""
    entry = particulars.commitment
    if not facts.commitment_allowed or entry is None:
        return "没有这个单位办这件事可以承诺的登记"
    if facts.still_demanded:
        return "登记可以承诺，但已登记政策措施还没有衔接到位"
    return _rule(Outcome.NOT_NEEDED_COMMITMENT, entry.says, entry.citation, citations.COMMITMENT)


def outside_duties(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Refuse what is not the committee's to say (不属于职责范围)."""
    if facts.within_duties:
        return f"属于居（村）委会的职责：{particulars.duty}" if particulars.duty else "属于"
    reason = particulars.why_outside or "这件事不属于居（村）委会的职责范围，不能出具。"
    return _rule(Outcome.REFUSE, reason, citations.BASIS_AND_DUTIES)


def precondition(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Say where to go when what the law presupposes is not so (法定前提不具备)."""
    if not facts.precondition_unmet:
        if particulars.presupposed:
            return "还没有问清：前提要先问"
        return "具备，申请人是这样回答的" if particulars.said_met else "没有另外的前提"
    unmet = particulars.unmet
    reason = unmet.reason if unmet else "法律规定的前提不具备。"
    where = (unmet.citation,) if unmet else ()
    outcome = Outcome.ELSEWHERE
    if unmet is not None and unmet.no_paper:
        outcome = Outcome.NOT_NEEDED_DOCUMENT
    elif unmet is not None and not unmet.settled:
        outcome = Outcome.TO_CONFIRM
    return _rule(outcome, reason, *where, citations.BASIS_AND_DUTIES)


def negative_list(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Refuse a listed item that nobody insists on with grounds (不应出具清单)."""
    if not facts.on_negative_list:
        return "不在清单上"
    if facts.still_demanded:
        return "在清单上，但已登记政策措施没有衔接到位，或者民商事主体明确要求，再看能不能据实出具"
    listed = particulars.listed_in or "不应出具清单"
    return _rule(
        Outcome.REFUSE,
        f"这一项列入{listed}，居（村）委会不出具。",
        *(particulars.listed_by or (citations.NEGATIVE_LIST,)),
        citations.NO_VACUUM,
    )


def cannot_verify(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Refuse what the committee cannot establish; the item becomes a candidate for amendment."""
    if facts.verifiable:
        return "能够核实"
    return _rule(
        Outcome.REFUSE,
        "居（村）委会没有能力核实这件事，不能据实出具，请掌握情况的机关核查。",
        citations.TRANSITION if facts.on_negative_list else citations.ON_THE_SPOT,
        citations.CANNOT_VERIFY,
        citations.SHARED_DATA,
    )


def transition(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Serve listed items that are still needed, by the facts and with grounds (现阶段据实出具)."""
    if not facts.on_negative_list:
        return "不适用，这一项不在不应出具清单上"
    if facts.legal_risk:
        outcome, more = Outcome.DELIBERATE, [citations.RISK]
        reason = "可能涉及法律风险：详细调查核实、组织居民议事协商、评估防范之后，才能据实出具。"
    elif facts.public_interest:
        outcome, more = Outcome.DELIBERATE, [citations.DELIBERATE_AND_SIGN]
        reason = "仍需办理，且涉及公共利益或多数居民切身利益：居民讨论同意、负责人签字后据实出具。"
    else:
        outcome, more = Outcome.TRANSITIONAL, []
        reason = "现阶段仍需办理，属于职责范围并且能够核实，据实出具。"
    return _rule(outcome, reason, citations.TRANSITION, *more, needs=INSISTED)


def unlisted(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Serve what is on no list where the division's own document says so (未列入清单的情形)."""
    if not facts.unlisted_allowed or facts.has_basis:
        return "有依据，或本地没有这样的规定"
    cited = (*particulars.unlisted, citations.BASIS_AND_DUTIES)
    if facts.public_interest:
        return _rule(
            Outcome.DELIBERATE,
            "没有列入任何清单；本地文件规定，涉及公共利益的经居民协商同意、负责人签字后可以出具。",
            *cited,
            citations.DELIBERATE_AND_SIGN,
        )
    return _rule(
        Outcome.TRANSITIONAL,
        "没有列入任何清单；本地文件规定这种情形可以据实出具，要记下理由和书面要求。",
        *cited,
        needs=INSISTED_IN_WRITING,
    )


def to_confirm(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Say that nobody has looked yet, and have it looked at: that is no "no" (待确认)."""
    if facts.has_basis or facts.basis_known:
        return "已经查清"
    why = particulars.why_without_basis or "这一条我们还没有核对原文，正在请民政部门确认。"
    cited = (citations.BASIS_AND_DUTIES, citations.DEMANDER_GIVES_BASIS)
    return _rule(Outcome.TO_CONFIRM, why, *cited)


def without_basis(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Refuse what has neither a basis in force nor a place on a retained list (没有依据)."""
    if facts.has_basis:
        return "有当日有效的依据"
    return _rule(
        Outcome.REFUSE,
        particulars.why_without_basis
        or "法律法规没有规定由居（村）委会出具，也没有列入国务院批准的保留证明事项清单，不予出具。",
        citations.NO_BASIS,
        citations.DEMANDER_GIVES_BASIS,
    )


def public_interest(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Let residents decide what touches them all (议事协商)."""
    if not facts.public_interest:
        return "不涉及"
    reason = "涉及公共利益、多数居民切身利益或依法应当民主议定：居民讨论同意、负责人签字后出具。"
    if particulars.by_committee:
        reason = "依法由居（村）民委员会作出决定：委员会开会讨论决定、负责人签字后办理。"
    return _rule(
        Outcome.DELIBERATE, reason, citations.DELIBERATE_AND_SIGN, citations.BASIS_AND_DUTIES
    )


def on_the_spot(facts: Facts, particulars: Particulars) -> Ruling | str:
    """Issue at once what the committee already knows (当场办结)."""
    if not facts.already_known:
        return "需要另行核实"
    if facts.legal_risk:
        return "能当场查明，但可能涉及法律风险，不当场出具"
    return _rule(
        Outcome.ON_THE_SPOT,
        "有法律法规依据。能当场查明的，当场据实出具；查不明的，核实以后限时办结。",
        citations.BASIS_AND_DUTIES,
        citations.ON_THE_SPOT,
    )


def time_limited(facts: Facts, particulars: Particulars) -> Ruling:
    """Verify within the limit and issue by the facts (限时办结). It always decides."""
    return _rule(
        Outcome.TIME_LIMITED,
        "有法律法规依据，核实之后在时限内据实出具。",
        citations.BASIS_AND_DUTIES,
        citations.ON_THE_SPOT,
    )


RULES: tuple[Rule, ...] = (
    Rule("not_a_proof_matter", "要的是一份证明吗？", citations.NO_VACUUM, not_a_proof_matter),
    Rule("never_certified", "是能够证明的事实吗？", citations.HOUSE_VERIFIED_ONLY, never_certified),
    Rule("outside_duties", "属于居（村）委会职责吗？", citations.BASIS_AND_DUTIES, outside_duties),
    Rule("precondition", "法律规定的前提具备吗？", citations.BASIS_AND_DUTIES, precondition),
    Rule("document_suffices", "手里已有的证件够用吗？", citations.CLEAR_OUT, document_suffices),
    Rule("demander_can_check", "索要单位自己能核查吗？", citations.SHARED_DATA, demander_can_check),
    Rule("commitment_allowed", "可以用书面承诺代替吗？", citations.COMMITMENT, commitment_allowed),
    Rule("negative_list", "在不应出具清单上吗？", citations.NEGATIVE_LIST, negative_list),
    Rule("cannot_verify", "居（村）委会能核实吗？", citations.CANNOT_VERIFY, cannot_verify),
    Rule("transition", "现阶段能据实出具吗？", citations.TRANSITION, transition),
    Rule("unlisted", "本地另有规定吗？", citations.BASIS_AND_DUTIES, unlisted),
    Rule("to_confirm", "有没有依据查清了吗？", citations.BASIS_AND_DUTIES, to_confirm),
    Rule("without_basis", "有法律法规依据吗？", citations.NO_BASIS, without_basis),
    Rule("public_interest", "要开会讨论同意吗？", citations.DELIBERATE_AND_SIGN, public_interest),
    Rule("on_the_spot", "能当场办结吗？", citations.ON_THE_SPOT, on_the_spot),
    Rule("time_limited", "核实后限时办结", citations.ON_THE_SPOT, time_limited),
)


def decide(facts: Facts, particulars: Particulars) -> Decision:
    """
    Return the first decision that any rule makes, with the trace of all rules asked so far.

    Total: the last rule always decides. An answer that issues nothing shows
    ``particulars.onward``.

    :raises ValueError: if nothing may be issued and ``particulars`` holds no way onward
    Source: 民发〔2020〕20号 第二、三、四部分.
    """
    trace: list[Asked] = []
    for rule in RULES:
        said = rule.ask(facts, particulars)
        if isinstance(said, Ruling):
            last = Asked(
                rule.name, rule.question, said.reason, decisive=True, citation=rule.citation
            )
            return _decision(said, facts, particulars, (*trace, last))
        trace.append(Asked(rule.name, rule.question, said, decisive=False, citation=rule.citation))
    raise AssertionError("the last rule decides")


def _decision(
    ruling: Ruling, facts: Facts, particulars: Particulars, trace: tuple[Asked, ...]
) -> Decision:
    issues = ruling.outcome.issues
    deliberates = ruling.outcome is Outcome.DELIBERATE
    risk = facts.legal_risk
    needs = needs_of(ruling.needs, deliberates=deliberates, risk=risk) if issues else frozenset()
    ended = particulars.unmet if facts.precondition_unmet else None
    return Decision(
        ruling.outcome,
        ruling.reason + (particulars.asked_first if issues else ""),
        (*(particulars.basis if issues else ()), *ruling.citations),
        onward=(ended.onward,) if ended else particulars.onward,
        steps=steps_of(
            needs,
            only_for_risk=facts.legal_risk and not facts.public_interest,
            by_committee=particulars.by_committee,
            agreed_by=particulars.agreed_by,
        ),
        limit_working_days=_limit(ruling.outcome, particulars) if issues else None,
        requires=needs,
        trace=trace,
        may_insist=not issues and _may_insist(facts),
    )


def _may_insist(facts: Facts) -> bool:
    """Return whether a ground could open 现阶段据实出具 (OP-3.2.a), whatever the answer was."""
    asked = facts.proof_matter and facts.certifiable and not facts.precondition_unmet
    return facts.on_negative_list and asked and facts.within_duties


def _limit(outcome: Outcome, particulars: Particulars) -> int:
    """Return the limit in working days: none on the spot, at least one to verify facts in."""
    if outcome is Outcome.ON_THE_SPOT:
        return 0
    return max(particulars.limit_working_days, 1 if outcome is Outcome.TIME_LIMITED else 0)


def before_the_opinion(particulars: Particulars) -> Decision:
    """Return that nothing can be answered by a ruling that was not yet in force (尚未施行)."""
    return Decision(
        Outcome.UNRULED,
        "所问的这一天，民发〔2020〕20号还没有施行，不能按它答复。",
        (),
        onward=particulars.onward,
    )
