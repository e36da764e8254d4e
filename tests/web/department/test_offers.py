"""A unit's own door (承诺与共享登记): proposed on a page, published by an officer, ended."""

from __future__ import annotations

import pytest
from django.test import Client

from juzheng.acts.catalogue import changes
from juzheng.acts.demands import units
from juzheng.law.base.demanders import Demander
from juzheng.records.models import Change
from tests.conftest import NOON

FORM = {
    "kind": "commitment",
    "items": ["NEG-17"],
    "uses": ["学位"],
    "matter": "公租房申请",
    "words": "公租房\n保障房",
    "bring": "",
    "document": "示例市证明事项告知承诺清单（2026年版）",
    "provision": "第12项",
    "where": "示例市人民政府网站",
    "key": "k",
    "issued_on_year": "2026",
    "issued_on_month": "10",
    "issued_on_day": "1",
    "in_force_from_year": "2026",
    "in_force_from_month": "11",
    "in_force_from_day": "1",
}


@pytest.fixture
def desk(loaded, person):
    unit = units.enter(
        "示例市住房中心", kind=Demander.HOUSING, division="420100", by="operator", at=NOON
    )
    client = Client()
    client.force_login(person("registrar", "department", None, "钱登记", unit=unit))
    return client


@pytest.fixture
def officer(person):
    return person("officer", "overseer", None, "孙审核", division="420100")


def test_a_unit_proposes_sees_what_became_of_it_and_ends_it(desk, officer, client):
    assert desk.post("/unit/offers/new/", FORM).status_code == 302
    change = Change.objects.get()
    assert "待审核" in desk.get("/unit/offers/").content.decode()
    assert "示例市住房中心" not in client.get("/offers/").content.decode()

    changes.publish(change, version=change.version, by=officer, at=NOON)

    page = client.get("/offers/").content.decode()
    assert "示例市住房中心" in page
    assert "公租房申请" in page
    own = desk.get("/unit/offers/").content.decode()
    ending = own.split('href="/unit/offers/')[-1].split('"')[0]
    last = {"last_year": "2026", "last_month": "12", "last_day": "1"}
    assert desk.post(f"/unit/offers/{ending}", {**last, "key": "e"}).status_code == 302
    assert Change.objects.count() == 2


def test_only_what_the_chosen_certificates_are_used_for_is_offered(desk):
    first = desk.get("/unit/offers/new/").content.decode()
    assert "居民财产证明" in first
    assert "学位" not in first
    assert desk.get("/unit/offers/new/", {"asked": "1"}).status_code == 422
    then = desk.get("/unit/offers/new/", {"items": ["NEG-17"]}).content.decode()
    assert 'value="学位"' in then
    assert 'value="开店办执照"' not in then
    assert desk.get("/unit/offers/new/", {"items": ["POS-001"]}).status_code == 422


def test_what_is_not_bound_is_said_to_everybody_and_listed_to_the_officer(desk, officer, client):
    desk.post("/unit/offers/new/", {**FORM, "uses": []})
    change = Change.objects.get()
    changes.publish(change, version=change.version, by=officer, at=NOON)
    assert "还没有从列表里选定" in client.get("/offers/").content.decode()
    client.force_login(officer)
    page = client.get("/office/lists/").content.decode()
    assert "还没有选定办哪几件事" in page
    assert "公租房申请" in page


def test_what_is_missing_is_said_on_the_page(desk):
    answer = desk.post("/unit/offers/new/", {"key": "k", "items": ["NEG-17"]})
    assert answer.status_code == 422
    assert "请写公布的文件名称" in answer.content.decode()
    for wrong, told in (
        ({"items": []}, "请至少选一项"),
        ({"items": ["NEG-18"]}, "error-summary"),
        ({"uses": ["没有的事"]}, "error-summary"),
    ):
        answer = desk.post("/unit/offers/new/", {**FORM, **wrong})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    assert not Change.objects.exists()
