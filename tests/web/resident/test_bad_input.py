"""Ten kinds of bad input at each form of the application: a clear message, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.records.models import Draft
from tests.conftest import IDENTITY
from tests.web.visiting import CHINESE, at, mistakes_of, rows

pytestmark = pytest.mark.django_db
HUGE = "王" * 50_000
EMOJI = "王😀兰"
SQL = "'; DROP TABLE records_case; --"
HTML = "<script>alert(1)</script>"
CONTROL = "王\x00\x07兰"

NOT_ACCEPTED = {
    "name": ["", "   ", HUGE, "12345", EMOJI, SQL, HTML, CONTROL, "王；兰", "王\u200b兰"],
    "identity": [
        "", HUGE, "abc", "110105194912310021", "11010519491331002X", "110105491231002",
        EMOJI, SQL, HTML, CONTROL,
    ],
    "telephone": [HUGE, "abc", "12", "1" * 16, EMOJI, SQL, HTML, CONTROL, "138-", "+"],
    "recipient": ["", HUGE, EMOJI, CONTROL, "\u200b\u200b", "\ue000"],
    "demander": ["", HUGE, "nobody", EMOJI, SQL, HTML, CONTROL, "BANK"],
    "purpose": ["", HUGE, EMOJI, CONTROL, "\u202e", "🀄"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "answer"), [(key, bad) for key, every in NOT_ACCEPTED.items() for bad in every]
)
def test_bad_input_is_explained_and_changes_nothing(
    fill: Callable[..., Any], visitor: Client, key: str, answer: str
) -> None:
    shown = fill(until=key)
    before = rows(), Draft.objects.get().answers

    response = visitor.post(at(shown, key), {"answer": answer})

    assert response.status_code == 422
    messages = mistakes_of(response)
    assert messages
    assert all(CHINESE.search(message) for message in messages)
    page = response.content.decode()
    assert "<title>错误：" in page
    assert "<script>alert" not in page
    assert (rows(), Draft.objects.get().answers) == before


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("name", "  阿依古丽·买买提 ", "阿依古丽·买买提"),
        ("name", "𠮷田㛃", "𠮷田㛃"),
        ("name", "O'Brien Seán", "O'Brien Seán"),
        ("identity", "１１０１０５ １９４９１２３１ ００２ｘ", IDENTITY),
        ("telephone", "0571-8700 1234", "057187001234"),
        ("telephone", "", ""),
        ("recipient", SQL, SQL),
        ("purpose", HTML, HTML),
    ],
)
def test_what_people_really_type_is_taken_as_it_is(
    fill: Callable[..., Any], visitor: Client, key: str, typed: str, kept: str
) -> None:
    shown = fill(until=key)

    response = visitor.post(at(shown, key), {"answer": typed})

    assert response.status_code == 302
    assert Draft.objects.get().answers[key] == kept
    assert "<script>alert" not in visitor.get(at(shown, key)).content.decode()


def test_a_date_that_does_not_exist_is_explained(fill: Callable[..., Any], visitor: Client) -> None:
    shown = fill("POS-002", until="item-signed_on")
    before = Draft.objects.get().answers

    for parts in (("2026", "2", "30"), ("", "1", "1"), ("abc", "1", "1"), ("9" * 50, "1", "1")):
        told = dict(zip(("answer_year", "answer_month", "answer_day"), parts, strict=True))
        response = visitor.post(at(shown, "item-signed_on"), told)
        assert response.status_code == 422
        assert CHINESE.search(mistakes_of(response)[0])
    assert Draft.objects.get().answers == before


def test_a_form_without_its_token_is_an_expired_page(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill(until="name")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(visitor.cookies)
    before = rows()

    own = [at(shown, page) for page in ("name", "check", "removal")]
    for address in ("/apply/", *own, "/cases/", "/place/"):
        response = strict.post(address, {"answer": "李秀英", "item": "POS-001"})
        assert response.status_code == 403
        assert CHINESE.search(response.content.decode())
    assert rows() == before


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("delete", "/apply/"),
        ("put", "/apply/"),
        ("put", "/apply/0/name/"),
        ("delete", "/apply/0/name/"),
        ("put", "/apply/0/check/"),
        ("get", "/apply/0/removal/"),
        ("post", "/apply/0/receipt/"),
        ("put", "/cases/"),
        ("delete", "/place/"),
    ],
)
def test_wrong_methods_are_405_with_words(visitor: Client, method: str, address: str) -> None:
    before = rows()

    response = getattr(visitor, method)(address)

    assert response.status_code == 405
    assert rows() == before


def test_a_replayed_question_changes_its_own_answer_only(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill(until="recipient")
    before = rows()

    for _ in range(2):
        response = visitor.post(at(shown, "name"), {"answer": "李秀英"})
        assert response.url == at(shown, "recipient")

    assert rows() == before
