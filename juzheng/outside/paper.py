"""The paper (证明纸): set with typst into PDF/A-3b, the same input always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from juzheng.law.base.papers import PaperKind
from juzheng.law.base.plain import texts
from juzheng.law.cases import certificates, objections
from juzheng.law.cases.certificates import Paper
from juzheng.law.catalogue.act_kinds import BY_DEFAULT, NEVER_LAPSES, Part
from juzheng.outside import credential, fonts, pdf_signature
from juzheng.outside import qr as qr_code
from juzheng.outside.keys import Keyring
from juzheng.outside.typesetting import DEMO, day, typeset
from juzheng.outside.typesetting import full_width as _set

QR_FILE = "juzheng-qr.txt"  # the QR code's text, attached to the PDF
DRAFT = "预览"  # the watermark of a draft
SAMPLE = "样张"  # the watermark of a sample

_TEMPLATE = "certificate.typ"
_STANDARD = "a-3b"
_PARTS = ("year", "month", "day", "hour", "minute", "second")

_NOT_FOR_USE = {
    DRAFT: "预览件：未签字、无编号，不得使用",
    SAMPLE: "样张：内容是编的，不得使用",
}
_ELECTRONIC = "电子原件：以带数字签名的电子文件为准，打印件请扫码核验"
_RECORD = "加盖公章、{role}签名的纸质件为原件；未盖章的打印件和电子文件供留存、核验"
_SEPARATED = "；"
# What may be folded away before the pen: where it is written, and for what and how long it holds.
# Whoever signs has what the paper says and does before his eyes, whatever kind of paper it is.
BESIDE = (Part.BASIS, Part.USE)
_ONLY_THE_RECORD = "本摘录只说明记录上写了什么，不认定其他事实。"
# Of a notice that does not say it itself: those were made before who asks was looked at.
_STILL_ASKED = "对方仍要求您提供的，可以请其说明要证明什么、作什么用；也可以拨打12345反映。"


class PaperNotSound(Exception):
    """Our own output does not hold when it is opened again (成品复核不过): it must not leave."""


@dataclass(frozen=True)
class Draft:
    """A paper set and ready to be signed (待签文书)."""

    pdf: bytes
    qr_text: str


def compose(paper: Paper, *, keyring: Keyring, base_url: str, opaque: str, at: datetime) -> Draft:
    """
    Return ``paper`` set with its QR code (制版), not signed yet; the same input, the same bytes.

    :param opaque: the paper's random id, the last part of the address in the QR code
    :param at: the aware moment to stand in the file
    :raises MissingGlyphs, ValueError: as :func:`render`
    """
    text = credential.qr_text(
        base_url, opaque, credential.encode(credential.of(paper), keyring.current)
    )
    return Draft(render(paper, qr=text, draft=False, at=at), text)


def sign(pdf: bytes, *, keyring: Keyring, at: datetime, reason: str) -> bytes:
    """
    Return ``pdf`` with the current key's signature over every byte (签名); PAdES B-B.

    A paper intended before the keys were rotated is signed as of the new key's first moment.
    """
    moment = max(at, keyring.current.public.created)
    return pdf_signature.sign(pdf, signer=keyring.current, at=moment, reason=reason)


def validate(pdf: bytes, *, keyring: Keyring, paper: Paper) -> None:
    """
    Open our own output again and check it as a stranger would (成品复核).

    :raises PaperNotSound: unless a key of ours signed exactly this file, it carries this very
        paper, and its QR code proves the same paper without network
    """
    try:
        pdf_signature.read_signature(pdf, keyring.public)
        attached = pdf_signature.embedded(pdf, pdf_signature.PAPER_FILE)
        text = pdf_signature.embedded(pdf, QR_FILE).decode()
        scanned = credential.decode_and_verify(text, keyring.public)
    except (pdf_signature.UnreadablePaper, credential.UnreadableCredential) as error:
        raise PaperNotSound(str(error)) from error
    if attached != certificates.canonical(paper):
        raise PaperNotSound("文件里附的内容与要出具的内容不一致。")
    if scanned.credential.fingerprint != certificates.fingerprint(paper):
        raise PaperNotSound("二维码里的指纹与要出具的内容不一致。")


def missing_glyphs(paper: Paper, library: fonts.Library | None = None) -> tuple[str, ...]:
    """Return the characters of ``paper`` that cannot be drawn (缺字形的字), before signing."""
    return (library or fonts.library()).missing(texts(paper))


def render(
    paper: Paper,
    *,
    qr: str | None,
    draft: bool,
    at: datetime,
    mark: str = DRAFT,
    library: fonts.Library | None = None,
) -> bytes:
    """
    Return ``paper`` as a PDF (排版): PDF/A-3b, tagged, text selectable, fonts embedded.

    :param qr: the QR code's text; None exactly on a draft
    :param draft: a preview: watermark, and neither number nor QR code nor place for the seal
    :param at: the aware moment to stand in the file as its date
    :param mark: what stands across a draft: ``DRAFT`` or ``SAMPLE``
    :raises MissingGlyphs: if a character cannot be drawn
    :raises ValueError: a draft with QR code or number, or a paper without them
    """
    if draft != (qr is None) or draft != (paper.number == ""):
        raise ValueError("a draft has neither number nor QR code, a paper has both")
    content = json.dumps(_content(paper, qr, at, mark), ensure_ascii=False)
    attached = "" if qr is None else certificates.canonical(paper).decode()
    inputs = {"paper": content, "attached": attached}
    return typeset(
        _TEMPLATE,
        inputs,
        texts(paper),
        standard=_STANDARD,
        library=library or fonts.library(),
    )


def wording(paper: Paper) -> dict[str, Any]:
    """Return the words of ``paper`` part by part, as they are set (文书文字): for a page too."""
    certificate = paper.kind is PaperKind.CERTIFICATE
    return {
        "heading": paper.form.heading if certificate else paper.kind.label,
        "title": _set(paper.title),
        "recipient": _set(_addressee(paper)),
        "opening": list(opening(paper)),
        "sections": list(_parts(paper)) if certificate else _refusal(paper),
        "signers": _signers(paper),
        "date": day(paper.issued_on),
    }


def _content(paper: Paper, text: str | None, at: datetime, mark: str) -> dict[str, Any]:
    """Return what the template sets, in its words: strings and lists, nothing to decide."""
    words = wording(paper)
    utc = at.astimezone(UTC)
    return {
        **words,
        "tracking": 0.5 if len(words["heading"]) == len("证明") else 0.12,
        "committee": _set(paper.committee),
        "number": paper.number,
        "draft": text is None,
        "watermark": mark,
        "warning": _set(_warning(paper, "" if text else _NOT_FOR_USE[mark])),
        "nature": _set(_nature(paper, "" if text else _NOT_FOR_USE[mark])),
        "by_hand": not paper.electronic_original,
        "seal": "" if text is None or paper.electronic_original else "印章处",
        "qr": "" if text is None else qr_code.svg(text),
        "qr_text": text or "",
        "qr_alt": f"核验二维码，编号{paper.number}",
        "check": [] if text is None else [_set(line) for line in _check(paper, text)],
        "at": {part: getattr(utc, part) for part in _PARTS},
    }


def _warning(paper: Paper, not_for_use: str) -> str:
    found = (not_for_use, DEMO if paper.demo else "")
    return "；".join(part for part in found if part)


def _nature(paper: Paper, not_for_use: str) -> str:
    # The last line to sign on is the one that has to be signed: a notice has only the preparer's.
    responsible = paper.responsible_person or paper.kind is PaperKind.CERTIFICATE
    role = paper.form.roles[1 if responsible else 0]
    return not_for_use or (_ELECTRONIC if paper.electronic_original else _RECORD.format(role=role))


def _addressee(paper: Paper) -> str:
    if paper.kind is PaperKind.REFUSAL_NOTICE:
        return f"{_applicant(paper)}："
    return f"{paper.recipient}:" if paper.recipient and paper.form.addressed else ""


def _applicant(paper: Paper) -> str:
    identity = f"（证件号码：{paper.identity_masked}）" if paper.identity_masked else ""
    return paper.applicant_name + identity


def _opening(paper: Paper) -> list[str]:
    if paper.kind is PaperKind.CERTIFICATE:
        unit = f"（使用单位：{paper.recipient}）" if paper.recipient else ""
        said = {"purpose": paper.purpose, "refers_to": paper.refers_to, "unit": unit}
        return [paper.form.opening.format(applicant=_applicant(paper), **said)]
    demander = f"；要求提供的单位：{paper.recipient}" if paper.recipient else ""
    return [
        f"您申请出具“{paper.title}”（用途：{paper.purpose}{demander}）。"
        "经审查，本委员会不予出具。理由和您可以采用的办法如下。"
    ]


def _replacing(paper: Paper) -> Iterator[str]:
    """Say which paper it takes the place of: whoever holds both knows which one counts."""
    if paper.replaces:
        old = f"{paper.replaces}号"
        since = f"{old}写得有误，自{day(paper.issued_on)}起撤销，不再使用。"
        yield f"{paper.form.itself}代替{old}。{since}"


def opening(paper: Paper) -> tuple[str, ...]:
    """Return how the paper begins (开头), paragraph by paragraph, as it is set."""
    return tuple(_set(one) for one in (*_replacing(paper), *_opening(paper)))


def said(paper: Paper) -> dict[Part, tuple[str, ...]]:
    """Return what the parts of a paper say besides its facts (各部分的话), for a page too."""
    return {
        Part.ASKED: tuple(paper.purpose.splitlines()),
        Part.DOES: paper.operative,
        Part.MEETING: (paper.meeting,),
        Part.BASIS: (_SEPARATED.join(paper.basis),),  # in one line, that most fit on a sheet
        Part.REMEDY: (paper.remedy,),
        Part.REFERS: (f"“{paper.refers_to}”，由{paper.committee}保存。{_ONLY_THE_RECORD}",),
        Part.NOT_COVERED: (_not_covered(paper),),
        Part.USE: (_use(paper),),
    }


def _parts(paper: Paper) -> Iterator[dict[str, Any]]:
    """Yield the parts of the paper in the order of its form; what is empty is left out."""
    plain = said(paper)
    for part in paper.form.parts:
        title = paper.form.titled(part)
        if part is Part.FACTS:
            facts = [_item(one.sentence, f"核实方式：{one.means}") for one in paper.facts]
            yield {**_numbered(title, facts), "beside": False}
        elif any(plain[part]):
            yield {**_plain(title, *plain[part]), "beside": part in BESIDE}


def _use(paper: Paper) -> str:
    use = paper.form.use.format(purpose=paper.purpose)
    return f"{use}。{_validity(paper)}。{paper.form.closing}"


def _validity(paper: Paper) -> str:
    """Say until when it is good; a day of our own never reads as if the law had set it."""
    if paper.valid_until is None:
        return paper.form.itself + NEVER_LAPSES
    last = day(paper.valid_until)
    if paper.validity_source:
        return f"有效期至{last}，依据：{paper.validity_source}"
    own = f"（{BY_DEFAULT}）" if paper.own_validity else ""
    return f"有效期至{last}{own}"


def _not_covered(paper: Paper) -> str:
    named = "；".join(paper.not_verified)
    rest = f"除上列内容外，{paper.form.itself}不涉及其他内容。"
    return f"{named}。{rest}" if named else rest


def _refusal(paper: Paper) -> list[dict[str, Any]]:
    ways, against = objections.parted(paper.onward)
    found = [
        _plain("理由", paper.reason),
        _plain("依据", _SEPARATED.join(paper.basis)),
        _numbered("您可以这样办", [_item(way) for way in ways]),
        _plain("对方仍然要的", *(paper.remedy or _STILL_ASKED).split("\n")),
        _plain(objections.HEADING, *against),
    ]
    return [part for part in found if part["items"]]


def _plain(title: str, *paragraphs: str) -> dict[str, Any]:
    return {**_numbered(title, [_item(text) for text in paragraphs]), "numbered": False}


def _numbered(title: str, items: list[dict[str, str]]) -> dict[str, Any]:
    return {"title": title, "numbered": True, "items": items}


def _item(text: str, note: str = "") -> dict[str, str]:
    return {"text": _set(text), "note": _set(note)}


def _signers(paper: Paper) -> list[dict[str, str]]:
    found = zip(paper.form.roles, (paper.preparer, paper.responsible_person), strict=True)
    return [{"role": role, "name": name} for role, name in found if name]


def _check(paper: Paper, text: str) -> list[str]:
    short = certificates.short_fingerprint(certificates.fingerprint(paper))
    return [
        "手机扫码，把页面所示与本纸逐字对照。",
        f"短指纹 {short}（查看内容时填写）",
        text.partition("#")[0],
    ]
