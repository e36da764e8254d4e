"""
Lawful inquiries (机关依法来函调查): an authority asks the committee and is answered by letter.

No certificate and nobody's application: the resident fetches nothing. Which authority may ask is a
closed list, each by the article that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation, house
from juzheng.law.base.machine import Machine
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Onward
from juzheng.law.catalogue.routing import Decision, Outcome


class Authority(Term):
    """Who may ask a committee by law (依法来函的机关、机构)."""

    COURT = "court", "人民法院"
    PROCURATORATE = "procuratorate", "人民检察院"
    POLICE = "police", "公安机关"
    SUPERVISION = "supervision", "监察机关"
    NOTARY = "notary", "公证机构"
    LAWYER = "lawyer", "持人民法院调查令的律师"
    TAX = "tax", "税务机关"
    ARBITRATION = "arbitration", "农村土地承包仲裁委员会"
    LABOUR_ARBITRATION = "labour_arbitration", "劳动人事争议仲裁委员会"
    REVIEW = "review", "行政复议机关"


# Read in the texts of the snapshot; what each says, word for word, stands in the tests.
ASKS_UNDER: Mapping[Authority, tuple[Citation, ...]] = {
    Authority.COURT: (
        citations.CIVIL_INQUIRY,
        citations.CRIMINAL_INQUIRY,
        citations.ADMINISTRATIVE_INQUIRY,
    ),
    Authority.PROCURATORATE: (citations.CRIMINAL_INQUIRY, citations.PROCURATORS_INQUIRY),
    Authority.POLICE: (citations.CRIMINAL_INQUIRY, citations.POLICE_SUPPORT),
    Authority.SUPERVISION: (citations.SUPERVISION_INQUIRY,),
    Authority.NOTARY: (citations.NOTARIES_CHECK,),
    # The order is the court's; the lawyer's own right is to ask, and obliges nobody to answer.
    Authority.LAWYER: (citations.CIVIL_INQUIRY, citations.LAWYERS_ASK),
    Authority.TAX: (citations.TAX_INQUIRY,),
    # A right to collect, too; the article says nothing of a duty to answer.
    Authority.ARBITRATION: (citations.ARBITRATORS_COLLECT,),
    Authority.LABOUR_ARBITRATION: (citations.LABOUR_ARBITRATORS_INQUIRE,),
    Authority.REVIEW: (citations.REVIEW_INQUIRY,),
}


def answered_by_letter(
    authority: Authority,
    reason: str,
    onward: tuple[Onward, ...],
    in_force: Callable[[Iterable[Citation]], Iterable[Citation]],
) -> Decision:
    """
    Return that the committee itself answers this inquiry (直接答复来函机关). Never a refusal.

    :param reason: what the resident is told: nothing is to be fetched
    :param in_force: keeps of the articles those that are in force on the day
    """
    return Decision(
        Outcome.ANSWER_AUTHORITY,
        reason,
        (*in_force(ASKS_UNDER[authority]), house("机关来函由委员会自己答复")),
        onward=onward,
    )


class InquiryState(Term):
    """Where an inquiry stands (来函办理状态)."""

    REGISTERED = "registered", "已登记，待拟复函"
    DRAFTED = "drafted", "复函待负责人批准"
    ANSWERED = "answered", "已复函"
    DECLINED = "declined", "没有查询权限，已说明理由"


class InquiryEvent(Term):
    """What happened to an inquiry (来函办理经过), past tense."""

    REGISTERED = "registered", "登记来函"
    COPIED = "copied", "补存来函扫描件"
    DRAFTED = "drafted", "拟复函送批"
    RETURNED = "returned", "退回重拟"
    ANSWERED = "answered", "负责人批准，复函发出"
    DECLINED = "declined", "没有查询权限，不予提供并说明理由"


_S, _E = InquiryState, InquiryEvent
INQUIRIES = Machine(
    "inquiry",
    InquiryState,
    InquiryEvent,
    {
        None: {_E.REGISTERED: _S.REGISTERED},
        _S.REGISTERED: {
            _E.COPIED: _S.REGISTERED,
            _E.DRAFTED: _S.DRAFTED,
            _E.DECLINED: _S.DECLINED,
        },
        _S.DRAFTED: {
            _E.RETURNED: _S.REGISTERED,
            _E.ANSWERED: _S.ANSWERED,
            _E.DECLINED: _S.DECLINED,
        },
        _S.ANSWERED: {},
        _S.DECLINED: {},
    },
)
# By these somebody had a hand in what the responsible person approves.
PREPARES = frozenset({_E.REGISTERED, _E.COPIED, _E.DRAFTED})


class Sent(Term):
    """How the answer went out (复函怎样送出)."""

    HANDED = "handed", "当面交来人，来人签收"
    POST = "post", "邮寄"
    SYSTEM = "system", "机关的协查系统"


@dataclass(frozen=True)
class OnFile:
    """What lies on file when somebody wants to answer (答复前的材料)."""

    letter: bool  # the copy of the letter, or of the credentials shown
    number: bool
    question: bool
    own_hand: tuple[InquiryEvent, ...] = ()  # what whoever approves did before


def obstacles_to_drafting(file: OnFile) -> tuple[Obstacle, ...]:
    """Return what is missing before a reply may be drafted (拟复函前置条件)."""
    return tuple(_of_the_letter(file))


def obstacles_to_approving(file: OnFile) -> tuple[Obstacle, ...]:
    """Return what keeps the responsible person from approving or declining (批准障碍)."""
    return (*_of_the_letter(file), *own_hand(file.own_hand))


def own_hand(did: Iterable[InquiryEvent]) -> tuple[Obstacle, ...]:
    """Return what stops whoever had a hand in it (经手), to approve or to decline."""
    done = "、".join(event.label for event in did)
    if not done:
        return ()
    return (
        Obstacle(
            "self",
            f"您经手过这一件（{done}），经手的人不能自己批自己。",
            "请由没有经手的负责人办理。",
            house("经办的人不能自己批"),
        ),
    )


def _of_the_letter(file: OnFile) -> Iterator[Obstacle]:
    rule = house("查阅要有机关、文号和问题")
    if not file.number:
        yield Obstacle("number", "没有来函文号或者证件编号。", "请照来函、证件登记。", rule)
    if not file.question:
        yield Obstacle("question", "没有写明要查什么。", "请照来函写明。", rule)
    if not file.letter:
        yield Obstacle(
            "letter",
            "还没有来函（调查令、介绍信、证件）的扫描件。",
            "请扫描或拍照上传；没有任何文书的，请来人补交。",
            rule,
        )
