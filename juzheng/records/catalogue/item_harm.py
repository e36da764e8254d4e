"""Evidence (证据): what items have cost residents, counted from cases; nothing of a person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from juzheng.catalogue import Catalogue
from juzheng.law.cases.verification import Result
from juzheng.law.catalogue import alignment, routing
from juzheng.law.catalogue.amendments import Candidate, Harm, ranked
from juzheng.records.catalogue.past_cases import CHUNK, received
from juzheng.records.models import Verification


@dataclass
class _Seen:
    """What was counted of one item so far."""

    refused: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    committees: set[int] = field(default_factory=set)


def candidates(
    listed: Catalogue, division: str, since: datetime, until: datetime
) -> tuple[Candidate, ...]:
    """
    Return what might be put forward for amendment in ``division``, the greatest harm first.

    Cases from ``since`` to ``until`` that were refused because the committee cannot verify, cases
    in which a check failed, and local law that the negative list contradicts on the day of
    ``until``, enabled here or not. Source: OP-3.1.b.
    """
    seen = _counted(division, since, until)
    on = timezone.localtime(until).date()
    texts = {one.item: one.sentence for one in alignment.conflicts(listed, division, on)}
    return ranked(_candidate(item, seen[item], texts, listed) for item in {*seen, *texts})


def _candidate(item: str, seen: _Seen, texts: dict[str, str], listed: Catalogue) -> Candidate:
    harm = Harm(len(seen.refused), len(seen.failed), len(seen.committees), item in texts)
    entry = listed.items.get(item)
    numbers = tuple(sorted(seen.refused | seen.failed))
    return Candidate(item, entry.name if entry else item, harm, texts.get(item, ""), numbers)


def _counted(division: str, since: datetime, until: datetime) -> defaultdict[str, _Seen]:
    cases = received(division, since, until)
    failed = Verification.objects.standing().filter(result=Result.FAILED.value).values("case")
    seen: defaultdict[str, _Seen] = defaultdict(_Seen)
    refused = cases.filter(outcome=routing.Outcome.REFUSE.value)
    columns = ("number", "revision__subject", "committee_id", "decision")
    for number, item, committee, decision in refused.values_list(*columns).iterator(CHUNK):
        if _could_not_verify(decision):
            seen[item].refused.add(number)
            seen[item].committees.add(committee)
    checked = cases.filter(pk__in=failed)
    for number, item, committee in checked.values_list(*columns[:3]).iterator(CHUNK):
        if number not in seen[item].refused:
            seen[item].failed.add(number)
            seen[item].committees.add(committee)
    return seen


def _could_not_verify(decision: dict[str, object]) -> bool:
    trace = decision.get("trace")
    return isinstance(trace, list) and any(
        step["rule"] == "cannot_verify" and step["decisive"] for step in trace
    )
