"""What was done, counted (办理统计): by period and division, from the ledger's own lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from juzheng.law.supervision.exposure import CORRECTIONS, COUNTS, CorrectionEvent, Counted
from juzheng.records.models import Correction, Entry


@dataclass(frozen=True)
class Tally:
    """What was done in one place and period (一地一期的件数)."""

    period: str
    division: str
    counted: Mapping[Counted, int]  # in their order


@dataclass(frozen=True)
class Step:
    """
    One line of the ledger that is counted (计数的一步): never of which unit.

    :ivar number: of the exposure; empty where none was ever published
    """

    on: date
    division: str
    what: Counted
    number: str


def steps() -> Iterator[Step]:
    """Yield all that is counted, the earliest first: each is one in one of the counts."""
    named = {CORRECTIONS.line(event): what for event, what in COUNTS.items()}
    prefix = f"{CORRECTIONS.subject}:"
    places = dict(Correction.objects.values_list("number", "division"))
    lines = Entry.objects.filter(event__in=named, chain__startswith=prefix)
    exposed = CORRECTIONS.line(CorrectionEvent.EXPOSED)
    published = set(lines.filter(event=exposed).values_list("chain", flat=True))
    told = lines.order_by("at", "pk").values_list("chain", "event", "at")
    for chain, event, at in told.iterator():
        number = chain.removeprefix(prefix)
        shown = number if chain in published else ""
        yield Step(timezone.localtime(at).date(), places.get(number, ""), named[event], shown)


def counts(period: str) -> list[Tally]:
    """
    Return the counts, the latest period first.

    :param period: how a day names its period: ``%Y`` by year, ``%Y-%m`` by month
    """
    found: defaultdict[tuple[str, str], Counter[Counted]] = defaultdict(Counter)
    for step in steps():
        found[step.on.strftime(period), step.division][step.what] += 1
    ordered = sorted(found.items(), key=lambda one: one[0][1])
    ordered.sort(key=lambda one: one[0][0], reverse=True)
    return [
        Tally(when, where, {what: counted[what] for what in Counted})
        for (when, where), counted in ordered
    ]
