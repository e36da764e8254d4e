"""Asking for a basis (询问依据): the unit's superior, what it answers, and whether that carries."""

from __future__ import annotations

from datetime import date
from typing import Any, Unpack

from juzheng.acts.base.moves import Seen
from juzheng.acts.supervision import steps
from juzheng.law.base.deadlines import due_on
from juzheng.law.supervision.exposure import CorrectionEvent, Service
from juzheng.law.supervision.on_file import Shows
from juzheng.records.catalogue import working_days
from juzheng.records.models import Correction
from juzheng.records.supervision import corrections, exhibits


def serve_superior(
    correction: Correction, how: Service, on: date, document: str, **seen: Unpack[Seen]
) -> Correction:
    """Record how the notice reached the unit's superior, which is asked for a basis too (送达)."""
    due = due_on(on, corrections.limits().answer_days, working_days.calendar())
    event = CorrectionEvent.SUPERIOR_SERVED
    own = steps.by_account(correction, event, seen["by"])
    paper = steps.paper(event, seen, text=how.label, document=document, on=on, account=own)
    return steps.advance(correction, event, seen, papers=[paper], superior_due_on=due)


def superior_answered(
    correction: Correction,
    basis: str,
    on: date,
    document: str = "",
    text: str = "",
    **seen: Unpack[Seen],
) -> Correction:
    """
    Record the superior's answer (主管部门答复).

    :param document: number and day of its paper; empty from its own account
    :param basis: what it says of a basis that it named; empty: it named none
    :param text: what it says where it named none
    """
    event = CorrectionEvent.SUPERIOR_ANSWERED
    own = steps.by_account(correction, event, seen["by"])
    said: dict[str, Any] = {"text": basis or text, "document": document, "on": on, "account": own}
    shows = Shows.BASIS if basis.strip() else Shows.NO_BASIS
    paper = steps.paper(event, seen, shows=shows, **said)
    return steps.advance(correction, event, seen, papers=[paper])


def superior_silent(correction: Correction, **seen: Unpack[Seen]) -> Correction:
    """Record that the superior said nothing until its term was over (主管部门到期没有答复)."""
    event = CorrectionEvent.SUPERIOR_SILENT
    return steps.advance(correction, event, seen, papers=[steps.paper(event, seen)])


def superior_corrected(
    correction: Correction, text: str, on: date, document: str = "", **seen: Unpack[Seen]
) -> Correction:
    """Record by which act the superior put it right (主管部门纠正): its words, day and paper."""
    event = CorrectionEvent.SUPERIOR_CORRECTED
    own = steps.by_account(correction, event, seen["by"])
    paper = steps.paper(event, seen, text=text, document=document, on=on, account=own)
    return steps.advance(correction, event, seen, papers=[paper])


def weigh(correction: Correction, shows: Shows, reason: str, **seen: Unpack[Seen]) -> Correction:
    """
    Record whether the basis that was named carries the demand (核对依据), and why.

    :param shows: STANDS or FALLS
    """
    event = CorrectionEvent.WEIGHED
    paper = steps.paper(event, seen, shows=shows, text=reason)
    return steps.advance(correction, event, seen, note=reason, papers=[paper])


def review(correction: Correction, element: Shows, reason: str, **seen: Unpack[Seen]) -> Correction:
    """
    Mark the paper on which one ground rests as reviewed by another than its writer (审看要件).

    :param element: one of ``on_file.GROUNDS``
    :param reason: what was looked at, and what it shows
    :raises moves.NotReady: if it does not wait for a review, or ``by`` accused the unit
    """
    waiting = [one for one in exhibits.elements(correction) if one.unreviewed]
    papers = [one for one in waiting if one.shown_as is element and one.by_id != seen["by"].pk]
    for one in papers:
        one.checked_by, one.checked_at = seen["by"], seen["at"]
    told = {"shows": element.value}
    event = CorrectionEvent.REVIEWED
    return steps.advance(correction, event, seen, note=reason, details=told, papers=papers)


def check(correction: Correction, **seen: Unpack[Seen]) -> Correction:
    """Confirm that the papers which others recorded say what was recorded (对照原件核对)."""
    found = [one for one in exhibits.current(correction) if one.single_handed]
    others = [one for one in found if one.by_id != seen["by"].pk]
    for one in others:
        one.checked_by, one.checked_at = seen["by"], seen["at"]
    return steps.advance(correction, CorrectionEvent.CHECKED, seen, papers=others)
