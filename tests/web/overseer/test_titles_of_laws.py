"""A law is found by its full name as by its short one, wherever a title is typed."""

from __future__ import annotations

from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.catalogue.papers.drafting import NEW, Row
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.faults import Law
from juzheng.web.overseer.catalogue.document_forms import known_basis

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
