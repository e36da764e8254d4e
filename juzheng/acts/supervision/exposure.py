"""Correction and exposure (通报、纠正、公开曝光): each step by an officer, the last by a second.

Every act takes the version that the officer saw and asks ``law.supervision.fairness`` first.
OP-4.2.c.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves, numbers
from juzheng.law.supervision import exposure as law
from juzheng.law.supervision import fairness
from juzheng.law.supervision.exposure import CorrectionEvent, CorrectionState, Hearing
from juzheng.law.supervision.reports import ReportEvent
from juzheng.records.catalogue import working_days
from juzheng.records.models import Correction, Report, User
from juzheng.records.supervision import corrections


@dataclass(frozen=True)
class Subject:
    """What a correction is about (纠正事由), in an officer's words: no name, no story."""

    unit_name: str
    unit_kind: str
    proof: str
    matter: str = ""
    superior: str = ""


@transaction.atomic(durable=True)
def accept(report: Report, subject: Subject, *, by: User, at: datetime) -> Correction:
    """
    Accept the report and open a correction for it.

    :raises moves.NotYours: if ``by`` does not govern the report's division
    :raises moves.StepNotAllowed, moves.MovedMeanwhile: if somebody has triaged it already
    """
    moves.insist_on_division(by, report.division)
    year = timezone.localtime(at).year
    correction = Correction(
        **asdict(subject),
        number=numbers.numbered("correction", "纠", report.division, year),
        division=report.division,
        item=report.item,
        severity=law.severity(_earlier(subject, report)).value,
        accepted_by=by,
        accepted_at=at,
    )
    details = {"report": report.number, "severity": correction.severity}
    moves.begin(correction, by=by, at=at, details=details)
    _take_in(report, correction, by=by, at=at)
    return correction


@transaction.atomic(durable=True)
def join(report: Report, correction: Correction, *, by: User, at: datetime) -> Correction:
    """
    Accept the report into a correction of the same unit and proof; both stay as they are.

    :raises moves.NotYours: if ``by`` does not govern both
    :raises moves.StepNotAllowed, moves.MovedMeanwhile: if either moved meanwhile, or the correction
        is closed
    """
    moves.insist_on_division(by, report.division)
    moves.insist_on_division(by, correction.division)
    details = {"report": report.number}
    moves.move(correction, CorrectionEvent.JOINED, by=by, at=at, details=details)
    _take_in(report, correction, by=by, at=at)
    return correction


def notify(
    correction: Correction, superior: str, *, version: int, by: User, at: datetime
) -> Correction:
    """Record the notice (通报) to the unit and its superior; the clock begins to run."""
    on = timezone.localtime(at).date()
    due = law.due_on(on, corrections.limits().answer_days, working_days.calendar())
    return _advance(
        correction,
        CorrectionEvent.NOTIFIED,
        version=version,
        by=by,
        at=at,
        details={"superior": superior, "due_on": due.isoformat()},
        superior=superior,
        notified_on=on,
        due_on=due,
    )


def remind(correction: Correction, *, version: int, by: User, at: datetime) -> Correction:
    """Record a reminder (催办) to the unit."""
    return _advance(correction, CorrectionEvent.REMINDED, version=version, by=by, at=at)


def extend(
    correction: Correction, reason: str, *, version: int, by: User, at: datetime
) -> Correction:
    """Extend the clock once (延长), to the most days that the catalogue allows."""
    due = correction.due_on
    if correction.notified_on is not None:
        most = corrections.limits().most_days
        due = law.due_on(correction.notified_on, most, working_days.calendar())
    return _advance(
        correction,
        CorrectionEvent.EXTENDED,
        version=version,
        by=by,
        at=at,
        note=reason,
        due_on=due,
        extended=True,
    )


def escalate(correction: Correction, *, version: int, by: User, at: datetime) -> Correction:
    """Record that the unit's silence or refusal was put before its superior (报上级)."""
    return _advance(correction, CorrectionEvent.ESCALATED, version=version, by=by, at=at)


def answer(
    correction: Correction, corrected: bool, note: str, *, version: int, by: User, at: datetime
) -> Correction:
    """Record the unit's answer (答复): it has corrected, or it will not."""
    event = CorrectionEvent.ANSWERED if corrected else CorrectionEvent.REFUSED
    return _advance(correction, event, version=version, by=by, at=at, note=note)


def verify(
    correction: Correction, corrected: bool, note: str, *, version: int, by: User, at: datetime
) -> Correction:
    """Record what civil affairs found (核实) after the unit said that it has corrected."""
    if not corrected:
        return _advance(
            correction, CorrectionEvent.FOUND_WANTING, version=version, by=by, at=at, note=note
        )
    return _advance(
        correction,
        CorrectionEvent.CORRECTED,
        version=version,
        by=by,
        at=at,
        note=note,
        closed_on=timezone.localtime(at).date(),
    )


def drop(
    correction: Correction, reason: str, *, version: int, by: User, at: datetime
) -> Correction:
    """Give the correction up with a reason (不再追究), such as a basis that the unit has shown."""
    return _advance(
        correction,
        CorrectionEvent.DROPPED,
        version=version,
        by=by,
        at=at,
        note=reason,
        closed_on=timezone.localtime(at).date(),
    )


def state_facts(
    correction: Correction, statement: str, *, version: int, by: User, at: datetime
) -> Correction:
    """Write the statement of facts (事实说明) and send it to the unit; its days begin to run."""
    return _advance(
        correction,
        CorrectionEvent.STATED,
        version=version,
        by=by,
        at=at,
        statement=statement,
        stated_by=by,
        stated_at=at,
        hearing="",
        reply="",
        heard_by=None,
        heard_at=None,
    )


def hear(
    correction: Correction,
    hearing: Hearing,
    reply: str,
    *,
    version: int,
    by: User,
    at: datetime,
) -> Correction:
    """Record how the unit was heard (听取意见); its reply is published beside the facts."""
    return _advance(
        correction,
        CorrectionEvent.HEARD,
        version=version,
        by=by,
        at=at,
        hearing=hearing.value,
        reply=reply,
        heard_by=by,
        heard_at=at,
    )


def send_back(
    correction: Correction, reason: str, *, version: int, by: User, at: datetime
) -> Correction:
    """Return the draft exposure to whoever wrote it (退回重写)."""
    return _advance(
        correction, CorrectionEvent.RETURNED, version=version, by=by, at=at, note=reason
    )


def publish(correction: Correction, *, version: int, by: User, at: datetime) -> Correction:
    """
    Approve the exposure as its second officer and publish it (公开曝光).

    :raises moves.NotReady: if ``by`` had a hand in it, the unit was not heard, or anything
        private is left
    """
    return _advance(
        correction,
        CorrectionEvent.EXPOSED,
        version=version,
        by=by,
        at=at,
        approved_by=by,
        approved_at=at,
    )


def mend(correction: Correction, note: str, *, version: int, by: User, at: datetime) -> Correction:
    """Record that the unit has corrected after publication (公开后纠正); the page says so."""
    return _advance(
        correction,
        CorrectionEvent.MENDED,
        version=version,
        by=by,
        at=at,
        note=note,
        mended_on=timezone.localtime(at).date(),
    )


def remove(correction: Correction, *, version: int, by: User, at: datetime) -> Correction:
    """Take a corrected exposure down (撤下): only an anonymous count stays."""
    return _advance(
        correction,
        CorrectionEvent.REMOVED,
        version=version,
        by=by,
        at=at,
        closed_on=timezone.localtime(at).date(),
    )


def stop(
    correction: Correction, reason: str, *, version: int, by: User, at: datetime
) -> Correction:
    """Stop the correction as a superior division (上级决定停止); everybody can read why."""
    return _advance(
        correction,
        CorrectionEvent.STOPPED,
        version=version,
        by=by,
        at=at,
        note=reason,
        closed_on=timezone.localtime(at).date(),
    )


def reopen(
    correction: Correction, reason: str, *, version: int, by: User, at: datetime
) -> Correction:
    """Reopen a closed correction as a superior division (上级决定重新办理), from the notice on."""
    return _advance(
        correction,
        CorrectionEvent.REOPENED,
        version=version,
        by=by,
        at=at,
        note=reason,
        **corrections.BLANK,
    )


@transaction.atomic(durable=True)
def _advance(
    correction: Correction,
    event: CorrectionEvent,
    *,
    version: int,
    by: User,
    at: datetime,
    note: str = "",
    details: dict[str, Any] | None = None,
    **changes: Any,
) -> Correction:
    """
    Do what all acts share: whose it is, what stands in the way, the step, the line.

    :raises moves.NotYours, moves.NotReady, moves.MovedMeanwhile, moves.StepNotAllowed: nothing is
        changed then
    """
    moves.insist_on_division(by, correction.division)
    # The row's own lock comes first, so that what is asked below cannot change meanwhile.
    locked = Correction.objects.select_for_update().filter(pk=correction.pk, version=version)
    kept = locked.first()
    if kept is None:
        raise moves.MovedMeanwhile(correction.number)
    law.CORRECTIONS.step(kept.stands, event)
    file = corrections.on_file(kept, by=by, on=timezone.localtime(at).date(), note=note)
    file = replace(file, **corrections.as_filed(changes, event))
    moves.insist_on_ready(fairness.obstacles(event, file, corrections.limits()))
    told = {"note": note} if note else {}
    if event in law.OVERRIDES:
        told["division"] = by.division or ""
    told |= details or {}
    moves.move(correction, event, version=version, by=by, at=at, details=told, **changes)
    return correction


def _take_in(report: Report, correction: Correction, *, by: User, at: datetime) -> None:
    moves.move(
        report,
        ReportEvent.ACCEPTED,
        by=by,
        at=at,
        details={"correction": correction.number},
        correction=correction,
        triaged_by=by,
        triaged_at=at,
    )


def _earlier(subject: Subject, report: Report) -> Counter[CorrectionState]:
    """Return how the earlier corrections of the same unit and proof ended."""
    same = Correction.objects.filter(division=report.division, unit_name=subject.unit_name)
    same = same.filter(item=report.item) if report.item else same.filter(proof=subject.proof)
    return Counter(CorrectionState(state) for state in same.values_list("state", flat=True))
