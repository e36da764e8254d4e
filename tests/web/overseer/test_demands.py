"""Reviewing demands at the officers' desk (索要登记审核): what is said, stored and refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.demands import registry, units
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, Stated
from juzheng.records.models import Demand, DemandReview, User
from tests.conftest import NOON
from tests.records.snapshots import snapshot
from tests.web.pages import faults

SOUND = Stated(
    "收养登记",
    "收养登记用的证明",
    AskedOf.COMMITTEE,
    "收养人的抚养教育能力",
    (LegalBasis("adoption-registration", "第五条"),),
    item="POS-001",
)
KEEP = {"opinion": "keep", "note": ""}


@pytest.fixture
def submitted(loaded: None, person: Callable[..., User], noon: None) -> Callable[..., Demand]:
    unit = units.enter(
        "示例县住房登记中心", kind=Demander.HOUSING, division="420100", by="operator", at=NOON
    )
    by = person("registrar", "department", None, "钱登记", unit=unit)

    def make(key: str = "k", *, draft: bool = False, **said: Any) -> Demand:
        demand = registry.register(replace(SOUND, **said), unit=unit, key=key, by=by, at=NOON)
        if not draft:
            registry.submit(demand, version=demand.version, by=by, at=NOON)
        return demand

    return make


@pytest.fixture
def officer(person: Callable[..., User]) -> Callable[..., Client]:
    def make(name: str, division: str | None = "420000") -> Client:
        client = Client()
        office = "justice" if name == "second" else "civil_affairs"
        client.force_login(person(name, "overseer", None, name, division=division, office=office))
        return client

    return make


def read(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    page: str = answer.content.decode()
    assert faults(page) == []
    return page


def review(client: Client, demand: Demand, status: int = 200, **said: Any) -> str:
    demand.refresh_from_db()
    data = {**KEEP, "version": demand.version, **said}
    answer = client.post(f"/office/demands/{demand.pk}/review/", data, follow=True)
    demand.refresh_from_db()
    return read(answer, status)


def test_a_reason_is_not_called_optional_where_it_is_asked_for(
    submitted: Any, officer: Any
) -> None:
    demand, client = submitted(), officer("first")
    for found in (
        read(client.get(f"/office/demands/{demand.pk}/")),
        review(client, demand, 422, opinion="cancel"),
    ):
        assert "理由（予以保留的可不填）<" in "".join(found.split())
    assert 'href="#id_note"' in found  # the message leads to its box
    assert "意见已登记" in review(client, demand)  # to keep it needs none


def test_two_offices_two_officers_one_finding(submitted: Any, officer: Any) -> None:
    demand, first, second = submitted(), officer("first"), officer("second")
    assert "意见已登记" in review(first, demand)
    assert demand.settled_at is None
    page = review(second, demand)
    assert (demand.state, demand.settled_at) == ("aligned", NOON)
    assert "现在不在审核中。" in page
    said = [(one.office, one.by.username) for one in DemandReview.objects.order_by("pk")]
    assert said == [("civil_affairs", "first"), ("justice", "second")]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"opinion": ""}, "请选一种意见。"),
        ({"opinion": "burn"}, "没有这种意见。请从列表里选。"),
        ({"opinion": "cancel"}, "要修改或取消的，请写明理由。"),
        ({"note": "长" * 1001}, "error-summary"),
    ],
)
def test_an_opinion_that_is_not_whole_is_sent_back(
    submitted: Any, officer: Any, said: dict[str, str], told: str
) -> None:
    demand, client = submitted(), officer("first")
    before = snapshot()
    assert told in review(client, demand, 422, **said)
    assert snapshot() == before


def test_one_officer_does_not_speak_for_both_offices(submitted: Any, officer: Any) -> None:
    demand, first = submitted(), officer("first")
    review(first, demand)
    before = snapshot()
    assert "另一个部门" in review(first, demand, 422)
    # What the browser sends of an office is not asked: the account says which it is.
    assert "另一个部门" in review(first, demand, 422, office="justice")
    assert "另一个部门" in review(officer("third"), demand, 422, office="justice")
    assert snapshot()["records.demandreview"] == before["records.demandreview"]


def test_who_speaks_for_no_office_gives_no_opinion(submitted: Any, officer: Any) -> None:
    demand, client = submitted(), officer("first")
    User.objects.filter(username="first").update(office="")
    assert "没有登记属于哪个部门" in review(client, demand, 422)


@pytest.mark.parametrize("version", ["old", "", "x", "²", "9" * 10])
def test_an_opinion_on_an_old_page_is_not_given(submitted: Any, officer: Any, version: str) -> None:
    demand, first, second = submitted(), officer("first"), officer("second")
    seen = str(demand.version) if version == "old" else version
    review(first, demand)
    before = snapshot()
    page = review(second, demand, version=seen)
    assert "已经有人改过或办过，这次没有改动" in page
    assert "意见已登记" not in page
    assert snapshot() == before


def test_what_is_kept_without_a_basis_is_refused_at_the_page(submitted: Any, officer: Any) -> None:
    demand, client = submitted(paper="亲属关系证明", bases=(), item=""), officer("first")
    before = snapshot()
    assert "没有查到依据" in review(client, demand, 422)
    assert snapshot() == before


def test_an_officer_confirms_what_a_paper_is_and_nothing_is_confirmed_beforehand(
    submitted: Any, officer: Any
) -> None:
    demand, client = submitted(paper="亲属关系证明", item=""), officer("first")
    address = f"/office/demands/{demand.pk}/"
    page = read(client.get(address))
    assert "可能是目录里的“NEG-01 亲属关系证明”，待工作人员确认" in page
    assert "不应出具清单" not in re.sub("<select.*?</select>", "", page, flags=re.DOTALL)
    options = re.findall(r"<option\s+value=\"([^\"]*)\"\s*(selected)?", page)
    assert options[:2] == [("", "selected"), ("NEG-01", "")]  # proposed first, chosen by nobody
    assert "还没有确认是目录里的哪一项" in review(client, demand, 422)
    assert "目录里没有这一项" in review(client, demand, 422, item="POS-999")
    assert "不应出具清单" in review(client, demand, 422, item="NEG-01")
    assert demand.item == ""
    assert "意见已登记" in review(client, demand, item="POS-001")
    assert demand.item == "POS-001"
    assert 'name="item"' not in read(officer("second").get(address))


def test_another_division_finds_no_such_demand(submitted: Any, officer: Any) -> None:
    demand, hunan, nobody = submitted(), officer("hunan", "430000"), officer("nobody", None)
    address = f"/office/demands/{demand.pk}/"
    before = snapshot()
    for client, status in ((hunan, 404), (nobody, 403)):
        assert client.get(address).status_code == status
        answer = client.post(f"{address}review/", {**KEEP, "version": demand.version})
        assert answer.status_code == status
    assert address not in read(hunan.get("/office/demands/?state="))
    assert snapshot() == before


def test_what_waits_comes_first_and_each_filter_shows_its_own(submitted: Any, officer: Any) -> None:
    waiting, draft = submitted("w"), submitted("d", draft=True, matter="另一件事")
    gone = submitted("g", matter="第三件事")
    client = officer("first")
    for who in (client, officer("second")):
        review(who, gone, opinion="cancel", note="不需要")
    assert gone.state == "cancelled"

    def listed(query: str) -> list[bool]:
        page = read(client.get(f"/office/demands/{query}"))
        return [f"/office/demands/{one.pk}/" in page for one in (waiting, gone)]

    assert listed("") == [True, False]
    assert listed("?state=cancelled") == [False, True]
    assert listed("?state=aligned") == [False, False]
    assert listed("?state=") == [True, True]
    assert draft.state == "draft"


def test_a_long_list_is_turned_page_by_page(
    submitted: Any, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juzheng.web.shared.paging.PAGE", 1)
    one, two = submitted("a"), submitted("b", matter="另一件事")
    client = officer("first")
    further = f"?state=waiting&after={two.pk}"
    pages = [read(client.get(f"/office/demands/{query}")) for query in ("", further)]
    shown = [[f"/office/demands/{d.pk}/" in page for d in (one, two)] for page in pages]
    assert sorted(shown) == [[False, True], [True, False]]
    assert further.replace("&", "&amp;") in pages[0]
    assert 'href="?state=waiting" rel="prev"' in pages[1]
