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


SCRAPS = """
  <div class="jz-two" data-width="whole"><div>A</div><div>B</div></div>
  <ul class="jz-chips" data-gone><li><a class="jz-chip" href="/">All</a></li></ul>
  <ul class="jz-chips" data-kept><li><strong class="jz-chip">Open</strong></li></ul>
  <details class="govuk-details" data-gone><summary>End</summary>
    <div class="govuk-details__text"><form><button>End</button></form></div></details>
  <details class="govuk-details" data-kept><summary>Why</summary>
    <div class="govuk-details__text">Because</div></details>
  <section><h2 data-gone>Register</h2><form><button>Register</button></form></section>
  <section><h2 data-kept>Found</h2><form><button>Find</button></form><p>One</p></section>
"""
SHOWN = "parts => parts.map(part => part.checkVisibility())"


def test_on_paper_nothing_is_left_of_what_is_pressed_and_two_columns_are_one(
    person: Visitor,
) -> None:
    person.go("/about/")
    person.page.evaluate("scraps => document.querySelector('main').innerHTML = scraps", SCRAPS)
    person.page.set_viewport_size({"width": 1280, "height": 800})
    person.page.emulate_media(media="print")
    assert not any(person.page.locator("[data-gone]").evaluate_all(SHOWN))
    assert all(person.page.locator("[data-kept]").evaluate_all(SHOWN))
    columns = person.page.locator("[data-width]").evaluate("two => getComputedStyle(two).display")
    assert columns == "block"


def test_the_letter_is_printed_alone_on_one_sheet(person: Visitor) -> None:
    person.go("/letters/?item=NEG-01&demander=bank")
    person.page.emulate_media(media="print")
    assert person.page.locator(".jz-letter").is_visible()
    aside = person.page.locator(".jz-header, .jz-footer, main > :not(.jz-letter)")
    assert not any(aside.evaluate_all(SHOWN))
    printed = person.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1


def test_the_sheet_of_an_answer_keeps_what_was_asked(person: Visitor) -> None:
    person.go("/ask/?q=证明我妈是我妈")
    person.page.emulate_media(media="print")
    assert person.page.locator(".jz-asked__words").is_visible()


@pytest.mark.parametrize("item", ["POS-001", "POS-003"])  # the guides that say most
def test_a_guide_is_printed_on_two_sheets_with_its_sources_folded(
    person: Visitor, item: str
) -> None:
    person.go(f"/items/{item}/")
    person.page.emulate_media(media="print")
    cited = person.page.locator("main details.jz-cite")
    assert cited.first.locator("cite").is_visible()
    assert not cited.first.locator("blockquote, p").first.is_visible()
    assert not person.page.locator("main .jz-trace").is_visible()  # how the answer was found
    printed = person.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= 2


DAY = """main => {
    main.innerHTML = '<table><tr><td class="jz-day">2026年11月24日（星期二）</td></tr></table>'
    main.firstChild.style.width = '9em'
    const text = main.querySelector('td').firstChild, range = document.createRange()
    range.setStart(text, 0); range.setEnd(text, text.data.indexOf('（'))
    return new Set([...range.getClientRects()].map(box => box.top)).size
}"""


def test_a_day_in_a_narrow_column_stands_in_one_line(person: Visitor) -> None:
    person.go("/about/")
    assert person.page.locator("main").evaluate(DAY) == 1


ALONE = """
  <p class="govuk-body"><a class="govuk-back-link" href="/">Back</a></p><h1>Meeting</h1>
  <form method="post">
    <fieldset><legend data-kept>How many came?</legend><input data-kept></fieldset>
    <input type="file" data-gone><button class="govuk-button" data-gone>Register</button></form>
"""


def test_a_page_that_is_only_a_form_prints_its_questions(person: Visitor) -> None:
    person.go("/about/")
    for beside, kept in (("", True), ("<section><h2>Found</h2><p>One</p></section>", False)):
        put = "scraps => document.querySelector('main').innerHTML = scraps"
        person.page.evaluate(put, ALONE + beside)
        person.page.emulate_media(media="print")
        shown = person.page.locator("[data-kept]").evaluate_all(SHOWN)
        assert (all(shown), any(shown)) == (kept, kept)
        assert not any(person.page.locator("[data-gone]").evaluate_all(SHOWN))


SQUEEZED = """
  <table class="govuk-table"><tr><th>基层</th>%s</tr></table>
""" % ("<td>要核实这件事的人会看到很长的一句话，写明依据。</td>" * 6)


def test_a_short_word_beside_long_sentences_is_not_one_character_a_line(person: Visitor) -> None:
    person.go("/about/")
    person.page.set_viewport_size({"width": 1280, "height": 800})
    person.page.evaluate("scraps => document.querySelector('main').innerHTML = scraps", SQUEEZED)
    across = "cell => cell.clientWidth / parseFloat(getComputedStyle(cell).fontSize)"
    assert person.page.locator("main th").evaluate(across) >= 4


def test_a_sheet_of_staff_says_whose_it_is_and_of_which_day(person: Visitor) -> None:
    person.go("/about/")
    post = '<p class="jz-post" data-post="示例社区居民委员会 · 2026年11月24日"></p>'
    person.page.evaluate("post => document.querySelector('main').innerHTML = post", post)
    said = "post => getComputedStyle(post, '::before').content"
    assert not person.page.locator(".jz-post").is_visible()
    person.page.emulate_media(media="print")
    assert "2026年11月24日" in person.page.locator(".jz-post").evaluate(said)
