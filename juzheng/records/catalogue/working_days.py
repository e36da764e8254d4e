"""The working calendar in force (当日工作日历): as shipped, and as officers entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from juzheng.catalogue import catalogue
from juzheng.catalogue.calendar import YearNotice, calendar_of
from juzheng.law.base.deadlines import Calendar
from juzheng.records.catalogue import governing
from juzheng.records.models import Entry

CHAIN = "calendar"
NOTICED = "calendar.noticed"
WARNED_DAYS = 61  # two months before the known days end


def calendar() -> Calendar:
    """Return the calendar by which every door counts (工作日历); one query a request."""
    return governing.once_held(CHAIN, lambda: _with(tuple(entered())))


def entered() -> Iterator[YearNotice]:
    """Yield the holiday notices that officers have entered, in the order of the ledger."""
    lines = Entry.objects.filter(chain=CHAIN, event=NOTICED).order_by("position")
    for told in lines.values_list("details", flat=True):
        yield YearNotice(
            year=told["year"],
            holidays=frozenset(map(date.fromisoformat, told["off"])),
            workdays=frozenset(map(date.fromisoformat, told["worked"])),
            source=told["source"],
        )


def year_wanted(on: date) -> int | None:
    """Return the year whose notice is due to be entered (待登记放假通知的年份), if it is time."""
    until = calendar().known_until
    return until.year + 1 if on + timedelta(days=WARNED_DAYS) > until else None


@lru_cache(maxsize=1)
def _with(notices: tuple[YearNotice, ...]) -> Calendar:
    return calendar_of(catalogue().calendar, notices)
