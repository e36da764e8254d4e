"""The catalogue in English (目录的英文): all that it says to residents, marked as unofficial."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from juzheng.catalogue import catalogue
from juzheng.catalogue.translated import translated
from juzheng.law.catalogue.items import Item
from juzheng.web.shared.fields import question_field
from juzheng.web.shared.law_sentences import in_both, in_language
from juzheng.web.templatetags.juzheng import both, mistakes
from tests.web.test_translations import messages
from tests.web.visiting import agreed, at, fill, noon, receipt_of, visitor

__all__ = ["fill", "noon", "visitor"]

import listed  # of the build, beside ``messages``

CHINESE = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile(r"“[^”]*”|《[^》]*》")  # what stands so on a paper or on a page
NOTE = "our own translation and not official"


@cache
def english() -> dict[str, str]:
    """Return the English of every text of the catalogue, as it is committed."""
    with listed.ENGLISH.open("rb") as source:
        return {str(one.id): str(one.string) for one in read_po(source, locale="en") if one.id}


def said_by(item: Item) -> list[str]:
    """Return what residents read of ``item``, field by field."""
    ways = [text for way in item.onward for text in (way.do, way.where, way.how_long, *way.bring)]
    asked = [text for one in item.questions for text in (one.label, one.hint, *one.choices)]
    first = [text for one in item.preconditions for text in (one.question, one.reason, one.do)]
    facts = [text for one in item.facts for text in (one.label, *one.means)]
    whole = (item.name, item.summary, item.certificate_title, item.refused_because, item.remedy)
    lists = (*item.materials, *item.demanders, *item.used_for, *item.rules, *item.unverified)
    told = (*whole, *lists, *ways, *asked, *first, *facts, item.disabled_reason)
    return [text for text in told if text]


def test_every_text_of_the_catalogue_has_english_and_none_is_left_over() -> None:
    pages = {
        text for one in messages.messages() for text in ([one] if isinstance(one, str) else one)
    }
    assert set(english()) == set(listed.texts(pages)), "run: python assets/messages.py"
    assert [text for text, said in english().items() if not said] == []


def test_whatever_residents_read_of_an_item_is_english() -> None:
    with translation.override("en"):
        for item in catalogue().items.values():
            left = [
                text for text in said_by(item) if CHINESE.search(QUOTED.sub("", in_language(text)))
            ]
            assert left == [], item.id


def test_the_english_leaves_no_chinese_no_blank_and_no_number_out() -> None:
    for text, said in english().items():
        assert not CHINESE.search(QUOTED.sub("", said)), said
        blanks = [re.findall(r"\{\w+\}", one) for one in (text, said)]
        assert sorted(blanks[0]) == sorted(blanks[1]), said
        assert text[-1] != "。" or said[-1] in ".)”!", said
        assert text[-1] != "？" or said[-1] == "?", said


def test_a_text_that_somebody_changed_stays_chinese_and_is_marked() -> None:
    item = catalogue().items["NEG-01"]
    assert translated(item.name, "en") == "Proof of kinship"
    assert translated(item.name, "zh-hans") == translated("别的", "en") == ""
    assert translated("", "en") == ""
    own = replace(item, name="本县亲属关系证明")
    with translation.override("en"):
        assert in_both(own.name) == own.name
        assert both(own.name) == f'<span lang="zh-Hans">{own.name}</span>'
        assert both(item.name) == f'Proof of kinship (<span lang="zh-Hans">{item.name}</span>)'
    with translation.override("zh-hans"):
        assert both(item.name) == item.name


def test_a_page_of_an_own_item_says_that_what_stands_below_is_chinese() -> None:
    item = catalogue().items["NEG-01"]
    with translation.override("en"):
        shown = {
            name: render_to_string(
                "components/_in_chinese.html", {"of": replace(item, name=name), "language": "en"}
            )
            for name in (item.name, "本县亲属关系证明")
        }
    assert NOTE in shown[item.name]
    assert NOTE not in shown["本县亲属关系证明"]
    assert "the catalogue is Chinese" in shown["本县亲属关系证明"]


TITLES = {
    one.title for kind in (catalogue().instruments, catalogue().lists) for one in kind.values()
}
# What stays Chinese: the law's own words, where they were read, a paper's wording, what was typed.
STAYS = re.compile(
    r"<(blockquote|cite|textarea|figure|datalist|option)\b.*?</\1>"
    r'|<(details) class="jz-source">.*?</\2>',
    re.DOTALL,
)


def left(page: str) -> list[str]:
    """Return the texts of the catalogue that have English and stand on ``page`` in Chinese."""
    main = re.sub(r"^.*?<main|</main>.*$", "", page, flags=re.DOTALL)
    said = html.unescape(re.sub(r"<[^>]*>", "", STAYS.sub("", main)))
    texts = [text for text in english() if len(text) > LEAST and text not in TITLES]
    for text in (*sorted(TITLES, key=len, reverse=True), *(f"({one})" for one in texts)):
        said = said.replace(text, "")  # a citation; beside the English of it
    return [text for text in texts if text in said]


LEAST = 4  # characters: shorter ones stand in longer words
PAGES = (
    *("/", "/items/", "/items/?q=kinship", "/offers/", "/law/", "/lists/", "/demanded/"),
    *(
        "/ask/?q=证明",
        "/ask/?q=开证明结婚用的",
        "/ask/?q=我妈去世了要继承房子",
        "/ask/?q=没打过人的证明",
    ),
    *("/may-i-demand/?paper=亲属关系证明&demander=bank", "/may-i-demand/?paper=健康证明"),
    *(f"/ask/?item={one}" for one in [*sorted(catalogue().items)[::12], "NEG-01", "POS-001"]),
    *(f"/items/{one}/" for one in [*sorted(catalogue().items)[5::12], "NEG-01", "POS-001"]),
)


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_no_open_page_leaves_a_text_of_the_catalogue_in_chinese(
    visitor: Client, address: str
) -> None:
    chinese = visitor.get(address)
    assert chinese.status_code == 200
    assert "jz-unofficial" not in chinese.content.decode()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = visitor.get(address).content.decode()
    assert left(page) == []
    assert page.count(NOTE) == 1, "said near the text, or else at the foot"


@pytest.mark.django_db
@pytest.mark.parametrize("item", ["POS-001", "NEG-01", "POS-040"])
def test_no_page_from_question_to_receipt_leaves_one_in_chinese(
    visitor: Client, fill: Callable[..., Any], item: str
) -> None:
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = fill(item, demander="bank")
    seen = [shown.content.decode()]
    for key in re.findall(rf"{at(shown, 'x')[:-2]}((?:item|before)-[\w-]+|name|check)/", seen[0]):
        seen += [visitor.get(at(shown, key)).content.decode()]
        seen += [visitor.post(at(shown, key), {"answer": ""}).content.decode()]
    visitor.post(at(shown, "check"), agreed(shown))
    seen += [visitor.get(receipt_of(visitor)).content.decode()]
    assert len(seen) > 4
    for page in filter(None, seen):
        assert left(page) == []
        assert page.count(NOTE) == 1


@pytest.mark.django_db
def test_programs_read_it_too_and_the_name_of_an_item_in_both(client: Client, loaded: None) -> None:
    def asked(address: str, language: str) -> dict[str, Any]:
        told: dict[str, Any] = client.get(address, headers={"Accept-Language": language}).json()
        return told

    address = "/api/v1/ask?q=证明我妈是我妈"
    told = asked(address, "en")
    assert told["understood"] == {"item": "NEG-01", "name": "Proof of kinship (亲属关系证明)"}
    assert [way["do"] for way in told["onward"] if CHINESE.search(way["do"])] == []
    assert NOTE in told["note"]
    assert asked(address, "zh")["understood"]["name"] == "亲属关系证明"
    check = asked("/api/v1/demand-check?item=NEG-01&unit=bank", "en")
    assert check["item_name"] == "Proof of kinship (亲属关系证明)"
    assert [way["do"] for way in check["instead"] if CHINESE.search(way["do"])] == []
    assert asked("/api/v1/demand-check?item=NEG-01", "zh")["item_name"] == "亲属关系证明"


def test_a_mistake_quotes_its_question_in_the_language_of_the_page() -> None:
    asked = {one.key: question_field(one) for one in catalogue().items["POS-001"].questions}
    with translation.override("en"):
        form = type("Asked", (forms.Form,), asked)({})
        said = [one["text"] for one in mistakes(form)]
    assert any(one.startswith("“Where do you live now?”") for one in said), said
    assert [one for one in said if CHINESE.search(one)] == []
