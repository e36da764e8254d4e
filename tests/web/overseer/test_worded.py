"""Questions put into words once (常问的查询): each officer and each day has their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from juzheng.records import worded
from juzheng.records.models import Correction
from juzheng.records.supervision import due
from tests.conftest import NOON
from tests.web.overseer.test_due import desk, noticed, served
from tests.web.overseer.test_reports import Desk

__all__ = ["desk"]


@pytest.fixture(autouse=True)
def nothing_asked_yet() -> None:
    worded._WORDS.clear()


def test_each_officer_is_told_of_their_own(desk: Callable[..., Desk]) -> None:
    first, second, there = desk(), desk("second"), desk("there", "430000")
    one = noticed(first.user)
    own = [[(one.pk, one.division)]]

    def told(who: Desk) -> worded.Told | None:
        return worded.told(partial(due.unserved, who.user), "division", 9)

    for _ in range(2):
        assert told(first) == [[]]  # who accused the unit
        assert told(second) == own
        assert told(there) == [[]]
    second.user.division = "430000"  # moved to another office
    assert told(second) == [[]]


def test_each_day_is_asked_of_anew_and_what_has_changed_is_seen(desk: Callable[..., Desk]) -> None:
    first = desk()
    one = served(noticed(first.user))
    assert one.due_on

    def told(days: int) -> worded.Told | None:
        on = one.due_on + timedelta(days=days)
        return worded.told(partial(due.overdue, first.user, on), "division", 9)

    assert told(0) == [[]]
    assert told(1) == [[(one.pk, one.division)]]
    Correction.objects.filter(pk=one.pk).update(due_on=one.due_on + timedelta(days=9))
    assert told(1) == [[]]
    assert told(10) == [[(one.pk, one.division)]]


def test_what_is_more_than_was_asked_for_is_not_told(desk: Callable[..., Desk]) -> None:
    first, second = desk(), desk("second")
    noticed(first.user)
    assert worded.told(partial(due.unserved, second.user), "division", 0) is None


def test_a_question_with_no_answer_is_not_put(desk: Callable[..., Desk]) -> None:
    nobody = desk().user
    nobody.division = None
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert worded.told(partial(due.overdue, nobody, NOON.date()), "division", 9) == [[]]
    assert not asked.captured_queries
