"""The evidence package (证据包) of a correction: made anew from records and ledger, never kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from juzheng.acts.base import files, signing_keys
from juzheng.acts.supervision import letters
from juzheng.law.base.demanders import Demander
from juzheng.law.base.terms import Term
from juzheng.law.supervision.exposable import Exposable, reading
from juzheng.law.supervision.exposure import CorrectionEvent, Severity
from juzheng.law.supervision.on_file import Denied
from juzheng.law.supervision.published_words import title_for
from juzheng.law.supervision.reports import ReportState
from juzheng.outside import evidence
from juzheng.outside.evidence import CaseFile, Part
from juzheng.outside.typesetting import day
from juzheng.records.models import Correction, Entry, Exhibit, Report
from juzheng.records.supervision import corrections, exhibits, of_units

# Scans of receipts on the file: of a notice before this one, and of each statement of facts.
_RECEIPTS = {
    CorrectionEvent.SERVED: "receipt-before",
    CorrectionEvent.STATED_SERVED: "receipt-facts",
}


def package(correction: Correction, *, at: datetime) -> bytes:
    """
    Return the ZIP with the signed record, the ledger's lines and the photos; it names no reporter.

    :raises outside.typesetting.MissingGlyphs: if a character cannot be drawn
    """
    reports = list(correction.reports.filter(state=ReportState.ACCEPTED.value).order_by("pk"))
    pdf = evidence.record_pdf(
        _record(correction, reports, at), keyring=signing_keys.keyring(), at=at
    )
    photos = {
        f"photos/{place}.jpg": files.read(report.public_photo)
        for place, report in enumerate(reports, start=1)
        if report.told.public_photo
    }
    return evidence.package(pdf, _ledger(correction), {**photos, **_served(correction)})


def _served(correction: Correction) -> dict[str, bytes]:
    """Return the notice as it was sent, and the scan that proves its service (通报和送达回执)."""
    found = {}
    if correction.notice_number:
        found["notice.pdf"] = letters.notice(correction)
    if correction.served_scan:
        ending = correction.served_scan.rpartition(".")[2]
        found[f"receipt.{ending}"] = files.read(correction.served_scan)
    for event, name in _RECEIPTS.items():
        scanned = correction.exhibits.filter(event=event.value).exclude(scan="").order_by("pk")
        for place, one in enumerate(scanned, start=1):
            found[f"{name}-{place}.{one.scan.rpartition('.')[2]}"] = files.read(one.scan)
    return found


def _record(correction: Correction, reports: Iterable[Report], at: datetime) -> CaseFile:
    unsaid = "（反映人没有同意引用原话，或者还没有审看）"
    words = (report.told.public_words or unsaid for report in reports)
    said = tuple(f"{place}. {word}" for place, word in enumerate(words, start=1))
    return CaseFile(
        heading=f"{title_for(correction.unit_kind)}案卷",
        number=correction.number,
        rows=_rows(correction),
        parts=(
            Part("通报", letters.paragraphs(correction.notice_text) or ("还没有发出。",)),
            Part("通报的送达", tuple(_service(correction))),
            Part("事实说明", (correction.statement or "还没有写。",)),
            Part("事实说明的送达", (_facts_service(correction),)),
            Part("案卷材料", tuple(_papers(correction))),
            Part("单位的意见", (_heard(correction, timezone.localdate(at)),)),
            Part("反映人的话", said),
            Part("办理经过", tuple(_course(correction))),
        ),
    )


def _rows(correction: Correction) -> tuple[tuple[str, str], ...]:
    return (
        ("单位", correction.unit_name),
        ("单位类别", Demander(correction.unit_kind).label),
        ("公开对象", _listed(correction)),
        ("上级", correction.superior or "没有登记"),
        ("办什么事", correction.matter or "没有登记"),
        ("要的证明", correction.proof),
        ("严重程度", Severity(correction.severity).label),
        ("现在的状态", correction.standing.label),
        ("通报文号", correction.notice_number or "没有"),
        ("通报日", _day(correction.notified_on)),
        ("送达日", _day(correction.served_on)),
        ("答复期限", _day(correction.due_on)),
    )


def _service(correction: Correction) -> Iterator[str]:
    """Yield how, when and by whom the notice reached the unit; else that no day has begun."""
    one = correction
    if one.served_on is None or one.service is None:
        yield "没有登记送达，单位的答复期限没有开始算。"
        return
    yield f"{day(one.served_on)}，{one.service.label}。"
    yield from filter(None, (one.served_document and f"回执：{one.served_document}", one.served_by))
    if one.served_scan:
        yield f"回执的扫描件在证据包里，摘要（SHA-256）：{one.served_scan_digest}"
    yield f"答复期限从第二天起算，到{_day(one.due_on)}。"


def _facts_service(correction: Correction) -> str:
    """Return when the facts reached the unit; how, and the receipt, stand among the papers."""
    one = correction
    if one.facts_served_on is None:
        return "没有登记送达，单位陈述意见的期限没有开始算。" if one.statement else "还没有写。"
    until = _day(one.facts_due_on)
    return f"{day(one.facts_served_on)}。陈述意见的期限从第二天起算，到{until}。"


def _listed(correction: Correction) -> str:
    read = reading(correction.unit_kind)
    if read is None or correction.listed_as not in set(Exposable):
        return "不在公开对象里"
    return f"{read.body.label}（我们的理解，没有机关确认过：{read.because}）"


def _papers(correction: Correction) -> Iterator[str]:
    """Yield each paper: with what it came, what it shows, which it is, and who compared it."""
    for one in exhibits.current(correction):
        said = (one.what.label, _shows(one).label, one.text, one.document, one.whence, day(one.on))
        alone = f"（纸上来的，{one.by}登记）" if one.on_paper else ""
        alone = f"（纸上来的，{one.by}登记，{one.checked_by}核对）" if one.checked_by else alone
        alone = "（由一人登记，未经另一人核对）" if one.single_handed else alone
        alone = "（还没有另一人审看）" if one.unreviewed else alone
        yield "；".join(filter(None, said)) + alone


def _shows(paper: Exhibit) -> Term:
    return paper.heading if isinstance(paper.heading, Denied) else paper.shown_as


def _heard(correction: Correction, on: date) -> str:
    heard = of_units.heard_as(correction, on)
    if heard is None:
        return "还没有听取。"
    said = heard.label
    return f"{said}：{correction.reply}" if correction.reply else f"{said}。"


def _course(correction: Correction) -> list[str]:
    steps = corrections.steps_of(correction)
    return [f"{day(timezone.localdate(step['at']))} {step['what']}" for step in steps]


def _ledger(correction: Correction) -> list[dict[str, Any]]:
    return [
        {
            "position": line.position,
            "event": line.event,
            "at": line.at.isoformat(),
            "by": line.by_text,
            "details": line.details,
            "digest": line.digest,
        }
        for line in Entry.objects.filter(chain=correction.chain).order_by("position")
    ]


def _day(value: date | None) -> str:
    return day(value) if value else "还没有"
