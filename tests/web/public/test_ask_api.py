"""Asking, for programs: the same answer as the page, sure or asked back, and nothing kept."""

# ruff: noqa: F401, F811 - fixtures of other tests
from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from juzheng.finder.found import Finding, Likely
from juzheng.finder.writing import READ_AT_MOST
from juzheng.records.models import User
from juzheng.web.public.demands import demand_api
from tests.acts.test_changes import TODAY, hubei_pages, ministry, published
from tests.conftest import IDENTITY
from tests.web.visiting import noon

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/ask"


@pytest.fixture
def asked(client: Client, loaded: None) -> Any:
    def ask(status: int = 200, **query: str) -> dict[str, Any]:
        response = client.get(ADDRESS, query)
        assert response.status_code == status, response.content.decode()
        return dict(json.loads(response.content))

    return ask


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be sure: four are likely, as after an empty question."""
    likely = tuple(
        Likely(label, p)
        for label, p in (("NEG-01", 0.3), ("NEG-11", 0.25), ("NEG-20", 0.2), ("NEG-10", 0.1))
    )
    found = Finding("NEG-01", "redirect", None, (), likely, None, None, ())
    monkeypatch.setattr("juzheng.finder.finding.Finder.find", lambda *_, **__: found)


def test_what_is_sure_is_answered_with_reason_ways_and_articles(asked: Any) -> None:
    said = asked(q="银行要我证明我妈是我妈")

    assert said["sure"]
    assert 0.9 <= said["certainty"] <= 1
    assert said["understood"]["item"] == "NEG-01"
    assert (said["outcome"], said["question"], said["choices"]) == ("refuse", None, [])
    assert said["onward"]
    assert said["citations"]


def test_an_emergency_two_wishes_and_yes_or_no_are_told_as_on_the_page(asked: Any) -> None:
    said = asked(q="隔壁老人三天没出门了，敲门没人应")
    assert [one["number"] for one in said["urgent"]["calls"]] == ["110", "120"]
    assert "死亡证明" not in json.dumps(said, ensure_ascii=False)

    both = asked(q="我要开无犯罪记录证明，另外狗证怎么办")
    assert both["understood"]["item"] == "NEG-05"
    assert [one["understood"]["item"] for one in both["also"]] == ["NEG-04"]
    assert both["urgent"] is None

    assert asked(q="单身证明是不是取消了")["first"].startswith("是，")


def test_what_is_not_sure_is_asked_back_and_not_answered(asked: Any, unsure: None) -> None:
    said = asked(q="要个证明")

    assert (said["sure"], said["certainty"]) == (False, 0.3)
    assert (said["understood"], said["outcome"], said["onward"]) == (None, None, [])
    question = said["question"]
    assert question["text"]
    assert question["answers"][-1] == {"key": "none", "text": "都不是"}
    told = {f"told-{question['key']}": question["answers"][0]["key"]}
    again = asked(q="要个证明", **told)
    assert (again["question"] or {}).get("key") != question["key"]


def test_what_was_ruled_out_is_not_offered_again(asked: Any, unsure: None) -> None:
    labels = [one["item"] for one in asked(q="要个证明", **{"not": "NEG-01"})["choices"]]
    assert labels
    assert "NEG-01" not in labels


def test_a_choice_is_taken_by_its_item(asked: Any, unsure: None) -> None:
    for one in asked(q="要个证明", **{"not": "NEG-01"})["choices"]:
        said = asked(q="要个证明", item=one["item"])
        assert said["understood"]["item"] == one["item"]
        assert (said["sure"], said["certainty"], said["choices"]) == (True, 1.0, [])
        assert said["outcome"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"q": "证明", "item": "NEG-99"}, 404),
        ({"q": "证明", "item": ""}, 404),
        ({}, 422),
        ({"q": ""}, 422),
        ({"q": "证" * (READ_AT_MOST + 1)}, 422),
        ({"q": "证明", "unit": "nobody"}, 422),
        ({"q": "证明", "division": "1"}, 422),
        ({"q": "证明", "division": "999999"}, 404),
        ({"q": "证明", "not": "NEG-99"}, 404),
        ({"q": "证明", "told-nothing": "x"}, 422),
        ({"q": "证明", "told-asker": "x"}, 404),
        ({"q": "证明", "colour": "red"}, 422),
    ],
)
def test_a_mistake_says_what_is_so_and_what_to_do(
    asked: Any, query: dict[str, str], status: int
) -> None:
    error = asked(status, **query)["error"]
    assert error["what"]
    assert error["do"]
    assert error["where"] == "/api/v1/openapi.json"


def test_an_item_that_is_over_is_410_with_its_day_and_reason(
    asked: Any, ministry: list[User], noon: None
) -> None:
    published(ministry, hubei_pages())
    assert asked(q="证明", item="NEG-420000-01")["outcome"]
    published(ministry, [replace(page, withdraw=True) for page in hubei_pages()], key="gone")
    error = asked(410, q="证明", item="NEG-420000-01")["error"]
    assert TODAY.isoformat() in error["what"]
    assert "原因" in error["do"]


def test_a_town_may_be_named_as_in_the_open_data(asked: Any) -> None:
    assert asked(q="单身证明", division="990121001")["outcome"]


def test_as_much_is_read_as_anywhere_and_numbers_are_in_no_answer_and_no_log(
    asked: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = asked(q=f"身份证{IDENTITY}丢了" + "啊" * 400)
    assert IDENTITY not in json.dumps(said)
    assert IDENTITY not in caplog.text
    asked(422, q=IDENTITY, colour="red")
    assert IDENTITY not in caplog.text


def test_nobody_keeps_an_answer_and_every_site_may_ask(client: Client, loaded: None) -> None:
    response = client.get(ADDRESS, {"q": "证明我妈是我妈"})
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert client.post(ADDRESS).status_code == 405


def test_one_address_asks_so_often(asked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demand_api, "QUESTIONS", 1)
    asked(q="证明")
    asked(429, q="证明")


def test_the_description_says_how_much_is_read() -> None:
    parameters = demand_api.document()["paths"][ADDRESS]["get"]["parameters"]
    (q,) = (one for one in parameters if one["name"] == "q")
    assert q["schema"]["maxLength"] == READ_AT_MOST
