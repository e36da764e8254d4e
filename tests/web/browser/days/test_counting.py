"""The counting itself (计步): what a hand does is counted once, and only that."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.browser.conftest import PHONE
from tests.web.browser.days.conftest import Day, Task, Worker, strokes


def test_clicks_keys_fields_and_pages_are_counted(
    site: str, worker: Callable[..., Worker], day: Callable[[str], Day]
) -> None:
    person = worker(screen=PHONE)
    with day("试手").task("登录一次", person) as done:
        person.go("/sign-in/")
        person.write("账号", "chen")
        person.take_down("密码", "陈 a")
        person.press("登录")
        person.page.get_by_role("alert").wait_for()
    assert done == [Task("试手", "登录一次", "phone", 1, 4, 5, 2, pages=2)]
    assert done[0].steps == 5


def test_a_character_takes_three_keys() -> None:
    assert strokes("李a") == 4
