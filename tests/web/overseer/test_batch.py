"""Batch edits and lapses (批量修改、依据失效) through the officers' pages, by two officers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from juzheng.law.base.citations import OPINION
from juzheng.law.catalogue.items import basis_in_force
from juzheng.records.catalogue import governing
from juzheng.records.models import Change, User
from tests.web.overseer.test_workbench import filled

HEADING = {
    "title": "缩短时限",
    "division": "",
    "effective_on_year": "2026",
    "effective_on_month": "11",
    "effective_on_day": "24",
    "reason": "本级文件",
}


@pytest.fixture
def nation(person: Callable[..., User], loaded: None, noon: None) -> list[Client]:
    found = []
    for name in ("first", "second"):
        client = Client()
        client.force_login(person(name, "overseer", None, name, division=""))
        found.append(client)
    return found


def published(clients: list[Client], change: Change) -> Change:
    address = f"/office/changes/{change.pk}/"
    for client, step in zip(clients, ("submission", "publication"), strict=True):
        change.refresh_from_db()
        client.post(f"{address}{step}/", {"version": str(change.version)})
    change.refresh_from_db()
    return change


def test_one_field_of_several_items_goes_into_one_draft(nation):
    sent = HEADING | {"items": ["NEG-10", "NEG-11"], "what": "limit_working_days", "number": "2"}
    answer = nation[0].post("/office/batch/", sent)

    assert answer.status_code == 302, answer.context["form"].errors
    change = Change.objects.get()
    assert {one.subject: one.content["limit_working_days"] for one in change.edits.all()} == {
        "NEG-10": 2,
        "NEG-11": 2,
    }
    assert published(nation, change).state == "published"
    listed = governing.governing(date(2026, 11, 24))
    assert listed.items["NEG-10"].limit_working_days == 2


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"items": []}, "请至少选一个事项"),
        ({"items": ["NEG-99"]}, "选的事项里有您不能改的"),
        ({"what": "validity_days", "number": ""}, "请填写改成多少天"),
        ({"number": ""}, "请填写改成多少天"),
        ({"what": "disable"}, "请写明原因"),
        ({"what": "unknown"}, "error-summary"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_drafted(nation, given, told):
    sent = HEADING | {"items": ["NEG-10"], "what": "limit_working_days", "number": "2"} | given
    answer = nation[0].post("/office/batch/", sent)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Change.objects.exists()


def test_a_province_is_offered_none_of_the_nations_items(person, nation):
    client = Client()
    client.force_login(person("hubei", "overseer", None, division="420000"))

    assert "NEG-10" not in client.get("/office/batch/").content.decode()
    sent = HEADING | {"division": "420000", "items": ["NEG-10"], "what": "enable"}
    assert client.post("/office/batch/", sent).status_code == 422
    assert not Change.objects.exists()


def test_a_text_that_officers_end_takes_its_items_with_it_on_that_day(nation):
    last, end = date(2027, 2, 28), date(2027, 3, 1)
    text, subject = only_basis(last)
    made = nation[0].post(f"/office/pages/instrument/{text}/1/draft/", {"change": ""})
    where = made.headers["Location"]
    sent = filled(nation[0].get(where).content.decode()) | {"in_force_until": [end.isoformat()]}
    nation[0].post(where, sent)
    change = published(nation, Change.objects.get())

    assert change.state == "published"
    for day, holds in ((last, True), (end, False)):
        listed = governing.governing(day)
        held = basis_in_force(listed.items[subject], listed.instruments, day)
        assert bool(held) is holds
    assert "2027" in nation[0].get("/office/calendar/").content.decode()


def only_basis(on: date) -> tuple[str, str]:
    """Return a text and an enabled item that leans on it alone, good on ``on``."""
    listed = governing.governing(on)
    for item in listed.items.values():
        texts = {basis.instrument for basis in item.basis} - {OPINION}
        alone = len({basis.instrument for basis in item.basis}) == 1 and texts
        if item.enabled and alone and basis_in_force(item, listed.instruments, on):
            return texts.pop(), item.id
    raise AssertionError("no item of the catalogue leans on one text alone")
