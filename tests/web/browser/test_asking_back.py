"""Asking back on a phone (反问): question, question, answer, 不是这个, others, 都不是."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from juzheng.finder.questions import shipped_book
from tests.hearing import hearing
from tests.web.browser.conftest import DESK, PHONE, Visitor
from tests.web.browser.test_journey import sign_in
from tests.web.browser.test_keyboard import press, tab_to
from tests.web.browser.test_pages import AXE, NARROW, SIDEWAYS, ZOOMED, violations

Make = Callable[..., Visitor]
Look = Callable[[Page | Path, str], None]
LARGE_ENOUGH = 44  # CSS pixels of a thing to tap
WORDS = {
    "zh": {
        "box": "别人让您开什么证明？",
        "ask": "看看要不要开",
        "words": "您的话（可以改，改了再问）",
        "not": "不是这个",
        "none": "都不是",
        "which": "您要的是哪一种？",
        "end": "没听懂您要开什么",
        "who": "谁让您来开的？",
        "school": "学校、幼儿园",
    },
    "en": {
        "box": "What certificate are you asked for?",
        "ask": "See whether you need it",
        "words": "Your words (change them and ask again)",
        "not": "Not this one",
        "none": "None of these",
        "which": "Which one do you mean?",
        "end": "We did not understand what you need",
        "who": "Who sent you for it?",
        "school": "A school or kindergarten",
    },
}


def tap(person: Visitor, words: str) -> None:
    link = person.page.get_by_role("main").get_by_role("link", name=words, exact=True).first
    box = link.bounding_box()
    assert box is not None
    link.click()


def choices(person: Visitor) -> list[str]:
    return [one.strip() for one in person.page.locator(".jz-choice a").all_inner_texts()]


def fits(person: Visitor) -> None:
    """Hold the page against a narrow screen, large type, and axe."""
    for size in (NARROW, ZOOMED, PHONE):
        person.page.set_viewport_size(size)
        assert person.page.evaluate(SIDEWAYS) == ""
    for card in person.page.locator(".jz-choice").all():
        box = card.bounding_box()
        assert box is not None
        assert box["height"] >= LARGE_ENOUGH


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("javascript", [False, True], ids=["without-script", "with-script"])
def test_a_resident_is_asked_back_and_comes_to_an_answer_or_an_honest_end(
    demo: None,
    visitor: Make,
    look: Look,
    monkeypatch: pytest.MonkeyPatch,
    javascript: bool,
    language: str,
) -> None:
    hearing(monkeypatch)
    said = WORDS[language]
    person = visitor(javascript=javascript)
    keep: Look = (lambda seen, name: look(seen, f"{language}-{name}")) if javascript else _nothing
    person.go("/")
    if language == "en":
        person.press("English")
    person.write(said["box"], "我要开个证明")
    person.press(said["ask"])
    keep(person.page, "1-who")
    check(person, javascript=javascript)
    assert person.heading.endswith(said["who"])
    assert person.page.get_by_label(said["words"]).input_value() == "我要开个证明"
    assert choices(person)[-1] == said["none"]

    tap(person, said["school"])
    keep(person.page, "2-second")
    second = person.heading
    assert not second.endswith((said["who"], said["which"]))
    assert person.reads(said["school"])
    tap(person, choices(person)[3])
    keep(person.page, "3-cards")
    check(person, javascript=javascript)
    assert person.heading == said["which"]

    tap(person, choices(person)[0])
    keep(person.page, "4-answer")
    check(person, javascript=javascript)
    answered = person.heading
    assert person.reads(said["school"])
    tap(person, said["not"])
    keep(person.page, "5-others")
    assert person.heading == said["which"]
    assert answered not in choices(person)
    tap(person, said["none"])
    keep(person.page, "6-end")
    check(person, javascript=javascript)
    assert person.heading == said["end"]
    assert person.reads("12345")
    assert person.page.get_by_label(said["words"]).input_value() == "我要开个证明"
    person.page.go_back()
    assert person.heading == said["which"]  # nothing was lost on the way


def _nothing(seen: Page | Path, name: str) -> None:
    """Keep no picture."""


def check(person: Visitor, *, javascript: bool) -> None:
    if not javascript:
        return
    fits(person)
    person.page.evaluate(AXE.read_text())
    assert violations(person.page, "phone") == []


def test_what_was_heard_is_corrected_by_keyboard_alone(
    demo: None, visitor: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, NEG_02=0.5, NEG_20=0.5)
    person = visitor(screen=DESK)
    person.go("/ask/?q=x")
    tab_to(person, "证件、本子、单据丢了")
    press(person)
    assert person.reads("证件遗失证明")
    tab_to(person, "改 情况")
    press(person)
    assert person.heading.endswith("是下面哪种情况？")
    tab_to(person, "名字、号码、日期对不上")
    press(person)
    assert person.reads("居民身份信息证明")
    tab_to(person, "不是这个")
    press(person)
    # Nor is what the corrected answer rules out offered again: the next thing is asked.
    assert choices(person)[-1] == "都不是"
    assert "证件遗失证明" not in choices(person)


def test_the_pictures_on_a_desk(
    demo: None, visitor: Make, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, "bank", NEG_01=0.3, NEG_02=0.3, NEG_20=0.2, NEG_11=0.1)
    person = visitor(screen=DESK)
    person.go("/ask/?q=银行要个证明")
    look(person.page, "desk-question")
    first = choices(person)
    assert first[:-1] == [
        one.text
        for one in next(
            q for q in shipped_book().questions if person.heading.endswith(q.text)
        ).answers
    ]
    tap(person, first[0])
    look(person.page, "desk-after")
    person.go("/ask/?q=x&none=1")
    look(person.page, "desk-end")


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_the_clerk_asks_aloud_and_presses_the_answer(
    demo: None,
    visitor: Make,
    look: Look,
    monkeypatch: pytest.MonkeyPatch,
    screen: dict[str, int],
) -> None:
    hearing(monkeypatch, "bank", NEG_02=0.4, NEG_20=0.4, OUT_BANK=0.1)
    clerk = visitor(screen=screen)
    sign_in(clerk, "chen")
    clerk.go("/desk/new/")
    clerk.write("居民要开什么证明？", "存折的事")
    clerk.press("看看能不能开")
    look(clerk.page, f"clerk-{screen['width']}-question")
    assert clerk.reads("请问居民：是下面哪种情况？")
    check(clerk, javascript=True)
    clerk.page.set_viewport_size(screen)
    clerk.press("证件、本子、单据丢了")
    look(clerk.page, f"clerk-{screen['width']}-after")
    assert "存折" not in clerk.page.url
    assert choices(clerk)[0] == "证件遗失证明"
    clerk.follow("证件遗失证明")
    assert clerk.page.url.endswith("item=NEG-20")
