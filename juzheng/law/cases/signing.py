"""Signing (签字): everything that stands in the way of the responsible person's pen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.deadlines import day
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.cases import contradictions, delegation
from juzheng.law.cases.contradictions import Otherwise
from juzheng.law.cases.delegation import Delegated
from juzheng.law.cases.deliberation import Shortfall
from juzheng.law.cases.lifecycle import BESIDE, Event
from juzheng.law.cases.verification import OpenFact
from juzheng.law.cases.wording import ForbiddenWording
from juzheng.law.catalogue.requirements import Requirement

# By all others somebody established what a paper says, or sent it: he is a preparer of it.
_ESTABLISH_NOTHING = {
    Event.RECOUNTED,
    Event.RETURNED,
    Event.RECALLED,
    Event.INTENDED,
    Event.ISSUED,
    Event.VOIDED,
    Event.REVOKED,
    Event.REPLACING,
    Event.REPLACED,
    Event.KEPT,
    Event.REFUSED,
    Event.NOTICE_ISSUED,
    Event.NOTICE_VOIDED,
    Event.OBJECTED,
    Event.UPHELD,
    Event.OVERTURNED,
    Event.WITHDRAWN,
    Event.MATERIALS_ASKED,
    Event.MATERIALS_RECEIVED,
    Event.LAPSED,
    *BESIDE,
}
ESTABLISHES = frozenset(set(Event) - _ESTABLISH_NOTHING)


@dataclass(frozen=True)
class Hand:
    """What one person did in a case before the pen (经手), and who has had no hand in it."""

    name: str
    did: tuple[Event, ...] = ()
    others: tuple[str, ...] = ()  # who could hold the pen instead
    signs: bool = True  # a certificate; else it is a refusal notice that is issued


def did(
    history: Iterable[tuple[Event, object]], who: object, rests_on: frozenset[Event] = ESTABLISHES
) -> tuple[Event, ...]:
    """Return by which of ``rests_on`` ``who`` had a hand in ``history``, each once, in order."""
    return tuple(dict.fromkeys(event for event, by in history if by == who and event in rests_on))


# What is left where all had a hand in it, the way that is in the committee's own hands first.
NOBODY_SIGNS = (
    "现在没有别人可以签字。还没有开出过的，可以请申请人撤回，由别的工作人员重新受理、核实，再由没有经手的负责人签字；"
    "或者请系统操作员为另一位负责人开通账号。"
)
NOBODY_REFUSES = "现在没有别人可以出具告知单。请系统操作员为另一位工作人员开通账号。"


def own_hand(hand: Hand) -> tuple[Obstacle, ...]:
    """Return what stops whoever had a hand in it, with whose hand and who could do it instead."""
    if not hand.did:
        return ()
    done = "、".join(event.label for event in hand.did)
    return (
        Obstacle(
            "self",
            f"{hand.name}经手过这一件（{done}），经手的人不能自己批自己。",
            f"请由没有经手的人办理：{'、'.join(hand.others)}。"
            if hand.others
            else (NOBODY_SIGNS if hand.signs else NOBODY_REFUSES),
            citations.house("经办的人不能自己批"),
        ),
    )


def being_replaced(number: str) -> Obstacle:
    """Return why a paper is not revoked while the corrected one is made (正在更正换发)."""
    return Obstacle(
        "replacing",
        f"{number} 号的更正换发已经签字，新的一份正在制作，做好时这一份同时撤销。",
        "请过几分钟再看；新的一份没有做成的，那时再撤销。",
        citations.house("旧的一份到更正后的出具时才撤销"),
    )


@dataclass(frozen=True)
class Readiness:
    """What lies on file when somebody wants to send or sign a certificate (签字前的材料)."""

    issues: bool  # the decision lets a certificate be issued at all
    requires: frozenset[Requirement]
    decided_by: Citation = citations.NO_BASIS  # where the answer is written
    insisted: bool = False  # the applicant asked to look into it all the same; no ground yet
    basis_lapsed: bool = False
    unanswered: tuple[str, ...] = ()  # labels of questions the paper needs an answer to
    notice_until: date | None = None  # the last day of a public notice that still runs
    unconfirmed: tuple[str, ...] = ()  # labels of facts not (or no longer) confirmed
    misfits: tuple[OpenFact, ...] = ()  # facts that were confirmed otherwise than the paper says
    failed: tuple[str, ...] = ()  # and of those that were looked into in vain
    meeting_shortfalls: tuple[Shortfall, ...] = ()  # why the meeting does not carry
    flexible: bool = False  # only a risk calls for the meeting: no assembly, in any form that fits
    meeting_held: bool = False
    ground: bool = False
    demand_gaps: tuple[str, ...] = ()  # what is not written down of an oral demand
    written_demand: bool = False
    risk_assessed: bool = False
    unlawful_wording: tuple[ForbiddenWording, ...] = ()
    missing_glyphs: tuple[str, ...] = ()
    repeats: str = ""  # the number of the wrong paper, as long as nothing is corrected
    contradicted_by: tuple[str, ...] = ()  # numbers of certificates about the same subject
    otherwise: tuple[Otherwise, ...] = ()  # papers of the same person that say otherwise
    explained: tuple[str, ...] = ()  # and of which it is written down why both are right
    signer_is_responsible: bool = True
    hand: Hand = Hand("")  # what the signer did before
    delegated: Delegated | None = None  # by which a signer who is not responsible signs
    giver_hand: Hand = Hand("")  # what whoever delegated did before


def obstacles(file: Readiness) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of a signature; an empty tuple means: sign."""
    return (*_of_the_signer(file), *obstacles_to_preparing(file))


def obstacles_to_preparing(file: Readiness) -> tuple[Obstacle, ...]:
    """Return what is missing before the draft may go to the responsible person (送签前置条件)."""
    return (*_of_the_answer(file), *_meeting(file), *_transition(file), *_text(file))


def _of_the_signer(file: Readiness) -> Iterator[Obstacle]:
    if file.delegated:
        meets = delegation.in_person(file.requires, flexible=file.flexible)
        yield from delegation.obstacles(file.delegated, meets=meets)
        yield from own_hand(file.giver_hand)  # a deputy's pen is the giver's
    elif not file.signer_is_responsible:
        yield Obstacle(
            "signer",
            "只有本居（村）民委员会负责人可以签字。",
            "请由负责人登录办理。",
            citations.house("每一份都由负责人签字"),
        )
    yield from own_hand(file.hand)


def _of_the_answer(file: Readiness) -> Iterator[Obstacle]:
    if not file.issues:
        yield Obstacle(
            "outcome",
            "按现在的答复，这一项不能出具证明。",
            "申请人说单位仍然要：请先登记仍需办理的理由，再答复；理由不成立的，办理不予出具。"
            if file.insisted
            else "请办理不予出具并把去向告诉居民；情况有变化的，先登记新情况重新答复。",
            file.decided_by,
        )
    if file.basis_lapsed:
        yield Obstacle(
            "basis",
            "这一项的依据今天已经没有效力。",
            "请办理不予出具；有新依据的，等目录更新后重新受理。",
            citations.LAWFUL,
        )
    if file.unanswered:
        yield Obstacle(
            "answers",
            f"还有没填的内容：{'、'.join(file.unanswered)}",
            "请问清申请人后补充填写。",
            citations.GUIDE,
        )
    if file.notice_until:
        yield Obstacle(
            "notice",
            f"公示还没有满，到{day(file.notice_until)}满。",
            "请等公示期满，登记异议情况以后再送签。",
            citations.LAWFUL,
        )
    if file.failed:
        yield Obstacle(
            "facts",
            f"经核查不能确认：{'、'.join(file.failed)}。",
            "请换一种方式再核查；仍不能确认的，不能据实出具。",
            citations.ON_THE_SPOT,
        )
    if file.unconfirmed:
        yield Obstacle(
            "facts",
            f"事实尚未核实：{'、'.join(file.unconfirmed)}。",
            "请逐项登记核实办法和结果。",
            citations.ON_THE_SPOT,
        )
    for one in file.misfits:
        yield Obstacle("facts", one.why, one.remedy, one.citation)


def _meeting(file: Readiness) -> Iterator[Obstacle]:
    if Requirement.DELIBERATION not in file.requires:
        return
    if not file.meeting_held and file.flexible:
        yield Obstacle(
            "deliberation",
            "可能涉及法律风险，还没有听取居民意见的记录。",
            "请用合适的形式议一议（座谈、走访、楼栋会、线上都可以），登记谁参加、说了什么。",
            citations.RISK,
        )
        return
    if not file.meeting_held:
        yield Obstacle(
            "deliberation",
            "还没有讨论同意的会议记录。",
            "请先完成议事协商，登记会议情况并上传签到表。",
            citations.DELIBERATE_AND_SIGN,
        )
        return
    for shortfall in file.meeting_shortfalls:
        remedy = "请补齐后重新登记会议情况。"
        yield Obstacle("deliberation", shortfall.message, remedy, shortfall.citation)


def _transition(file: Readiness) -> Iterator[Obstacle]:
    if Requirement.GROUND in file.requires and not file.ground:
        yield Obstacle(
            "ground",
            "没有登记现阶段仍需办理的理由。",
            "请写明是哪项政策措施没有衔接到位，还是哪一家民商事主体明确要求。",
            citations.TRANSITION,
        )
    if Requirement.GROUND in file.requires and file.demand_gaps:
        yield Obstacle(
            "demand",
            f"“明确要求”还没有记清：{'、'.join(file.demand_gaps)}。",
            "请补记（口头要求也算），或者上传书面要求。",
            citations.TRANSITION,
        )
    if Requirement.WRITTEN_DEMAND in file.requires and not file.written_demand:
        yield Obstacle(
            "written_demand",
            "可能涉及法律风险，还没有索要单位的书面要求。",
            "请向索要单位取得书面要求；单位的办事指南、一次性告知单、短信、网页写明的也算。上传照片或扫描件。",
            citations.RISK,
        )
    if Requirement.RISK_ASSESSMENT in file.requires and not file.risk_assessed:
        yield Obstacle(
            "risk",
            "可能涉及法律风险，还没有风险评估意见。",
            "请写明风险是什么、怎样防范、是否征询法律顾问。",
            citations.RISK,
        )


def _text(file: Readiness) -> Iterator[Obstacle]:
    if file.repeats:
        yield Obstacle(
            "correction",
            f"更正后的内容和 {file.repeats} 号一样，还没有更正什么。",
            "请先更正写错的内容；没有写错的，请选“不更正了”。",
            citations.house("更正换发要有更正"),
        )
    for word in file.unlawful_wording:
        yield Obstacle(
            "wording",
            f"证明里有不能写的内容：{word.why}",
            "请改写成核实过的具体事实，或删去。",
            word.citation,
        )
    if file.missing_glyphs:
        yield Obstacle(
            "glyphs",
            f"这些字打印不出来：{'、'.join(file.missing_glyphs)}。",
            "请先在服务器上安装大字库（说明见 docs/paper.md），不要用别的字代替。",
            citations.house("文书要能照原样打印"),
        )
    for number in file.contradicted_by:
        yield Obstacle(
            "contradiction",
            f"对同一事项已经出具过证明（{number}）。",
            "请先核对；内容矛盾的，由负责人撤销旧证明后再办。",
            citations.house("同一件事不出两份矛盾的证明"),
        )
    yield from contradictions.obstacles(file.otherwise, file.explained)
