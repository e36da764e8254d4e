"""Evidence (证据): what items have cost residents, counted from cases; nothing of a person.

The counts are tallies by committee and month (``records.rollups``): a year of cases is not read
for them. Months are whole, so the year begins with the first day of one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from juzheng.catalogue import Catalogue
from juzheng.law.catalogue import alignment
from juzheng.law.catalogue.amendments import Candidate, Harm, ranked
from juzheng.records.catalogue.past_cases import received
from juzheng.records.models import Tally
from juzheng.records.tracked import within

LOOK_BACK = timedelta(days=365)
REFUSED, FAILED = "refused", "failed"  # the tallies: an item, a committee, a month of receipt
CASES_NAMED = 100  # numbers of cases that are named; the counts are of all


@dataclass
class _Seen:
    """What was counted of one item (计数)."""

    counts: dict[str, int] = field(default_factory=lambda: {REFUSED: 0, FAILED: 0})
    committees: set[str] = field(default_factory=set)


def since(at: datetime) -> date:
    """Return the day from which evidence is counted (从哪一天起): a year, in whole months."""
    return timezone.localtime(at - LOOK_BACK).date().replace(day=1)


def candidates(listed: Catalogue, division: str, at: datetime) -> tuple[Candidate, ...]:
    """
    Return what might be put forward for amendment in ``division``, the greatest harm first.

    Cases of the year before ``at`` that were refused because the committee cannot verify, cases
    in which a check failed, and local law that the negative list contradicts on that day, enabled
    here or not. Source: OP-3.1.b.
    """
    seen = _counted(division, at)
    on = timezone.localtime(at).date()
    texts = {one.item: one.sentence for one in alignment.conflicts(listed, division, on)}
    return ranked(_candidate(item, seen[item], texts, listed) for item in {*seen, *texts})


def cases(item: str, division: str, at: datetime) -> tuple[str, ...]:
    """Return the numbers of the first cases that are evidence against ``item`` (办件编号)."""
    first = timezone.localtime(at - LOOK_BACK).replace(day=1, hour=0, minute=0, second=0)
    found = received(division, first.replace(microsecond=0), at + timedelta(seconds=1))
    found = found.filter(
        Q(counted_as__contains=f"{REFUSED}\t") | Q(counted_as__contains=f"{FAILED}\t"),
        revision__subject=item,
    )
    return tuple(sorted(found.order_by("pk").values_list("number", flat=True)[:CASES_NAMED]))


def _candidate(item: str, seen: _Seen, texts: dict[str, str], listed: Catalogue) -> Candidate:
    counts = seen.counts
    harm = Harm(counts[REFUSED], counts[FAILED], len(seen.committees), item in texts)
    entry = listed.items.get(item)
    return Candidate(item, entry.name if entry else item, harm, texts.get(item, ""))


def _counted(division: str, at: datetime) -> defaultdict[str, _Seen]:
    told = Tally.objects.filter(
        within("place", division), kind__in=(REFUSED, FAILED), on__gte=since(at)
    )
    seen: defaultdict[str, _Seen] = defaultdict(_Seen)
    for one in told.by("kind", "key", "place"):
        seen[one["key"]].counts[one["kind"]] += one["all"]
        seen[one["key"]].committees.add(one["place"])
    return seen
