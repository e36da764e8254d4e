"""Proof items (证明事项): what an item is, and whether it is fit to be published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from juzheng.law.base.divisions import significant
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.act_kinds import ActKind as ActKind  # the word of the field ``act``
from juzheng.law.catalogue.instruments import Confidence as Confidence
from juzheng.law.catalogue.instruments import Dated as Dated
from juzheng.law.catalogue.instruments import Instrument as Instrument
from juzheng.law.catalogue.instruments import Renumbered as Renumbered
from juzheng.law.catalogue.personal import Circumstance as Circumstance

BEFORE = "before-"  # before the key of a precondition, so that it meets no other
_SAYS_FOR_WHOM = re.compile(
    "[^，。]{2,30}((的|了|户口|使用|以内）)，|：)"
)  # 在医院去世的，… 房产：…
NOTICE = "notice"  # the key of the fact, and of the day it began: "notice_from"


class ListKind(Term):
    """Which list an item stands on (清单类别)."""

    ISSUABLE = "issuable", "可出具清单"
    NEGATIVE = "negative", "不应出具清单"
    RETAINED = "retained", "保留证明事项清单"


CHECKED, UNCHECKED = "已核对", "原文未核对"  # of a basis: the one answer, at every door
UNREAD = "（这一条还没有核对原文）"  # the mark of a way in a line; whole: ways.UNREAD


class OnwardKind(Term):
    """What kind of way onward (去向) a resident is shown instead of a certificate."""

    EXISTING_DOCUMENT = "existing_document", "已有证件就能证明"
    OTHER_AUTHORITY = "other_authority", "由其他部门出具或办理"
    SHARED_DATA = "shared_data", "共享数据核查"
    COMMITMENT = "commitment", "书面承诺"
    NOTARY_OR_COURT = "notary_or_court", "由公证机构或人民法院办理"
    NOTHING_NEEDED = "nothing_needed", "不需要任何证明"
    ASK_FOR_BASIS = "ask_for_basis", "请索要单位给出依据"


class CommitteeKind(Term):
    """The two kinds of committee (基层群众性自治组织)."""

    RESIDENTS = "residents", "居民委员会"
    VILLAGERS = "villagers", "村民委员会"


class Handling(Term):
    """How an application is handled (办理方式), OP-2.3.d."""

    SIMPLE = "simple", "当场办结"
    COMPLEX = "complex", "限时办结"


class DeliberationNeed(Term):
    """Whether residents must agree first (议事协商要求), OP-2.2.c."""

    NONE = "none", "不要求"
    ADVISED = "advised", "建议"
    REQUIRED = "required", "应当"


class AnswerKind(Term):
    """How a question of the application is answered (填写方式)."""

    TEXT = "text", "文字"
    LONG_TEXT = "long_text", "多行文字"
    PERSON_NAME = "person_name", "姓名"
    IDENTITY_NUMBER = "identity_number", "证件号码"
    DATE = "date", "日期"  # on which something has happened
    BIRTH_DATE = "birth_date", "申请人的出生日期"
    DATE_IN_PART = "date_in_part", "大概日期"
    CHOICE = "choice", "单选"
    YES_NO = "yes_no", "是或否"


class Sensitive(Term):
    """Sensitive data that an item asks for beside the identity number (要用到的敏感信息)."""

    HEALTH = "health", "健康和医疗情况"
    COURT = "court", "诉讼和处罚矫正情况"
    VIOLENCE = "violence", "家庭暴力和受侵害情况"
    MONEY = "money", "金融账户和财产情况"
    WARD = "ward", "需要监护（代理）的人的个人信息"  # a third person, who does not ask himself


@dataclass(frozen=True)
class Source:
    """Where a fact was read (来源), kept with the fact."""

    text: str
    confidence: Confidence

    @property
    def unread(self) -> bool:
        """Return whether it bears :data:`UNREAD` wherever it is shown (还没有核对原文)."""
        return self.confidence is not Confidence.HIGH


@dataclass(frozen=True)
class Onward:
    """A way onward (去向), house rule 13.4: an object, never a bare sentence."""

    kind: OnwardKind
    do: str  # what to do, in the imperative, one sentence
    bring: tuple[str, ...] = ()
    where: str = ""
    how_long: str = ""
    source: Source | None = None
    when: tuple[Circumstance, ...] = ()  # meant for whom any of these is so; empty: for all
    unless: tuple[Circumstance, ...] = ()  # not for whom any of these is so

    @property
    def meant_for(self) -> tuple[Circumstance, ...]:
        """Return for whom it is meant, where its own sentence does not say so."""
        return () if _SAYS_FOR_WHOM.match(self.do) else self.when

    @property
    def heading(self) -> str:
        """Return what its card is headed with; nothing for what no other authority does."""
        ours = not self.where or self.where.endswith("居（村）委会")
        return "" if ours and self.kind is OnwardKind.OTHER_AUTHORITY else self.kind.label

    @property
    def unread(self) -> bool:
        """Return whether nobody has compared it with the original yet (还没有核对原文)."""
        return self.source is not None and self.source.unread

    @property
    def mark(self) -> str:
        """Return the mark of a way that rests on what we have not read; empty for none (标记)."""
        return UNREAD if self.unread else ""

    @property
    def said(self) -> str:
        """Return what to do, and for whom it is meant if it is not for all."""
        meant = "或者".join(one.label for one in self.meant_for)
        return f"{meant}的：{self.do}" if meant else self.do

    @property
    def marked(self) -> str:
        """Return the same with its mark, as papers have it (纸上的办法)."""
        return f"{self.said.rstrip('。')}{self.mark}。" if self.mark else self.said


@dataclass(frozen=True)
class LegalBasis:
    """A legal basis (法律法规依据): an article of an instrument in the catalogue."""

    instrument: str  # id in catalogue/instruments
    provision: str
    checked: str = ""  # how the wording was checked; empty means it was not

    @property
    def mark(self) -> str:
        """Return whether it was checked against the text itself, in one word (核对没有)."""
        return CHECKED if self.checked else UNCHECKED


@dataclass(frozen=True)
class Duty:
    """A duty of the committees (职责) that an item falls under, and what gives it to them."""

    words: str  # as the provision says it
    instrument: str  # id in catalogue/instruments: the organisation law or the special law
    provision: str
    ours: str = ""  # what we take from it for this item; no text says so


@dataclass(frozen=True)
class Question:
    """One question put to the applicant (申请须填项); only those the item needs."""

    key: str
    label: str
    kind: AnswerKind
    hint: str = ""
    required: bool = True
    choices: tuple[str, ...] = ()
    subject: bool = False  # names what the certificate is about: a plot, a house (house 13.9)


@dataclass(frozen=True)
class FactToVerify:
    """A fact that the committee must establish (须核实的事实) before it may be certified."""

    key: str
    label: str
    sentence: str  # the sentence on the paper once confirmed; {answers} by question key
    means: tuple[str, ...]  # how it may be established, in words for the clerk
    operative: bool = False  # the sentence is what the paper does: consents, decides, recommends


@dataclass(frozen=True)
class Precondition:
    """
    What the law presupposes (法定前提): asked before the answer, which one answer ends.

    :ivar wanted: the answer with which it goes on, yes or no
    :ivar signs: patterns of words, in a question, by which people give the other answer
    :ivar settled: with the other answer it is another's; if not, civil affairs is asked
    """

    key: str
    question: str
    wanted: bool
    reason: str  # why it ends with the other answer
    instrument: str
    provision: str
    do: str  # the way onward then
    where: str
    signs: tuple[str, ...] = ()
    no_paper: bool = False  # then no paper is needed at all: what everybody has will do
    settled: bool = True  # False: what holds with the other answer, nobody has checked

    @property
    def asked(self) -> Question:
        """Return the question as a box asks it, at every door."""
        return Question(BEFORE + self.key, self.question, AnswerKind.YES_NO)

    @property
    def open_question(self) -> str:
        """Return what has to be asked, and what has to be answered for it to go on."""
        return f"{self.question}（答“{'是' if self.wanted else '否'}”才在这里办）"


@dataclass(frozen=True)
class Entitled:
    """A provision by which a kind of unit takes the paper in (有权收取的规定), in its own words."""

    demander: str  # a code of law.base.demanders.Demander
    instrument: str
    provision: str
    words: str


class MeetingNumber(Term):
    """A number of a deliberation rule (议事数字), to say which of them no law gives."""

    QUORUM = "quorum", "到会比例"
    MAJORITY = "majority", "通过比例"
    PUBLIC_NOTICE = "public_notice", "公示天数"


_SHARES = {"1/2": "过半数", "2/3": "三分之二以上", "3/4": "四分之三以上"}


@dataclass(frozen=True)
class DeliberationRule:
    """Numbers of a deliberation (议事规则), as data with a source: never constants."""

    kind: str  # 村民会议, 居民代表会议 …
    quorum: str  # a fraction of those entitled, "1/2"; empty: no assembly, in any form that fits
    majority: str  # a fraction of those present, "1/2" means more than half, "2/3" at least
    public_notice_days: int
    source: Source
    majority_of_entitled: bool = False  # the majority is of all entitled, not of those present
    notice_days: int = 0  # days between the call and the meeting
    note: str = ""
    ours: tuple[MeetingNumber, ...] = ()  # the numbers that no law gives
    by_area: bool = False  # quorum and majority count heads and area alike (民法典 第二百七十八条)
    by_committee: bool = False  # the committee itself decides, behind closed doors
    party_first: str = ""  # where it is written that the Party's branch discusses it before
    party_first_from: date | None = None  # for meetings from that day
    review: str = ""  # the law by which another meeting reviews objections (再次评议); empty: none
    review_instrument: str = ""  # its id among the instruments
    review_provision: str = ""

    @property
    def public_notice_source(self) -> str:
        """Return where the days of the public notice stand; empty: they are our own number."""
        return "" if MeetingNumber.PUBLIC_NOTICE in self.ours else self.source.text

    @property
    def agreed_by(self) -> str:
        """Return who has to agree and how many, in words; empty where no law gives the number."""
        if self.flexible or MeetingNumber.MAJORITY in self.ours:
            return ""
        share = _SHARES.get(self.majority, self.majority)
        area = "，人数和面积都要达到" if self.by_area else ""
        if self.majority_of_entitled:
            return f"会议：{self.kind}，全体应到人员{share}同意{area}"
        return f"会议：{self.kind}，参加会议的人员{share}同意{area}"

    @property
    def flexible(self) -> bool:
        """Return whether any form will do (灵活多样), and there is nothing to count."""
        return not self.quorum


@dataclass(frozen=True)
class Item(Dated):
    """A proof item (证明事项) as listed: one subject of the catalogue."""

    id: str
    name: str
    kind: ListKind
    summary: str  # what it is, in words a resident uses
    divisions: tuple[str, ...]  # codes it is bound to; empty means the whole nation
    committees: tuple[CommitteeKind, ...]
    basis: tuple[LegalBasis, ...]
    onward: tuple[Onward, ...]
    aliases: tuple[str, ...]
    used_for: tuple[str, ...]  # typical purposes
    demanders: tuple[str, ...]  # who is likely to ask for it: our own list, and no law's
    rules: tuple[str, ...]  # special rules, one sentence each
    handling: Handling
    limit_working_days: int  # 0 means on the spot
    deliberation: DeliberationNeed
    deliberation_rule: DeliberationRule | None
    questions: tuple[Question, ...]
    facts: tuple[FactToVerify, ...]
    materials: tuple[str, ...]
    validity_days: int  # 0: it does not lapse
    certificate_title: str
    electronic_original: bool  # good as an electronic original, or only the sealed paper's record?
    instead_see: tuple[str, ...]  # items easily confused with this one
    conflicts_with: str  # the negative item that it is a regional exception to
    in_force_from: date
    in_force_until: date | None
    enabled: bool
    disabled_reason: str
    unverified: tuple[str, ...]  # what the product must say is unverified
    confidence: Confidence
    sources: tuple[str, ...]
    act: ActKind = ActKind.CERTIFICATE  # what kind of act leaves the house
    validity_source: str = ""  # where the validity stands; empty: our own number
    limit_source: str = ""  # where the time limit stands; empty: our own number
    refers_to: str = ""  # the record of an extract, the letter of a reply; {answers} by key
    remedy: str = ""  # what to do against a decision
    duty: Duty | None = None
    preconditions: tuple[Precondition, ...] = ()
    refused_because: str = ""  # why a disabled item is refused; empty: nobody has settled it yet
    advice: tuple[str, ...] = ()  # special rules for whoever handles it; residents don't see them
    sensitive: tuple[Sensitive, ...] = ()  # each needs a consent of its own
    entitled: tuple[Entitled, ...] = ()  # to which kinds of unit a provision has it handed in
    notice_days: int = 0  # of a public notice that its article asks for without a meeting
    notice_source: str = ""  # where these days stand

    @property
    def told_basis(self) -> tuple[LegalBasis, ...]:
        """Return the bases that residents are shown: of what nobody read, none is named."""
        negative = self.kind is ListKind.NEGATIVE
        return tuple(basis for basis in self.basis if negative or basis.checked)

    def notice_running(self, answers: Mapping[str, object], on: date) -> date | None:
        """Return the last day of the public notice (公示) if it still runs on ``on``."""
        begun = answers.get(f"{NOTICE}_from")
        if not self.notice_days or not begun:
            return None
        last = date.fromisoformat(str(begun)) + timedelta(days=self.notice_days)
        return last if on <= last else None

    def applies_in(self, division: str) -> bool:
        """Return whether the item is bound to ``division`` (a code) or to the whole nation."""
        return not self.divisions or any(
            division.startswith(significant(bound)) for bound in self.divisions
        )

    def used(self, on: date) -> bool:
        """Return whether it is in use on ``on``; what its last day put out of use once was."""
        return self.enabled or (self.in_force_until is not None and on < self.in_force_until)

    def lies_in(self, place: str) -> bool:
        """Return whether places that it is bound to lie within ``place``: it is too wide to say."""
        wide = significant(place)
        return not self.applies_in(place) and any(one.startswith(wide) for one in self.divisions)


def basis_in_force(
    item: Item, instruments: Mapping[str, Instrument], on: date
) -> tuple[LegalBasis, ...]:
    """
    Return those bases of ``item`` that can carry it on ``on``: binding, checked, in force.

    A wording of that day that nobody has read carries nothing.

    Source: 民发〔2020〕20号 第二部分第二段 (OP-2.2.a).
    """
    return tuple(
        basis
        for basis in item.basis
        if basis.checked
        and (instrument := instruments.get(basis.instrument)) is not None
        and instrument.binding
        and instrument.in_force(on)
        and instrument.provision_on(basis.provision, on)
    )
