"""Words from use at the officers' door: questions in groups, a trial, words added, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from django.test import Client

from juzheng.acts.catalogue import tellings
from juzheng.acts.catalogue.tellings import Wanted
from juzheng.records.models import LocalTelling, User
from tests.conftest import NOON, PASSWORD

pytestmark = pytest.mark.django_db
UNHEARD = "呱呱叫的条子"
NEW, LIST = "/office/tellings/new/", "/office/tellings/"


@pytest.fixture
def officer(client: Client, loaded: None, noon: None, person: Callable[..., User]) -> Client:
    person("county", "overseer", None, "郑科长", division="990121")
    client.login(username="county", password=PASSWORD)
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return re.sub(r"\s*([<>：])\s*", r"\1", " ".join(response.content.decode().split()))


def asked(text: str = UNHEARD, **more: str) -> None:
    told: dict[str, Any] = {"offered": "", "chosen": "", "division": "990121001001", **more}
    assert tellings.keep(text, at=NOON, **told)


def trial(client: Client, text: str = UNHEARD, label: str = "NEG-06") -> tuple[str, str]:
    said = page(client, f"{NEW}?text={quote(text)}&label={label}")
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', said)
    assert seen
    return said, seen[1]


def send(client: Client, seen: str, text: str = UNHEARD, label: str = "NEG-06", **more: str) -> Any:
    data = {"text": text, "label": label, "seen": seen, "why": "有人这样问", **more}
    return client.post(NEW, data)


def test_questions_stand_in_groups_with_what_they_are_taken_for(officer: Client) -> None:
    asked("银行要证明我妈是我妈", offered="NEG-06", chosen="NEG-01")
    asked("银行要我证明我妈是我妈")
    asked(UNHEARD)
    said = page(officer, "/office/questions/")

    assert said.count("<section") == 2
    assert "2 句相近" in said
    assert "今天问，会当作：<strong>听不懂</strong>" in said
    assert "后来选的是：" in said
    assert f"text={quote(UNHEARD)}" in said


def test_another_countys_questions_are_not_shown(officer: Client) -> None:
    asked(UNHEARD, division="990122001001")
    assert UNHEARD not in page(officer, "/office/questions/")


def test_words_are_tried_before_they_are_added(officer: Client) -> None:
    assert "亲属关系" in page(officer, f"{NEW}?text={quote(UNHEARD)}&find={quote('亲属关系')}")
    said, seen = trial(officer)
    assert "没有变差的" in said
    assert "这句话现在当作：<strong>听不懂</strong>" in said
    assert not LocalTelling.objects.exists()

    assert send(officer, seen).url == LIST
    row = LocalTelling.objects.get()
    assert (row.text, row.label, row.added_by.username) == (UNHEARD, "NEG-06", "county")
    assert "没听懂您要开什么" not in page(officer, f"/ask/?q={quote(UNHEARD)}")


def test_without_a_why_nothing_is_added(officer: Client) -> None:
    _, seen = trial(officer)
    assert send(officer, seen, why="").status_code == 422
    assert not LocalTelling.objects.exists()


def test_what_gets_worse_is_listed_and_needs_a_reason(officer: Client) -> None:
    send(officer, trial(officer)[1])
    other = UNHEARD + "。"
    said, seen = trial(officer, other, "NEG-01")
    assert "有 1 句原来找得对的会找不对" in said
    assert "变差" in said

    refused = send(officer, seen, other, "NEG-01")
    assert "请写明理由，或者换个写法。" in refused.content.decode()
    assert LocalTelling.objects.count() == 1
    send(officer, seen, other, "NEG-01", despite="这里的人都这样说")
    assert "这里的人都这样说" in page(officer, LIST)


def test_after_somebody_elses_change_the_trial_is_shown_again(officer: Client) -> None:
    _, seen = trial(officer)
    user = User.objects.get(username="county")
    other = Wanted("NEG-01", "叮叮当的条子", "有人这样问")
    tellings.add(other, seen=seen, by=user, at=NOON)

    response = send(officer, seen)
    assert "已经有人改过" in response.content.decode()
    fresh = re.search(r'name="seen" value="([0-9a-f]+)"', response.content.decode())
    assert fresh
    assert fresh[1] != seen
    assert send(officer, fresh[1]).status_code == 302


@pytest.mark.parametrize(
    ("query", "said", "status"),
    [
        (f"text={quote('我叫王小明')}&label=NEG-06", "可能有人名", 422),
        (f"text={quote('好')}&label=NEG-06", "太短或者太长", 422),
        (f"text={'x' * 5000}&label=NEG-06", "太短或者太长", 422),
        (f"text={quote(UNHEARD)}&label=NEG-99", "没有这一项", 200),
        (f"text={quote(UNHEARD)}&find=qqqqzzzz", "没有找到这样的事项", 200),
    ],
)
def test_what_cannot_be_added_says_why(officer: Client, query: str, said: str, status: int) -> None:
    assert said in page(officer, f"{NEW}?{query}", status)


def test_words_are_taken_back_with_a_reason(officer: Client) -> None:
    send(officer, trial(officer)[1])
    row = LocalTelling.objects.get()
    address = f"{LIST}{row.pk}/withdrawal/"

    assert officer.post(address, {"version": row.version}).status_code == 422
    officer.post(address, {"version": row.version, "reason": "没有人这样问"})
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert "没听懂您要开什么" in page(officer, f"/ask/?q={quote(UNHEARD)}")


def test_the_export_can_come_back_into_the_words(officer: Client) -> None:
    send(officer, trial(officer)[1])
    send(officer, trial(officer, "# 叮叮当: 条子")[1], "# 叮叮当: 条子")
    response = officer.get("/office/tellings/tellings.yaml")

    assert yaml.safe_load(response.content) == {"NEG-06": {"say": f"{UNHEARD}\n# 叮叮当: 条子\n"}}
    assert "郑科长" not in response.content.decode()


def test_words_are_text_and_never_run(officer: Client) -> None:
    asked("<b>呱呱</b>叫的条子")
    assert "<b>呱呱" not in page(officer, "/office/questions/")
