"""The register of demands as plain rows (索要登记数据): what its pages show, no person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils import timezone

from juzheng.catalogue import Catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.base.endings import Ended
from juzheng.law.base.permissions import Office
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.faults import Law
from juzheng.law.demands.registry import AskedOf, DemandState, Held, Opinion, status_of
from juzheng.records.demands import demand_findings
from juzheng.records.demands.endings import all_ended
from juzheng.records.models import Demand, DemandingUnit, DemandReview

AT_ONCE = 500  # rows that are read together


def state() -> str:
    """Return what is another text as soon as anything in the register is (登记簿状态)."""
    rows = Demand.objects.public().aggregate(Count("pk"), Max("pk"), Sum("version"))
    others = [model.objects.aggregate(Max("pk")) for model in (DemandReview, DemandingUnit)]
    return repr([rows, *others])


def rows(numbers: Iterable[int], listed: Catalogue, on: date) -> Iterator[dict[str, Any]]:
    """Yield the public demands ``numbers`` in their order, as they stand on ``on``."""
    waiting = list(numbers)
    every = Demand.objects.public().select_related("unit").prefetch_related("reviews")
    law_in = cache(lambda division: demand_findings.law_of(listed, on, division))
    for first in range(0, len(waiting), AT_ONCE):
        some = waiting[first : first + AT_ONCE]
        found = every.in_bulk(some)
        over = {one.id: one for one in all_ended(found.values())}
        for one in (found[number] for number in some if number in found):
            yield _row(one, law_in(one.unit.division), listed, over.get(str(one.pk)))


def _row(one: Demand, law: Law, listed: Catalogue, over: Ended | None) -> dict[str, Any]:
    status, stands = status_of(one.basis, law), DemandState(one.state)
    return {
        "id": one.pk,
        "unit": one.unit.name,
        "unit_kind": one.unit.kind,
        "unit_kind_label": Demander(one.unit.kind).label,
        "division": one.unit.division,
        "matter": one.matter,
        "paper": one.paper,
        "item": one.item,
        "asked_of": one.asked_of,
        "asked_of_label": AskedOf(one.asked_of).label,
        "fact": one.fact,
        "bases": [_basis(basis, law) for basis in one.bases],
        "other_papers": list(one.other_papers),
        "held": one.held,
        "held_label": Held(one.held).label,
        "held_where": one.held_where,
        "commitment": one.commitment,
        "basis_status": status.value,
        "basis_status_label": status.label,
        "at_odds": demand_findings.at_odds(one, law),
        "to_confirm": _like(one, listed),
        "state": stands.value,
        "state_label": stands.label,
        "round": one.round,
        "submitted_on": _day(one.submitted_at),
        "settled_on": _day(one.settled_at),
        "ended_on": over.on.isoformat() if over and over.on else None,
        "reason": over.reason if over else None,
        "replaced_by": [int(key) for key, _name in over.replaced_by] if over else [],
        "opinions": [_opinion(review) for review in one.reviews.all()],
        "demonstration": one.unit.fictional,
    }


def _like(one: Demand, listed: Catalogue) -> str:
    """Return which must-not-issue item bears the very same name; empty: none, or it is known."""
    found = demand_findings.like_listed(one, listed)
    return found.id if found else ""


def _basis(basis: Mapping[str, str], law: Law) -> dict[str, str]:
    """Return a basis as the unit wrote it, what its document is called, and its own status."""
    text = law.instrument(basis["instrument"])
    status = status_of((LegalBasis(basis["instrument"], basis["provision"]),), law)
    return {
        "instrument": text.id if text else "",
        "title": text.title if text else basis["instrument"],
        "provision": basis["provision"],
        "status": status.value,
        "status_label": status.label,
    }


def _opinion(review: DemandReview) -> dict[str, Any]:
    said = Opinion(review.opinion)
    return {
        "round": review.round,
        "office": review.office,
        "office_label": Office(review.office).label,
        "opinion": said.value,
        "opinion_label": said.label,
        "note": review.note,
        "on": _day(review.at),
    }


def _day(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None
