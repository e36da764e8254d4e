"""How much of a question is read: the same at every door, and what was not read is said."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from juzheng.finder.signs import signs
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.demands.classifying import Sign
from juzheng.records.models import User
from juzheng.web.public.demands.demand_api import document
from juzheng.web.public.demands.demand_check import LONGEST

pytestmark = pytest.mark.django_db
ASKED = "证明我妈是我妈"
LONG = ASKED + "啊" * READ_AT_MOST


def test_the_counter_says_what_was_not_read(loaded: None, clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    page = client.post("/desk/new/", {"q": LONG}, follow=True).content.decode()
    assert f"只读了前 {READ_AT_MOST} 个字" in page
    assert "亲属关系" in page
    short = client.post("/desk/new/", {"q": ASKED}, follow=True)
    assert "只读了" not in short.content.decode()


def test_the_command_says_what_was_not_read(loaded: None) -> None:
    said = StringIO()
    call_command("ask", LONG, stdout=said)
    assert f"只读了前 {READ_AT_MOST} 个字" in said.getvalue()
    as_json = StringIO()
    call_command("ask", LONG, json=True, stdout=as_json)
    assert f'"unread": {len(ASKED)}' in as_json.getvalue()


def test_a_units_two_lines_are_read_whole() -> None:
    assert 2 * LONGEST + 1 <= READ_AT_MOST
    question = document()["components"]["schemas"]["Question"]["properties"]
    assert {question[name]["maxLength"] for name in ("paper", "matter")} == {LONGEST}


def test_a_report_is_read_as_far_as_a_question() -> None:
    said = "要我开遗失证明"
    assert Sign.LOST in signs(said)
    assert Sign.LOST in signs("啊" * (READ_AT_MOST - len(said)) + said)
    assert not signs("啊" * READ_AT_MOST + said)
