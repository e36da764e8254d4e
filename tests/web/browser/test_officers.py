"""Two officers publish their province's list in a browser, and residents are told otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PASSWORD
from tests.web.browser.conftest import DESK, PHONE, Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from juzheng.records.models import User

ALIVE = "/items/NEG-10/?division={place}&on={on}"

NARROWEST = """table => Math.min(...[...table.querySelectorAll('th, td')].map(
    cell => cell.clientWidth / parseFloat(getComputedStyle(cell).fontSize)))"""


@pytest.fixture
def officer(visitor: Callable[..., Visitor], person: Callable[..., User]):
    def sign_in(username: str, full_name: str, division: str = "420000") -> Visitor:
        person(username, "overseer", None, full_name, division=division)
        one = visitor(screen=DESK, javascript=False)
        one.go("/office/")
        one.write("账号", username)
        one.write("密码", PASSWORD)
        one.press("登录")
        return one

    return sign_in


def test_two_officers_publish_hubeis_list(
    demo: None,
    officer: Callable[..., Visitor],
    visitor: Callable[..., Visitor],
    look: Callable[[Page | Path, str], None],
) -> None:
    began = time.monotonic()
    first = officer("zhang", "张科长")
    look(first.page, "20-office")
    first.follow("备好的地方清单")
    look(first.page, "21-prepared")
    first.press("从这份清单起草 湖北省")
    assert first.reads("改了哪几页")
    look(first.page, "22-change")
    first.follow("湖北省不应由基层群众性自治组织出具证明事项清单")
    look(first.page, "23-editor")
    first.press("保存到修订案")
    assert first.reads("已保存到修订案")
    first.press("提交审核")
    assert first.reads("等另一位工作人员审核")

    second = officer("liu", "刘科员")
    second.follow("等审核、发布的修订案")
    look(second.page, "24-review")
    second.press("审核通过并发布")
    assert second.reads("已发布")
    second.go("/office/lists/?division=420000&on=2026-11-24")
    look(second.page, "25-lists")
    print(f"two officers, from sign-in to published: {time.monotonic() - began:.1f} s")

    resident = visitor()
    told = {}
    for place in ("420000", "430000"):
        for on in ("2020-02-28", "2020-02-29", "2026-11-24"):
            resident.go(ALIVE.format(place=place, on=on))
            told[place, on] = resident.page.inner_text("main")
    assert "还没有施行20号文" in told["430000", "2020-02-28"]
    assert "第一批" in told["430000", "2020-02-29"]
    assert "湖北省" in told["420000", "2026-11-24"]
    # Hubei is silent on it: the national list stands there too.
    assert "第一批）》，居（村）委会不出具" in told["420000", "2026-11-24"]
    assert "第一批）》，居（村）委会不出具" in told["430000", "2026-11-24"]
    resident.go(ALIVE.format(place="420000", on="2026-11-24"))
    look(resident.page, "26-alive-in-hubei")
    resident.go("/lists/?division=420000&on=2026-11-24")
    look(resident.page, "27-lists")


def test_no_column_of_a_table_is_one_character_wide(
    demo: None, officer: Callable[..., Visitor]
) -> None:
    one = officer("zhang", "张科长")
    one.page.set_viewport_size(PHONE)
    one.go("/office/alignment/?division=420000")
    if not one.page.locator(".jz-scroll table").count():
        one.press("比对")
    assert one.page.locator(".jz-scroll table").evaluate(NARROWEST) >= 4
