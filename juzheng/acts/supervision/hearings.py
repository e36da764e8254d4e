"""Before a unit is heard (听取意见以前): the facts served; a hearing asked for, and set."""

from __future__ import annotations

from datetime import date
from typing import Any, Unpack

from juzheng.acts.base.moves import Seen
from juzheng.acts.supervision import steps
from juzheng.acts.supervision.exposure import Proof
from juzheng.law.supervision.exposure import CorrectionEvent, Service
from juzheng.law.supervision.hearings import last_day_to_speak
from juzheng.records.catalogue import working_days
from juzheng.records.models import Correction
from juzheng.records.published import OfficePlace
from juzheng.records.supervision import corrections


def serve_facts(correction: Correction, proof: Proof, **seen: Unpack[Seen]) -> Correction:
    """
    Record how the stated facts reached the unit (事实说明送达); its days to speak run from then on.

    :raises moves.NotReady: if the day cannot be, or nothing proves it
    :raises files.FileNotAccepted: if the scan is no PDF, PNG or JPEG, or too large
    """
    event, on, how = CorrectionEvent.STATED_SERVED, proof.on, proof.how
    last = last_day_to_speak(on, corrections.limits(), working_days.calendar())
    said: dict[str, Any] = {"text": how.label, "document": proof.document, "whence": proof.by}
    account = how is Service.ACCOUNT
    paper = steps.paper(event, seen, **said, on=on, account=account, scan=proof.scan)
    told = {"how": how.value, "on": on.isoformat(), "due_on": last.isoformat()}
    days = {"facts_served_on": on, "facts_due_on": last}
    return steps.advance(correction, event, seen, papers=[paper], details=told, **days)


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
