"""The time left of a case at the counter (剩余时限): none for what is over or has no term."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from juzheng.acts.cases import signing
from juzheng.catalogue import catalogue
from juzheng.catalogue.calendar import calendar_of
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
