"""The year's end (跨年): provisional last days stop nothing, and are counted anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from juzheng.acts import audit
from juzheng.acts.cases import recounting
from juzheng.acts.catalogue import holidays
from juzheng.catalogue.calendar import CalendarNotUsable, YearNotice
from juzheng.law.base.deadlines import Calendar
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.records.catalogue import working_days
from juzheng.records.models import Case, Entry, User
from juzheng.web.clerk.queue import left
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 12, 30, 10, tzinfo=NOON.tzinfo)  # a Wednesday
NOTICE = YearNotice(
    2027,
    holidays=frozenset({date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5)}),
    workdays=frozenset({date(2027, 1, 9)}),
    source="样例通知",
)


@pytest.fixture
def officer(person: Callable[..., User], loaded: None) -> User:
    return person("officer", "overseer", None, "郑爱民", division="990000")


@pytest.fixture
def five_days(case_for: Callable[..., Case]) -> Case:
    case = case_for("POS-001", at=BEFORE)
    assert case.decision["limit_working_days"] == 5
    return case


def line_of(case: Case, event: Event) -> Entry | None:
    return case.entries.filter(event=CASES.line(event)).last()


def test_a_last_day_in_a_year_without_its_notice_is_provisional(five_days: Case) -> None:
    assert five_days.due_on == date(2027, 1, 7)
    received = line_of(five_days, Event.RECEIVED)
    assert received is not None
    assert received.details["provisional"] is True
    assert "暂定" in left(five_days, BEFORE.date(), working_days.calendar())[0]


def test_a_refusal_at_the_years_end_has_its_last_day_too(case_for: Callable[..., Case]) -> None:
    case = case_for("NEG-01", at=BEFORE.replace(day=31))
    assert case.due_on == date(2027, 1, 4)


def test_a_last_day_that_is_known_is_not_provisional(case_for: Callable[..., Case]) -> None:
    case = case_for("POS-001", at=BEFORE.replace(day=14))
    received = line_of(case, Event.RECEIVED)
    assert received is not None
    assert "provisional" not in received.details
    assert "暂定" not in left(case, BEFORE.date(), working_days.calendar())[0]


def test_the_notice_counts_open_cases_anew_once(five_days: Case, officer: User) -> None:
    assert recounting.recount(at=BEFORE) == 0
    holidays.enter(NOTICE, by=officer, at=BEFORE)
    assert recounting.recount(at=BEFORE) == 1
    five_days.refresh_from_db()
    assert five_days.due_on == date(2027, 1, 9)
    line = line_of(five_days, Event.RECOUNTED)
    assert line is not None
    assert (line.details["before"], line.details["due_on"]) == ("2027-01-07", "2027-01-09")
    assert "provisional" not in line.details
    assert "暂定" not in left(five_days, BEFORE.date(), working_days.calendar())[0]
    assert recounting.recount(at=BEFORE) == 0
    assert audit.audit().faults == ()


def test_a_case_before_the_pen_is_counted_anew_and_a_closed_one_is_not(
    drafted_for: Callable[..., Case], case_for: Callable[..., Case], officer: User
) -> None:
    from juzheng.acts.cases import withdrawal

    waiting, over = drafted_for("POS-001", at=BEFORE), case_for("POS-001", at=BEFORE)
    withdrawal.withdraw(over, at=BEFORE)
    holidays.enter(NOTICE, by=officer, at=BEFORE)
    assert recounting.recount(at=BEFORE) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.due_on) == ("awaiting_signature", date(2027, 1, 9))
    over.refresh_from_db()
    assert over.due_on == date(2027, 1, 7)


@pytest.mark.each
@pytest.mark.parametrize(
    "wrong",
    [
        YearNotice(2028, frozenset({date(2028, 1, 1)}), frozenset(), "样例通知"),
        YearNotice(2027, frozenset({date(2026, 1, 1)}), frozenset(), "样例通知"),
        YearNotice(2027, frozenset(), frozenset(), "样例通知"),
        YearNotice(2027, frozenset({date(2027, 1, 1)}), frozenset(), " "),
    ],
)
def test_what_cannot_be_a_notice_is_refused(wrong: YearNotice, officer: User) -> None:
    with pytest.raises(CalendarNotUsable):
        holidays.enter(wrong, by=officer, at=BEFORE)
    assert not Entry.objects.filter(chain=working_days.CHAIN).exists()


def test_the_later_notice_of_a_year_counts(officer: User) -> None:
    holidays.enter(YearNotice(2027, NOTICE.workdays, frozenset(), "误"), by=officer, at=BEFORE)
    holidays.enter(NOTICE, by=officer, at=BEFORE)
    calendar: Calendar = working_days.calendar()
    assert calendar.is_working(date(2027, 1, 9))
    assert not calendar.is_provisional(date(2027, 12, 31))


def typed(**changes: str) -> dict[str, str]:
    days = "2027-01-01\n2027-01-04 至 2027-01-05"
    return {"year": "2027", "source": "样例通知", "off": days, "worked": "2027-1-9", **changes}


@pytest.fixture
def workbench(officer: User, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("django.utils.timezone.now", lambda: BEFORE)
    client = Client()
    client.force_login(officer)
    return client


def test_an_officer_is_warned_and_enters_the_notice_in_the_browser(
    five_days: Case, workbench: Client
) -> None:
    assert "2027年的放假通知还没有登记" in workbench.get("/office/").content.decode()
    done = workbench.post("/office/holidays/", typed(), follow=True)
    assert "1 件在办的重新算了期限" in done.content.decode()
    five_days.refresh_from_db()
    assert five_days.due_on == date(2027, 1, 9)
    assert "放假通知还没有登记" not in workbench.get("/office/").content.decode()


def test_two_months_ahead_nobody_is_warned_yet(db: None) -> None:
    assert working_days.year_wanted(date(2026, 10, 31)) is None
    assert working_days.year_wanted(date(2026, 11, 1)) == 2027


@pytest.mark.parametrize(
    "changes",
    [
        {"off": "2027年元旦"},
        {"off": "2027-02-30"},
        {"off": "2027-02-09 至 2027-02-05"},
        {"off": "2027-01-01 至 2027-12-31"},
        {"off": ""},
        {"worked": "2027-01-04"},
        {"year": "2029"},
        {"source": ""},
    ],
)
def test_a_slip_of_the_pen_is_said_and_nothing_entered(
    workbench: Client, changes: dict[str, str]
) -> None:
    answer = workbench.post("/office/holidays/", typed(**changes))
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()
    assert not Entry.objects.filter(chain=working_days.CHAIN).exists()
