"""The responsible person's day on a phone (负责人的一天): ten to sign, one wrong, a week away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from juzheng.law.base.identity import check_character
from tests.conftest import IDENTITY, NOON, PASSWORD
from tests.web.browser.conftest import PHONE
from tests.web.browser.days.conftest import Day, Worker, strokes

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from juzheng.records.models import Case, User

NAMES = ("李秀英", "王小明", "赵桂兰", "孙建国", "周敏", "吴芳", "郑国强", "冯丽", "陈军", "褚红")
WRONG = "收养日期写错"
PROOF = strokes(PASSWORD)
SIGN, BATCH = "签字并出具", "给勾选的签字并出具"
LONG = timedelta(minutes=6)  # after which the pen is to be proven again


def test_a_day_with_the_pen(  # noqa: PLR0913 - a day has many hands in it
    site: str,
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    clock: Callable[[timedelta], None],
    drafted_for: Callable[..., Case],
    confirm: Callable[..., Case],
    clerk: User,
    responsible: User,
    person: Callable[..., User],
    look: Callable[[Page | Path, str], None],
) -> None:
    person("sun", "clerk", responsible.committee, "孙副主任")
    cases = [
        drafted_for("POS-001", applicant_name=name, number=numbered(at))
        for at, name in enumerate(NAMES)
    ]
    lin, today = signed_in(worker), day("负责人")

    with today.task("单独签三件", lin) as done:
        lin.follow("待我签字")
        look(lin.page, "70-waiting")
        for at in range(3):
            row(lin, cases[at]).click()
            lin.clicks += 1
            if at == 0:
                look(lin.page, "71-pen")
                fits_a_phone(lin.page)
                lin.write("再输一次密码", PASSWORD)
            lin.press(SIGN)
            lin.page.get_by_role("heading", name="待我签字").wait_for()
    assert (done[0].clicks, done[0].keys) == (1 + 3 * 2, PROOF)

    clock(LONG)
    with today.task("看六件，一次签", lin) as done:
        lin.follow("一件一件看")
        for _ in range(5):
            lin.click("a:has-text('看下一件')")
            lin.page.wait_for_load_state()
        lin.follow("待我签字")
        for case in cases[3:9]:
            lin.tick(f"签 {short(case)}")
        lin.write("再输一次密码", PASSWORD)
        look(lin.page, "72-batch")
        lin.press(BATCH)
        lin.page.get_by_role("heading", name="这一次的结果").wait_for()
    look(lin.page, "73-signed")
    assert done[0].clicks <= 6 * 2 + 4
    assert done[0].keys == PROOF

    with today.task("退回一件，点一条理由", lin) as done:
        row(lin, cases[9]).click()
        lin.clicks += 1
        lin.click("summary:has-text('退回经办人补正')")
        lin.tick("姓名、证件号码请再对一遍")
        lin.press("退回")
        lin.page.wait_for_url("**/cases/**")
    assert (done[0].clicks, done[0].keys) == (4, 0)
    states = {one.number: fresh(one).state for one in cases}
    assert [*states.values()].count("issued") == 9
    assert states[cases[9].number] == "received"

    with today.task("发现一份写错了，更正换发", lin) as done:
        lin.go(f"/desk/cases/{cases[0].number}/")
        lin.follow("写错了，更正换发")
        lin.write("哪里错了", WRONG)
        look(lin.page, "74-replacement")
        lin.press("开始更正")
        lin.page.get_by_text("更正换发：新的一份出具时").wait_for()
        old = corrected(cases[0], confirm, clerk)
        lin.follow("待我签字")
        row(lin, cases[0]).click()
        lin.clicks += 1
        assert lin.reads("看过以后有变化")  # so the pen is proven anew
        lin.write("再输一次密码", PASSWORD)
        look(lin.page, "75-replacing")
        lin.press(SIGN)
        lin.page.get_by_text("已由").wait_for()
    look(lin.page, "76-replaced")
    assert done[0].clicks <= 6
    assert done[0].keys == strokes(WRONG) + PROOF
    assert lin.reads(f"代替 {old} 号")

    with today.task("授权一位同事签字一周", lin) as done:
        lin.follow("待我签字")
        lin.follow("授权他人签字")
        lin.choose("孙副主任 · 经办人")
        look(lin.page, "77-delegation")
        lin.press("授权")
        lin.page.get_by_text("有效").wait_for()
    look(lin.page, "78-delegated")
    assert (done[0].clicks, done[0].keys) == (4, 0)


def signed_in(worker: Callable[..., Worker]) -> Worker:
    """Return the responsible person before a phone, signed in."""
    lin = worker(screen=PHONE)
    lin.go("/sign-in/")
    lin.write("账号", "responsible")
    lin.write("密码", PASSWORD)
    lin.press("登录")
    lin.page.get_by_role("link", name="待我签字", exact=True).wait_for()
    return lin


def row(lin: Worker, case: Case) -> object:
    """Return the link to ``case`` in the list."""
    return lin.page.locator(f".jz-waiting a[href*='{case.number[-6:]}']").first


def numbered(at: int) -> str:
    """Return an identity number of its own, of the same day: two names under one are warned of."""
    body = f"{IDENTITY[:14]}{at:02}2"
    return body + check_character(body)


def short(case: Case) -> str:
    return case.number.partition("-")[2]


def fresh(case: Case) -> Case:
    return type(case)._default_manager.get(pk=case.pk)


def fits_a_phone(page: Page) -> None:
    """
    Nothing sticks out sideways, and the pen is little more than two screens down.

    What a decision decides, who met and how they voted is read in full before it.
    """
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    box = page.get_by_role("button", name=SIGN, exact=True).bounding_box()
    assert box
    assert box["y"] < 2.2 * PHONE["height"], box


def corrected(case: Case, confirm: Callable[..., Case], clerk: User) -> str:
    """Let the clerk correct, verify anew and send; return the wrong paper's number."""
    from juzheng.acts.cases import drafting, intake

    case = fresh(case)
    key = next(
        one.key for one in case.revision.item.questions if isinstance(case.answers[one.key], str)
    )
    later = NOON + timedelta(minutes=10)
    intake.supplement(case, {key: "2026-11-01"}, by=clerk, at=later)
    drafting.send(confirm(case, by=clerk, at=later), by=clerk, at=later)
    return case.certificates.get().number
