"""Taking a report in (受理进案): into which correction, how serious, and moved to another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from juzheng.acts.base import moves
from juzheng.acts.supervision.reports import UNANSWERED
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.supervision import exposure as law
from juzheng.law.supervision import grounds
from juzheng.law.supervision.exposure import CorrectionEvent
from juzheng.law.supervision.reports import ReportEvent
from juzheng.records.models import Correction, Report, User
from juzheng.records.supervision import alike, exhibits, of_units


@transaction.atomic(durable=True)
def transfer(report: Report, correction: Correction, *, by: User, at: datetime) -> Correction:
    """
    Move an accepted report into another correction of the same unit and proof (转到另一件).

    Out of what is not stated yet, or was given up: what stands before the unit keeps its reports.

    :raises moves.NotYours: if ``by`` does not govern both
    :raises moves.StepNotAllowed, moves.MovedMeanwhile: if it cannot leave, or not come in there
    """
    moves.insist_on_division(by, report.division)
    moves.insist_on_division(by, correction.division)
    before = Correction.objects.filter(reports=report.pk).first()
    if before is None or before.pk == correction.pk:
        raise moves.StepNotAllowed(report.stands, ReportEvent.MOVED)
    details = {"report": report.number, "to": correction.number}
    moves.move(before, CorrectionEvent.LEFT, by=by, at=at, details=details)
    details = {"report": report.number, "from": before.number}
    moves.move(correction, CorrectionEvent.JOINED, by=by, at=at, details=details)
    told = {"from": before.number, "correction": correction.number}
    into: dict[str, Any] = {"correction": correction, "triaged_by": by, "triaged_at": at}
    moves.move(report, ReportEvent.MOVED, by=by, at=at, details=told, **into)
    return correction


def open_already(division: str, about: Mapping[str, str]) -> list[Obstacle]:
    """Return what stands in the way of a second correction of one unit and proof (已经在办)."""
    found = alike.of_subject(division, about["unit_name"], about["proof"], about["item"])
    return [grounds.open_already(one.number) for one in found[:1]]


def take_in(report: Report, correction: Correction, *, by: User, at: datetime) -> None:
    """Put the report into the correction (受理进案); must run inside the act's transaction."""
    moves.move(
        report,
        ReportEvent.ACCEPTED,
        by=by,
        at=at,
        details={"correction": correction.number},
        correction=correction,
        triaged_by=by,
        triaged_at=at,
        **UNANSWERED,
    )


def severity(report: Report, about: Mapping[str, str]) -> str:
    """Return how serious it is, by what ended before the demand: corrections, and the register."""
    unit, item, proof = about["unit_name"], about["item"], about["proof"]
    same = Correction.objects.filter(division=report.division, unit_name=unit)
    same = same.filter(item=item) if item else same.filter(proof=proof)
    ended = [one for one in same if law.again(of_units.put_right_on(one), report.asked_on)]
    earlier = Counter(one.stands for one in ended)
    before = exhibits.cancelled(unit, item, proof, report.division, report.asked_on)
    return str(law.severity(earlier, cancelled=before is not None).value)
