"""An officer's morning (民政干部的一天): what is due, three reports, a correction, an amendment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils import timezone

from juzheng.acts.supervision import exposure, reports
from juzheng.acts.supervision.exposure import Proof, Subject
from juzheng.acts.supervision.reports import Filed
from juzheng.law.supervision.exposure import CorrectionState, Service
from juzheng.law.supervision.reports import ReporterWord, ReportState
from juzheng.records.models import Amendment, Correction, Report, User
from tests.conftest import NOON, PASSWORD
from tests.supervising import messenger
from tests.web.browser.conftest import DESK, PHONE
from tests.web.browser.days.conftest import Day, Task, Worker

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

COUNTY = "990121"
UNIT, KIND = "示例县示例局", "social_insurance"


def filed(proof: str, unit: str, kind: str, item: str = "") -> Report:
    """Return a report as a resident filed it."""
    said: dict[str, Any] = {"proof": proof, "unit_name": unit, "unit_kind": kind, "item": item}
    return reports.receive(Filed(key=uuid4().hex, division=COUNTY, **said), at=NOON)


def answered(by: User) -> Correction:
    """Return a correction that its unit says it has put right, and its reporter says so too."""
    subject = Subject("示例县住房登记中心", "housing", "关系证明")
    report = filed("关系证明", subject.unit_name, subject.unit_kind)
    one = exposure.accept(report, subject, by=by, at=NOON, apart=True)
    exposure.notify(one, "示例市住房局", version=one.version, by=by, at=NOON)
    seen: Any = {"by": messenger(COUNTY), "at": NOON}
    proof = Proof(Service.DIRECT, NOON.date(), "回执1号")
    exposure.serve_with(one, proof, version=one.version, **seen)
    exposure.answer(one, corrected=True, note="已改。", document="函1", version=one.version, **seen)
    reports.say(report, ReporterWord.CORRECTED, at=NOON)
    return one


def at_work(worker: Callable[..., Worker], name: str, screen: dict[str, int] = DESK) -> Worker:
    """Return an officer who has just signed in."""
    one = worker(screen=screen)
    one.go("/office/")
    one.write("账号", name)
    one.write("密码", PASSWORD)
    one.press("登录")
    one.page.get_by_role("heading", name="今天要办的").wait_for()
    return one


def test_an_officers_morning(
    demo: None,
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    person: Callable[..., User],
    look: Callable[[Page | Path, str], None],
    clock: Callable[[timedelta], None],
) -> None:
    first = person("first", "overseer", None, "first", division=COUNTY)
    person("second", "overseer", None, "second", division=COUNTY)
    closing = answered(first)
    for proof, unit, kind, item in (
        ("证明我妈是我妈", UNIT, KIND, "NEG-01"),
        ("收养证明", "示例县民政局", "civil_affairs", "POS-001"),
        ("证明我妈是我妈", UNIT, KIND, "NEG-01"),
    ):
        filed(proof, unit, kind, item)
    officer, morning = at_work(worker, "first"), day("民政工作人员")
    assert officer.reads("等处理的反映")
    assert officer.reads("3\u00a0件")
    look(officer.page, "60-office-due")

    with morning.task("受理一份没有依据的索要，发出通报", officer) as unlawful:
        officer.follow("从最急的办起")
        assert officer.reads("列入不应出具清单")
        officer.press("受理")
        officer.take_down("单位的上级", "示例市示例局")
        officer.press("拟好通报")
        officer.page.get_by_text("答复期限没有开始算").wait_for()
    one = Correction.objects.get(unit_name=UNIT)
    assert (one.state, one.due_on) == (CorrectionState.NOTIFIED, None)
    look(officer.page, "61-notice")

    with morning.task("答复一份有依据的索要", officer) as lawful:
        officer.follow("民政工作台")
        officer.follow("从最急的办起")
        assert officer.reads("查到当日有效的依据")
        look(officer.page, "62-report-with-basis")
        officer.press("答复：查到依据")
        officer.page.get_by_text("已答复反映人").wait_for()
    told = Report.objects.get(state=ReportState.HAS_BASIS)
    assert told.answer_basis

    with morning.task("把同一单位的又一份反映并入", officer) as joined:
        officer.follow("民政工作台")
        officer.follow("从最急的办起")
        officer.press("并入这一件")
        officer.page.get_by_text("已并入").wait_for()
    assert one.reports.count() == 2

    with morning.task("核实一件已纠正的，办结", officer) as closed:
        officer.follow("民政工作台")
        officer.follow("单位说改了，等核实")
        assert officer.reads(closing.number)
        officer.choose("已纠正")
        officer.press("登记核实结果")
        officer.page.get_by_text("已纠正，办结").first.wait_for()

    with morning.task("从反映的事项提请修改", officer) as amended:
        officer.go(f"/office/reports/{told.number}/")
        officer.click('a[href*="start=report"]')
        officer.take_down("请修改哪份文件的哪一条", "改为由登记机关核查")
        officer.press("立项")
        officer.page.get_by_text("已立项").first.wait_for()
    assert Amendment.objects.get().evidence["number"] == told.number

    other = at_work(worker, "second")
    with morning.task("登记通报的送达", other) as served:
        other.follow("通报没有送达，期限没有开始")
        other.choose("挂号邮寄，有回执")
        today = timezone.localdate()
        box = other.page.locator('form[action$="/service/"]')
        for label, part in (("年", today.year), ("月", today.month), ("日", today.day)):
            other.fields, other.keys = other.fields + 1, other.keys + len(str(part))
            box.get_by_label(label, exact=True).fill(str(part))
        box.get_by_label("回执号").click()
        other.type_said("挂号1号")
        other.press("登记通报送达")
        other.page.get_by_text("单位最晚答复日").wait_for()
    one.refresh_from_db()
    assert one.due_on is not None

    within(unlawful, clicks=3, keys=0)
    within(lawful, clicks=3, keys=0)
    within(joined, clicks=3, keys=0)
    within(closed, clicks=4, keys=0)
    within(amended, clicks=2, keys=0)
    within(served, clicks=3, keys=8)

    phone = at_work(worker, "second", PHONE)
    assert phone.page.get_by_role("heading", name="今天要办的").bounding_box()["y"] < 844 / 2
    look(phone.page, "63-office-phone")
    for path in ("", f"corrections/{one.number}/", f"reports/{told.number}/"):
        phone.go(f"/office/{path}")
        for width in (320, 195):
            phone.page.set_viewport_size({"width": width, "height": 844})
            assert phone.page.evaluate("document.documentElement.scrollWidth") <= width, path


def within(done: list[Task], *, clicks: int, keys: int) -> None:
    """Assert that the work took no more than that, beyond the words that somebody else said."""
    assert done[0].clicks <= clicks, done
    assert done[0].keys <= keys, done
