"""The working calendar (工作日历): published holiday notices and what the operator adds to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

import chinese_calendar
from chinese_calendar import constants as notices

from juzheng.catalogue.entries import YearNotice
from juzheng.catalogue.reader import catalogue
from juzheng.law.deadlines import Calendar

__all__ = ["CalendarNotUsable", "YearNotice", "working_calendar"]

FIRST_YEAR = 2004  # the first year of which chinese_calendar knows the holiday notice


class CalendarNotUsable(ValueError):
    """The operator's own table of holidays cannot be used (放假安排表有误)."""


def working_calendar(extra: Iterable[YearNotice] | None = None) -> Calendar:
    """
    Return the calendar of all years whose holiday notice is known (工作日历).

    :param extra: notices for further years; they must follow on without a gap, or replace a
        year already known (a notice may be changed during the year, as in spring 2020);
        default: those of the catalogue's ``calendars`` folder
    :raises CalendarNotUsable: if a year is missing in between, a day lies in another year,
        a notice has no source, or a day is both off and worked

    A year without a notice ends the calendar: ``law.deadlines`` then raises
    ``CalendarTooShort`` and never guesses.
    """
    years = dict(_published())
    extra = catalogue().calendar.notices if extra is None else extra
    for notice in sorted(extra, key=lambda notice: notice.year):
        _check(notice)
        if notice.year not in years and notice.year != max(years) + 1:
            raise CalendarNotUsable(
                f"缺少{max(years) + 1}年的放假安排。请先补上该年的放假通知,再登记{notice.year}年。"
            )
        years[notice.year] = notice
    return Calendar(
        holidays=frozenset().union(*(notice.holidays for notice in years.values())),
        workdays=frozenset().union(*(notice.workdays for notice in years.values())),
        known_from=date(min(years), 1, 1),
        known_until=date(max(years), 12, 31),
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
    last = max(notices.holidays).year
    if last > max(notices.workdays).year:  # the next New Year's Day may be announced early
        last = max(notices.workdays).year
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
