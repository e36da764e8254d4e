"""The working calendar (工作日历): published holiday notices and what the operator adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import chinese_calendar
from chinese_calendar import constants as notices

from juzheng.catalogue import entries
from juzheng.law.base.deadlines import Calendar

FIRST_YEAR = 2004  # the first year of which chinese_calendar knows the holiday notice


class CalendarNotUsable(ValueError):
    """The operator's own table of holidays cannot be used (放假安排表有误)."""


@dataclass(frozen=True)
class YearNotice:
    """
    The State Council's holiday notice for one year (放假安排通知), as the operator copied it.

    :ivar source: the notice's number, so that the days can be checked against it
    """

    year: int
    holidays: frozenset[date]
    workdays: frozenset[date]
    source: str


def working_calendar(extra: Iterable[YearNotice] = ()) -> Calendar:
    """
    Return the calendar of all years whose holiday notice is known (工作日历).

    :param extra: notices for further years; they must follow on without a gap, or replace a
        year already known (a notice may be changed during the year, as in spring 2020)
    :raises CalendarNotUsable: if a year is missing in between, a day lies in another year,
        a notice has no source, or a day is both off and worked

    What comes after the last notice is provisional.
    """
    years = dict(_published())
    for notice in sorted(extra, key=lambda notice: notice.year):
        _check(notice)
        if notice.year not in years and notice.year != max(years) + 1:
            raise CalendarNotUsable(
                f"缺少{max(years) + 1}年的放假安排。请先补上该年的放假通知，再登记{notice.year}年。"
            )
        years[notice.year] = notice
    return Calendar(
        holidays=frozenset().union(*(notice.holidays for notice in years.values())),
        workdays=frozenset().union(*(notice.workdays for notice in years.values())),
        known_from=date(min(years), 1, 1),
        known_until=date(max(years), 12, 31),
    )


def calendar_of(listed: entries.Calendar, entered: Sequence[YearNotice] = ()) -> Calendar:
    """
    Return the working calendar that the catalogue's table stands for (目录工作日历).

    Within the years that the library knows, the operator's days off and working days come on top.
    A year beyond them is known once ``last_year`` reaches it, and then needs its days off listed.
    Before its notice is out, a year has its weekends and the holidays that are fixed by law.

    :param entered: notices that officers have entered, the later of one year last
    :raises CalendarNotUsable: if such a year has no day off, or as :func:`working_calendar`
    """
    known = _published()
    added = {day.on.year for day in (*listed.extra_days_off, *listed.extra_working_days)}
    later = set(range(max(known) + 1, listed.last_year + 1))
    if stray := added - set(known) - later:
        raise CalendarNotUsable(
            f"登记了{min(stray)}年的休息日或工作日，但工作日历只到{listed.last_year}年。"
            "请同时把 last_year 改到这一年。"
        )
    listed_years = [_listed_year(listed, year) for year in added | later]
    calendar = working_calendar([*listed_years, *entered])
    last_year = max([listed.last_year, *(notice.year for notice in entered)])
    last = min(calendar.known_until, date(last_year, 12, 31))
    by_law = listed.statutory
    return replace(
        calendar,
        known_from=max(calendar.known_from, date(listed.first_year, 1, 1)),
        known_until=last,
        holidays=calendar.holidays | {day for day in by_law.moving if day > last},
        fixed=frozenset((int(day[:2]), int(day[3:])) for day in by_law.every_year),
    )


def _listed_year(listed: entries.Calendar, year: int) -> YearNotice:
    off = frozenset(day.on for day in listed.extra_days_off if day.on.year == year)
    worked = frozenset(day.on for day in listed.extra_working_days if day.on.year == year)
    known = _published().get(year)
    if known is None:
        if not off:
            raise CalendarNotUsable(f"{year}年没有登记放假日期。请照国务院办公厅的放假通知登记。")
        return YearNotice(year, off, worked, listed.source.text)
    return YearNotice(
        year, (known.holidays - worked) | off, (known.workdays - off) | worked, known.source
    )


def _check(notice: YearNotice) -> None:
    if not notice.source.strip():
        raise CalendarNotUsable(f"{notice.year}年的放假安排没有写明来源。请写上放假通知的文号。")
    if stray := {day for day in notice.holidays | notice.workdays if day.year != notice.year}:
        raise CalendarNotUsable(
            f"{min(stray)}不在{notice.year}年。请把它登记到所在年份的放假安排里。"
        )
    if both := notice.holidays & notice.workdays:
        raise CalendarNotUsable(f"{min(both)}既是放假又是上班。请对照放假通知改正。")


@cache
def _published() -> dict[int, YearNotice]:
    # The next New Year's Day may be announced early.
    last = min(max(notices.holidays).year, max(notices.workdays).year)
    source = f"chinesecalendar {chinese_calendar.__version__}"
    return {
        year: YearNotice(
            year,
            frozenset(day for day in notices.holidays if day.year == year),
            frozenset(day for day in notices.workdays if day.year == year),
            source,
        )
        for year in range(FIRST_YEAR, last + 1)
    }
