"""Demands as open data: every public row, its end, no person, nothing twice, no formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.demands import registry, units
from juzheng.acts.demands.registry import Review
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, Opinion, Stated
from juzheng.outside import demand_data
from juzheng.outside.open_data import LICENCE
from juzheng.records.catalogue import governing
from juzheng.records.demands import endings, open_register
from juzheng.records.models import Demand, User
from juzheng.web.public.demands import demand_data as view
from juzheng.web.templatetags.juzheng import zh_date
from tests.conftest import NOON
from tests.web.pages import faults

pytestmark = pytest.mark.django_db
BASIS = (LegalBasis("civil-code", "第一千一百四十七条"),)
STATED = Stated("存款继承", "公证书", AskedOf.NOTARY, "继承人身份", BASIS)
Make = Callable[..., Demand]


@pytest.fixture
def make(loaded: None, person: Callable[..., User]) -> Make:
    unit = units.enter("示例银行", kind=Demander.BANK, division="420100", by="operator", at=NOON)
    by = person("registrar", "department", None, "钱登记", unit=unit)

    def submitted(key: str, *, draft: bool = False, **said: Any) -> Demand:
        demand = registry.register(replace(STATED, **said), unit=unit, key=key, by=by, at=NOON)
        if not draft:
            registry.submit(demand, version=demand.version, by=by, at=NOON)
        return demand

    return submitted


def given_up(demand: Demand, reason: str) -> None:
    by = demand.registered_by
    registry.cancel(demand, reason, version=demand.version, by=by, at=NOON)


def table(client: Client, address: str = "/data/demands.csv") -> list[dict[str, str]]:
    answer = client.get(address)
    body = b"".join(answer.streaming_content)
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_what_is_public_is_there_with_basis_verdict_days_and_links(
    make: Make, client: Client
) -> None:
    one, draft = make("a"), make("b", draft=True)
    asked = (governing.governing(NOON.date()), NOON.date())
    assert [row["id"] for row in open_register.rows([draft.pk, one.pk], *asked)] == [one.pk]
    told = client.get("/data/demands.json").json()
    assert (told["format"], told["licence"], told["count"]) == (demand_data.FORMAT, LICENCE, 1)
    (row,) = told["demands"]
    assert set(row) == set(demand_data.FIELDS)
    assert row["url"].endswith(f"/demands/{one.pk}/")
    assert client.get(f"/demands/{one.pk}/").status_code == 200
    assert (row["unit"], row["unit_kind"], row["state"]) == ("示例银行", "bank", "submitted")
    assert row["basis_status"] == "in_force"
    assert row["bases"][0]["title"] == "民法典"
    assert row["submitted_on"] == NOON.date().isoformat()
    assert (row["ended_on"], row["reason"], row["replaced_by"]) == (None, None, [])
    page = client.get("/data/").content.decode()
    assert LICENCE in page
    assert all(f"<code>{name}</code>" in page for name in demand_data.FIELDS)
    assert faults(page) == []


def test_a_basis_that_nobody_knows_stands_under_no_badge_of_another(
    make: Make, client: Client
) -> None:
    one = make("a", bases=(*BASIS, LegalBasis("瞎编办法", "第九条")))
    (row,) = client.get("/data/demands.json").json()["demands"]
    assert row["basis_status"] == "partly"
    assert [each["status"] for each in row["bases"]] == ["in_force", "unchecked"]
    assert "瞎编办法 第九条（所写文件尚未核对）" in table(client)[0]["登记的依据"]
    page = client.get(f"/demands/{one.pk}/").content.decode()
    named = page.split("登记的依据</h2>")[1].split("两个部门的意见")[0]
    said = ["所写文件当日有效", "所写文件尚未核对"]
    assert re.findall('<p class="govuk-hint">([^<]*)', named) == said
    assert "有的没有效力或者尚未核对" in client.get("/demands/").content.decode()
    asked = ("in_force", "partly")
    found = [client.get(f"/demands/?basis={each}").content.decode() for each in asked]
    assert [f"/demands/{one.pk}/" in page for page in found] == [False, True]


def test_no_person_is_in_it(make: Make, client: Client, person: Callable[..., User]) -> None:
    one = make("a")
    for name, office in (("civil", "civil_affairs"), ("law", "justice")):
        by = person(name, "overseer", None, "吴审核", division="", office=office)
        one.refresh_from_db()
        registry.review(
            one, Review(Opinion.AMEND, "王小明说要改。"), version=one.version, by=by, at=NOON
        )
    body = client.get("/data/demands.json").content.decode()
    body += b"".join(client.get("/data/demands.csv").streaming_content).decode()
    assert "民政" in body
    for name in ("钱登记", "吴审核", "registrar", "王小明"):
        assert name not in body


def test_what_follows_is_told_by_the_item_too_and_asked_once_for_all(
    make: Make, django_assert_num_queries: Any
) -> None:
    old = make("a", item="NEG-01")
    new, aside = make("b", paper="继承权公证书", item="NEG-01"), make("c", paper="别的")
    draft, other = make("d", draft=True), make("e", matter="别的事", item="NEG-01")
    for each in (old, aside):
        given_up(each, "不再要了。")
    rows = list(Demand.objects.over())
    with django_assert_num_queries(1):
        told = {int(one.id): one.replaced_by for one in endings.all_ended([*rows, new])}
    assert set(told) == {old.pk, aside.pk}
    assert [int(key) for key, _name in told[old.pk]] == [new.pk]
    assert told[aside.pk] == ()
    assert endings.ended(draft) is endings.ended(other) is None


def test_what_is_over_says_when_why_and_what_follows(make: Make, client: Client) -> None:
    old, new = make("a"), make("b")
    given_up(old, "不再要了。")
    row, other = client.get("/data/demands.json").json()["demands"]
    assert (row["ended_on"], row["reason"]) == (NOON.date().isoformat(), "不再要了。")
    assert row["replaced_by"] == [new.pk]
    assert other["ended_on"] is None
    page = client.get(f"/demands/{old.pk}/").content.decode()
    assert faults(page) == []
    for said in ("已结束", zh_date(NOON), "不再要了。", f'href="/demands/{new.pk}/"'):
        assert said in page, said
    listed = client.get("/demands/").content.decode()
    assert faults(listed) == []
    assert listed.index(f"/demands/{new.pk}/") < listed.index(">已结束<")
    assert listed.index(">已结束<") < listed.index(f"/demands/{old.pk}/")
    over = client.get("/data/ended.json?division=420100").json()["ended"]
    (told,) = [one for one in over if one["kind"] == "demand"]
    assert (told["ended_on"], told["reason"]) == (row["ended_on"], row["reason"])
    feed = client.get("/data/changes.atom?division=420100").content.decode()
    assert "不再要了。" in feed


def test_the_pages_follow_one_another_and_hold_all(
    make: Make, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "PAGE", 2)
    every = [make(str(number)).pk for number in range(5)]
    found, address = [], "/data/demands.json?kind=bank"
    while address:
        told = client.get(address).json()
        assert told["count"] == 5
        found += [row["id"] for row in told["demands"]]
        address = told["next"]
    assert found == every
    assert [int(row["编号"]) for row in table(client)] == every


def test_the_filters_of_the_page_hold_for_its_files(make: Make, client: Client) -> None:
    make("a"), make("b", bases=(), paper="关系证明")
    page = client.get("/demands/?basis=none").content.decode()
    assert 'href="/data/demands.csv?basis=none"' in page
    (row,) = table(client, "/data/demands.csv?basis=none")
    assert row["要什么证明"] == "关系证明"


def test_a_place_that_is_not_understood_is_said_and_never_passed_over(
    make: Make, client: Client
) -> None:
    """“湖南省” left every demand of the nation standing, as if they were those of Hunan."""
    one = make("a")
    for own in ("武汉市", "湖北省", "420100"):
        assert f"/demands/{one.pk}/" in client.get(f"/demands/?division={own}").content.decode()
    elsewhere = client.get("/demands/?division=湖南省").content.decode()
    assert f"/demands/{one.pk}/" not in elsewhere
    assert 'href="/data/demands.csv?division=430000"' in elsewhere
    for nowhere, said in (
        ("火星", "没有找到这个地方"),
        ("mars", "没有“mars”这个地区"),
        ("999999", "没有“999999”这个地区"),  # the empty list looked like an answer
    ):
        assert said in client.get(f"/demands/?division={nowhere}").content.decode()


def test_nobody_reads_it_twice_and_a_step_makes_it_anew(make: Make, client: Client) -> None:
    one = make("a")
    for name in ("json", "csv"):
        address = f"/data/demands.{name}"
        first = client.get(address)
        assert "max-age" in first.headers["Cache-Control"]
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
    given_up(one, "不要了。")
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_no_cell_is_a_formula(make: Make, client: Client) -> None:
    make("a", matter="=1+1", paper="@证明")
    (row,) = table(client)
    assert (row["办什么事"], row["要什么证明"]) == ("'=1+1", "'@证明")


@pytest.mark.parametrize("after", ["x", "-1", "９", "99999999999"])
def test_a_wrong_page_is_told(client: Client, loaded: None, after: str) -> None:
    answer = client.get("/data/demands.json", {"after": after})
    assert answer.status_code == 422
    assert "next" in answer.json()["error"]["do"]


@pytest.mark.parametrize(
    "asked",
    [
        *("demands.json?state=zzz", "demands.csv?basis=zzz", "demands.json?kind=zzz"),
        *("demands.json?division=abc", "demands.csv?division=abc", "demands.json?zzz=1"),
        *("items.json?zzz=1", "items.csv?zzz=1", "lists.json?q=1", "ended.json?zzz="),
        "changes.atom?zzz=1",
    ],
)
def test_a_wrong_parameter_is_no_whole_answer(client: Client, loaded: None, asked: str) -> None:
    answer = client.get(f"/data/{asked}")
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"what", "do", "where"}


def test_the_board_has_no_parameters(client: Client, loaded: None) -> None:
    assert client.get("/exposures/exposures.json?zzz=1").status_code == 422
    assert client.get("/exposures/counts.csv?zzz=1").status_code == 422


def test_a_listed_name_without_an_item_is_to_be_confirmed(
    client: Client, make: Callable[..., Demand]
) -> None:
    name = governing.governing(NOON.date()).items["NEG-01"].name
    like = make("like", paper=name, asked_of=AskedOf.COMMITTEE)
    row = client.get("/data/demands.json").json()["demands"][0]
    assert (row["at_odds"], row["to_confirm"]) == (False, "NEG-01")
    assert table(client)[0]["与当日规定不符"] == "待确认（名称和NEG-01相同）"
    said = f"名称和不应出具的“{name}”相同，待确认"
    for address in ("/demands/", f"/demands/{like.pk}/"):
        assert said in client.get(address).content.decode()
    draft = make("draft", draft=True, paper=name, asked_of=AskedOf.COMMITTEE)
    unit = Client()
    unit.force_login(draft.registered_by)
    assert said in unit.get(f"/unit/demands/{draft.pk}/").content.decode()  # before it hands it in
