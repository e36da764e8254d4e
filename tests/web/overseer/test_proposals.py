"""Proposals and batches on the officers' pages (提请修改、批量修改): what is said and stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.catalogue import amendments
from juzheng.records.models import Amendment, Change, User
from tests.conftest import NOON
from tests.records.snapshots import snapshot
from tests.web.pages import faults

HEADING = {
    "title": "批量",
    "division": "",
    "effective_on_year": "2026",
    "effective_on_month": "11",
    "effective_on_day": "24",
    "reason": "本级文件",
}


@pytest.fixture
def office(loaded: None, person: Callable[..., User], noon: None) -> Client:
    client = Client()
    client.force_login(person("officer", "overseer", None, "郑科长", division=""))
    return client


def read(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    page: str = answer.content.decode()
    assert faults(page) == []
    return page


def test_an_item_is_put_forward_once_with_what_is_wanted(office: Client) -> None:
    item = amendments.candidates("", NOON)[0].item
    address = f"/office/amendments/new/?item={item}"
    assert 'name="wanted"' in read(office.get(address))
    assert "请写明文件、条文和建议怎么改。" in read(office.post(address, {"wanted": " "}), 422)
    assert not Amendment.objects.exists()

    office.post(address, {"wanted": "改为由登记机关核查", "key": "one"})
    made = Amendment.objects.get()
    assert (made.item, made.wanted, made.division) == (item, "改为由登记机关核查", "")
    before = snapshot()
    again = office.post(address, {"wanted": "再提一次", "key": "two"}, follow=True)
    assert "这一项已经立项，正在办理。" in read(again)
    assert snapshot() == before


def test_a_step_that_cannot_be_taken_says_why_and_takes_nothing(office: Client) -> None:
    item = amendments.candidates("", NOON)[0].item
    office.post(f"/office/amendments/new/?item={item}", {"wanted": "改", "key": "one"})
    made = Amendment.objects.get()
    address = f"/office/amendments/{made.pk}/"
    before = snapshot()
    units = "\n".join(f"单位{n}" for n in range(51))
    many = {"consultation-units": units, "version": made.version}
    assert "一次最多 50 个单位" in read(office.post(f"{address}consultation/", many), 422)
    early = office.post(f"{address}submission/", {"version": made.version}, follow=True)
    page = read(early)
    assert "已登记。" not in page
    assert all(problem.message in page for problem in amendments.obstacles(made))
    stale = {"withdrawal-note": "不办了", "version": made.version - 1}
    page = read(office.post(f"{address}withdrawal/", stale, follow=True))
    assert "已经有人改过或办过，这次没有改动" in page
    assert snapshot() == before


def test_another_division_finds_no_such_proposal(
    office: Client, person: Callable[..., User]
) -> None:
    item = amendments.candidates("", NOON)[0].item
    office.post(f"/office/amendments/new/?item={item}", {"wanted": "改", "key": "one"})
    address = f"/office/amendments/{Amendment.objects.get().pk}/"
    hubei = Client()
    hubei.force_login(person("hubei", "overseer", None, division="420000"))
    before = snapshot()
    assert hubei.get(address).status_code == 404
    assert hubei.post(f"{address}withdrawal/", {"withdrawal-note": "不办"}).status_code == 404
    assert snapshot() == before


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ({"what": "enable"}, {"enabled": True, "disabled_reason": ""}),
        ({"what": "disable", "why": "依据失效"}, {"enabled": False, "disabled_reason": "依据失效"}),
        (
            {"what": "in_force_until", "day_year": "2027", "day_month": "3", "day_day": "1"},
            {"in_force_until": "2027-03-01"},
        ),
        ({"what": "in_force_until"}, {"in_force_until": None}),
    ],
)
def test_a_batch_stores_the_field_that_was_chosen(
    office: Client, said: dict[str, str], stored: dict[str, object]
) -> None:
    office.post("/office/batch/", HEADING | {"items": ["NEG-10"]} | said)
    content = Change.objects.get().edits.get().content
    assert {name: content[name] for name in stored} == stored


def test_the_same_batch_sent_twice_is_one_draft(office: Client) -> None:
    said = HEADING | {"items": ["NEG-10"], "what": "enable", "key": "same"}
    for _ in range(2):
        assert office.post("/office/batch/", said).status_code == 302
    assert Change.objects.count() == 1
