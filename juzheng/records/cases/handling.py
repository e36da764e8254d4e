"""How long cases took (办理用时), read from the papers; read-only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from juzheng.law.base.deadlines import working_days_left
from juzheng.law.cases.handling import HandlingTimes, handling_times
from juzheng.records.catalogue import working_days
from juzheng.records.models import Tally

LOOKED_BACK_DAYS = 365
MOST = 500  # the newest papers; more would not change what is shown
WAITED = (
    "waited"  # the tallies: an item, a county or everywhere, the paper's day, days since receipt
)


def of_item(item: str, *, division: str, on: date) -> HandlingTimes | None:
    """
    Return how long ``item`` took in ``division`` in the year up to ``on``; None: too few cases.

    From receipt to the finished certificate or notice, in working days.

    :param division: the first six digits of the committees' codes; empty: all of this installation
    """
    waited = list(_waited(item, division, on))
    if not waited:
        return None  # and the calendar need not be asked
    calendar = working_days.calendar()
    took = {
        (issued, days): working_days_left(issued - timedelta(days=days), issued, calendar)
        for issued, days in set(waited)
    }
    return handling_times([took[one] for one in waited])


def _waited(item: str, division: str, on: date) -> Iterator[tuple[date, int]]:
    """Yield the day of each paper and how many days the case had waited then, the newest first."""
    since = on - timedelta(days=LOOKED_BACK_DAYS)
    told = Tally.objects.filter(kind=WAITED, key=item, place=division, on__gte=since)
    left = MOST
    for one in told.by("on", "days").order_by("-on", "-days")[:MOST]:
        yield from [(one["on"], one["days"])] * min(one["all"], left)
        left -= one["all"]
        if left <= 0:
            return
