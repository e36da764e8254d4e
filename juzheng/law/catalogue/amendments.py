"""Amendment proposals (提请修改): the committee cannot verify, or two texts contradict.

OP-3.1.b: where local rules ask for what a committee cannot establish, they are put forward for
amendment after opinions were asked for and the matter was argued.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from juzheng.law.base import citations
from juzheng.law.base.machine import Machine
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term


class AmendmentState(Term):
    """Where a proposal stands (提请修改状态); before it is made there is only a candidate."""

    PROPOSED = "proposed", "已立项"
    CONSULTING = "consulting", "征求意见"
    ARGUED = "argued", "已论证"
    SUBMITTED = "submitted", "已提请"
    ADOPTED = "adopted", "已采纳"
    DECLINED = "declined", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"


class AmendmentEvent(Term):
    """What may happen to a proposal (提请修改事件)."""

    PROPOSED = "proposed", "立项"
    CONSULTED = "consulted", "发出征求意见"
    OPINION_RECORDED = "opinion_recorded", "登记意见"
    ARGUED = "argued", "登记论证"
    SUBMITTED = "submitted", "提请修改"
    ADOPTED = "adopted", "登记已采纳"
    DECLINED = "declined", "登记未采纳"
    WITHDRAWN = "withdrawn", "撤回"


class OpinionStance(Term):
    """What a unit that was asked says (意见)."""

    AGREES = "agrees", "同意修改"
    DIFFERS = "differs", "有不同意见"
    NOTHING = "nothing", "没有意见"


S, E = AmendmentState, AmendmentEvent


class ProposalStep(Term):
    """What an officer may do with a proposal (办理步骤); the value is part of the address."""

    CONSULTATION = "consultation", "登记征求意见"
    OPINION = "opinion", "登记收到的意见"
    ARGUMENT = "argument", "登记论证"
    SUBMISSION = "submission", "提请修改"
    OUTCOME = "outcome", "登记结果"
    WITHDRAWAL = "withdrawal", "撤回"


AMENDMENTS = Machine(
    "amendment",
    AmendmentState,
    AmendmentEvent,
    {
        None: {E.PROPOSED: S.PROPOSED},
        S.PROPOSED: {E.CONSULTED: S.CONSULTING, E.WITHDRAWN: S.WITHDRAWN},
        S.CONSULTING: {
            E.CONSULTED: S.CONSULTING,
            E.OPINION_RECORDED: S.CONSULTING,
            E.ARGUED: S.ARGUED,
            E.WITHDRAWN: S.WITHDRAWN,
        },
        S.ARGUED: {
            E.OPINION_RECORDED: S.ARGUED,  # one that comes late is still heard
            E.ARGUED: S.ARGUED,
            E.SUBMITTED: S.SUBMITTED,
            E.WITHDRAWN: S.WITHDRAWN,
        },
        S.SUBMITTED: {E.ADOPTED: S.ADOPTED, E.DECLINED: S.DECLINED, E.WITHDRAWN: S.WITHDRAWN},
        S.ADOPTED: {},
        S.DECLINED: {},
        S.WITHDRAWN: {},
    },
)


def obstacles(asked: int, opinions: int, argument: str) -> tuple[Obstacle, ...]:
    """
    Return why a proposal may not be submitted yet; an empty tuple means: submit.

    :param asked: how many units were asked
    :param opinions: how many answers are on record
    Source: OP-3.1.b.
    """
    wanted = (
        (asked, "asked", "还没有向任何单位征求意见。", "请先写明问了哪些单位。"),
        (opinions, "opinions", "还没有登记任何一条意见。", "请把收到的书面意见登记进来。"),
        (argument.strip(), "argument", "还没有论证。", "请写明为什么要改、改了之后居民怎么办。"),
    )
    return tuple(
        Obstacle(code, message, remedy, citations.CANNOT_VERIFY)
        for there, code, message, remedy in wanted
        if not there
    )


@dataclass(frozen=True)
class Harm:
    """What an item has cost so far (影响); all counts are of one span of time."""

    refused: int = 0  # cases refused because the committee cannot verify
    failed: int = 0  # further cases in which a check failed
    committees: int = 0  # committees that had such cases
    conflict: bool = False  # local law and the negative list contradict each other

    @property
    def score(self) -> int:
        """
        Return how much it weighs: three for a refusal, two for a failed check, one a committee.

        Whoever was refused went home with nothing; a check that failed has cost both sides their
        time; the more committees, the less it is one desk's doing. A contradiction weighs as much
        as five committees before the first resident is caught in it. It grows strictly with each.
        The weights are ours and order the list only; no rule rests on them.
        """
        return 3 * self.refused + 2 * self.failed + self.committees + 5 * self.conflict

    def in_words(self) -> str:
        """Return the reason for the rank, as officers read it."""
        said = (
            (self.refused, f"{self.refused} 件因居（村）委会核实不了而不予出具"),
            (self.failed, f"{self.failed} 件核查没有通过"),
            (self.committees, f"涉及 {self.committees} 个居（村）委会"),
            (self.conflict, "地方规定与不应出具清单互相抵触"),
        )
        return "；".join(words for there, words in said if there)


@dataclass(frozen=True)
class Candidate:
    """An item that might be put forward for amendment (待提请事项)."""

    item: str
    name: str
    harm: Harm
    conflict: str = ""  # the sentence with both texts and the rule that decides
    cases: tuple[str, ...] = ()  # numbers of cases; never whose they are


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates that cost anything, the greatest harm first, then by item."""
    harmful = [one for one in candidates if one.harm.score]
    return tuple(sorted(harmful, key=lambda one: (-one.harm.score, one.item)))
