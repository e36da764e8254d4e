"""Pages that were overtaken (旧页面): by another tab, the back button, or a colleague."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from juzheng.acts.cases import drafting, intake
from juzheng.acts.demands import units
from juzheng.catalogue import catalogue, sheets
from juzheng.law.base.demanders import Demander
from juzheng.records.models import Case, Change, Demand, Import, Report, User
from tests.conftest import NOON, OTHER_IDENTITY, PASSWORD
from tests.records.snapshots import snapshot
from tests.web import reporting
from tests.web.clerk.test_counter import NEW, typed
from tests.web.department.test_demands import FORM
from tests.web.visiting import mistakes_of, publish_again

pytestmark = pytest.mark.django_db


def hidden(response: Any) -> dict[str, str]:
    """Return what the forms of a page say of the page itself."""
    page = " ".join(response.content.decode().split())
    found = re.findall(r'<input[^>]*name="(key|version|seen|file)"[^>]*value="([^"]*)"', page)
    return dict(found)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def test_two_residents_at_one_counter_in_two_tabs_are_two_cases(desk: Client) -> None:
    first, second = (hidden(desk.get(NEW, {"item": "POS-002"})) for _ in range(2))

    desk.post(NEW, typed("POS-002", **second, applicant_name="王小红", identity=OTHER_IDENTITY))
    desk.post(NEW, typed("POS-002", **first))

    assert [one.applicant_name for one in Case.objects.order_by("pk")] == ["王小红", "李秀英"]


def test_the_counters_page_used_again_for_somebody_else_says_so_and_files_on_the_next_press(
    desk: Client,
) -> None:
    shown = hidden(desk.get(NEW, {"item": "POS-002"}))
    desk.post(NEW, typed("POS-002", **shown))
    number, before = Case.objects.get().number, snapshot()

    answer = desk.post(
        NEW, typed("POS-002", **shown, applicant_name="王小红", identity=OTHER_IDENTITY)
    )  # went back

    assert answer.status_code == 409
    assert f"这一页已经交过，编号 {number}" in mistakes_of(answer)[0]
    assert "王小红" in words(answer)
    assert snapshot() == before
    desk.post(
        NEW, typed("POS-002", **hidden(answer), applicant_name="王小红", identity=OTHER_IDENTITY)
    )
    assert Case.objects.count() == 2


def test_a_wording_published_while_the_clerk_types_is_shown_first(desk: Client) -> None:
    shown = hidden(desk.get(NEW, {"item": "POS-002"}))
    publish_again("POS-002")

    answer = desk.post(NEW, typed("POS-002", **shown))

    assert answer.status_code == 409
    assert "这一项的规定刚刚更新" in mistakes_of(answer)[0]
    assert not Case.objects.exists()
    assert desk.post(NEW, typed("POS-002", **hidden(answer))).status_code == 302


@pytest.mark.parametrize(
    "page", ["answers", "circumstances", "assessment", "verification", "draft", "refusal"]
)
def test_a_page_of_a_case_changes_nothing_once_the_case_has_moved(
    desk: Client, clerk: User, case_for: Callable[..., Case], page: str
) -> None:
    case = case_for("NEG-01" if page == "refusal" else "POS-001")
    opened = desk.get(reverse("clerk:case", args=[case.number]))
    if page in ("answers", "circumstances", "assessment", "refusal"):
        opened = desk.get(reverse(f"clerk:{page}", args=[case.number]))
    shown = hidden(opened)
    intake.supplement(case, {}, by=clerk, at=NOON)
    before = snapshot()

    answer = desk.post(reverse(f"clerk:{page}", args=[case.number]), {"version": shown["version"]})

    assert answer.url == reverse("clerk:case", args=[case.number])
    assert "已经有人改过或办过，这次没有改动" in words(desk.get(answer.url))
    assert {k: v for k, v in snapshot().items() if k != "ViewLog"} == {
        k: v for k, v in before.items() if k != "ViewLog"
    }


def test_nobody_signs_another_version_than_the_one_that_was_read(
    client: Client, clerk: User, responsible: User, drafted_for: Callable[..., Case]
) -> None:
    case = drafted_for("POS-001")
    client.force_login(responsible)
    shown = hidden(client.get(reverse("clerk:case", args=[case.number])))
    drafting.send_back(case, reason="再看一遍", by=responsible, at=NOON)
    drafting.send(case, by=clerk, at=NOON)

    for page in ("signature", "return"):
        sent = {"proof": PASSWORD, "reason": "请补", "version": shown["version"]}
        answer = client.post(reverse(f"clerk:{page}", args=[case.number]), sent)
        assert answer.status_code in (302, 409)  # what was typed is shown to be copied
        assert page == "signature" or "请补" in answer.content.decode()
    assert Case.objects.get().state == "awaiting_signature"


def test_two_reports_in_two_tabs_keep_their_receipts(loaded: None) -> None:
    person, receipts = Client(), []
    for unit in ("示例银行甲支行", "示例银行乙支行"):
        page = person.get("/reports/new/?item=NEG-01").content.decode()
        receipts.append(person.post("/reports/new/", reporting.answers(page, unit_name=unit)).url)

    for receipt, report in zip(receipts, Report.objects.order_by("pk"), strict=True):
        assert report.number in words(person.get(receipt))
    assert Client().get(receipts[0]).url == "/reports/"


def test_a_report_changed_after_the_back_button_is_not_dropped_silently(loaded: None) -> None:
    person = Client()
    page = person.get("/reports/new/?item=NEG-01").content.decode()
    person.post("/reports/new/", reporting.answers(page))
    number = Report.objects.get().number

    answer = person.post("/reports/new/", reporting.answers(page, unit_name="另一家示例银行"))

    assert answer.status_code == 409
    assert f"这一页已经交过，编号 {number}" in mistakes_of(answer)[0]
    again = reporting.answers(page, unit_name="另一家示例银行") | hidden(answer)
    assert person.post("/reports/new/", again).status_code == 302
    assert Report.objects.count() == 2


def test_a_units_form_sent_again_is_once_and_changed_is_another(
    loaded: None, person: Callable[..., User]
) -> None:
    unit = units.enter(
        "示例县住房登记中心", kind=Demander.HOUSING, division="420100", by="operator", at=NOON
    )
    desk = Client()
    desk.force_login(person("registrar", "department", None, "钱登记", unit=unit))
    shown = hidden(desk.get("/unit/demands/new/"))

    for sent in (FORM, FORM, {**FORM, "paper": "另一项证明"}):
        desk.post("/unit/demands/new/", {**sent, **shown})

    assert Demand.objects.count() == 2


def test_the_file_that_was_shown_is_imported_and_no_other(
    loaded: None, person: Callable[..., User]
) -> None:
    officer = Client()
    officer.force_login(person("officer", "overseer", None, "郑科长", division=""))
    pages = []
    for days in (60, 90):
        raw = sheets.write_csv([_with_days(days)])
        answer = officer.post("/office/tables/", {"file": SimpleUploadedFile("事项.zip", raw)})
        pages.append(hidden(officer.get(answer.url)))
    heading = {
        "title": "改有效期", "division": "", "reason": "更正",
        "effective_on_year": "2026", "effective_on_month": "12", "effective_on_day": "1",
    }  # fmt: skip

    for address in ("/office/tables/import/", "/office/tables/import/removal/"):
        answer = officer.post(address, {**heading, "file": pages[0]["file"]}, follow=True)
        assert "又选了另一个文件，这次没有改动" in words(answer)
        assert (Import.objects.count(), Change.objects.count()) == (1, 0)
    officer.post("/office/tables/import/", {**heading, "file": pages[1]["file"]})
    assert Change.objects.get().edits.get().entry.validity_days == 90


def _with_days(days: int) -> Any:
    from dataclasses import replace

    return replace(catalogue().items["POS-018"], validity_days=days)
