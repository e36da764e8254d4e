"""A history is read by day (按日归并): alike acts in a row once, what was said under them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from juzheng.records.history import by_day
from tests.conftest import NOON


def step(what: str, days: int | None, text: str = "", kind: str = "done") -> dict[str, Any]:
    at = None if days is None else NOON + timedelta(days=days)
    return {"kind": kind, "what": what, "text": text, "at": at}


def test_each_act_of_a_day_stands_once_with_its_count() -> None:
    steps = [
        step("受理", 0),
        step("核对", 0, "户口簿"),
        step("核对", 0, "户口簿"),
        step("核对", 0, "结婚证"),
        step("核对", 1),
        step("通报", 1, kind="now"),
        step("轮到单位", None, kind="now"),
        step("办结", None, kind="next"),
    ]
    days = by_day(steps)
    assert [one["on"] and one["on"].day for one in days] == [
        NOON.day,
        NOON.day + 1,
        None,
        None,
    ]
    assert [one["kind"] for one in days] == ["done", "now", "now", "next"]
    assert days[0]["acts"] == [
        {"what": "受理", "count": 1, "texts": [], "now": False, "struck": False},
        {"what": "核对", "count": 3, "texts": ["户口簿", "结婚证"], "now": False, "struck": False},
    ]


def test_what_came_again_after_something_else_stands_again() -> None:
    steps = [step(what, 0) for what in ("不予出具", "提出异议", "复核改变", "不予出具", "不予出具")]
    (day,) = by_day(steps)
    assert [(act["what"], act["count"]) for act in day["acts"]] == [
        ("不予出具", 1),
        ("提出异议", 1),
        ("复核改变", 1),
        ("不予出具", 2),
    ]


def test_a_day_that_comes_back_is_not_put_in_the_earlier_one() -> None:
    assert [one["on"].day for one in by_day([step("甲", 0), step("乙", 1), step("丙", 0)])] == [
        NOON.day,
        NOON.day + 1,
        NOON.day,
    ]
    assert by_day([]) == []
