"""A law is found by its full name as by its short one, wherever a title is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.http import QueryDict

from juzheng.catalogue import catalogue
from juzheng.catalogue.pages import PageKind
from juzheng.catalogue.papers.drafting import NEW, Row
from juzheng.law.catalogue.items import LegalBasis, ListKind
from juzheng.law.demands.faults import Law
from juzheng.web.overseer.catalogue.document_boxes import boxes
from juzheng.web.overseer.catalogue.document_forms import known_basis
from juzheng.web.overseer.catalogue.editing import posted

FULL = ["中华人民共和国民法典", "《中华人民共和国民法典》", "民法典", "《民法典》"]


@pytest.mark.parametrize("typed", FULL)
def test_a_law_is_found_by_its_full_name(typed: str) -> None:
    texts, unknown = catalogue().instruments, dict[str, str]()
    row = known_basis(Row("甲证明", "", choice=NEW, basis=typed), 1, texts, unknown)
    assert texts[row.basis].title == "民法典"
    assert unknown == {}
    law = Law(catalogue(), date(2026, 12, 1))
    assert law.carries(LegalBasis(typed, "")) is True


def test_another_law_is_not_taken_for_it() -> None:
    texts, unknown = catalogue().instruments, dict[str, str]()
    row = Row("甲证明", "", choice=NEW, basis="中华人民共和国某某法")
    assert known_basis(row, 1, texts, unknown).basis == ""
    assert "中华人民共和国某某法" in unknown["row-1-basis"]


@pytest.mark.parametrize("typed", FULL)
def test_the_editor_takes_a_title_where_it_asks_for_a_text(loaded: None, typed: str) -> None:
    editor = posted(PageKind.ITEM, QueryDict(f"basis-0-instrument={typed}&basis-0-provision=甲"))
    (basis,) = editor.mapping["basis"]
    assert catalogue().instruments[basis["instrument"]].title == "民法典"


def test_the_editor_keeps_a_title_that_is_none(loaded: None) -> None:
    editor = posted(PageKind.ITEM, QueryDict("basis-0-instrument=某某法&basis-0-provision=甲"))
    assert editor.mapping["basis"][0]["instrument"] == "某某法"


def test_what_was_typed_of_a_law_that_is_not_registered_stays_beside_its_row() -> None:
    texts, unknown = catalogue().instruments, dict[str, str]()
    row = known_basis(Row("甲证明", "", choice=NEW, basis="《某某法》"), 1, texts, unknown)
    assert (row.basis, row.unregistered) == ("", "某某法")
    (box,) = (one for one in boxes(1, row, ListKind.ISSUABLE, catalogue(), {}) if one.texts)
    assert box.value == "某某法"
    found = known_basis(replace(row, basis="民法典"), 1, texts, unknown)
    assert found.unregistered == ""
