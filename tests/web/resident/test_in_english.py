"""An application in English (英文申请): what is said of a mistake, and of the days, is English."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from juzheng.acts.cases.answering import Count
from juzheng.catalogue.translated import translated
from juzheng.web.shared.cases import counting
from tests.conftest import NOON
from tests.web.visiting import CHINESE, at, receipt_of

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
PASSPORT = {"answer": "E12345678", "answer_kind": "passport"}


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_document_that_contradicts_an_answer_is_told_in_english_with_a_way_to_that_question(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill("POS-001", until="telephone")
    answer = visitor.post(at(shown, "identity"), PASSPORT, headers=ENGLISH)
    assert answer.status_code == 422
    (said,) = answer.context["form"].errors["answer"]
    assert not CHINESE.search(said), said
    assert "Passport" in said
    page = words(answer)
    link = re.search(rf'href="{at(shown, "before-abroad")}"[^>]*>([^<]*)<', page)
    assert link
    assert not CHINESE.search(link[1])
    assert visitor.get(at(shown, "before-abroad")).status_code == 200


def test_in_chinese_it_stays_chinese_and_leads_there_too(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill("POS-001", until="telephone")
    page = words(visitor.post(at(shown, "identity"), PASSPORT))
    assert "选的证件是护照。" in page
    assert at(shown, "before-abroad") in page


def test_another_mistake_leads_to_no_earlier_question(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill("POS-001", until="telephone")
    answer = visitor.post(at(shown, "identity"), {"answer": "1"})
    assert answer.status_code == 422
    assert list(answer.context["before"]) == []


@pytest.mark.parametrize(("days", "said"), [(1, "1 working day,"), (5, "5 working days,")])
def test_one_working_day_is_no_days(days: int, said: str) -> None:
    with translation.override("en"):
        count = Count(NOON.date(), 0, days)
        assert counting.told(count, NOON).startswith(said)
        before = counting.told(Count(NOON.date(), 3, days), NOON)
        assert said.replace(",", ";") in before


def test_a_receipt_says_once_that_its_english_does_not_count_and_names_the_item_in_both(
    file: Callable[..., Any], visitor: Client
) -> None:
    for item in ("NEG-10", "POS-001"):
        case = file(item)
        receipt = words(visitor.get(receipt_of(visitor), headers=ENGLISH))
        assert receipt.count("the Chinese counts") == 1
        name = case.revision.item.name
        english = html.escape(translated(name, "en"))
        assert english
        assert f'{english} (<span lang="zh-Hans">{name}</span>)' in receipt
