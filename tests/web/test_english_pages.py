"""What an English page says in English beside the catalogue's Chinese (英文页面)."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from juzheng.catalogue import catalogue
from juzheng.catalogue.pages import PageKind
from juzheng.catalogue.sheets.shape import SHEETS
from juzheng.records.catalogue.import_preview import Fate
from juzheng.records.models import User
from juzheng.web.clerk.forms.delegations import DelegationForm
from juzheng.web.overseer.catalogue.editing import label
from juzheng.web.overseer.catalogue.pages import said
from juzheng.web.shared.catalogue.alignment_report import HEAD
from juzheng.web.templatetags.juzheng import in_language

HAN = re.compile("[\u4e00-\u9fff]")
FULL = re.compile("[，。：；？！（）、]")


def test_a_page_of_the_catalogue_names_its_fields_days_and_committees_in_english() -> None:
    listed = catalogue()
    with translation.override("en"):
        rows = dict(said(listed.items["POS-001"], listed))
        dated = dict(said(listed.instruments["civil-code"], listed))
    assert [one for one in (*rows, *dated) if HAN.search(one) or FULL.search(one)] == []
    assert rows["Valid for (days)"] == "30"
    assert "In use" in rows  # a field says a state; the button beside it says what to do
    assert rows["Issued by"] == "Residents' committee, Villagers' committee"
    assert dated["In force from"] == "Friday 1 January 2021"


@pytest.mark.parametrize(
    "words",
    [
        [one.label for one in PageKind],
        list(SHEETS.values()),
        [one.label for one in Fate],
        HEAD,
    ],
    ids=["kinds of pages", "sheets", "import", "alignment"],
)
def test_headings_of_officers_are_in_english(words: Any) -> None:
    with translation.override("en"):
        assert [one for one in words if HAN.search(in_language(one))] == []


def test_whom_to_lend_the_pen_to_is_named_with_an_english_post() -> None:
    clerk = User(username="chen", full_name="陈经办", role="clerk")
    with translation.override("en"):
        form = DelegationForm(people=[clerk], items=[], own_pen=())
        assert [text for _key, text in form.fields["deputy"].choices] == ["陈经办 · Clerk"]


def test_a_unit_of_days_is_no_box_for_a_day() -> None:
    one: Any = SimpleNamespace(said=SimpleNamespace(label="公示", unit="日"))
    with translation.override("en"):
        assert label(one).endswith("(days)")
    with translation.override("zh-hans"):
        assert label(one) == "公示（日）"


@pytest.mark.django_db
def test_a_guide_lists_committees_without_a_blank_before_the_comma(
    client: Client, loaded: None
) -> None:
    text = client.get("/items/POS-001/", headers={"Accept-Language": "en"}).content.decode()
    assert re.search(r"Residents(&#x27;|')\s+committee, Villagers", text)


def test_a_day_of_the_result_stands_apart_from_how_it_was_counted() -> None:
    """What follows says how the day was counted: "December 2026.5 working days" is not read."""
    with translation.override("en"):
        assert translation.gettext("最晚到 %(day)s 有结果。").endswith(". ")


def test_one_case_is_no_cases() -> None:
    with translation.override("en"):
        for text in ("%(n)d 件", "居民反映 %(n)s 份", "有 %(n)s 件的答复会不同"):
            assert translation.ngettext(text, text, 1) != translation.ngettext(text, text, 2)
