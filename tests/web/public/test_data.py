"""Open data and printed guides (开放数据、打印件): OP-2.3.b, OP-2.3.c."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pypdf
import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.catalogue.items import CHECKED, UNCHECKED
from juzheng.records.models import Committee

pytestmark = pytest.mark.django_db

FILES = ("items.json", "items.csv", "lists.json", "ended.json", "changes.atom")


@pytest.mark.parametrize("name", FILES)
def test_anybody_may_read_it_and_nobody_reads_it_twice(
    client: Client, loaded: None, name: str
) -> None:
    first = client.get(f"/data/{name}")
    assert first.status_code == 200
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers

    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(f"/data/{name}", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag
    assert client.get(f"/data/{name}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_items_are_those_of_the_place_and_the_day(client: Client, loaded: None) -> None:
    def issued(query: str) -> set[str]:
        items = json.loads(client.get(f"/data/items.json{query}").content)["items"]
        return {one["item"] for one in items if one["issued"]}

    assert "POS-048" in issued("?division=110000")
    assert "POS-048" not in issued("?division=430000")
    assert issued("?on=2020-02-28") == set()
    assert len(issued("?on=2020-02-29")) >= 10


def test_the_data_says_what_the_page_says(client: Client, loaded: None) -> None:
    items = json.loads(client.get("/data/items.json").content)["items"]
    for one in items[::9]:
        text = client.get(f"/items/{one['item']}/").content.decode()
        assert one["name"] in text
        assert one["digest"][:12] in text


def test_the_data_marks_what_nobody_has_read_as_the_page_does(client: Client, loaded: None) -> None:
    items = json.loads(client.get("/data/items.json").content)["items"]
    (kinship,) = [one for one in items if one["item"] == "NEG-01"]
    marks = {way["do"]: way["mark"] for way in kinship["onward"]}
    assert set(marks.values()) == {"", "（这一条还没有核对原文）"}
    for way in kinship["onward"]:
        source = way["source"]
        assert bool(way["mark"]) is bool(source and source["confidence"] != "high")
    for one in items:
        for basis in one["basis"]:
            known = CHECKED if basis["checked"] else UNCHECKED
            assert basis["mark"] == (known if basis["in_force"] else "当日没有效力"), basis
    told = client.get("/api/v1/demand-check", {"item": "NEG-01", "paper": "亲属关系证明"}).json()
    asked = client.get("/api/v1/ask", {"q": "取去世父亲的存款，银行要亲属关系证明"}).json()
    for said in (told["instead"], asked["onward"]):
        assert {way["mark"] for way in said} == {"", "（这一条还没有核对原文）"}
        assert all(marks.get(way["do"], way["mark"]) == way["mark"] for way in said)
    english = client.get(
        "/api/v1/demand-check",
        {"item": "NEG-01", "paper": "亲属关系证明"},
        headers={"Accept-Language": "en"},
    ).json()
    shown = [way["mark"] for way in english["instead"]]
    assert [bool(mark) for mark in shown] == [bool(way["mark"]) for way in told["instead"]]
    assert not any("核对" in mark for mark in shown)


def test_the_page_names_the_interface_and_its_description(client: Client, loaded: None) -> None:
    page = client.get("/data/").content.decode()
    assert 'href="/api/v1/openapi.json"' in page
    assert "/api/v1/ask</code>" in page
    assert "/api/v1/demand-check</code>" in page


@pytest.mark.parametrize(
    "query",
    [
        *("on=2026-13-01", "on=20261122", "on=1999-12-31", "on=2100-01-01", "on=今天"),
        *("division=42", "division=999999", "division=4200000", "division=../etc"),
        "division=\uff14\uff12\uff10\uff10\uff10\uff10",
    ],
)
@pytest.mark.parametrize("name", FILES)
def test_a_wrong_parameter_is_told_in_three_parts(
    client: Client, loaded: None, name: str, query: str
) -> None:
    response = client.get(f"/data/{name}?{query}")
    assert response.status_code == (404 if query.endswith("999999") else 422)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    told = json.loads(response.content)["error"]
    assert all(told[part] for part in ("what", "do", "where"))


OPEN = (
    *(f"/data/{name}" for name in FILES),
    *("/exposures/exposures.json", "/exposures/exposures.csv"),
    *("/exposures/steps.json", "/exposures/steps.csv", "/exposures/method.json"),
    *("/exposures/counts.json", "/exposures/counts.csv", "/exposures/report.json"),
    *("/data/demands.json", "/data/demands.csv"),
    *("/.well-known/juzheng-keys.json", "/api/v1/openapi.json", "/api/v1/demand-check"),
)


@pytest.mark.parametrize("address", OPEN)
def test_every_answer_for_programs_is_open_and_wrong_in_the_same_words(
    client: Client, loaded: None, address: str
) -> None:
    wrong = client.delete(address)
    assert wrong.status_code == 405
    assert wrong.headers["Content-Type"] == "application/json"
    assert "GET" in wrong.headers["Allow"]
    told = wrong.json()["error"]
    assert set(told) == {"what", "do", "where"}
    assert client.get(told["where"]).status_code == 200
    for answer in (wrong, client.options(address), client.get(address, {"paper": "收养证明"})):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("address", OPEN[:-1])
def test_the_head_of_an_answer_carries_its_tag(client: Client, loaded: None, address: str) -> None:
    tag = client.get(address).headers["ETag"]
    head = client.head(address)
    assert (head.status_code, b"".join(head), head.headers["ETag"]) == (200, b"", tag)
    again = client.head(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["ETag"]) == (304, tag)
    assert "max-age" in again.headers["Cache-Control"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.slow
@pytest.mark.many
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(division=st.text(max_size=14), on=st.text(max_size=12), name=st.sampled_from(FILES))
@example(division="\x00", on="0001-01-01", name="items.json")
@example(division="42\n", on="2026-11-22\n", name="lists.json")
def test_whatever_is_asked_is_answered_or_told(
    client: Client, loaded: None, division: str, on: str, name: str
) -> None:
    response = client.get(f"/data/{name}", {"division": division, "on": on})
    assert response.status_code in (200, 404, 422)
    assert (response.status_code == 200) <= (division == "" or division.isascii())


@pytest.mark.many
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    channel=st.one_of(st.text(max_size=10), st.sampled_from(["weibo", "portal"])),
    division=st.text(max_size=14),
    on=st.one_of(st.text(max_size=12), st.dates().map(date.isoformat)),
)
@example(channel="weibo", division="", on="0001-01-01")
@example(channel="weibo", division="", on="9999-12-31")
def test_whatever_is_asked_of_a_channel_is_answered(
    client: Client, loaded: None, channel: str, division: str, on: str
) -> None:
    query = {"channel": channel, "division": division, "on": on, "page": on}
    assert client.get("/publications/", query).status_code == 200


def test_the_index_names_every_file(client: Client, loaded: None) -> None:
    text = client.get("/data/").content.decode()
    assert all(f'href="/data/{name}"' in text for name in (*FILES, "demands.json", "demands.csv"))
    assert 'href="/publications/"' in text


@pytest.mark.parametrize("name", ["guide", "form", "sample"])
def test_a_guide_can_be_printed_from_its_page(visitor: Client, name: str) -> None:
    assert f'href="/items/POS-001/{name}.pdf"' in visitor.get("/items/POS-001/").content.decode()
    response = visitor.get(f"/items/POS-001/{name}.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert "private" in response.headers["Cache-Control"]
    again = visitor.get(
        f"/items/POS-001/{name}.pdf", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 304


def test_what_is_not_issued_prints_its_guide_and_nothing_to_fill_in(visitor: Client) -> None:
    assert visitor.get("/items/NEG-07/guide.pdf").status_code == 200
    text = visitor.get("/items/NEG-07/").content.decode()
    for name in ("form", "sample"):
        assert visitor.get(f"/items/NEG-07/{name}.pdf").status_code == 404
        assert f"{name}.pdf" not in text


def test_an_item_that_does_not_exist_prints_nothing(visitor: Client) -> None:
    assert visitor.get("/items/NEG-99/guide.pdf").status_code == 404


def test_a_guide_is_printed_for_the_place(
    client: Client, committee: Committee, village: Committee
) -> None:
    first, second = (
        client.get("/items/POS-001/guide.pdf", {"committee": one.code}).content
        for one in (committee, village)
    )
    assert first != second
    assert client.get("/poster.pdf", {"committee": committee.code}).content.startswith(b"%PDF")


def test_the_catalogue_is_not_empty() -> None:
    assert len(catalogue().items) > 60


@pytest.mark.parametrize("kind", ["residents", "villagers"])
def test_of_a_committee_page_poster_and_data_say_the_same(
    client: Client, loaded: None, kind: str, tmp_path: Path
) -> None:
    """What a village certifies is no business of a neighbourhood's: also in the data (OP-2.3.c)."""
    code = Committee.objects.get(kind=kind, fictional=True).code
    rows = csv.DictReader(
        io.StringIO(client.get(f"/data/items.csv?division={code}").content.decode("utf-8-sig"))
    )
    table = {row["事项编号"] for row in rows if row["本地能否出具"] == "能"}
    plain = json.loads(client.get(f"/data/items.json?division={code}").content)
    assert plain["committee"] == kind
    assert {one["item"] for one in plain["items"] if one["issued"]} == table
    listed = client.get(f"/items/?committee={code}").content.decode()
    shown = listed.split('id="group-open"')[1].split("</section>")[0]
    assert set(re.findall(r'href="/items/([A-Z0-9-]+)/"', shown)) == table
    poster = client.get(f"/poster.pdf?committee={code}").content
    said = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(poster)).pages)
    assert f"这{len(table)}项可以来开" in "".join(said.split())
    call_command("guides", tmp_path / "guides.zip", division=code, stdout=io.StringIO())
    with zipfile.ZipFile(tmp_path / "guides.zip") as bundle:
        assert {one[6:-4] for one in bundle.namelist() if one.startswith("forms/")} == table
        assert json.loads(bundle.read("items.json"))["items"] == plain["items"]
    for one in plain["items"][::7]:
        there = client.get(f"/items/{one['item']}/?division={code}").content.decode()
        assert one["digest"][:12] in there
        assert (
            one["digest"][:12]
            in client.get(f"/items/{one['item']}/?committee={code}").content.decode()
        )


def test_a_village_issues_what_a_neighbourhood_does_not(client: Client, loaded: None) -> None:
    def issued(kind: str) -> set[str]:
        code = Committee.objects.get(kind=kind, fictional=True).code
        items = json.loads(client.get(f"/data/items.json?division={code}").content)["items"]
        return {one["item"] for one in items if one["issued"]}

    assert issued("villagers") - issued("residents") == {"POS-017", "POS-018", "POS-025"}


def test_a_program_that_asks_by_a_committees_code_is_answered_for_that_committee(
    client: Client, loaded: None
) -> None:
    def outcome(kind: str) -> str:
        code = Committee.objects.get(kind=kind, fictional=True).code
        name = catalogue().items["POS-017"].name
        asked = {"q": name, "division": code, "item": "POS-017"}
        return str(client.get("/api/v1/ask", asked).json()["outcome"])

    assert outcome("residents") != outcome("villagers")
