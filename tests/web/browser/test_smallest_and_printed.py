"""The smallest screen in the largest type, and plain pages on paper (最窄的屏幕和打印)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.web.browser.conftest import Visitor
from tests.web.browser.test_pages import SIDEWAYS

SMALLEST = {"width": 195, "height": 600}  # 390 px at 200 %
# In how many lines the last part of a case's number stands, in a box that is narrower than it all:
# as it is, and as it was when a line could end after 办.
LINES_OF_THE_END = """main => {
    main.innerHTML = '<p><span class="jz-number">990121001001-2026-办000001</span></p>'
    main.firstChild.style.width = '7em'
    const number = main.querySelector('.jz-number'), text = number.firstChild
    const range = document.createRange()
    range.setStart(text, text.data.indexOf('办')); range.setEnd(text, text.data.length)
    return ['', 'normal'].map(breaks => {
        number.style.wordBreak = breaks
        return new Set([...range.getClientRects()].map(box => box.top)).size
    })
}"""
PRINTED_AFTER = "link => getComputedStyle(link, '::after').content"


@pytest.fixture
def person(demo: None, visitor: Callable[..., Visitor]) -> Visitor:
    return visitor(screen=SMALLEST)


def test_an_answer_in_large_type_is_not_pulled_sideways(person: Visitor) -> None:
    person.go("/ask/?q=证明我妈是我妈")
    person.page.evaluate("document.documentElement.classList.add('jz-large')")
    assert person.page.evaluate(SIDEWAYS) == ""


def test_a_cases_number_breaks_at_its_hyphens_alone(person: Visitor) -> None:
    person.go("/about/")
    person.page.set_viewport_size({"width": 390, "height": 600})
    assert person.page.locator("main").evaluate(LINES_OF_THE_END) == [1, 2]


def test_a_printed_page_names_no_relative_address_and_asks_for_one_sheet(person: Visitor) -> None:
    person.go("/cases/")
    person.page.emulate_media(media="print")
    link = person.page.locator("main a.govuk-link[href^='/']").first
    assert link.evaluate(PRINTED_AFTER) in ("none", "normal")
    person.go("/about/")
    printed = person.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
