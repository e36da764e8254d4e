"""The time left of a case at the counter (剩余时限): none for what is over or has no term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from juzheng.acts.cases import missing, signing
from juzheng.catalogue import catalogue
from juzheng.catalogue.calendar import calendar_of
from juzheng.law.cases.missing import Asked
from juzheng.records.models import Case, User
from juzheng.web.clerk.queue import left
from tests.conftest import NOON


def test_time_is_left_only_while_a_case_is_open(
    drafted_for: Callable[..., Case], responsible: User
) -> None:
    case, calendar, late = (
        drafted_for("POS-001"),
        calendar_of(catalogue().calendar),
        timedelta(days=60),
    )
    running, _ = left(case, NOON.date(), calendar)
    overdue, tone = left(case, NOON.date() + late, calendar)
    assert running
    assert overdue not in ("", running)
    assert tone != "plain"

    case.due_on = None
    assert left(case, NOON.date(), calendar) == ("", "plain")
    signing.sign(case, by=responsible, at=NOON)
    over = Case.objects.get(pk=case.pk)
    assert left(over, NOON.date() + late, calendar) == ("", "plain")


def test_who_waits_for_materials_waits_until_the_day_asked_last(
    case_for: Callable[..., Case], clerk: User
) -> None:
    """What was asked for before, by a later day, has come."""
    case, calendar = case_for("POS-001"), calendar_of(catalogue().calendar)
    first, last = (NOON.date() + timedelta(days=days) for days in (30, 3))

    def seen() -> Any:
        return {"version": case.version, "by": clerk, "at": NOON}

    missing.ask(case, Asked(("户口簿",), first), **seen())
    missing.receive(case, **seen())
    missing.ask(case, Asked(("身份证",), last, "没有看清"), **seen())
    assert left(case, NOON.date(), calendar) == (
        f"期限暂停，等到{last.month}月{last.day}日",
        "plain",
    )
    assert left(case, last + timedelta(days=1), calendar) == ("到期没有补来", "instead")
