"""The catalogue in English (目录的英文): all that it says to residents, marked as unofficial."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from babel.messages.pofile import read_po
from django.utils import translation

from juzheng.catalogue import catalogue
from juzheng.catalogue.translated import translated
from juzheng.law.catalogue.items import Item
from juzheng.web.shared.law_sentences import in_both, in_language
from juzheng.web.templatetags.juzheng import both
from tests.web.test_translations import messages
from tests.web.visiting import noon, visitor

__all__ = ["noon", "visitor"]

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
