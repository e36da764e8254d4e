"""The number first, two answers to two wishes, yes or no first, and a greeting (紧急在先)."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from tests.web.public.test_asking import page

pytestmark = pytest.mark.django_db


def ask(client: Client, text: str, more: str = "") -> str:
    return page(client, f"/ask/?q={quote(text)}{more}")


def test_the_number_comes_first_and_can_be_tapped(visitor: Client) -> None:
    text = ask(visitor, "我老公正在打我，救救我")

    assert text.index('href="tel:110"') < text.index('href="tel:12338"') < text.index("之后")
    assert text.index("之后") < text.index("jz-brief") < text.index("您问的是：")
    assert "POS-021" in text
    assert text.count("<h1") == 1
    assert "我老公正在打我" in text  # what was typed stays to be mended


def test_a_neighbour_unseen_is_followed_by_no_verdict(visitor: Client) -> None:
    text = ask(visitor, "隔壁独居的大爷三天没出门，敲门没人应")

    assert 'href="tel:110"' in text
    assert 'href="tel:120"' in text
    assert "死亡证明" not in text
    assert "jz-verdict" not in text


def test_the_full_answer_behind_an_emergency_keeps_the_number(visitor: Client) -> None:
    text = ask(visitor, "他现在正在打我", "&item=POS-021")

    assert text.index('href="tel:110"') < text.index("jz-verdict")
    assert text.count("<h1") == 1


def test_what_is_over_shows_no_number(visitor: Client) -> None:
    text = ask(visitor, "去年被老公打过，想要个记录")

    assert "jz-urgent" not in text
    assert "tel:1" not in text  # the committee's own number stands there


def test_an_emergency_speaks_english(visitor: Client) -> None:
    visitor.cookies["django_language"] = "en"
    text = ask(visitor, "着火了")

    assert "Fire: call first" in text
    assert "fire brigade" in text
    assert "Get out first" in text


def test_two_wishes_have_a_heading_a_verdict_and_a_full_answer_each(visitor: Client) -> None:
    text = ask(visitor, "我要开无犯罪记录证明，另外狗证怎么办")

    assert text.count("<h1") == 1
    assert text.count('<article class="jz-brief') == 2
    assert text.count("看完整答复") == 2
    assert text.index("item=NEG-05") < text.index("item=NEG-04")


def test_yes_or_no_stands_in_the_verdict_before_its_line(visitor: Client) -> None:
    text = ask(visitor, "单身证明是不是取消了")

    yes = text.index("是，这一项列入了不应出具清单")
    assert text.index('class="jz-verdict ') < yes < text.index("jz-verdict__line")
    chosen = ask(visitor, "单身证明是不是取消了", "&item=NEG-08")
    assert "是，这一项列入了不应出具清单" in chosen


@pytest.mark.parametrize("words", ["你好", "谢谢", "在吗"])
def test_a_greeting_gets_a_box_and_neither_verdict_nor_law(visitor: Client, words: str) -> None:
    text = ask(visitor, words)

    assert "您好，要办什么事？" in text
    assert 'name="q"' in text
    assert "jz-verdict" not in text
    assert "jz-cite" not in text
    assert "民发〔2020〕20号" not in text.split("<footer")[0]
