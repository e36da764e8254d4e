"""In an emergency, with two wishes, with a greeting: on a phone and on a desk (紧急在先)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.web.browser.conftest import DESK, PHONE, Visitor

Look = Callable[[Page | Path, str], None]
Make = Callable[..., Visitor]
SCREENS = {"phone": PHONE, "desk": DESK}
TAPPABLE = 44  # pixels high, for a thumb that trembles


@pytest.mark.parametrize("screen", SCREENS)
def test_the_number_is_the_first_thing_seen_and_large_enough_to_hit(
    demo: None, visitor: Make, look: Look, screen: str
) -> None:
    resident = visitor(javascript=False, screen=SCREENS[screen])
    resident.go("/")
    resident.write("别人让您开什么证明？", "老公正在打我，救命")
    resident.press("看看要不要开")
    look(resident.page, f"urgent-{screen}")

    call = resident.page.locator('a[href="tel:110"]').first
    box = call.bounding_box()
    assert box is not None
    assert box["height"] >= TAPPABLE
    assert box["y"] + box["height"] <= SCREENS[screen]["height"], "seen without scrolling"
    assert resident.reads("之后")
    resident.page.get_by_role("link", name="看完整答复").first.click()
    assert resident.page.locator('a[href="tel:110"]').count() == 1
    look(resident.page, f"urgent-full-{screen}")


@pytest.mark.parametrize("screen", SCREENS)
def test_two_wishes_and_a_greeting(demo: None, visitor: Make, look: Look, screen: str) -> None:
    resident = visitor(screen=SCREENS[screen])
    resident.go(f"/ask/?q={quote('我要开无犯罪记录证明，另外狗证怎么办')}")
    look(resident.page, f"several-{screen}")
    links = resident.page.get_by_role("link", name="看完整答复")
    assert links.count() == 2
    links.last.click()
    assert resident.reads("居民养犬证明")
    resident.go(f"/ask/?q={quote('单身证明是不是取消了')}")
    look(resident.page, f"yes-first-{screen}")
    resident.go(f"/ask/?q={quote('你好')}")
    look(resident.page, f"greeting-{screen}")
    resident.write("在这里写一句话", "健在证明")
    resident.press("看看要不要开")
    assert resident.reads("健在证明")


def test_the_emergency_reads_in_english_and_at_twice_the_size(
    demo: None, visitor: Make, look: Look
) -> None:
    resident = visitor(screen={"width": 320, "height": 640})
    resident.go(f"/ask/?q={quote('隔壁老人三天没出门，敲门没人应')}")
    resident.press("English")
    look(resident.page, "urgent-english-narrow")
    assert resident.reads("call first")
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert resident.page.evaluate(overflow) == 0
    resident.page.keyboard.press("Tab")
