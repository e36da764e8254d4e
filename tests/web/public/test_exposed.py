"""What anybody reads of an exposure, of what became of it, and of those that cannot be exposed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from juzheng.acts.demands import units
from juzheng.acts.supervision import afterwards, reports
from juzheng.law.base.demanders import Demander
from juzheng.law.supervision.reports import ReportState
from juzheng.records.models import Demand, Report, User
from tests.conftest import NOON
from tests.supervising import SAYS, messenger
from tests.web import reporting
from tests.web.pages import faults
from tests.web.reporting import ABOUT, DIVISION


@pytest.fixture
def officers(loaded: None, person: Callable[..., User]) -> tuple[User, User]:
    first, second = (
        person(name, "overseer", None, name, division=DIVISION) for name in ("one", "two")
    )
    return first, second


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    found = answer.content.decode()
    assert faults(found) == []
    return found


def test_an_exposure_shows_its_grounds_the_superior_and_that_it_is_no_penalty(
    officers: tuple[User, User], client: Client
) -> None:
    one = reporting.exposed(*officers)
    shown = page(client, f"/exposures/{one.number}/")
    for said in (*SAYS.values(), "窗口告知单", "示例局窗口", "服务机构"):
        assert said in shown, said
    assert "通报送达主管部门，询问依据" in shown
    assert "示例省示例局" in shown
    assert "不是行政处罚，也不是通报批评" in shown
    assert "由一人登记，未经另一人核对" in shown


def test_an_objection_stands_beside_the_facts_and_its_decision_too(
    officers: tuple[User, User], client: Client, person: Any
) -> None:
    one = reporting.exposed(*officers)
    unit = units.enter(
        ABOUT.unit_name, kind=Demander(ABOUT.unit_kind), division=DIVISION, by="o", at=NOON
    )
    own = Client()
    own.force_login(person("own", "department", None, "钱登记", unit=unit))
    address = f"/unit/notices/{one.number}/"
    assert "对公开提出异议" in page(own, address)
    given = {"version": one.version, "objection-reply": "窗口从来没有要过。"}
    own.post(f"{address}objection/", given)
    one.refresh_from_db()
    assert one.objection_due_on is not None
    shown = page(client, f"/exposures/{one.number}/")
    assert "单位有异议，正在复核" in shown
    assert "窗口从来没有要过。" in shown
    assert "正在复核，最晚" in page(own, address)
    assert own.post(f"{address}objection/", {**given, "version": one.version}).status_code == 422

    first = Client()
    first.force_login(officers[0])
    assert "等复核的异议" in page(first, "/office/reports/")
    judge = messenger("420000")
    now = timezone.now()
    afterwards.reject_objection(one, "录音可证。", version=one.version, by=judge, at=now)
    shown = page(client, f"/exposures/{one.number}/")
    assert "异议不成立" in shown
    assert "录音可证。" in shown
    assert "正在复核" not in shown


def test_what_was_wrong_is_said_in_the_same_place(
    officers: tuple[User, User], client: Client
) -> None:
    one = reporting.retracted(*officers)
    assert "公开不当，已经撤下的" in page(client, "/exposures/")
    shown = page(client, f"/exposures/{one.number}/")
    assert one.apology in shown
    assert reporting.FACTS not in shown
    data = json.loads(client.get("/exposures/exposures.json").content)
    assert data["exposures"] == []
    assert [row["text"] for row in data["retracted"]] == [one.apology]


def test_the_transparency_report_counts_from_the_ledger(
    officers: tuple[User, User], client: Client
) -> None:
    assert "还没有。" in page(client, "/exposures/report/")
    reporting.retracted(*officers)
    assert "2026" in page(client, "/exposures/report/")
    data = json.loads(client.get("/exposures/report.json").content)
    assert data["format"] == "juzheng-exposures-report/2"
    notices, exposures = (
        sum(row[what] for row in data["counts"]) for what in ("notices", "exposures")
    )
    assert (notices, exposures) == (1, 1)
    assert {row["division"] for row in data["counts"]} == {DIVISION}
    assert next(row["retractions"] for row in data["counts"]) == 1


@pytest.mark.parametrize(
    ("kind", "name", "go"),
    [
        ("court", "示例县法庭", "上级法院反映"),
        ("other", "示例县人民检察院", "上级检察院反映"),
        ("party", "某支部", "上一级党的组织"),
        ("embassy", "某馆", "直接问使领馆"),
        ("employer", "某公司", "12345"),
        ("village", "某村", "乡镇人民政府"),
    ],
)
def test_who_cannot_be_exposed_is_reported_and_the_reporter_told_where_to_go(
    officers: tuple[User, User], client: Client, kind: str, name: str, go: str
) -> None:
    form = page(client, "/reports/new/?item=NEG-01")
    answers = reporting.answers(form, unit_kind=kind, unit_name=name)
    receipt = client.post("/reports/new/", answers, follow=True).content.decode()
    assert "这样的单位不能公开" in receipt
    assert go in receipt
    assert "经第二人审批后公开" not in receipt
    one = Report.objects.get()
    Report.objects.filter(pk=one.pk).update(division=DIVISION)
    desk = Client()
    desk.force_login(officers[0])
    address = f"/office/reports/{one.number}/"
    shown = page(desk, address)
    assert go in shown.split('name="answer"')[1].split("</textarea>")[0]  # begun for the officer
    about = {"unit_name": name, "unit_kind": "police", "proof": "关系证明"}
    said = desk.post(f"{address}acceptance/", about)
    if kind == "other":  # its name gives it away, whatever kind the officer takes it for
        assert said.status_code == 422
        assert "不能通报、不能公开" in said.content.decode()
    about["unit_kind"] = "court"
    assert desk.post(f"{address}acceptance/", about).status_code in (422, 302)
    if kind == "other":
        one.refresh_from_db()
        assert one.state == ReportState.RECEIVED


def test_the_officers_pages_warn_and_recognise_what_was_cancelled(
    officers: tuple[User, User], person: Any
) -> None:
    from tests.acts.test_exposed import cancelled

    one = reporting.correction(officers[0])
    desk = Client()
    desk.force_login(officers[0])
    shown = page(desk, f"/office/corrections/{one.number}/")
    for said in ("公开不是通报批评", "第九条（一）", "第十六条"):
        assert said in shown, said
    assert "取消后又索要" not in shown
    people = {"third": person("third", "overseer", None, "王", division="")}
    demand: Demand = cancelled(people, person)
    Demand.objects.filter(pk=demand.pk).update(item="NEG-01")
    type(demand.unit).objects.update(name=ABOUT.unit_name, division=DIVISION)
    for day in (None, NOON.date()):  # when it was demanded nobody says, or before it was cancelled
        one.reports.update(asked_on=day)
        assert "取消后又索要" not in page(desk, f"/office/corrections/{one.number}/"), day
    filed = reporting.report(officers[0])
    assert "取消后又索要" not in page(desk, f"/office/reports/{filed.number}/")
    Report.objects.update(asked_on=NOON.date() + timedelta(days=1))
    shown = page(desk, f"/office/corrections/{one.number}/")
    assert "取消后又索要" in shown
    assert f"索要登记第{demand.pk}号" in shown  # the statement begins with it
    assert "取消后又索要" in page(desk, f"/office/reports/{filed.number}/")
    assert reports.code_of(filed) not in shown
