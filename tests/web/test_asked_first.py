"""What the law presupposes is asked first at every door, and one answer ends it (法定前提)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from juzheng.acts.cases import transition
from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters
from juzheng.finder.answering import answer
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file
from juzheng.records.models import Case, Draft, User
from tests.conftest import NOON
from tests.web.clerk.conftest import desk
from tests.web.clerk.test_counter import NEW, typed
from tests.web.visiting import fill, noon, visitor

__all__ = ["desk", "fill", "noon", "visitor"]
pytestmark = pytest.mark.django_db
PARENTS, KIN, ELDERS = "before-parents", "before-kin", "before-before"


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_answer_page_asks_first_and_follows_the_answer(visitor: Client) -> None:
    asked = page(visitor, "/ask/?item=POS-004")
    assert "先回答这几个问题" in asked
    assert f'name="{PARENTS}"' in asked
    assert "先要问清" in asked

    met = page(visitor, f"/ask/?item=POS-004&{PARENTS}=yes&{KIN}=no&{ELDERS}=yes")
    assert "先要问清" not in met
    assert f'type="hidden" name="{PARENTS}" value="yes"' in met  # handed on to the application

    ended = page(visitor, f"/ask/?item=POS-004&{PARENTS}=no")
    assert "是委托照护，不用居（村）委会同意谁当监护人" in ended
    assert "书面告知学校和居住地的居（村）委会" in ended
    assert "不用开证明，请这样办" in ended


@pytest.mark.parametrize(
    ("words", "item", "ends"),
    [
        ("学校要证明奶奶是监护人", "POS-004", True),
        ("孩子爸妈在外打工，学校要监护人证明", "POS-004", True),
        ("父母双亡，姑姑当监护人", "POS-004", False),
        ("分红成员，村有合作社", "POS-025", True),
        ("村里成立了股份经济合作社，要成员身份", "POS-025", True),
        ("我们村没有合作社，要成员身份", "POS-025", False),
        ("无集体经济组织，成员身份", "POS-025", False),
        ("外国人收养", "POS-001", True),
        ("台湾居民收养孩子", "POS-001", True),
        ("我要把孩子送给别人养，送养证明", "POS-001", True),
        ("收养侄子", "POS-001", False),
    ],
)
def test_peoples_own_words_answer_what_is_asked_first(
    visitor: Client, words: str, item: str, ends: bool
) -> None:
    from juzheng.web.shared import answers
    from juzheng.web.shared.place import Place

    question = answers.Question(text=words, item=item)
    decision = answers.answer(question, place=Place(None, "430102"), on=NOON.date()).decision
    assert decision is not None
    assert (decision.trace[-1].rule == "precondition") is ends
    assert decision.outcome.issues is not ends


@pytest.mark.parametrize(
    ("words", "told", "outcome"),
    [
        ("村里有股份经济合作社，我要村委会证明我是分红成员", {}, "elsewhere"),
        ("村里有股份经济合作社，我要村委会证明我是分红成员", {"collective": False}, "deliberate"),
        ("村里没有集体经济组织，要确认成员身份", {}, "deliberate"),
        ("村里没有集体经济组织，要确认成员身份", {"collective": True}, "elsewhere"),
    ],
)
def test_so_they_do_where_the_item_is_found_in_them(
    words: str, told: dict[str, bool], outcome: str
) -> None:
    said = answer(
        words,
        finder=default_finder(),
        catalogue=catalogue(),
        matters=dict(matters()),
        on=NOON.date(),
        before=told,
    )
    assert said.item is not None
    assert said.item.id == "POS-025"
    assert said.decision is not None
    assert said.decision.outcome.value == outcome


def test_online_it_is_asked_before_anything_else_and_ends_on_the_answer_page(
    visitor: Client,
) -> None:
    begun = visitor.post("/apply/", {"item": "POS-004"}).url
    assert begun.endswith(f"/{PARENTS}/")

    ended = urlsplit(visitor.post(begun, {"answer": "no"}).url)

    assert ended.path == "/ask/"
    assert parse_qs(ended.query) == {"item": ["POS-004"], PARENTS: ["no"]}
    assert not Case.objects.exists()
    # Thought better of: the draft is there, and with the other answer it goes on.
    assert visitor.post(begun, {"answer": "yes"}).url.endswith(f"/{KIN}/")


def test_what_was_answered_goes_into_the_case_and_stays_there(
    fill: Callable[..., Any], visitor: Client, clerk: User
) -> None:
    from tests.web.visiting import agreed, at

    shown = fill("POS-004")
    assert "先要问清" not in shown.content.decode()
    consents = {f"consent-{kind}": "on" for kind in ("health", "court", "ward")}
    assert visitor.post(at(shown, "check"), agreed(shown)).status_code == 422
    visitor.post(at(shown, "check"), {**agreed(shown), **consents})
    case = Case.objects.get()

    assert case.circumstances["met"] == ["parents", "kin", "before"]
    assert case.circumstances["unmet"] == []
    transition.restate(
        case, verifiable=True, public_interest=False, legal_risk=False, by=clerk, at=NOON
    )
    assert "先要问清" not in case_file.decision_of(case).reason


def test_who_wants_it_in_writing_still_gets_the_notice(
    fill: Callable[..., Any], visitor: Client
) -> None:
    from tests.web.visiting import agreed, at

    shown = fill("POS-004", **{PARENTS: "no", KIN: "no", ELDERS: "yes"})
    assert set(Draft.objects.get().answers) == {
        *(PARENTS, KIN, ELDERS),
        "known",  # which of them were said before it began
        *("name", "identity", "telephone", "recipient", "demander", "purpose"),
    }
    visitor.post(at(shown, "check"), agreed(shown))
    case = Case.objects.get()
    assert case.outcome == Outcome.ELSEWHERE.value
    ground = case_file.refusal_reason(case, on=NOON.date())
    assert ground is not None
    assert "父母就是监护人" in ground.reason


def test_at_the_counter_nothing_is_received_before_it_was_said(desk: Client) -> None:
    unsaid = {**typed("POS-004")}
    del unsaid[PARENTS]
    assert desk.post(NEW, unsaid).status_code == 422

    sent = typed("POS-004", **{PARENTS: "no"})
    told = desk.post(NEW, sent)
    assert told.status_code == 409
    assert "书面告知学校和居住地的居（村）委会" in told.content.decode()
    assert not Case.objects.exists()

    assert desk.post(NEW, {**sent, "ended": told.context["ended"]}).status_code == 302
    assert Case.objects.get().outcome == Outcome.ELSEWHERE.value


def test_at_the_counter_what_is_met_goes_on(desk: Client) -> None:
    assert desk.post(NEW, typed("POS-004")).status_code == 302
    assert Case.objects.get().circumstances["met"] == ["parents", "kin", "before"]


def test_a_guide_says_the_duty_and_what_is_asked_first(visitor: Client) -> None:
    guide = page(visitor, "/items/POS-004/")
    assert "同意其他个人或者组织担任未成年人的监护人" in guide
    assert "孩子的父母都已经去世，或者都没有监护能力了吗？" in guide
    data = json.loads(visitor.get("/data/items.json").content)
    (one,) = [item for item in data["items"] if item["item"] == "POS-004"]
    assert one["duty"]["instrument"] == "civil-code"
    assert [asked["key"] for asked in one["preconditions"]] == ["parents", "kin", "before"]


def test_a_batch_carries_the_answers(
    loaded: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.core.management import call_command

    asked = {"text": "宅基地申请村里盖章", "division": "430102"}
    rows = [
        {"id": 1, **asked},
        {"id": 2, **asked, "before": {"collective": True}},
        {"id": 3, **asked, "before": {"collective": False}},
    ]
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    call_command("ask", batch=str(file))
    first, second, third = map(json.loads, capsys.readouterr().out.splitlines())

    assert first["item"] == "POS-017"
    assert [(one["key"], one["answer"]) for one in first["before"]] == [("collective", None)]
    assert "先要问清" in first["decision"]["reason"]
    assert second["outcome"] == "elsewhere"
    assert "农村集体经济组织" in second["decision"]["onward"][0]["where"]
    assert third["outcome"] == "deliberate"
    assert "先要问清" not in third["decision"]["reason"]
