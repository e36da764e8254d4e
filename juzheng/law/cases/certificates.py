"""Papers (文书): what a certificate or refusal notice says, and whether a paper is ours."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from juzheng.law.base import ledger
from juzheng.law.base.citations import beside_the_rules
from juzheng.law.base.deadlines import day
from juzheng.law.base.papers import PaperKind
from juzheng.law.base.plain import as_mapping, texts
from juzheng.law.cases.consultation import Consultation, Result
from juzheng.law.cases.deliberation import Meeting
from juzheng.law.catalogue.act_kinds import FORMS, ActKind, Form, Part

# Named in the canonical text; a change of meaning is a new number. All of them are read for ever.
FORMATS = {1: "juzheng-paper/1", 2: "juzheng-paper/2", 3: "juzheng-paper/3"}
FORMAT = 2  # that new papers are written in
REPLACING_FORMAT = 3  # of those that replace another: programs from before must not miss it
_SINCE_2 = ("act", "operative", "meeting", "refers_to", "remedy", "validity_source")
_SINCE_3 = ("replaces",)
_NOT_IN = {1: (*_SINCE_2, *_SINCE_3), 2: _SINCE_3, 3: ()}
# What a corrected paper has of its own, though nothing else were corrected.
_OF_EACH = {
    *("number", "issued_on", "valid_until", "preparer", "responsible_person"),
    *("replaces", "format"),
}

# C0 and C1 controls but the line feed, and the characters that turn the direction of reading:
# they would let a paper show something else than what was signed.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NUMBER = re.compile(r"([0-9]{12})-([0-9]{4})-(告?)(0*[1-9][0-9]*)", re.ASCII)
_TYPED_NUMBER = re.compile(r"([0-9]{12})([0-9]{4})(告?)(0*[1-9][0-9]{0,8})\Z", re.ASCII)
_SERIAL_DIGITS = 5
_FLAGS = ("electronic_original", "demo")


class BadPaper(ValueError):
    """A paper that cannot be (文书内容不成立): something it must say is missing or unprintable."""


class BadNumber(ValueError):
    """A text that is no number of ours (编号不对)."""


@dataclass(frozen=True)
class Statement:
    """One verified fact on the paper (证明内容) and how it was verified."""

    sentence: str
    means: str


@dataclass(frozen=True)
class Paper:
    """
    Everything that stands on a paper (文书内容); what is not here is not on it.

    :raises BadPaper: a paper that lacks what its kind must say: a fact, the meeting, the record,
        the letter, the remedy; a refusal without reason or way onward (OP-2.3.d, OP-4.2.b); or a
        character that cannot be printed as it was signed
    """

    kind: PaperKind
    title: str
    committee: str
    committee_code: str
    number: str  # empty on a draft: no number exists before the signature
    applicant_name: str
    identity_masked: str
    recipient: str
    purpose: str
    facts: tuple[Statement, ...]
    not_verified: tuple[str, ...]
    basis: tuple[str, ...]  # citations as text
    reason: str  # refusals only
    onward: tuple[str, ...]  # refusals only
    valid_until: date | None  # the last day on which it is valid; None: no end
    issued_on: date
    preparer: str
    responsible_person: str
    electronic_original: bool  # good as an electronic original, or the sealed paper's record?
    demo: bool
    act: ActKind = ActKind.CERTIFICATE  # of a refusal: what was refused
    operative: tuple[str, ...] = ()  # what the paper does: consents, recommends, decides
    meeting: str = ""  # its day, kind and result
    refers_to: str = ""  # the record of an extract, the letter of a reply
    remedy: str = ""  # what to do against a decision
    validity_source: str = ""  # where the validity stands; empty: our own number
    replaces: str = ""  # the number of the wrong paper that it takes the place of
    format: int = FORMAT

    def __post_init__(self) -> None:
        for text in texts(self):
            if _UNPRINTABLE.search(text):
                raise BadPaper("文书内容含有不能打印的控制字符。请删去后重新填写。")
        for lacking in _lacking(self):
            raise BadPaper(lacking)

    @property
    def form(self) -> Form:
        """Return its form (文书式样): that of its act; a refusal does nothing of the kind."""
        issued = self.kind is PaperKind.CERTIFICATE
        return FORMS[self.act if issued else ActKind.CERTIFICATE]

    def bears(self, part: Part) -> bool:
        """Return whether ``part`` stands on it (纸上有没有); a refusal has parts of its own."""
        return bears(self.kind, self.act, part)

    @property
    def own_validity(self) -> bool:
        """Return whether its last day is our own number and no law's (自定的有效期)."""
        return self.format > 1 and self.valid_until is not None and not self.validity_source

    @property
    def called(self) -> str:
        """Return what the paper is (文书叫什么): as it is headed."""
        return called(self.kind, self.act)


def called(kind: PaperKind, act: ActKind) -> str:
    """
    Return what a paper of that kind is called (文书叫什么): word for word as it is headed.

    Whoever compares a print with the register, or looks for it in the book, reads one name.
    """
    return act.heading if kind is PaperKind.CERTIFICATE else kind.label


def bears(kind: PaperKind, act: ActKind, part: Part) -> bool:
    """Return whether ``part`` stands on a paper of that kind (纸上有没有这一部分)."""
    return kind is PaperKind.CERTIFICATE and part in FORMS[act].parts


def _lacking(paper: Paper) -> Iterator[str]:
    """Yield what the paper must say and does not; a draft may wait for the meeting."""
    newer = paper.act is not ActKind.CERTIFICATE or any(getattr(paper, n) for n in _SINCE_2[1:])
    if paper.format == 1 and newer:
        yield "旧版文书不能写新版才有的内容。"
    if bool(paper.replaces) is not (paper.format == REPLACING_FORMAT):
        yield "更正换发的文书要用新版，写明代替哪一号。"
    if paper.kind is PaperKind.REFUSAL_NOTICE:
        if not (paper.reason and paper.onward):
            yield "不予出具告知单须写明理由和替代办法。请补齐（民发〔2020〕20号第三、四部分）。"
        return
    form, name = paper.form, paper.act.label
    if not (paper.facts or paper.operative):
        yield f"{name}没有写明任何已核实的事实。请先核实再出具（民发〔2020〕20号第二部分）。"
    if paper.valid_until and not (form.lapses or paper.validity_source):
        yield f"{name}不会过期，不能写有效期。"
    if form.refers and not paper.refers_to:
        yield f"{name}没有写明{form.refers}。请补上。"
    if form.remedy and not paper.remedy:
        yield f"{name}没有写明不服怎么办。请补上。"
    if paper.number and form.does and not paper.operative:
        yield f"{name}没有写明{form.does}。请先核实再出具。"
    if paper.number and form.meets and not paper.meeting:
        yield f"{name}没有写明会议。请先登记会议结果。"


def valid_until(days: int, on: date) -> date | None:
    """Return the last day of a paper issued ``on`` (有效期); None: it does not lapse."""
    return on + timedelta(days=days) if days else None


def meeting_in_words(meeting: Meeting, recorded_on: date, review: Meeting | None = None) -> str:
    """
    Return the day, the kind and the result of a meeting that carried (会议结果).

    What was objected is said as it was written down (异议), and that nothing was, too: of days
    that came after ``recorded_on`` nobody has written anything.

    :param review: the meeting that reviewed what was objected and found nothing in it (再次评议)
    """
    told = [f"{_votes(meeting)}，讨论通过", *_notice(meeting, recorded_on, reviewed=bool(review))]
    if review:
        told.append(f"再次评议异议：{_votes(review)}，异议不成立")
    return f"{'；'.join(told)}。"


def _notice(meeting: Meeting, recorded_on: date, *, reviewed: bool) -> Iterator[str]:
    began, days = meeting.notice_from, meeting.public_notice_days
    if began is None:
        return
    yield f"结果自{day(began)}起公示{days}天"
    over = recorded_on >= began + timedelta(days=days)
    within = "公示期间" if over else f"截至{day(recorded_on)}"
    some = f"收到异议{meeting.objections}件"
    answered = "" if reviewed else f"，已经答复{meeting.objections_settled}件"
    yield within + (some + answered if meeting.objections else "没有收到异议")


def not_agreed_in_words(held: Meeting | Consultation) -> str:
    """Return the day, the kind and the result of what did not agree (没有同意)."""
    said = _votes(held) if isinstance(held, Meeting) else _heard(held)
    return f"{said}，没有同意出具。"


def consultations_in_words(rounds: Iterable[Consultation]) -> str:
    """
    Return day, form and result of each round of hearing residents that counts (议事结果).

    A round in which most disagreed was heard again: what came before it carries nothing.
    """
    counted = list[Consultation]()
    for held in rounds:
        counted = [*counted, held] if held.result is Result.AGREED else []
    return "；".join(map(_heard, counted)) + f"，{Result.AGREED.label}。" if counted else ""


def _votes(meeting: Meeting) -> str:
    return (
        f"{day(meeting.held_on)}召开{meeting.kind}，应到{meeting.entitled}人，"
        f"实到{meeting.present}人，同意{meeting.votes_for}人，反对{meeting.against}人，"
        f"弃权{meeting.abstained}人"
    )


def _heard(held: Consultation) -> str:
    return f"{day(held.held_on)}以“{held.form}”的方式组织居民议事协商"


@dataclass(frozen=True)
class PaperNumber:
    """The parts of a number (编号): whose, which year, which one, what kind."""

    committee_code: str
    year: int
    serial: int
    kind: PaperKind


def number(committee_code: str, year: int, serial: int, kind: PaperKind) -> str:
    """
    Return the number (编号) of a paper: ``999901001001-2026-00017``, refusals ``…-2026-告00003``.

    The committee's 12-digit code (统计用区划代码) makes it unique in the nation without any
    local abbreviation. Certificates and refusal notices are counted apart, from 1, each year.

    :raises BadNumber: if a part is out of range
    """
    mark = "告" if kind is PaperKind.REFUSAL_NOTICE else ""
    text = f"{committee_code}-{year:04d}-{mark}{serial:0{_SERIAL_DIGITS}d}"
    read_number(text)
    return text


def read_number(text: str) -> PaperNumber:
    """
    Return the parts of a number (编号); the inverse of :func:`number`.

    :raises BadNumber: if ``text`` is not exactly what :func:`number` writes
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise BadNumber(f"“{text}”不是证明编号。请照纸面填写，例如 999901001001-2026-00017。")
    code, year, mark, serial = found.groups()
    if serial != f"{int(serial):0{_SERIAL_DIGITS}d}":
        raise BadNumber(f"“{text}”的序号位数不对。请照纸面填写，例如 999901001001-2026-00017。")
    kind = PaperKind.REFUSAL_NOTICE if mark else PaperKind.CERTIFICATE
    return PaperNumber(code, int(year), int(serial), kind)


def typed_number(text: str) -> str:
    """
    Return the number (编号) in ``text`` as we write it, however it was typed; else nothing.

    Hyphens may be missing or other dashes, digits full-width, the serial without its zeros,
    and the word that stands before it may be typed along.
    """
    found = _TYPED_NUMBER.search("".join(_digit(c) for c in unicodedata.normalize("NFKC", text)))
    if found is None:
        return ""
    code, year, mark, serial = found.groups()
    kind = PaperKind.REFUSAL_NOTICE if mark else PaperKind.CERTIFICATE
    return number(code, int(year), int(serial), kind)


def _digit(character: str) -> str:
    """Return a digit of any script as ours, the sign of a refusal as it is, nothing else."""
    decimal = unicodedata.decimal(character, None)
    return character if character == "告" else "" if decimal is None else str(decimal)


def canonical(paper: Paper) -> bytes:
    """
    Return the one byte sequence that stands for the paper (规范文本): what is fingerprinted.

    JSON in UTF-8, keys sorted, no blanks, dates as YYYY-MM-DD, characters as they are (no
    Unicode normalisation: it would change rare names), with the format's name inside.
    """
    facts = [[fact.sentence, fact.means] for fact in paper.facts]
    content = as_mapping(paper) | {"format": FORMATS[paper.format], "facts": facts}
    for new in _NOT_IN[paper.format]:
        del content[new]
    return ledger.canonical(content).encode()


def read_canonical(data: bytes) -> Paper:
    """
    Return the paper that ``data`` stands for (读回规范文本); the inverse of :func:`canonical`.

    :raises BadPaper: if ``data`` is not exactly the canonical text of some paper
    """
    try:
        paper = _paper(json.loads(data))
        exact = canonical(paper) == data
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadPaper("文书数据读不出来。请核对文件是否完整。") from error
    if not exact:
        raise BadPaper("文书数据不是规范文本。请使用原始文件。")
    return paper


def _paper(content: Mapping[str, Any]) -> Paper:
    values = dict(content)
    named = values.pop("format")
    known = [number for number, name in FORMATS.items() if name == named]
    if not known:
        raise BadPaper("文书数据的版本不认识。请用新版程序核对。")
    kind = PaperKind(_str(values.pop("kind")))
    act = ActKind(_str(values.pop("act", ActKind.CERTIFICATE.value)))
    issued_on = date.fromisoformat(values.pop("issued_on"))
    until = values.pop("valid_until")
    facts = tuple(Statement(_str(said), _str(means)) for said, means in values.pop("facts"))
    for flag in _FLAGS:
        if not isinstance(values[flag], bool):
            raise TypeError(flag)
    rest: dict[str, Any] = {
        key: value if key in _FLAGS else _text(value) for key, value in values.items()
    }
    return Paper(
        kind=kind,
        act=act,
        format=known[0],
        facts=facts,
        issued_on=issued_on,
        valid_until=None if until is None else date.fromisoformat(until),
        **rest,
    )


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value


def _text(value: object) -> str | tuple[str, ...]:
    return tuple(_str(part) for part in value) if isinstance(value, list) else _str(value)


def says_the_same(one: Paper, other: Paper) -> bool:
    """Return whether two papers differ in nothing but what each has of its own (内容相同)."""
    said, others = (
        as_mapping(each) | {"basis": beside_the_rules(each.basis)} for each in (one, other)
    )
    return all(said[name] == others[name] for name in said.keys() - _OF_EACH)


def fingerprint(paper: Paper) -> str:
    """Return the paper's fingerprint (指纹): SHA-256 of the canonical text, 64 hex digits."""
    return hashlib.sha256(canonical(paper)).hexdigest()


def short_fingerprint(whole: str) -> str:
    """
    Return a short fingerprint (短指纹) for reading aloud: 12 decimal digits in groups of four.

    Digits, because they are read the same in every dialect; about 40 bits of the whole,
    enough to compare two papers by telephone and never a proof by itself.
    """
    digits = f"{int(whole[:32], 16) % 10**12:012d}"
    return " ".join(digits[at : at + 4] for at in range(0, 12, 4))


def masked_name(name: str) -> str:
    """Return a name with its middle hidden (姓名脱敏): 王小明 → 王*明, 王明 → 王*."""
    if len(name) < 3:
        return name[:1] + "*" * len(name[1:])
    return name[0] + "*" * (len(name) - 2) + name[-1]
