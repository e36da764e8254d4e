"""
Lawful inquiries (机关依法来函调查): an authority asks the committee and is answered by letter.

No certificate and nobody's application: the resident fetches nothing. Which authority may ask is a
closed list, each by the article that says so; of any other body its basis is to be named. Who asks
from abroad, a lawyer without a court's order and a body without any power are not answered at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation, house
from juzheng.law.base.demanders import MAY_WRITE, Demander
from juzheng.law.base.machine import Machine
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.papers import PaperEvent, PaperKind
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Onward
from juzheng.law.catalogue.routing import Asked, Decision, Outcome


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
    ENFORCEMENT = "enforcement", "行政执法机关（办行政处罚案件）"
    RELIEF = "relief", "民政等社会救助管理部门、乡镇、街道（办社会救助）"
    AUDIT = "audit", "审计机关"
    CONSCRIPTION = "conscription", "征兵办公室、公安机关（征兵政治考核）"
    LABOUR_ARBITRATION = "labour_arbitration", "劳动人事争议仲裁委员会"
    REVIEW = "review", "行政复议机关"
    OTHER = "other", "其他机关、单位（依据由来函写明）"


class Asker(Term):
    """Who asks a committee without any right to its answer (不由委员会答复的来人来函)."""

    FOREIGN = "foreign", "外国机关和个人"
    REGION = "region", "香港、澳门、台湾的机关和个人"
    LAWYER = "lawyer", "没有人民法院调查令的律师"
    PRIVATE = "private", "不是机关的单位"
    PRETENDER = "pretender", "身份没有核实的来人"


# Read in the texts of the snapshot; what each says, word for word, stands in the tests.
ASKS_UNDER: Mapping[Authority, tuple[Citation, ...]] = {
    Authority.COURT: MAY_WRITE[Demander.COURT],
    Authority.PROCURATORATE: MAY_WRITE[Demander.PROCURATORATE],
    Authority.POLICE: (citations.CRIMINAL_INQUIRY, citations.POLICE_SUPPORT),
    Authority.SUPERVISION: MAY_WRITE[Demander.SUPERVISION],
    Authority.NOTARY: (citations.NOTARIES_CHECK,),
    # The order is the court's; the lawyer's own right is to ask, and obliges nobody to answer.
    Authority.LAWYER: (citations.CIVIL_INQUIRY, citations.LAWYERS_ASK),
    Authority.TAX: (citations.TAX_INQUIRY,),
    # A right to collect, too; the article says nothing of a duty to answer.
    Authority.ARBITRATION: (citations.ARBITRATORS_COLLECT,),
    Authority.ENFORCEMENT: (citations.PENALTY_INQUIRY,),
    Authority.RELIEF: (citations.RELIEF_INQUIRY,),
    Authority.AUDIT: (citations.AUDIT_INQUIRY,),
    Authority.CONSCRIPTION: (citations.CONSCRIPTION_SUPPORT,),
    Authority.LABOUR_ARBITRATION: (citations.LABOUR_ARBITRATORS_INQUIRE,),
    Authority.REVIEW: (citations.REVIEW_INQUIRY,),
    # No article was found that obliges a committee: the letter names its own, or there is none.
    Authority.OTHER: (),
}
# Why a committee does not answer; 个人信息保护法 第十三条 because nobody obliges it to.
NOT_ANSWERED_UNDER: Mapping[Asker, tuple[Citation, ...]] = {
    Asker.FOREIGN: (
        citations.FOREIGN_INQUIRY,
        citations.FOREIGN_CRIMINAL_INQUIRY,
        citations.FOREIGN_DATA,
    ),
    Asker.REGION: (
        citations.HONG_KONG_EVIDENCE,
        citations.MACAO_EVIDENCE,
        citations.TAIWAN_EVIDENCE,
        citations.PERSONAL_DATA,
    ),
    Asker.LAWYER: (citations.LAWYERS_ASK, citations.PERSONAL_DATA),
    Asker.PRIVATE: (citations.NO_BASIS, citations.PERSONAL_DATA),
    Asker.PRETENDER: (citations.PERSONAL_DATA,),
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
    named = () if ASKS_UNDER[authority] else (house("查阅要有机关、文号和问题"),)
    return Decision(
        Outcome.ANSWER_AUTHORITY,
        reason,
        (*in_force(ASKS_UNDER[authority]), *named, house("机关来函由委员会自己答复")),
        onward=onward,
    )


def not_answered(
    asker: Asker,
    reason: str,
    onward: tuple[Onward, ...],
    in_force: Callable[[Iterable[Citation]], Iterable[Citation]],
) -> Decision:
    """
    Return that the committee does not answer whoever asks (不由委员会答复), and where it goes.

    A body without any power to ask demands a certificate like anybody else: refused for want of a
    basis. Of the others no certificate is in question.
    """
    cited = (*in_force(NOT_ANSWERED_UNDER[asker]), house("没有职权的来函不答复"))
    if asker is not Asker.PRIVATE:
        return Decision(Outcome.ELSEWHERE, reason, cited, onward=onward)
    line = Asked("without_basis", "有法律法规依据吗？", reason, True, citations.NO_BASIS)  # noqa: FBT003
    return Decision(Outcome.REFUSE, reason, cited, onward=onward, trace=(line,))


class InquiryState(Term):
    """Where an inquiry stands (来函办理状态)."""

    REGISTERED = "registered", "已登记，待拟复函"
    DRAFTED = "drafted", "复函待负责人签字"
    ISSUING = "issuing", "正在制作复函"
    ISSUED = "issued", "复函已签字，待送出"
    ANSWERED = "answered", "已复函"
    DECLINED = "declined", "没有查询权限，已说明理由"  # or registered by mistake: see MISTAKEN


class InquiryEvent(Term):
    """What happened to an inquiry (来函办理经过), past tense."""

    REGISTERED = "registered", "登记来函"
    COPIED = "copied", "补存来函扫描件"
    DRAFTED = "drafted", "拟复函送签"
    RETURNED = "returned", "退回重拟"
    INTENDED = "intended", "负责人签字，开始制作复函"
    ISSUED = "issued", "复函已出具"
    VOIDED = "voided", "复函制作未成，编号作废"
    ANSWERED = "answered", "复函送出"
    REVOKED = "revoked", "撤销复函，重新拟"
    DECLINED = "declined", "没有查询权限，不予提供并说明理由"
    MISTAKEN = "mistaken", "登记错了，作废"


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
            _E.MISTAKEN: _S.DECLINED,
        },
        _S.DRAFTED: {
            _E.RETURNED: _S.REGISTERED,
            _E.INTENDED: _S.ISSUING,
            _E.DECLINED: _S.DECLINED,
            _E.MISTAKEN: _S.DECLINED,
        },
        _S.ISSUING: {_E.ISSUED: _S.ISSUED, _E.VOIDED: _S.DRAFTED},
        _S.ISSUED: {_E.ANSWERED: _S.ANSWERED, _E.REVOKED: _S.REGISTERED},
        _S.ANSWERED: {_E.REVOKED: _S.REGISTERED},
        _S.DECLINED: {},
    },
)
# Revoking is no work that waits.
OPEN = INQUIRIES.open - {InquiryState.ANSWERED}
# What a step of the reply's paper is called in the chain of the inquiry.
PAPER_LINES: Mapping[tuple[PaperKind, PaperEvent], InquiryEvent] = {
    (PaperKind.CERTIFICATE, PaperEvent.INTENDED): InquiryEvent.INTENDED,
    (PaperKind.CERTIFICATE, PaperEvent.ISSUED): InquiryEvent.ISSUED,
    (PaperKind.CERTIFICATE, PaperEvent.VOIDED): InquiryEvent.VOIDED,
    (PaperKind.CERTIFICATE, PaperEvent.REVOKED): InquiryEvent.REVOKED,
}
# By these somebody had a hand in what the responsible person signs.
PREPARES = frozenset({_E.REGISTERED, _E.COPIED, _E.DRAFTED})


class Finding(Term):
    """What the committee has on what it is asked (答复情况); having nothing is an answer."""

    FOUND = "found", "查到了，照实答复"
    NOT_KEPT = "not_kept", "没有留存这方面的记录"
    NOT_KNOWN = "not_known", "不掌握这方面的情况"


# How the answer begins where the committee has nothing, and what that does not say.
SAYS: Mapping[Finding, str] = {
    Finding.NOT_KEPT: "本委员会没有留存来函所问的记录。",
    Finding.NOT_KNOWN: "本委员会不掌握来函所问的情况。",
}
SAYS_NOT = "没有留存、不掌握，只说明本委员会没有这方面的记录，不表示没有这件事"


class Sent(Term):
    """How the answer went out (复函怎样送出)."""

    HANDED = "handed", "当面交来人，来人签收"
    POST = "post", "邮寄"
    SYSTEM = "system", "机关的协查系统"


@dataclass(frozen=True)
class Unlawful:
    """One wording that may not stand on a reply (复函里的禁写词)."""

    box: str  # in which it was written: answer, looked_in
    why: str  # what is so and what to do
    citation: Citation


@dataclass(frozen=True)
class OnFile:
    """What lies on file when somebody wants to answer (答复前的材料)."""

    letter: bool  # the copy of the letter, or of the credentials shown
    number: bool
    question: bool
    basis: bool = True  # an article is known to us, or the letter names its own
    own_hand: tuple[InquiryEvent, ...] = ()  # what whoever signs did before
    signer_is_responsible: bool = True
    missing_glyphs: tuple[str, ...] = ()
    unlawful: tuple[Unlawful, ...] = ()  # in the reply that was drafted


def obstacles_to_drafting(file: OnFile) -> tuple[Obstacle, ...]:
    """Return what is missing before a reply may be drafted (拟复函前置条件)."""
    return tuple(_of_the_letter(file))


def obstacles_to_signing(file: OnFile) -> tuple[Obstacle, ...]:
    """Return what stands in the way of the responsible person's pen (签字障碍)."""
    return (
        *_of_the_signer(file),
        *own_hand(file.own_hand),
        *_of_the_letter(file),
        *obstacles_of_wording(file.unlawful),
    )


def obstacles_of_wording(found: Iterable[Unlawful]) -> tuple[Obstacle, ...]:
    """Return what may not stand on a reply, whoever asked (复函里不能写的), and what to do."""
    return tuple(
        Obstacle(
            one.box,
            f"复函里有不能写的内容：{one.why}",
            "查了没有留存、不掌握的，在“查得怎么样”里照实选。",
            one.citation,
        )
        for one in found
    )


def obstacles_to_sending(signed_on: date, sent_on: date) -> tuple[Obstacle, ...]:
    """Return what is wrong with the day on which the reply went out (送出日期)."""
    if sent_on >= signed_on:
        return ()
    return (
        Obstacle(
            "sent_on",
            "送出日期早于签字日期。",
            "请照实填写送出的日期。",
            house("每一份都由负责人签字"),
        ),
    )


def obstacles_to_registering(letter_on: date, due_on: date | None) -> tuple[Obstacle, ...]:
    """Return what is wrong with the days of a letter (来函的日期)."""
    if due_on is None or due_on >= letter_on:
        return ()
    return (
        Obstacle(
            "due_on",
            "来函要求答复的日期早于来函的落款日期。",
            "请照来函核对这两个日期；来函没有写哪天前答复的，空着不填。",
            house("查阅要有机关、文号和问题"),
        ),
    )


def obstacles_to_voiding(*, registered_it: bool, signed: bool) -> tuple[Obstacle, ...]:
    """Return what keeps somebody from taking a mistaken entry back (登记错了，作废)."""
    rule = house("查阅要有机关、文号和问题")
    if signed:
        return (
            Obstacle("signed", "已经签过复函，不能再作废。", "复函有误的，由负责人撤销。", rule),
        )
    if registered_it:
        return ()
    return (Obstacle("registrar", "只有登记这一件的人可以作废。", "请由登记的人登录办理。", rule),)


def _of_the_signer(file: OnFile) -> Iterator[Obstacle]:
    if not file.signer_is_responsible:
        yield Obstacle(
            "signer",
            "只有本居（村）民委员会负责人可以签字。",
            "请由负责人登录办理。",
            house("每一份都由负责人签字"),
        )
    if file.missing_glyphs:
        yield Obstacle(
            "glyphs",
            f"这些字打印不出来：{'、'.join(file.missing_glyphs)}。",
            "请先在服务器上安装大字库（说明见 docs/paper.md），不要用别的字代替。",
            house("文书要能照原样打印"),
        )


def own_hand(did: Iterable[InquiryEvent]) -> tuple[Obstacle, ...]:
    """Return what stops whoever had a hand in it (经手), to sign or to decline."""
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
    if not file.basis:
        yield Obstacle(
            "basis",
            "这类机关、单位没有查到常用的条文，来函也没有写明依据。",
            "请来函单位写明依据哪部法律法规的哪一条；写不出的，不予提供并说明理由。",
            rule,
        )
    if not file.letter:
        yield Obstacle(
            "letter",
            "还没有来函（调查令、介绍信、证件）的扫描件。",
            "请扫描或拍照上传；没有任何文书的，请来人补交。",
            rule,
        )
