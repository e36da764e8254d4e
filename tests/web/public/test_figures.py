"""Every published figure is counted again from the file beside it (逐行数据)."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.supervision import afterwards, exposure, reports
from juzheng.acts.supervision.reports import Filed
from juzheng.law.supervision.exposure import Counted
from juzheng.records.models import User
from juzheng.web.templatetags.juzheng import place_name
from tests.conftest import NOON
from tests.web import reporting

TAGS = re.compile(r"<[^>]+>|\s+")


@pytest.fixture
def officers(loaded: None, person: Callable[..., User]) -> tuple[User, User]:
    first, second = (
        person(name, "overseer", None, name, division=reporting.DIVISION) for name in ("a", "b")
    )
    return first, second


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return TAGS.sub(" ", answer.content.decode())


def linked(client: Client, page: str, name: str) -> list[dict[str, str]]:
    """Download the CSV ``name`` by the link on ``page`` and return its rows."""
    text = client.get(page).content.decode()
    address = re.search(rf'href="([^"]*/{name}[^"]*)"', text)
    assert address, (page, name)
    answer = client.get(address[1])
    body = b"".join(answer) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_exposed_and_over_are_the_lines_of_their_file(
    officers: tuple[User, User], client: Client
) -> None:
    reporting.exposed(*officers)
    over = reporting.retracted(*officers)
    rows = linked(client, "/exposures/", "exposures.csv")
    ended = [row for row in rows if row["状态"] == "ended"]
    page = " ".join(shown(client, "/exposures/").split())
    assert f"公开中 {len(rows) - len(ended)} 件，已结束 {len(ended)} 件" in page
    assert [row["编号"] for row in ended] == [over.number]
    assert ended[0]["结束日"] == over.retracted_on.isoformat()
    assert ended[0]["结束原因"]
    assert ended[0]["单位"] == ""
    told = client.get("/exposures/exposures.json").json()
    assert len(told["exposures"]) == len(rows) - len(ended)
    assert [one["ended_on"] for one in told["ended"]] == [ended[0]["结束日"]]


def test_what_was_put_right_and_taken_down_are_lines_of_the_file(
    officers: tuple[User, User], client: Client
) -> None:
    one = reporting.exposed(*officers)
    at = one.approved_at
    mended = afterwards.mend(one, "已经改了", version=one.version, by=officers[0], at=at)
    afterwards.remove(mended, "公开期满", version=mended.version, by=officers[1], at=at)
    rows = linked(client, "/exposures/", "exposures.csv")
    gone = [row for row in rows if row["结束原因"].startswith("单位已经纠正")]
    page = " ".join(shown(client, "/exposures/").split())
    assert f"纠正后已经撤下的：{len(gone)} 件" in page
    assert len(gone) == 1
    assert "数据文件里“结束原因”写着“单位已经纠正”的，一行就是一件。" in page


def test_the_report_is_counted_again_step_by_step(
    officers: tuple[User, User], client: Client
) -> None:
    reporting.retracted(*officers)
    reporting.correction(officers[0])  # never published: its number is nowhere
    rows = linked(client, "/exposures/report/", "steps.csv")
    counted = Counter((row["日期"][:4], row["行政区划代码"], row["项目名称"]) for row in rows)
    page = " ".join(shown(client, "/exposures/report/").split())
    for year, division in {key[:2] for key in counted}:
        words = [f"{what.label} {counted[year, division, what.label]}" for what in Counted]
        assert f"{year} · {place_name(division)} {' · '.join(words)}" in page
    assert sum(counted.values()) == 4  # two notices, one exposure, one taken down
    assert sum(row["曝光编号"] == "" for row in rows) == 1
    months = client.get("/exposures/report.json").json()["counts"]
    assert sum(one["notices"] for one in months) == 2
    assert client.get("/exposures/steps.json").json()["steps"][0]["what"] == "notices"


def accepted(by: User, number: int) -> None:
    for one in range(number):
        filed = Filed(
            key=f"key-{one}", division=reporting.DIVISION, proof="证明我妈是我妈",
            unit_name=f"示例第{one}局", unit_kind="social_insurance", item="NEG-01",
            story="他们非要证明。", reporter_name="王小明", consent=False,
        )  # fmt: skip
        received = reports.receive(filed, at=NOON)
        about: Any = exposure.Subject(f"示例第{one}局", "social_insurance", "关系证明", "待遇")
        exposure.accept(received, about, by=by, at=NOON, apart=True)


@pytest.mark.parametrize("number", [4, 5])
def test_the_counts_of_reports_are_those_of_the_file_and_small_ones_nowhere(
    officers: tuple[User, User], client: Client, number: int
) -> None:
    accepted(officers[0], number)
    rows = linked(client, "/exposures/", "counts.csv")
    page = " ".join(shown(client, "/exposures/").split())
    for row in rows:
        said = row["件数"] or "少于 5 件"
        assert f"{row['名称']} {said}" in page
    assert {row["件数"] for row in rows} == {"5" if number == 5 else ""}
    told = client.get("/exposures/counts.json").json()
    assert {one["count"] for one in told["counts"]} == {5 if number == 5 else None}


def test_the_terms_of_the_method_are_those_of_its_file(client: Client, loaded: None) -> None:
    page = client.get("/exposures/method/").content.decode()
    assert 'href="/exposures/method.json"' in page
    text = " ".join(TAGS.sub(" ", page).split())
    told = client.get("/exposures/method.json").json()
    for name in ("answer_days", "most_days", "hearing_days", "objection_days"):
        assert f" {told['days'][name]} " in text, name
    assert f"少于 {told['smallest_shown']} 件" in text
    assert told["source"]["text"] in text


def test_the_number_of_items_is_that_of_their_file(client: Client, loaded: None) -> None:
    rows = linked(client, "/data/", "items.csv")
    assert f"{len(rows)} 项" in " ".join(shown(client, "/data/").split())


def test_the_number_of_demands_is_that_of_their_file(client: Client, loaded: None) -> None:
    rows = linked(client, "/demands/", "demands.csv")
    assert f"共 {len(rows)} 项" in " ".join(shown(client, "/demands/").split())
