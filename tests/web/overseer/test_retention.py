"""Retention at the office (保存期限): the table, a shorter term with its reason, never a longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.records.models import Case, Hold, ShorterTerm, User
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


def page(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def county(person: Callable[..., User]) -> Client:
    client = Client()
    client.force_login(person("county", "overseer", None, "郑科长", division="990121"))
    return client


def test_the_table_says_every_kind(county: Client, loaded: None) -> None:
    shown = page(county.get("/office/retention/"))
    for said in ("没有提交的草稿", "查看记录", "本系统自己定的", "第五十六条", "3650"):
        assert said in shown


def test_a_county_shortens_and_says_why(county: Client, loaded: None) -> None:
    longer = {"kind": "refusal", "days": "5000", "reason": "本县规定"}
    answer = county.post("/office/retention/", longer)
    assert answer.status_code == 422
    assert "不能延长" in page(answer)
    assert (
        county.post("/office/retention/", {**longer, "days": "400", "reason": ""}).status_code
        == 422
    )
    assert not ShorterTerm.objects.exists()

    assert county.post("/office/retention/", {**longer, "days": "400"}).status_code == 302
    term = ShorterTerm.objects.get()
    assert (term.division, term.kind, term.days, term.reason) == (
        "990121",
        "refusal",
        400,
        "本县规定",
    )
    shown = page(county.get("/office/retention/"))
    assert "本县规定" in shown
    assert "400" in shown


def test_what_is_fixed_cannot_be_chosen(county: Client, loaded: None) -> None:
    sent = {"kind": "draft", "days": "1", "reason": "理由"}
    assert county.post("/office/retention/", sent).status_code == 422


HELD = {
    "ground": "authority",
    "letter": "（2026）示民初1号",
    "reason": "案件审结前保留",
    "until_year": "2027",
    "until_month": "6",
    "until_day": "30",
}


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def test_an_officer_holds_a_case_and_lets_it_go(
    county: Client, case_for: Callable[..., Case], clerk: User, noon: None
) -> None:
    case = case_for("POS-001")
    assert "/office/retention/holds/" in page(county.get("/office/retention/"))
    for wrong in (
        {"number": "没有的"},
        {"ground": ""},
        {"reason": ""},
        {"letter": ""},
        {"until_year": "2020"},
        {"until_year": "2040"},
    ):
        sent = {**HELD, "number": case.number, **wrong}
        assert county.post("/office/retention/holds/", sent).status_code == 422
    assert not Hold.objects.exists()

    sent = {**HELD, "number": case.number}
    assert county.post("/office/retention/holds/", sent).status_code == 302
    hold = Hold.objects.get()
    shown = page(county.get("/office/retention/holds/"))
    for said in (case.number, "（2026）示民初1号", "案件审结前保留", "2027年6月30日", "郑科长"):
        assert said in shown
    assert case.applicant_name not in shown

    desk = Client()
    desk.force_login(clerk)
    assert "到期也暂不删除，到2027年6月30日" in page(desk.get(f"/desk/cases/{case.number}/"))

    address = f"/office/retention/holds/{hold.pk}/"
    late = {f"end-{hold.pk}-reason": "二审", "version": "1"}
    late |= {
        f"end-{hold.pk}-until_{k}": v for k, v in (("year", "2099"), ("month", "1"), ("day", "1"))
    }
    assert county.post(f"{address}end/", late).status_code == 422
    later = {**late, f"end-{hold.pk}-until_year": "2028"}
    assert county.post(f"{address}end/", later).status_code == 302
    hold.refresh_from_db()
    assert hold.until.year == 2028

    lifted = {f"lifting-{hold.pk}-reason": "已审结"}
    county.post(f"{address}lifting/", {**lifted, "version": "1"})  # an old page
    hold.refresh_from_db()
    assert hold.state == "placed"
    assert county.post(f"{address}lifting/", {**lifted, "version": "2"}).status_code == 302
    hold.refresh_from_db()
    assert (hold.state, hold.reason) == ("lifted", "已审结")
    assert "暂不删除" not in page(desk.get(f"/desk/cases/{case.number}/"))


def test_another_office_sees_and_lifts_nothing(
    county: Client, case_for: Callable[..., Case], person: Callable[..., User], noon: None
) -> None:
    case = case_for("POS-001")
    county.post("/office/retention/holds/", {**HELD, "number": case.number})
    other = Client()
    other.force_login(person("other", "overseer", None, "吴科长", division="420100"))
    assert case.number not in page(other.get("/office/retention/holds/"))
    answer = other.post("/office/retention/holds/", {**HELD, "number": case.number})
    assert (answer.status_code, "没有这个编号" in page(answer)) == (422, True)
    pk = Hold.objects.get().pk
    assert other.post(f"/office/retention/holds/{pk}/lifting/", {}).status_code == 404
    assert county.post(f"/office/retention/holds/{pk}/nonsense/", {}).status_code == 404
