"""Registered demands that are over (已取消的索要登记): since when, why, and what follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from juzheng.law.base.endings import Ended, EndedKind, Ending
from juzheng.law.demands.registry import DemandState
from juzheng.records.models import Demand


def ended(one: Demand) -> Ended | None:
    """Return how a public demand ended; None: it is not over."""
    return next(iter(all_ended([one])), None)


def all_ended(several: Iterable[Demand]) -> list[Ended]:
    """Return how those of them ended that are over; what stands instead is asked once for all."""
    over = [one for one in several if one.state == DemandState.CANCELLED and one.submitted_at]
    standing = _standing({one.unit_id for one in over})
    return [_ended(one, standing[one.unit_id]) for one in over]


def _ended(one: Demand, standing: list[Demand]) -> Ended:
    return Ended(
        EndedKind.DEMAND,
        str(one.pk),
        str(one),
        one.unit.division,
        timezone.localdate(one.settled_at) if one.settled_at else None,
        one.reason or _of_the_offices(one),
        tuple((str(row.pk), str(row)) for row in standing if _instead(row, one)),
    )


def _of_the_offices(one: Demand) -> str:
    """Return what the offices wrote in the round that cancelled it."""
    last = [row for row in one.reviews.all() if row.round == one.round]
    notes = dict.fromkeys(note for row in last if (note := row.note.strip().rstrip("。；;")))
    return "；".join(notes) or Ending.ORDERED.label


def _standing(units: set[int]) -> defaultdict[int, list[Demand]]:
    found: defaultdict[int, list[Demand]] = defaultdict(list)
    if units:
        every = Demand.objects.public().filter(unit__in=units).select_related("unit")
        for one in every.exclude(state=DemandState.CANCELLED.value):
            found[one.unit_id].append(one)
    return found


def _instead(later: Demand, one: Demand) -> bool:
    """Return whether ``later`` demands the same for the same matter: by its name or by its item."""
    same = later.paper == one.paper or bool(one.item and later.item == one.item)
    return later.pk > one.pk and later.matter == one.matter and same
