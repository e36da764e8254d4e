"""Hearings in person (当面陈述、听证): asked for by the unit, set by an officer."""

from __future__ import annotations

from datetime import date
from typing import Unpack

from juzheng.acts.base.moves import Seen
from juzheng.acts.supervision import steps
from juzheng.law.supervision.exposure import CorrectionEvent
from juzheng.records.models import Correction
from juzheng.records.published import OfficePlace


def ask_hearing(
    correction: Correction,
    reason: str,
    document: str = "",
    scan: bytes = b"",
    **seen: Unpack[Seen],
) -> Correction:
    """
    Record that the unit asks to be heard in person on the facts (要求当面陈述、听证).

    :param document, scan: as for ``exposure.answer``
    """
    event, own = CorrectionEvent.HEARING_ASKED, correction.is_of(seen["by"])
    paper = steps.paper(event, seen, text=reason, document=document, account=own, scan=scan)
    return steps.advance(correction, event, seen, note=reason, papers=[paper])


def set_hearing(
    correction: Correction, on: date, hour: str, place: str, **seen: Unpack[Seen]
) -> Correction:
    """Record when and where the unit is heard in person (定下听证的时间地点); its inbox says so."""
    event = CorrectionEvent.HEARING_SET
    told = {"on": on.isoformat(), "hour": hour, "place": place}
    paper = steps.paper(event, seen, text=hour, whence=OfficePlace(place), on=on)
    return steps.advance(correction, event, seen, details=told, papers=[paper])
