"""After an exposure (公开以后): put right, objected to, reworded, retracted, taken down."""

from __future__ import annotations

from typing import Any, Unpack

from juzheng.acts.base.moves import Seen
from juzheng.acts.supervision import steps
from juzheng.law.base.deadlines import due_on
from juzheng.law.supervision.exposure import CorrectionEvent
from juzheng.records.catalogue import working_days
from juzheng.records.models import Correction
from juzheng.records.supervision import corrections, exhibits


def mend(correction: Correction, note: str, **seen: Unpack[Seen]) -> Correction:
    """Record that the unit has corrected after publication (公开后纠正); the page says so."""
    return steps.advance(
        correction, CorrectionEvent.MENDED, seen, note=note, mended_on=steps.day_of(seen)
    )


def remove(correction: Correction, reason: str, **seen: Unpack[Seen]) -> Correction:
    """Take a corrected exposure down (撤下), as somebody without a hand in it, and say why."""
    return steps.close(correction, CorrectionEvent.REMOVED, seen, reason)


def see(correction: Correction, **seen: Unpack[Seen]) -> Correction:
    """Put on record that the unit has read what became of it (单位已看到结果)."""
    return steps.advance(correction, CorrectionEvent.SEEN, seen)


def object_to(
    correction: Correction,
    objection: str,
    document: str = "",
    scan: bytes = b"",
    **seen: Unpack[Seen],
) -> Correction:
    """
    Record the unit's objection to the exposure (异议); from now on its days run.

    :param document, scan: as for ``exposure.answer``
    """
    due = due_on(steps.day_of(seen), corrections.limits().objection_days, working_days.calendar())
    event, own = CorrectionEvent.OBJECTED, correction.is_of(seen["by"])
    paper = steps.paper(event, seen, text=objection, document=document, account=own, scan=scan)
    return steps.advance(
        correction, event, seen, note=objection, papers=[paper], objection_due_on=due
    )


def reject_objection(correction: Correction, reason: str, **seen: Unpack[Seen]) -> Correction:
    """Find that the objection does not hold (异议不成立), as somebody who did not approve."""
    event = CorrectionEvent.OBJECTION_REJECTED
    paper = steps.paper(event, seen, text=reason)
    return steps.advance(
        correction, event, seen, note=reason, papers=[paper], objection_due_on=None
    )


def redraft(correction: Correction, statement: str, **seen: Unpack[Seen]) -> Correction:
    """Propose other words for what is published (拟更正); a second officer puts them there."""
    event = CorrectionEvent.REDRAFTED
    return steps.advance(correction, event, seen, papers=[steps.paper(event, seen, text=statement)])


def reword(correction: Correction, **seen: Unpack[Seen]) -> Correction:
    """
    Publish the words that somebody else proposed (更正); the old ones stay on file.

    It decides an objection that waits.
    """
    event = CorrectionEvent.REWORDED
    drafts = [one for one in exhibits.current(correction) if one.event == CorrectionEvent.REDRAFTED]
    old = steps.paper(event, seen, text=correction.statement)
    changed: dict[str, Any] = {"statement": drafts[-1].text} if drafts else {}
    return steps.advance(correction, event, seen, papers=[old], objection_due_on=None, **changed)


def retract(correction: Correction, apology: str, **seen: Unpack[Seen]) -> Correction:
    """
    Take down an exposure that was wrong (公开不当), with words that stand in its place as long.

    It decides an objection that waits.
    """
    changes: dict[str, Any] = {"apology": apology, "retracted_on": steps.day_of(seen)}
    event = CorrectionEvent.RETRACTED
    return steps.close(correction, event, seen, apology, objection_due_on=None, **changes)
