"""A demand and what it led to (登记和反映、纠正、公开): told to its unit, both ways round."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from juzheng.law.supervision.exposable import Exposable
from juzheng.law.supervision.exposure import Severity
from juzheng.law.supervision.published_words import title_for
from juzheng.records.models import Correction, Demand, DemandingUnit
from juzheng.records.supervision import corrections, exhibits, of_units


def of_demand(demand: Demand) -> list[dict[str, Any]]:
    """Return the notices on the demand, each with its reports and, if there is one, exposure."""
    return [_notice(one) for one in of_units.on_demand(demand, timezone.localdate())]


def of_notice(correction: Correction, unit: DemandingUnit) -> dict[str, Any]:
    """Return what one notice rests on: the unit's own demands, the reports, the exposure."""
    demands = of_units.demands_of(unit, correction, timezone.localdate())
    return {**_notice(correction), "demands": demands}


def to_be_public(one: Correction) -> dict[str, Any]:
    """Return what the public page would say, as far as it is decided (将要公开的内容)."""
    if one.state not in of_units.UNHEARD or one.listed_as not in set(Exposable):
        return {}
    papers = exhibits.current(one)
    return {
        "title": title_for(one.unit_kind),
        "body": Exposable(one.listed_as),
        "severity": Severity(one.severity),
        "elements": exhibits.elements(one, papers),
        "superior": exhibits.of_the_superior(one, papers),
        "answers": exhibits.answers(one, papers),
    }


def _notice(one: Correction) -> dict[str, Any]:
    """Return a notice with as much of its reports as may be told: a number, and masked words."""
    reports = of_units.counted_reports(one)
    told = [report.told for report in reports] if one.served_on else []
    return {
        "one": one,
        "state": one.standing,
        "clock": corrections.clock_of(one, timezone.localdate()),
        "reports": len(reports),
        "words": list(filter(None, (each.public_words for each in told))),
        "photos": list(filter(None, (each.public_photo for each in told))),
        "exposure": _exposure(one),
    }


def _exposure(one: Correction) -> str:
    """Return the address of the public page, while it stands there; else nothing."""
    shown = corrections.is_shown(one, timezone.localdate())
    return reverse("public:exposure", args=[one.number]) if shown else ""
