"""Time limits (办理时限): counted in working days, by a calendar that says what is provisional."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from juzheng.law.base.terms import Term

SATURDAY = 5  # date.weekday() of the first day of the weekend
ONE_DAY = timedelta(days=1)
NOON_HOUR = 12


class CalendarTooShort(Exception):
    """The day lies before the first holiday notice that is known (早于工作日历)."""


class Urgency(Term):
    """How pressing a case is (紧急程度), for the order of the desk."""

    OVERDUE = "overdue", "已超期"
    TODAY = "today", "今天到期"
    SOON = "soon", "即将到期"
    IN_TIME = "in_time", "期限内"


@dataclass(frozen=True)
class Calendar:
    """
    Working days (工作日) by holiday notices, and after the last one by what the law fixes.

    :ivar holidays: weekdays and weekend days that are off by notice (放假), and after the last
        notice those that are off by law but on another day each year (春节、清明 …)
    :ivar workdays: weekend days that are worked by notice (调休上班)
    :ivar known_until: the last day that a notice covers; later days are provisional
    :ivar fixed: month and day of the holidays that every year has (元旦、劳动节、国庆节)
    """

    holidays: frozenset[date]
    workdays: frozenset[date]
    known_from: date
    known_until: date
    fixed: frozenset[tuple[int, int]] = frozenset()

    def __post_init__(self) -> None:
        if self.known_until < self.known_from:
            raise ValueError(f"calendar ends {self.known_until} before it begins")
        if both := self.holidays & self.workdays:
            raise ValueError(f"both a holiday and a working day: {min(both)}")

    def is_working(self, day: date) -> bool:
        """
        Return whether ``day`` is a working day (工作日), as far as can be known.

        :raises CalendarTooShort: if ``day`` lies before the first notice
        """
        if day < self.known_from:
            raise CalendarTooShort(f"no holiday notice covers {day}")
        if day in self.workdays:
            return True
        if self.is_provisional(day) and (day.month, day.day) in self.fixed:
            return False
        return day not in self.holidays and day.weekday() < SATURDAY

    def is_provisional(self, day: date) -> bool:
        """Return whether a last day on ``day`` may still change (暂定): its notice is not out."""
        return day > self.known_until

    def first_working(self, day: date) -> date:
        """Return ``day``, or the next working day if nobody works on it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day


_OF_THE_DAY = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:：]([0-5]\d)(?!\d)")


def closes(hours: str, otherwise: int) -> time:
    """
    Return when a counter with those ``hours`` closes (下班时间): the last time that they print.

    Where they name none of the afternoon, as 下午5:00 or 工作时间 do, it is the hour ``otherwise``.
    """
    named = [time(int(hour), int(minute)) for hour, minute in _OF_THE_DAY.findall(hours)]
    last = max(named, default=time(0))
    return last if last.hour > NOON_HOUR else time(otherwise)


def counts_from(received: datetime, calendar: Calendar, closing: time) -> date:
    """
    Return the day on which the clock of something received starts (起算日).

    What comes in while nobody works is received when the committee opens again.

    :param received: in local time
    :param closing: when the counter closes
    Source: 民法典 第二百零三条第二款 (业务时间); for the rest of the day OP-2.3.d is silent.
    """
    day = received.date()
    if received.time() >= closing:
        day += ONE_DAY
    return calendar.first_working(day)


def due_on(accepted_on: date, limit: int, calendar: Calendar) -> date:
    """
    Return the last day on which the committee is still in time (到期日).

    :param accepted_on: the day of acceptance (受理日); it does not count
    :param limit: the published time limit (办理时限), in working days, 0 or more;
        0 means on the spot (当场办结)
    :param calendar: holidays and make-up days
    :raises ValueError: if ``limit`` is negative
    :raises CalendarTooShort: if a day to be counted lies before the first holiday notice

    Source: 民发〔2020〕20号 第二部分第三段 (OP-2.3.d) asks for a limit but sets no
    way to count. Not counting the first day follows 民法典 第二百零一条第一款.
    """
    if limit < 0:
        raise ValueError(f"limit must be 0 or more working days, got {limit}")
    day = accepted_on
    while limit:
        day += ONE_DAY
        if calendar.is_working(day):
            limit -= 1
    return day


def resumed(due: date, stopped_on: date, resumed_on: date, calendar: Calendar) -> date:
    """
    Return the last day in time after the clock stood still (停算后的到期日).

    As many working days are left after ``resumed_on`` as were left after ``stopped_on``. What was
    overdue already stays so: stopping the clock mends nothing.

    :param resumed_on: the day from which it counts again; like the day of acceptance it does not
        count itself
    :raises CalendarTooShort: as :func:`due_on`
    Source: a rule of the house; no text that we read stops a committee's clock.
    """
    if due < stopped_on:
        return due
    return due_on(resumed_on, working_days_left(stopped_on, due, calendar), calendar)


def after_stop(
    due: date, asked: datetime, brought: datetime, calendar: Calendar, closing: time
) -> date:
    """
    Return the last day in time after materials were waited for (补材料后的到期日).

    Where no working day lies between the two, nothing stood still: brought on the day on which it
    was asked for, or both before the counter opened again, changes nothing.

    :param asked: in local time, as ``brought``
    :raises CalendarTooShort: as :func:`due_on`
    Source: as :func:`resumed`.
    """
    back = counts_from(brought, calendar, closing)
    at_once = asked.date() == brought.date() or counts_from(asked, calendar, closing) == back
    return due if at_once else resumed(due, asked.date(), back, calendar)


def working_days_left(on: date, due: date, calendar: Calendar) -> int:
    """
    Return how many working days are left (剩余工作日) after ``on``, up to and with ``due``.

    0 on the last day; negative when overdue: minus the working days that passed after ``due``,
    ``on`` included. Overdue by a weekend only is 0, as nobody could have worked.

    :raises CalendarTooShort: if a day between the two lies before the first holiday notice

    Source: the same way of counting as :func:`due_on`.
    """
    if on <= due:
        return sum(calendar.is_working(day) for day in _days_after(on, due))
    return -sum(calendar.is_working(day) for day in _days_after(due, on))


def urgency(on: date, due: date, calendar: Calendar, soon: int = 1) -> Urgency:
    """
    Return how pressing a case is (紧急程度) on ``on``.

    :param soon: working days left, 1 or more, from which a case counts as nearly due
    :raises CalendarTooShort: if a day between the two lies before the first holiday notice

    Overdue is a matter of dates alone: the day after ``due`` is overdue, weekend or not.
    Source: 民发〔2020〕20号 第二部分第三段 (OP-2.3.d); the grades are the house's own.
    """
    if on > due:
        return Urgency.OVERDUE
    if on == due:
        return Urgency.TODAY
    near = working_days_left(on, due, calendar) <= soon
    return Urgency.SOON if near else Urgency.IN_TIME


def _days_after(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(1, (last - first).days + 1))


def day(when: date) -> str:
    """Return a date as papers write it (成文日期), GB/T 9704-2012: 2026年11月22日."""
    return f"{when.year}年{when.month}月{when.day}日"
