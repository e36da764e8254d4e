"""The course of reports and corrections (办理经过): one step moves the row and writes its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from juzheng.acts.base import ledger, numbers
from juzheng.law.base.redaction import masked_text
from juzheng.law.supervision import exposure, reports
from juzheng.law.supervision.exposure import (
    CorrectionEvent,
    CorrectionState,
    CorrectionStepNotAllowed,
)
from juzheng.law.supervision.reports import ReportEvent, ReportState, ReportStepNotAllowed
from juzheng.records.models import Correction, Entry, Report, User

REPORTER = "reporter"


class MovedMeanwhile(Exception):
    """Somebody else moved the report or the correction after the page was opened (已被他人办理)."""


def report_chain(report: Report) -> str:
    """Return the name of the report's chain in the ledger."""
    return f"report:{report.number}"


def move_report(
    report: Report,
    event: ReportEvent,
    *,
    by: User | None,
    at: datetime,
    details: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Report:
    """
    Move the report by ``event`` and write its line; None as ``by`` is the reporter.

    Must run inside the act's transaction.

    :raises law.supervision.reports.ReportStepNotAllowed: if it is not where this can happen
    :raises MovedMeanwhile: if the row changed since it was loaded
    """
    before = ReportState(report.state)
    after = reports.step(before, event)
    found = Report.objects.filter(pk=report.pk, state=before.value)
    if not found.update(state=after.value, **changes):
        raise MovedMeanwhile(report.number)
    note(report_chain(report), event.value, by=by, at=at, details=details)
    report.refresh_from_db()
    return report


def move(
    correction: Correction,
    event: CorrectionEvent,
    *,
    version: int,
    by: User | None,
    at: datetime,
    details: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Correction:
    """
    Move the correction by ``event`` and write its line.

    Must run inside the act's transaction.

    :param version: the version that the officer saw
    :raises law.supervision.exposure.CorrectionStepNotAllowed: if it is not where this can happen
    :raises MovedMeanwhile: if it is not at ``version`` any more
    """
    before = CorrectionState(correction.state)
    after = exposure.step(before, event)
    found = Correction.objects.filter(pk=correction.pk, version=version, state=before.value)
    if not found.update(state=after.value, version=version + 1, **changes):
        raise MovedMeanwhile(correction.number)
    note(correction.chain, event.value, by=by, at=at, details=details)
    correction.refresh_from_db()
    return correction


def note(
    chain: str, event: str, *, by: User | None, at: datetime, details: Mapping[str, Any] | None
) -> None:
    """Write one line; whatever somebody typed is masked first: the ledger is never rewritten."""
    masked = {
        key: masked_text(value) if isinstance(value, str) else value
        for key, value in (details or {}).items()
    }
    ledger.note(chain, event, by=f"staff:{by.pk}" if by else REPORTER, at=at, details=masked)


def faults() -> Iterator[tuple[str, str]]:
    """Yield each chain whose lines do not lead to the state that its row is in, and what is so."""
    for report in Report.objects.iterator(chunk_size=500):
        told = _replayed(report_chain(report), ReportEvent, reports.step)
        if told != report.state:
            yield report_chain(report), f"台账走到“{told}”，登记的状态是“{report.state}”。请核对。"
    for correction in Correction.objects.iterator(chunk_size=500):
        told = _replayed(correction.chain, CorrectionEvent, exposure.step)
        if told != correction.state:
            yield correction.chain, f"台账走到“{told}”，登记的状态是“{correction.state}”。请核对。"


def number_of(kind: str, sign: str, division: str, year: int) -> str:
    """Return the next number of a division's reports or corrections: 990121-2026-反000001."""
    serial = numbers.take(f"{kind}:{division}:{year}")
    return f"{division}-{year}-{sign}{serial:06d}"


def serials() -> Iterator[tuple[str, int]]:
    """Yield each number given, with the series that it was given from."""
    given = (("report", Report.objects), ("correction", Correction.objects))
    for kind, rows in given:
        for number in rows.values_list("number", flat=True):
            division, year, serial = number.split("-")
            yield f"{kind}:{division}:{year}", int(serial[1:])


def _replayed(chain: str, events: Any, step: Any) -> str:
    state: Any = None
    lines = Entry.objects.filter(chain=chain).order_by("position")
    for event in lines.values_list("event", flat=True):
        try:
            state = step(state, events(event))
        except (CorrectionStepNotAllowed, ReportStepNotAllowed, ValueError):
            return f"{event}？"
    return state.value if state else "空"
