"""Retention at the office (保存期限): the table, a shorter term with its reason, never a longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.records.models import ShorterTerm, User

pytestmark = pytest.mark.django_db


def page(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def county(person: Callable[..., User]) -> Client:
    client = Client()
    client.force_login(person("county", "overseer", None, "郑科长", division="990121"))
    return client


def test_the_table_says_every_kind(county: Client, loaded: None) -> None:
    shown = page(county.get("/office/retention/"))
    for said in ("没有提交的草稿", "查看记录", "本系统自己定的", "第五十六条", "3650"):
        assert said in shown


def test_a_county_shortens_and_says_why(county: Client, loaded: None) -> None:
    longer = {"kind": "refusal", "days": "5000", "reason": "本县规定"}
    answer = county.post("/office/retention/", longer)
    assert answer.status_code == 422
    assert "不能延长" in page(answer)
    assert (
        county.post("/office/retention/", {**longer, "days": "400", "reason": ""}).status_code
        == 422
    )
    assert not ShorterTerm.objects.exists()

    assert county.post("/office/retention/", {**longer, "days": "400"}).status_code == 302
    term = ShorterTerm.objects.get()
    assert (term.division, term.kind, term.days, term.reason) == (
        "990121",
        "refusal",
        400,
        "本县规定",
    )
    shown = page(county.get("/office/retention/"))
    assert "本县规定" in shown
    assert "400" in shown


def test_what_is_fixed_cannot_be_chosen(county: Client, loaded: None) -> None:
    sent = {"kind": "draft", "days": "1", "reason": "理由"}
    assert county.post("/office/retention/", sent).status_code == 422
