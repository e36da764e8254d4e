"""Time limits in working days (办理时限)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.base.deadlines import (
    Calendar,
    CalendarTooShort,
    Urgency,
    closes,
    counts_from,
    due_on,
    urgency,
    working_days_left,
)

# The turn of September to October 2026: the National Day week and its two make-up days.
CALENDAR = Calendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    workdays=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    known_from=date(2026, 1, 1),
    known_until=date(2026, 12, 31),
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 11, 1))
LIMITS = st.integers(min_value=1, max_value=20)


@given(day=DAYS, limit=LIMITS)
def test_the_limit_counts_working_days_only(day: date, limit: int) -> None:
    due = due_on(day, limit, CALENDAR)
    passed = (day + timedelta(days=n) for n in range(1, (due - day).days + 1))
    assert sum(CALENDAR.is_working(d) for d in passed) == limit
    assert CALENDAR.is_working(due)


@given(day=DAYS, limit=LIMITS)
def test_a_longer_limit_is_never_due_earlier(day: date, limit: int) -> None:
    assert due_on(day, limit, CALENDAR) < due_on(day, limit + 1, CALENDAR)


@given(day=DAYS, limit=LIMITS)
def test_on_the_day_of_acceptance_the_whole_limit_is_left(day: date, limit: int) -> None:
    assert working_days_left(day, due_on(day, limit, CALENDAR), CALENDAR) == limit


@given(first=DAYS, second=DAYS)
def test_days_left_and_days_late_are_one_count(first: date, second: date) -> None:
    left = working_days_left(first, second, CALENDAR)
    assert left == -working_days_left(second, first, CALENDAR)
    assert (left >= 0) if first <= second else (left <= 0)


@pytest.mark.parametrize(
    ("accepted", "limit", "due"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # seven days of holiday in between
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # a Saturday that is worked
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # Friday to the Sunday that is worked
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over an ordinary weekend
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # on the spot, weekend or not
    ],
)
def test_the_day_of_acceptance_does_not_count(accepted: date, limit: int, due: date) -> None:
    assert due_on(accepted, limit, CALENDAR) == due


def test_a_case_is_late_by_the_working_days_that_passed() -> None:
    friday = date(2026, 11, 20)
    assert working_days_left(date(2026, 11, 20), friday, CALENDAR) == 0
    assert working_days_left(date(2026, 11, 22), friday, CALENDAR) == 0
    assert working_days_left(date(2026, 11, 24), friday, CALENDAR) == -2


def test_a_year_without_its_notice_is_provisional_and_stops_nothing() -> None:
    calendar = replace(
        CALENDAR, holidays=CALENDAR.holidays | {date(2027, 2, 5)}, fixed=frozenset({(1, 1), (5, 1)})
    )
    due = due_on(date(2026, 12, 30), 2, calendar)
    assert due == date(2027, 1, 4)  # New Year's Day is fixed by law, then a weekend
    assert calendar.is_provisional(due)
    assert due_on(date(2027, 2, 4), 1, calendar) == date(2027, 2, 8)
    assert due_on(date(2029, 4, 30), 1, calendar) == date(2029, 5, 2)
    assert working_days_left(date(2026, 12, 30), date(2027, 1, 4), calendar) == 2
    last = due_on(date(2026, 12, 30), 1, calendar)
    assert last == calendar.known_until
    assert not calendar.is_provisional(last)


def test_what_is_fixed_by_law_does_not_overrule_a_notice() -> None:
    worked = date(2026, 5, 1)
    calendar = replace(CALENDAR, holidays=CALENDAR.holidays - {worked}, fixed=frozenset({(5, 1)}))
    assert calendar.is_working(worked)


def test_before_the_first_notice_nothing_is_known() -> None:
    with pytest.raises(CalendarTooShort):
        CALENDAR.is_working(date(2025, 12, 31))


@pytest.mark.parametrize(
    ("received", "starts"),
    [
        (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), date(2026, 11, 20)),  # a Friday, still open
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), date(2026, 11, 23)),  # closed for the weekend
        (datetime(2026, 11, 21, 23, 57, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 0, 1, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 9, 30, 18, 0, tzinfo=UTC), date(2026, 10, 8)),  # seven days of holiday
        (datetime(2026, 9, 20, 9, 0, tzinfo=UTC), date(2026, 9, 20)),  # a Sunday that is worked
    ],
)
def test_the_clock_starts_when_the_committee_is_open(received: datetime, starts: date) -> None:
    assert counts_from(received, CALENDAR, time(17)) == starts


@pytest.mark.parametrize(
    ("hours", "closing"),
    [
        ("工作日 9:00—12:00、14:00—17:30（虚构）", time(17, 30)),
        ("周一至周五8：30-12：00，13：30-16：00", time(16)),
        ("上午8:30-12:00，下午2:00-5:30", time(17)),  # no such time of the afternoon is named
        ("工作时间，请先打电话000-17:0", time(17)),
        ("", time(17)),
    ],
)
def test_a_counter_closes_when_its_printed_hours_say(hours: str, closing: time) -> None:
    assert closes(hours, 17) == closing


def test_a_negative_limit_is_a_developers_mistake() -> None:
    with pytest.raises(ValueError, match="got -1"):
        due_on(date(2026, 11, 20), -1, CALENDAR)


def test_a_calendar_cannot_contradict_itself() -> None:
    day = frozenset({date(2026, 10, 1)})
    with pytest.raises(ValueError, match="both"):
        Calendar(day, day, date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(ValueError, match="before"):
        Calendar(day, frozenset(), date(2026, 12, 31), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("on", "grade"),
    [
        (date(2026, 11, 17), Urgency.IN_TIME),
        (date(2026, 11, 19), Urgency.SOON),
        (date(2026, 11, 20), Urgency.TODAY),
        (date(2026, 11, 21), Urgency.OVERDUE),
        (date(2027, 5, 1), Urgency.OVERDUE),  # known without any calendar
    ],
)
def test_the_desk_sees_how_pressing_a_case_is(on: date, grade: Urgency) -> None:
    assert urgency(on, date(2026, 11, 20), CALENDAR) is grade


def test_how_early_a_case_counts_as_nearly_due_is_the_callers_choice() -> None:
    on, due = date(2026, 11, 17), date(2026, 11, 20)
    assert urgency(on, due, CALENDAR, soon=2) is Urgency.IN_TIME
    assert urgency(on, due, CALENDAR, soon=3) is Urgency.SOON
