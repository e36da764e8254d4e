"""Buttons pressed in a real browser (按钮): once is once, and no page is left with dead ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.web.browser.conftest import Visitor, handed_out

LETTER = "/letters/?proof=亲属关系证明&demander=bank"
FILES = [(LETTER, "印成 PDF"), ("/complaints/?proof=亲属关系证明", "印成 PDF")]
EMPTY = 204  # an answer after which the browser stays where it is


def sent(page: Page) -> list[str]:
    """Return the list that grows with every form that this page sends."""
    posted: list[str] = []
    page.on("request", lambda one: one.method == "POST" and posted.append(one.url))
    return posted


@pytest.mark.parametrize(("address", "button"), FILES)
def test_after_a_file_every_button_of_the_page_still_works(
    demo: None, visitor: Callable[..., Visitor], address: str, button: str
) -> None:
    person = visitor()
    person.go(address)
    for _ in range(2):
        with handed_out(person.page, lambda: person.press(button)) as file:
            assert file.read_bytes().startswith(b"%PDF")
    if address == LETTER:
        person.write("单位全称", "示例银行示例支行")
        person.press("先看改过的信")
        assert person.reads("示例银行示例支行")


def test_a_double_press_is_one_request_and_a_lost_one_can_be_sent_again(
    demo: None, visitor: Callable[..., Visitor]
) -> None:
    person = visitor()
    person.go(LETTER)
    posted = sent(person.page)
    person.page.route("**/letters/", lambda route: route.fulfill(status=EMPTY))
    button = person.page.get_by_role("button", name="先看改过的信")

    button.dblclick()
    person.page.wait_for_timeout(500)
    assert len(posted) == 1

    person.page.wait_for_timeout(5000)
    button.click()
    person.page.wait_for_timeout(500)
    assert len(posted) == 2


def test_after_a_mistake_was_mended_back_leads_to_the_form_and_to_no_error_of_the_browser(
    demo: None, visitor: Callable[..., Visitor]
) -> None:
    person = visitor()
    person.go("/reports/new/")
    person.press("提交反映")  # nothing is filled in
    person.write("让您开什么证明", "健在证明")
    person.write("哪个单位要的", "示例银行")
    person.write("单位在哪个县", "示例县")
    person.page.get_by_label("是哪一类单位").select_option("bank")
    person.press("提交反映")
    person.page.wait_for_url("**/receipt/")
    person.page.go_back()  # to the page of mistakes: it was ERR_CACHE_MISS, “confirm resubmission”
    assert person.page.get_by_role("button", name="提交反映").is_visible()


def test_a_page_that_was_left_and_came_back_may_be_sent_again(
    demo: None, visitor: Callable[..., Visitor]
) -> None:
    person = visitor()
    person.go("/reports/new/")
    person.press("提交反映")  # nothing is filled in: the page comes again with what is missing
    assert person.page.locator("[data-error-summary]").count() == 1
    person.page.go_back()
    posted = sent(person.page)
    person.press("提交反映")
    assert posted
