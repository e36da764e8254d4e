"""A list to choose from is drawn in one go (下拉选项): as Django draws it, and escaped."""

from __future__ import annotations

import re

from django import forms
from django.utils import translation

CHOICES = [
    ("", "请选一种"),
    ("街道", [("a&b", '<i>"甲"</i>'), (7, "Seven")]),
]


def drawn(value: object) -> str:
    return forms.ChoiceField(choices=CHOICES).widget.render("unit", value, {"disabled": True})


def test_options_are_grouped_chosen_and_escaped() -> None:
    with translation.override("zh-hans"):
        page = drawn("a&b")

    assert page.count("<option") == 3
    assert '<optgroup label="街道">' in page
    assert 'value="a&amp;b"\n   selected\n' in page
    assert "&lt;i&gt;&quot;甲&quot;&lt;/i&gt;" in page
    assert "<i>" not in page
    assert re.match(r'<select name="unit"\s+disabled\s*>', page)
    assert page.count(" selected") == 1
    assert 'lang="zh-Hans"' not in page


def test_an_option_that_stays_chinese_is_marked_on_an_english_page() -> None:
    with translation.override("en"):
        page = drawn(7)

    assert page.count('lang="zh-Hans"') == 1
    assert 'value="7"\n   selected\n' in page
