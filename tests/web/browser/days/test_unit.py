"""A unit's day (单位的一天): a bank clerk's inbox, answers, register; its superior's look."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from juzheng.acts.demands import units
from juzheng.acts.supervision import exposure, inquiry
from juzheng.acts.supervision.exposure import Element
from juzheng.law.base.demanders import Demander
from juzheng.law.supervision.on_file import Shows
from juzheng.records.models import Correction, Demand, DemandingUnit, User
from tests.conftest import PASSWORD
from tests.supervising import GROUNDS, messenger
from tests.web.browser.conftest import DESK, PHONE
from tests.web.browser.days.conftest import Day, Worker
from tests.web.reporting import ABOUT, DIVISION, FACTS, report

if TYPE_CHECKING:
    from playwright.sync_api import Page

BANK = replace(ABOUT, unit_name="示例银行示例支行", unit_kind="bank")
Look = Callable[["Page | Path", str], None]


@pytest.fixture
def people(demo: None, person: Callable[..., User]) -> dict[str, User]:
    """A unit with a superior, a clerk at each, and the officer who has a report on it."""
    named: dict[str, Any] = {"kind": Demander.BANK, "division": DIVISION}
    who: dict[str, Any] = {"by": "operator", "at": timezone.now()}
    head = units.enter("示例银行示例分行", **named, **who)
    own = units.enter(BANK.unit_name, superior=head, **named, **who)
    return {
        "clerk": person("clerk-of-unit", "department", None, "钱登记", unit=own),
        "head": person("clerk-of-head", "department", None, "孙总", unit=head),
        "officer": person("officer", "overseer", None, "郑科长", division=DIVISION),
    }


@pytest.fixture
def notice(people: dict[str, User]) -> Correction:
    """A notice that nobody has signed for."""
    by = people["officer"]
    seen: dict[str, Any] = {"by": by, "at": timezone.now()}
    one = exposure.accept(report(by), BANK, **seen)
    return exposure.notify(one, "示例银行示例分行", version=one.version, **seen)


def signed_in(worker: Callable[..., Worker], user: User, screen: dict[str, int]) -> Worker:
    """Return somebody who has signed in; that is not counted."""
    one = worker(screen=screen)
    one.go("/unit/")
    one.page.get_by_label("账号").fill(user.username)
    one.page.get_by_label("密码").fill(PASSWORD)
    one.page.get_by_role("button", name="登录", exact=True).click()
    one.page.get_by_role("heading", name="收件箱").wait_for()
    return one


def test_a_notice_is_read_answered_and_a_hearing_asked_for(
    people: dict[str, User],
    notice: Correction,
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    look: Look,
) -> None:
    today = day("单位")
    clerk = signed_in(worker, people["clerk"], PHONE)
    look(clerk.page, "unit-inbox-phone")
    with today.task("看到通报，签收，读完", clerk) as read:
        clerk.follow("签收通报")
        clerk.press("签收并阅看")
        clerk.page.get_by_text(BANK.proof).first.wait_for()
    assert read[0].clicks <= 2
    look(clerk.page, "unit-notice-phone")

    desk = signed_in(worker, people["clerk"], DESK)
    look(desk.page, "unit-inbox-desk")
    with today.task("答复通报", desk) as answered:
        desk.follow("答复通报")
        desk.choose("没有整改")
        desk.write("整改情况或者理由", "窗口有规定。")
        desk.press("提交答复")
        desk.page.get_by_text("已登记，民政部门可以看到。").wait_for()
    assert answered[0].clicks <= 3

    stated(notice, people["officer"])
    desk.go("/unit/")
    with today.task("签收事实说明，读完", desk) as received:
        desk.follow("签收事实说明")
        desk.press("签收事实说明并阅看")
        desk.page.get_by_text(FACTS).first.wait_for()
    assert received[0].clicks <= 2
    desk.go("/unit/")
    with today.task("要求听证", desk) as asked:
        desk.follow("对事实说明陈述意见")
        desk.click("summary:has-text('要求当面陈述（听证）')")
        desk.write("要当面说什么", "说明窗口情况。")
        desk.press("提出要求")
        desk.page.get_by_text("已经要求当面陈述（听证）").wait_for()
    assert asked[0].clicks <= 3
    look(desk.page, "unit-hearing-desk")
    assert Correction.objects.get().exhibits.filter(event="hearing_asked", account=True).exists()


def stated(one: Correction, by: User) -> None:
    """What the officers do meanwhile: ask the superior, and write down the facts."""
    one.refresh_from_db()
    post, at = messenger(DIVISION), timezone.now() + timedelta(minutes=1)
    said = ("", timezone.localdate(), "市局函1号")
    inquiry.superior_answered(one, *said, version=one.version, by=post, at=at)
    whom = Element("主管部门书面说明它属于服务机构。", "市局函2号", timezone.localdate(), "市局")
    grounds = {**GROUNDS, Shows.ADDRESSED: whom}
    exposure.state_facts(one, FACTS, grounds, version=one.version, by=by, at=at)


def test_a_list_is_registered_and_handed_in_at_once(
    people: dict[str, User],
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    look: Look,
    tmp_path: Path,
) -> None:
    lines = [
        {"matter": f"第{n}件事", "paper": f"第{n}种证明", "fact": "户籍和关系"} for n in range(1, 6)
    ]
    file = tmp_path / "list.json"
    file.write_text(json.dumps({"demands": lines}), encoding="utf-8")
    today, clerk = day("单位"), signed_in(worker, people["clerk"], DESK)
    with today.task("用文件登记五项，一次提交", clerk) as done:
        clerk.follow("用文件导入")
        clerk.clicks += 1  # choosing the file
        clerk.page.get_by_label("材料清单文件").set_input_files(file)
        clerk.press("检查文件")
        clerk.press("全部登记为草稿")
        clerk.page.get_by_role("button", name="这 5 项全部提交").wait_for()
        look(clerk.page, "unit-drafts-desk")
        clerk.press("这 5 项全部提交")
        clerk.page.get_by_role("heading", name="5 项里提交了 5 项").wait_for()
    look(clerk.page, "unit-submitted-desk")
    assert (done[0].clicks, done[0].keys) == (5, 0)
    assert set(Demand.objects.values_list("state", flat=True)) == {"submitted"}


def test_whether_one_may_demand_is_asked_and_asked_back(
    people: dict[str, User], worker: Callable[..., Worker], day: Callable[[str], Day], look: Look
) -> None:
    today, clerk = day("单位"), signed_in(worker, people["clerk"], DESK)
    with today.task("先问能不能要", clerk) as sure:
        clerk.follow("先问能不能要")
        clerk.write("想让居民交什么证明？", "健在证明")
        clerk.press("看看能不能要")
        clerk.page.get_by_text("列入不应出具清单").first.wait_for()
    assert sure[0].clicks <= 2
    with today.task("说得含糊，反问一句", clerk) as vague:
        clerk.write("想让居民交什么证明？", "证明")
        clerk.write("办什么事用？", "贷款")
        clerk.press("看看能不能要")
        clerk.page.locator(".jz-choice").first.wait_for()
        look(clerk.page, "unit-asked-back-desk")
        clerk.click(".jz-choice a")
        clerk.page.get_by_role("heading", level=1).wait_for()
    assert vague[0].clicks <= 2


def test_the_superior_looks(
    people: dict[str, User],
    notice: Correction,
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    look: Look,
) -> None:
    own = DemandingUnit.objects.get(name=BANK.unit_name)
    today = day("单位")
    head = signed_in(worker, people["head"], DESK)
    with today.task("上级看下级的通报和登记", head) as seen:
        head.follow("下级和主管的单位（1）")
        look(head.page, "unit-below-desk")
        head.follow(own.name)
        head.page.get_by_text(notice.number).wait_for()
    look(head.page, "unit-below-one-desk")
    assert (seen[0].clicks, seen[0].keys) == (2, 0)
