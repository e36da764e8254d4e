"""By keyboard alone (只用键盘): skip, switch, ask, apply, file, and always see where one is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.browser.conftest import DESK, Visitor
from tests.web.browser.test_journey import CHOSEN, OPTIONAL, TOLD

# Where the focus is: its words, and whether an outline, a shadow or a ground shows it.
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  return {
    words: (element.textContent || element.name || "").trim().replace(/\\s+/g, " "),
    id: element.id,
    seen: style.outlineStyle !== "none" && style.outlineWidth !== "0px"
      || style.boxShadow !== "none" || style.backgroundColor === "rgb(255, 221, 0)",
  };
}"""
MOST_STEPS = 40


@pytest.fixture
def person(demo: None, visitor: Callable[..., Visitor]) -> Visitor:
    """Return somebody who has no mouse."""
    return visitor(screen=DESK)


def tab_to(person: Visitor, words: str) -> None:
    """Press Tab until the focus is on something with these words; it must be seen at every step."""
    for _ in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        focused = person.page.evaluate(FOCUSED)
        assert focused["seen"], f"the focus cannot be seen on: {focused['words'] or focused['id']}"
        if words in (focused["words"], focused["id"]):
            return
    pytest.fail(f"Tab does not reach: {words}")


def press(person: Visitor, key: str = "Enter") -> None:
    with person.page.expect_navigation():
        person.page.keyboard.press(key)


def test_the_first_tab_skips_to_the_content(person: Visitor) -> None:
    person.go("/")
    tab_to(person, "跳到主要内容")
    person.page.keyboard.press("Enter")
    assert person.page.evaluate("document.activeElement.id") == "main"


def test_language_and_large_type_are_switched_and_kept(person: Visitor) -> None:
    person.go("/items/")
    tab_to(person, "English")
    press(person)
    assert person.page.url.endswith("/items/")
    assert person.page.locator("html").get_attribute("lang") == "en"
    tab_to(person, "Large type")
    press(person)
    assert person.page.url.endswith("/items/")
    assert "jz-large" in (person.page.locator("html").get_attribute("class") or "")
    person.go("/")
    assert person.heading == "What certificate are you asked for?"
    assert "jz-large" in (person.page.locator("html").get_attribute("class") or "")


def test_asking_applying_and_filing(person: Visitor) -> None:
    person.go("/")
    tab_to(person, "ask")
    person.page.keyboard.type("收养证明")
    tab_to(person, "看看要不要开")
    press(person)
    tab_to(person, "选您的居（村）委会")
    press(person)
    person.page.get_by_role("button", name="示例社区居民委员会").focus()
    press(person)
    tab_to(person, "在线申请")
    press(person)
    while (question := person.heading.removesuffix(OPTIONAL)) != "请核对，再提交":
        answer(person, question)
        tab_to(person, "下一步")
        press(person)
    for box in ("id_true", "id_sensitive"):
        tab_to(person, box)
        person.page.keyboard.press("Space")
    tab_to(person, "提交申请")
    press(person)
    assert person.heading == "已收到您的申请"


def answer(person: Visitor, question: str) -> None:
    """Write the answer, or move to the choice with the arrow keys."""
    if question in TOLD:
        tab_to(person, "id_answer")
        person.page.keyboard.type(TOLD[question])
        return
    person.page.keyboard.press("Tab")
    radio = person.page.get_by_role("radio", name=CHOSEN[question], exact=True)
    person.page.get_by_role("radio").first.focus()
    person.page.keyboard.press("Space")
    for _ in range(MOST_STEPS):
        if radio.is_checked():
            return
        person.page.keyboard.press("ArrowDown")
    pytest.fail(f"the arrow keys do not reach: {CHOSEN[question]}")


def test_errors_are_read_first_and_lead_to_their_field(person: Visitor) -> None:
    person.go("/cases/")
    tab_to(person, "查看进度")
    press(person)
    assert person.page.title().startswith("错误：")
    assert person.page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    tab_to(person, "请照回执输入办件编号，例如：990121001001-2026-办000001。")
    person.page.keyboard.press("Enter")
    assert person.page.evaluate("document.activeElement.id") == "id_number"
    assert person.page.locator("#id_number").get_attribute("aria-describedby") == (
        "id_number_hint id_number_error"
    )
