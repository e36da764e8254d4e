"""Catalogue entries that are no proof items (目录条目): divisions, lists, clauses, calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from juzheng.law.catalogue.items import CommitteeKind, DeliberationRule, Source


@dataclass(frozen=True)
class Division:
    """An administrative division (行政区划): 1 province, 2 city, 3 county, 4 town, as of a day."""

    code: str  # six digits, GB/T 2260
    name: str
    level: int
    parent: str  # the code of the division above; empty for a province
    as_of: date
    source: str
    fictional: bool = False


@dataclass(frozen=True)
class Committee:
    """A committee of the demo district (居民委员会、村民委员会); always fictional here."""

    code: str
    name: str
    kind: CommitteeKind
    division: str
    address: str
    phone: str
    hours: str
    fictional: bool


@dataclass(frozen=True)
class Clause:
    """One duty of an instrument (条款) and where in the text it stands."""

    id: str  # e.g. OP-2.2.a
    instrument: str
    where: str
    duty: str


@dataclass(frozen=True)
class Paragraph:
    """The wording of one place in an instrument (原文), only where it may be quoted."""

    where: str
    text: str


@dataclass(frozen=True)
class CalendarDay:
    """A day that the operator adds to the calendar (增补的休息日、工作日), with its reason."""

    on: date
    reason: str
    source: str


@dataclass(frozen=True)
class StatutoryHolidays:
    """
    Days off by law whatever the year's notice says (法定节日): what is known before it is out.

    :ivar every_year: month and day, as in 10-01
    :ivar moving: festivals by the moon and the sun, for the years to come
    """

    every_year: tuple[str, ...]
    moving: tuple[date, ...]
    source: Source


@dataclass(frozen=True)
class Calendar:
    """Which years' holidays are known (工作日历); later years are provisional."""

    first_year: int
    last_year: int
    closes_at: int  # the hour at which counters close
    statutory: StatutoryHolidays
    source: Source
    extra_days_off: tuple[CalendarDay, ...] = ()
    extra_working_days: tuple[CalendarDay, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Procedure:
    """A deliberation rule with its id (议事规则) and the committees it is the usual one of."""

    id: str
    rule: DeliberationRule
    usual_for: tuple[CommitteeKind, ...] = ()
