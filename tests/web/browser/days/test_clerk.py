"""A clerk's day (社区工作人员的一天): the counter, a slip, somebody who comes back, a lost code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from juzheng.acts.cases import signing
from juzheng.records.models import Case, User
from juzheng.web.shared.startup import DEMO_PASSWORD
from tests.conftest import IDENTITY
from tests.web.browser.conftest import DESK
from tests.web.browser.days.conftest import Day, Worker

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

MOST_STEPS = 12  # clicks and keys from the greeting to the paper, beyond the resident's own words


def signed_in(worker: Callable[..., Worker], name: str) -> Worker:
    """Return somebody of the demonstration's staff at the desk (坐到工作台前)."""
    one = worker(screen=DESK)
    one.go("/desk/")
    one.write("账号", name)
    one.write("密码", DEMO_PASSWORD)
    one.press("登录")
    one.page.get_by_role("heading", name="工作台").wait_for()
    return one


def shortcut(one: Worker, letter: str) -> None:
    """Press Alt and a letter (快捷键): Playwright's own press tells the browser of no such key."""
    one.keys += 1
    session = one.page.context.new_cdp_session(one.page)
    key = {"key": letter, "code": f"Key{letter.upper()}", "modifiers": 1}
    key |= {"windowsVirtualKeyCode": ord(letter.upper())}
    said = {"text": letter, "unmodifiedText": letter}  # by which the browser knows an access key
    for kind, more in (("rawKeyDown", {}), ("char", said), ("keyUp", {})):
        session.send("Input.dispatchKeyEvent", {"type": kind, **key, **more})


def sign() -> None:
    """Let the responsible person sign what waits (签字): another person's time and page."""
    (case,) = Case.objects.filter(state="awaiting_signature")
    signing.sign(case, by=User.objects.get(username="lin"), at=timezone.now())


def opened(one: Worker) -> list[str]:
    """Return what is opened from now on (打开的文书): the browser's own viewer is left out."""
    kinds: list[str] = []

    def hand_out(route: Route) -> None:
        kinds.append(route.fetch().headers["content-type"])
        route.fulfill(body="证明", content_type="text/plain; charset=utf-8")

    one.page.route("**/paper/", hand_out)
    return kinds


def on_the_spot(chen: Worker, name: str, number: str = IDENTITY) -> None:
    """Take an application from the greeting to the pen (当场受理到送签), without the mouse."""
    chen.type_at_once("爱人来不了，收养登记要委托书证明")
    chen.key("Enter")
    chen.page.get_by_role("heading", name="申请人").wait_for()
    chen.key("Space")  # 是：夫妻共同收养，一方不能到场
    for said in (name, number, "示例县民政局", "王小明", "住院治疗", "20261120"):
        chen.key("Tab")
        chen.type_said(said)
    chen.key("Tab")
    chen.key("Space")  # 本人到场
    shortcut(chen, "s")  # 事实都照写明的办法核实过，受理并送签
    chen.page.get_by_text("已送负责人签字").first.wait_for()


def test_the_clerks_day(
    demo: None,
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    look: Callable[[Page | Path, str], None],
) -> None:
    """
    One person after the other; each task is counted, and the first within the issue's aim.

    The pen is another person's by law (nobody approves what they prepared): it is not counted.
    """
    work = day("社区工作人员")
    chen = signed_in(worker, "chen")

    with work.task("当场出具一份证明：从开口到打印", chen) as done:
        on_the_spot(chen, "李秀英")
        sign()
        papers = opened(chen)
        shortcut(chen, "p")
        chen.page.wait_for_url("**/paper/")
    assert papers == ["application/pdf"]
    assert done[0].steps <= MOST_STEPS
    assert (done[0].clicks, done[0].fields) == (0, 7)

    with work.task("又来问的人，按姓名找到那一件", chen) as done:
        chen.go("/desk/")
        chen.take_down("查找办件", "李秀英")
        chen.key("Enter")
        chen.page.get_by_role("heading", name="夫妻一方不能到场").wait_for()
    assert done[0].steps <= 1
    look(chen.page, "clerk-case-issued")

    chen.go("/desk/")
    on_the_spot(chen, "王秀英", "110105195203140042")  # of who has a valid paper it is asked twice
    look(chen.page, "clerk-case-sent")
    with work.task("姓名写错一个字，送签以后更正", chen) as done:
        chen.click("summary:has-text('写错了要改')")
        chen.follow("更正姓名、号码、电话、单位、用途")
        look(chen.page, "clerk-particulars")
        chen.take_down("申请人姓名", "王秀瑛")
        chen.write("为什么更正", "照身份证原件核对")
        chen.key("Enter")
        chen.page.get_by_text("已更正").wait_for()
    assert done[0].clicks <= 2

    look(chen.page, "clerk-case-corrected")
    first = chen.page.get_by_role("group", name="委托人本人签名")
    first.get_by_label("怎样核实的").select_option(label="查验证件原件")
    first.get_by_role("radio", name="属实").check()
    chen.press("登记核查结果")
    with work.task("点错了“属实”，作废", chen) as done:
        chen.click("a:has-text('登记错了')")
        look(chen.page, "clerk-strike")
        chen.page.get_by_label("理由").fill("点错了人")
        chen.keys += 12
        chen.key("Enter")
        chen.page.get_by_text("这一条已作废").wait_for()
    look(chen.page, "clerk-case-struck")
    assert done[0].clicks <= 1

    with work.task("回执丢了，换一个查询码", chen) as done:
        chen.click("summary:has-text('写错了要改')")
        chen.follow("换发查询码")
        chen.tick("我看过申请人")
        chen.press("换一个新的")
        chen.page.get_by_text("只在这里显示一次").wait_for()
    look(chen.page, "clerk-code")
    assert done[0].clicks <= 4

    with work.task("听不明白要什么，从清单里找", chen) as done:
        chen.go("/desk/")
        chen.type_at_once("白菜萝卜")
        chen.key("Enter")
        chen.follow("从清单里找")
        look(chen.page, "clerk-items")
        chen.type_at_once("收养委托书")
        chen.key("Enter")
        chen.follow("夫妻一方不能到场的收养登记委托书的证明")
        chen.page.get_by_role("heading", name="申请人").wait_for()
    look(chen.page, "clerk-new")
    assert done[0].steps <= 4
    chen.go("/desk/")
    look(chen.page, "clerk-desk")
