"""Registered demands that are over (已取消的索要登记): since when, why, and what follows."""

from __future__ import annotations

from django.utils import timezone

from juzheng.law.base.endings import Ended, EndedKind, Ending
from juzheng.law.demands.registry import DemandState
from juzheng.records.models import Demand


def ended(one: Demand) -> Ended | None:
    """Return how a public demand ended; None: it is not over."""
    if one.state != DemandState.CANCELLED.value or one.submitted_at is None:
        return None
    on = timezone.localdate(one.settled_at) if one.settled_at else None
    return Ended(
        EndedKind.DEMAND,
        str(one.pk),
        str(one),
        one.unit.division,
        on,
        one.reason or _of_the_offices(one),
        tuple((str(row.pk), str(row)) for row in _instead(one)),
    )


def _of_the_offices(one: Demand) -> str:
    """Return what the offices wrote in the round that cancelled it."""
    last = [row for row in one.reviews.all() if row.round == one.round]
    return "".join(dict.fromkeys(row.note for row in last if row.note)) or Ending.ORDERED.label


def _instead(one: Demand) -> list[Demand]:
    """Return what the unit demands for the same matter and paper by a later entry."""
    same = Demand.objects.public().filter(unit=one.unit_id, matter=one.matter, paper=one.paper)
    same = same.select_related("unit")
    return list(same.filter(pk__gt=one.pk).exclude(state=DemandState.CANCELLED.value))
