"""The desk as a clerk finds it in the morning (工作台): the overdue first."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from juzheng.web.shared.startup import DEMO_PASSWORD
from tests.conftest import NOON
from tests.web.browser.conftest import DESK, Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from juzheng.records.models import Case, User

# Who came how many days ago, for what; a full working week is the longest limit of these.
CAME = (
    ("李秀英", 0, "POS-001"),
    ("赵桂兰", 11, "POS-001"),
    ("孙建国", 7, "POS-001"),
    ("周敏", 4, "NEG-01"),
)


def test_the_desk_shows_what_is_overdue_first(
    demo: None,
    visitor: Callable[..., Visitor],
    case_for: Callable[..., Case],
    clerk: User,
    look: Callable[[Page | Path, str], None],
) -> None:
    for name, days, item in CAME:
        case_for(item, by=clerk, at=NOON - timedelta(days=days), applicant_name=name)
    person = visitor(screen=DESK)
    person.go("/desk/")
    person.write("账号", "chen")
    person.write("密码", DEMO_PASSWORD)
    person.press("登录")
    rows = person.page.locator("tbody tr")
    assert rows.count() == len(CAME)
    assert "超" in rows.first.inner_text()
    assert "赵*兰" in rows.first.inner_text()
    assert not any(person.reads(name) for name, _days, _item in CAME)
    look(person.page, "12-desk")


def test_a_case_is_read_on_paper_on_two_sheets(
    demo: None,
    visitor: Callable[..., Visitor],
    case_for: Callable[..., Case],
    confirm: Callable[..., Case],
    clerk: User,
) -> None:
    case = confirm(case_for("POS-001", by=clerk), by=clerk)
    person = visitor(screen=DESK)
    person.go(f"/desk/cases/{case.number}/")
    person.write("账号", "chen")
    person.write("密码", DEMO_PASSWORD)
    person.press("登录")
    printed = person.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 2
    person.page.emulate_media(media="print")
    for heading in ("事实和核实情况", "申请内容", "答复", "办理经过"):
        assert person.page.get_by_role("heading", name=heading, exact=True).is_visible(), heading
    person.go(f"/desk/cases/{case.number}/answers/")
    for label in person.page.locator("main form label.govuk-label").all():
        assert label.is_visible()
    assert not person.page.get_by_role("button", name="登记", exact=True).is_visible()
