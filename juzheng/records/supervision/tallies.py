"""What was done, counted (办理统计): by period and division, from the ledger's own lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from juzheng.law.supervision.exposure import CORRECTIONS, COUNTS, Counted
from juzheng.records.models import Correction, Entry


@dataclass(frozen=True)
class Tally:
    """What was done in one place and period (一地一期的件数)."""

    period: str
    division: str
    counted: Mapping[Counted, int]  # in their order


def counts(period: str) -> list[Tally]:
    """
    Return the counts, the latest period first.

    :param period: how a day names its period: ``%Y`` by year, ``%Y-%m`` by month
    """
    named = {CORRECTIONS.line(event): what for event, what in COUNTS.items()}
    prefix = f"{CORRECTIONS.subject}:"
    places = dict(Correction.objects.values_list("number", "division"))
    found: defaultdict[tuple[str, str], Counter[Counted]] = defaultdict(Counter)
    lines = Entry.objects.filter(event__in=named, chain__startswith=prefix)
    for chain, event, at in lines.values_list("chain", "event", "at").iterator():
        place = places.get(chain.removeprefix(prefix), "")
        found[timezone.localtime(at).strftime(period), place][named[event]] += 1
    ordered = sorted(found.items(), key=lambda one: one[0][1])
    ordered.sort(key=lambda one: one[0][0], reverse=True)
    return [
        Tally(when, where, {what: counted[what] for what in Counted})
        for (when, where), counted in ordered
    ]
