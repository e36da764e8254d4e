"""Proof items (证明事项): what an item is, and whether it is fit to be published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from juzheng.law.base.divisions import significant
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.act_kinds import FORMS
from juzheng.law.catalogue.act_kinds import ActKind as ActKind  # the word of the field ``act``

_ROUGHLY = re.compile("大概|大约")


class ListKind(Term):
    """Which list an item stands on (清单类别)."""

    ISSUABLE = "issuable", "可出具清单"
    NEGATIVE = "negative", "不应出具清单"
    RETAINED = "retained", "保留证明事项清单"


class Confidence(Term):
    """How sure we are of a fact we copied (可信程度); ``LOW`` is never enabled."""

    HIGH = "high", "来源已打开核对"
    MEDIUM = "medium", "单一来源，尚未完全核实"
    LOW = "low", "未核实"


class OnwardKind(Term):
    """What kind of way onward (去向) a resident is shown instead of a certificate."""

    EXISTING_DOCUMENT = "existing_document", "已有证件就能证明"
    OTHER_AUTHORITY = "other_authority", "由其他部门出具或办理"
    SHARED_DATA = "shared_data", "由索要单位核查共享数据"
    COMMITMENT = "commitment", "可以书面承诺代替"
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


@dataclass(frozen=True)
class Source:
    """Where a fact was read (来源), kept with the fact."""

    text: str
    confidence: Confidence


@dataclass(frozen=True)
class Onward:
    """A way onward (去向), house rule 13.4: an object, never a bare sentence."""

    kind: OnwardKind
    do: str  # what to do, in the imperative, one sentence
    bring: tuple[str, ...] = ()
    where: str = ""
    how_long: str = ""
    source: Source | None = None


@dataclass(frozen=True)
class LegalBasis:
    """A legal basis (法律法规依据): an article of an instrument in the catalogue."""

    instrument: str  # id in catalogue/instruments
    provision: str
    checked: str = ""  # how the wording was checked; empty means it was not


class Dated:
    """What holds from one day until another (有效期间); an unknown start means never."""

    in_force_from: date | None
    in_force_until: date | None  # first day on which it no longer holds

    def in_force(self, on: date) -> bool:
        """Return whether it holds on ``on``."""
        if self.in_force_from is None or on < self.in_force_from:
            return False
        return self.in_force_until is None or on < self.in_force_until


@dataclass(frozen=True)
class Instrument(Dated):
    """A legal instrument (法律文件) and the days on which it is in force."""

    id: str
    title: str
    issuer: str
    in_force_from: date | None  # None: not known, and so never in force for us
    in_force_until: date | None  # first day on which it is no longer in force
    status: str
    checked_on: date | None
    confidence: Confidence
    binding: bool  # law, regulation or a list approved by the State Council; not news, not practice
    note: str = ""
    source: str = ""


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


class MeetingNumber(Term):
    """A number of a deliberation rule (议事数字), to say which of them no law gives."""

    QUORUM = "quorum", "到会比例"
    MAJORITY = "majority", "通过比例"
    PUBLIC_NOTICE = "public_notice", "公示天数"


@dataclass(frozen=True)
class DeliberationRule:
    """Numbers of a deliberation (议事规则), as data with a source: never constants."""

    kind: str  # 村民会议, 居民代表会议 …
    quorum: str  # a fraction of those entitled, "1/2"
    majority: str  # a fraction of those present, "1/2" means more than half, "2/3" at least
    public_notice_days: int
    source: Source
    majority_of_entitled: bool = False  # the majority is of all entitled, not of those present
    notice_days: int = 0  # days between the call and the meeting
    note: str = ""
    ours: tuple[MeetingNumber, ...] = ()  # the numbers that no law gives


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
    demanders: tuple[str, ...]  # who usually asks for it
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

    def applies_in(self, division: str) -> bool:
        """Return whether the item is bound to ``division`` (a code) or to the whole nation."""
        return not self.divisions or any(
            division.startswith(significant(bound)) for bound in self.divisions
        )


def basis_in_force(
    item: Item, instruments: Mapping[str, Instrument], on: date
) -> tuple[LegalBasis, ...]:
    """
    Return those bases of ``item`` that can carry it on ``on``: binding, checked, in force.

    Source: 民发〔2020〕20号 第二部分第二段 (OP-2.2.a).
    """
    return tuple(
        basis
        for basis in item.basis
        if basis.checked
        and (instrument := instruments.get(basis.instrument)) is not None
        and instrument.binding
        and instrument.in_force(on)
    )


def unfit(item: Item, instruments: Mapping[str, Instrument], on: date) -> tuple[str, ...]:
    """
    Return why ``item`` may not be published on ``on``; an empty tuple means: publish.

    The one gate for the shipped catalogue and for what a county publishes later.
    Source: OP-1.2.b, OP-2.2.a, OP-2.3.b, OP-4.2.b.
    """
    found = []
    if item.confidence is Confidence.LOW:
        found.append("来源可信程度低，不能启用。请先核实来源。")
    found += [
        f"依据“{basis.instrument}”不在法律文件目录中。请先登记该文件。"
        for basis in item.basis
        if basis.instrument not in instruments
    ]
    if any(one.kind is AnswerKind.DATE and _ROUGHLY.search(one.hint) for one in item.questions):
        found.append("提示里写了可以写大概，填写方式却要求完整的日期。请把填写方式改成“大概日期”。")
    found += _unfit_for_its_act(item)
    if item.kind is ListKind.NEGATIVE:
        if not item.onward:
            found.append("没有填写居民可以怎么办，不能列入不应出具清单。")
        return tuple(found)
    return (*found, *_unfit_to_issue(item, instruments, on))


def _unfit_to_issue(item: Item, instruments: Mapping[str, Instrument], on: date) -> Iterator[str]:
    if not basis_in_force(item, instruments, on):
        yield "没有当日有效、已核对的法律法规依据，不能列入可出具清单。"
    if not item.committees:
        yield "没有写明由居民委员会还是村民委员会出具。"
    if not item.facts:
        yield "没有写明要核实哪些事实，不能出具。"
    if item.handling is Handling.COMPLEX and item.limit_working_days < 1:
        yield "限时办结事项没有写明办理时限。"
    if item.deliberation is DeliberationNeed.REQUIRED and item.deliberation_rule is None:
        yield "应当议事协商的事项没有写明议事规则。"


def _unfit_for_its_act(item: Item) -> Iterator[str]:
    """Yield why the item does not fit the form of its act; only what can change expires."""
    form, called = FORMS[item.act], item.act.label
    operative = any(fact.operative for fact in item.facts)
    if item.validity_days and not form.lapses and not item.validity_source:
        yield f"{called}不会过期，写了有效期却没有写依据。有效期请填0，或者写明依据。"
    if item.validity_source and not item.validity_days:
        yield "写了有效期的依据，没有写天数。请补上天数，或者删去依据。"
    if item.facts and form.does and not operative:
        yield f"{called}没有写明哪一句是本委员会的意思表示（同意、推荐、决定、结果）。"
    if operative and not form.does:
        yield f"{called}只说明事实，不能有本委员会的意思表示（同意、推荐、决定、结果）。"
    if item.facts and form.refers and not item.refers_to:
        yield f"{called}没有写明{form.refers}。"
    if form.meets and item.deliberation is not DeliberationNeed.REQUIRED:
        yield f"{called}出自会议，议事协商应当填“应当”。"
    if form.remedy and not item.remedy:
        yield f"{called}没有写明不服怎么办。"
