"""The working calendar (工作日历) against a second source."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from juzheng.catalogue import catalogue, entries
from juzheng.catalogue.calendar import (
    CalendarNotUsable,
    YearNotice,
    calendar_of,
    working_calendar,
)
from juzheng.law.base.deadlines import due_on
from juzheng.law.catalogue.items import Confidence, Source

CHECKED_YEARS = range(2024, 2027)
LAST = working_calendar().known_until.year


def made_up(year: int, **changes: object) -> YearNotice:
    """A notice that nobody issued: one holiday, one make-up day."""
    weekend = next(day for day in (date(year, 2, n) for n in range(1, 8)) if day.weekday() == 5)
    values: dict[str, object] = {
        "year": year,
        "holidays": frozenset({date(year, 1, 1)}),
        "workdays": frozenset({weekend}),
        "source": "样例通知",
    }
    return YearNotice(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("year", CHECKED_YEARS)
def test_two_sources_agree_on_every_day(year: int) -> None:
    calendar, other = working_calendar(), holidays.country_holidays("CN", years=year)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0))]
    assert [day for day in days if calendar.is_working(day) != other.is_working_day(day)] == []


def test_the_make_up_days_of_2026_are_worked() -> None:
    calendar = working_calendar()
    made_up_days = ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
    assert all(calendar.is_working(date(2026, month, day)) for month, day in made_up_days)
    assert not calendar.is_working(date(2026, 10, 1))


def test_a_year_without_a_notice_is_provisional() -> None:
    calendar = calendar_of(catalogue().calendar)
    assert calendar.known_from == date(2004, 1, 1)
    after = calendar.known_until + timedelta(days=1)
    assert (after.month, after.day) == (1, 1)
    assert calendar.is_provisional(after)
    assert not calendar.is_working(after)
    assert due_on(calendar.known_until, 1, calendar) > after


@pytest.mark.parametrize("year", range(LAST + 1, LAST + 6))
def test_a_second_source_knows_the_holidays_by_law(year: int) -> None:
    calendar, other = calendar_of(catalogue().calendar), holidays.country_holidays("CN", years=year)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    weekdays = [day for day in days if day.weekday() < 5]
    off = {day for day in weekdays if not calendar.is_working(day)}
    made_up_for = {day for day, name in other.items() if "observed" in name}
    assert off == {day for day in weekdays if day in other} - made_up_for


def test_the_operators_table_adds_the_coming_year() -> None:
    coming = working_calendar().known_until.year + 1
    notice = made_up(coming)
    calendar = working_calendar([notice])
    assert calendar.known_until == date(coming, 12, 31)
    assert not calendar.is_working(date(coming, 1, 1))
    assert calendar.is_working(next(iter(notice.workdays)))


def test_the_operators_table_replaces_a_year_that_was_changed() -> None:
    calendar = working_calendar([made_up(2026)])
    assert calendar.is_working(date(2026, 10, 1))
    assert calendar.known_until == working_calendar().known_until


def test_a_gap_between_years_is_refused() -> None:
    coming = working_calendar().known_until.year + 1
    with pytest.raises(CalendarNotUsable, match=f"缺少{coming}年"):
        working_calendar([made_up(coming + 1)])
    assert working_calendar([made_up(coming + 1), made_up(coming)])


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"source": " "}, "来源"),
        ({"holidays": frozenset({date(2025, 1, 1)})}, "不在2026年"),
        ({"holidays": frozenset({date(2026, 2, 7)})}, "既是放假又是上班"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(CalendarNotUsable, match=says):
        working_calendar([made_up(2026, **changes)])


def listed(
    last_year: int = LAST, off: tuple[date, ...] = (), worked: tuple[date, ...] = ()
) -> entries.Calendar:
    return entries.Calendar(
        first_year=2004,
        last_year=last_year,
        closes_at=17,
        statutory=entries.StatutoryHolidays((), (), Source("样例办法", Confidence.HIGH)),
        source=Source("样例通知", Confidence.HIGH),
        extra_days_off=tuple(entries.CalendarDay(day, "样例", "样例通知") for day in off),
        extra_working_days=tuple(entries.CalendarDay(day, "样例", "样例通知") for day in worked),
    )


def test_the_shipped_catalogue_adds_nothing_to_the_published_notices() -> None:
    shipped, published = calendar_of(catalogue().calendar), working_calendar()
    assert {day for day in shipped.holidays if day <= shipped.known_until} == published.holidays
    assert (shipped.workdays, shipped.known_until) == (published.workdays, published.known_until)


def test_an_entered_notice_ends_what_was_provisional() -> None:
    coming = made_up(LAST + 1)
    calendar = calendar_of(listed(), [made_up(LAST + 1, workdays=frozenset()), coming])
    assert calendar.known_until == date(LAST + 1, 12, 31)
    assert calendar.workdays >= coming.workdays
    with pytest.raises(CalendarNotUsable, match=f"缺少{LAST + 1}年"):
        calendar_of(listed(), [made_up(LAST + 2)])


def test_the_catalogues_days_come_on_top_of_the_published_ones() -> None:
    calendar = calendar_of(listed(off=(date(2026, 11, 23),), worked=(date(2026, 10, 1),)))
    assert not calendar.is_working(date(2026, 11, 23))
    assert calendar.is_working(date(2026, 10, 1))
    assert not calendar.is_working(date(2026, 10, 2))
    assert calendar.known_until == working_calendar().known_until


def test_the_catalogue_can_tell_of_the_coming_year() -> None:
    calendar = calendar_of(listed(LAST + 1, off=(date(LAST + 1, 1, 1),)))
    assert calendar.known_until == date(LAST + 1, 12, 31)
    assert not calendar.is_working(date(LAST + 1, 1, 1))


def test_the_catalogue_may_know_less_than_the_library() -> None:
    assert calendar_of(listed(2025)).is_provisional(date(2026, 1, 5))


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (listed(LAST + 1), "没有登记放假日期"),
        (listed(LAST + 2, off=(date(LAST + 2, 1, 1),)), f"{LAST + 1}年没有登记"),
        (listed(off=(date(LAST + 1, 1, 1),)), "last_year"),
        (listed(off=(date(2026, 11, 23),), worked=(date(2026, 11, 23),)), "既是放假又是上班"),
    ],
)
def test_a_listed_year_without_its_notice_is_refused(table: entries.Calendar, says: str) -> None:
    with pytest.raises(CalendarNotUsable, match=says):
        calendar_of(table)
