"""Sent round for seven months: told by hand on a phone, found, drawn, cut, and a letter printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.web.browser.conftest import Visitor, handed_out
from tests.web.public.test_knots import TOLD, posted

Look = Callable[[Page | Path, str], None]


def test_the_seven_months_are_told_by_hand_and_end_in_a_letter(
    demo: None, visitor: Callable[..., Visitor], look: Look
) -> None:
    resident = visitor(javascript=False)
    resident.go("/demanded/")
    resident.follow("几家互相要证明，绕成一圈？填进来看看从哪里解开")
    look(resident.page, "50-knots")
    for name, value in posted(TOLD).items():
        box = resident.page.locator(f"[name={name}]")
        if name.startswith(("who", "where")):
            box.select_option(value)
        else:
            box.fill(value)
    resident.press("看看是不是绕成了圈")
    assert resident.heading == "绕成一圈了"
    assert resident.reads("列入不应出具清单")
    pictures = resident.page.locator("main svg[role=img]")
    assert pictures.count() == 2
    assert all((one.bounding_box() or {})["width"] > 200 for one in pictures.all())
    look(resident.page, "51-knot")
    resident.page.locator('a[href*="demander=police"][href^="/letters/"]').click()
    assert resident.heading == "给单位的说理信"
    look(resident.page, "52-letter")
    with handed_out(resident.page, lambda: resident.press("印成 PDF")) as downloaded:
        assert downloaded.read_bytes().startswith(b"%PDF-")
