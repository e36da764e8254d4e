"""A demand and what it led to (登记和反映、纠正、公开): told to its unit, both ways round."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from juzheng.law.supervision.exposure import CorrectionState
from juzheng.records.models import Correction, Demand
from juzheng.records.supervision import corrections, of_units


def of_demand(demand: Demand) -> list[dict[str, Any]]:
    """Return the notices on the demand, each with its reports and, if there is one, exposure."""
    return [_notice(one) for one in of_units.on_demand(demand, timezone.localdate())]


def of_notice(correction: Correction) -> dict[str, Any]:
    """Return what one notice rests on: the unit's demands, the reports, the exposure."""
    return {**_notice(correction), "demands": of_units.demands_of(correction, timezone.localdate())}


def _notice(one: Correction) -> dict[str, Any]:
    """Return a notice with as much of its reports as may be told: a number, and masked words."""
    reports = of_units.counted_reports(one)
    told = [report.told.public_words for report in reports] if one.served_on else []
    return {
        "one": one,
        "state": CorrectionState(one.state),
        "clock": corrections.clock_of(one, timezone.localdate()),
        "reports": len(reports),
        "words": [words for words in told if words],
        "exposure": _exposure(one),
    }


def _exposure(one: Correction) -> str:
    """Return the address of the public page, while it stands there; else nothing."""
    shown = corrections.is_shown(one.number, timezone.localdate())
    return reverse("public:exposure", args=[one.number]) if shown else ""
