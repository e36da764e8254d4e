"""From 谁让您开的 to the public board and off it again (OP-4.2.c), with two officers' own hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from juzheng.records.models import Correction, Report, User
from tests.conftest import PASSWORD
from tests.supervising import written
from tests.web.browser.conftest import DESK, Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

SAID = "示例局非要居委会证明我妈是我妈。"
FACTS = "示例县示例局办理遗属待遇，要求居民提供居委会开的关系证明，没有给出依据。"

LETTER = {"name": "来文.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}


def test_from_report_to_notice_to_exposure_to_correction_to_removal(
    demo: None,
    visitor: Callable[..., Visitor],
    person: Callable[..., User],
    look: Callable[[Page | Path, str], None],
    clock: Callable[[timedelta], None],
) -> None:
    for name in ("first", "second", "third", "fourth", "fifth"):
        person(name, "overseer", None, name, division="990121")
    resident = visitor()
    resident.go("/ask/?q=证明我妈是我妈")
    resident.follow("谁让您开的？")
    look(resident.page, "40-report")
    resident.write("哪个单位要的", "示例县示例局")
    resident.page.get_by_label("是哪一类单位").select_option("social_insurance")
    resident.write("单位在哪个县（市、区）", "示例县")
    resident.write("当时怎么说的", f"我叫王小明。{SAID}")
    resident.tick("同意公开我写的话和照片")
    resident.write("您的姓名", "王小明")
    resident.press("提交反映")
    assert resident.reads("已收到您的反映")
    look(resident.page, "41-report-receipt")
    resident.follow("查看进度")
    look(resident.page, "42-report-course")

    first, second = (officer(visitor, name) for name in ("first", "second"))
    first.go("/office/reports/")
    first.page.get_by_role("link", name="示例县示例局").click()
    look(first.page, "43-triage")
    words = first.page.get_by_label("可以公开的话")
    assert "王小明" not in words.input_value()
    words.fill(SAID)
    first.press("保存可以公开的内容")
    first.press("受理")
    first.write("单位的上级", "示例市示例局")
    first.press("拟好通报")
    assert first.reads("通报已拟好，还没有送到")
    number = Correction.objects.get().number
    fourth = officer(visitor, "fourth")
    for what, receipt in (("登记通报送达", "挂号1号"), ("登记送达主管部门", "挂号2号")):
        served(fourth, number, what, receipt)
    first.go(f"/office/corrections/{number}/")
    look(first.page, "44a-statement")
    state(first)
    assert first.reads("答复期限还没有过")

    clock(timedelta(days=23))
    first.go("/office/reports/")
    sign_in_again(first, "first")
    assert first.reads("到期没有答复的单位")
    look(first.page, "44-reports-board")
    first.page.get_by_role("link", name="示例县示例局：").first.click()
    state(first)
    third = officer(visitor, "third")
    third.go(f"/office/corrections/{number}/")
    third.page.get_by_text("登记单位意见", exact=True).first.click()
    third.choose("单位陈述了意见")
    third.write("单位的意见", "已经在改。")
    third.write("单位书面意见（当面说的，听证笔录）的文号和日期", "示局函1号")
    third.page.locator('input[name="hearing-scan"]').set_input_files(LETTER)
    third.press("登记单位意见")
    first.go(f"/office/corrections/{number}/")
    assert not first.page.get_by_role("button", name="审批并公开").count()  # not offered
    assert first.reads("不能自己审批、复核、撤下")
    look(first.page, "45-second-officer")

    second.go("/office/reports/")
    sign_in_again(second, "second")
    second.go(f"/office/corrections/{number}/")
    look(second.page, "46-approval")
    for element in ("arbitrary", "unreasonable", "hardship"):
        reviewed(second, number, element)
    assert not second.reads("还没有另一人审看")
    second.press("审批并公开")
    assert second.reads("只由一人登记，还没有另一人核对")
    fourth.go(f"/office/corrections/{number}/")
    sign_in_again(fourth, "fourth")
    fourth.go(f"/office/corrections/{number}/")
    assert fourth.reads("看来文扫描件")
    fourth.press("对照原件核对无误")
    second.go(f"/office/corrections/{number}/")
    second.press("审批并公开")
    resident.go("/exposures/")
    assert resident.reads("示例县示例局")
    look(resident.page, "47-exposures")
    resident.page.get_by_role("link", name="示例县示例局").click()
    assert resident.reads(SAID)
    assert not resident.reads("王小明")
    look(resident.page, "48-exposure")

    objected(third, number, look)
    fifth = officer(visitor, "fifth")
    noted(fifth, number, "objection-rejection", "录音可证。")
    resident.go(f"/exposures/{number}/")
    assert resident.reads("录音可证。")
    look(resident.page, "48a-exposure-after-objection")
    resident.go("/exposures/report/")
    look(resident.page, "48b-exposures-report")
    resident.go("/exposures/method/")
    look(resident.page, "48c-exposures-method")

    follow(resident)
    resident.press("已经不要了")
    register(first, "登记已纠正", {}, path=f"/office/corrections/{number}/")
    resident.go("/exposures/")
    assert resident.reads("已纠正")
    noted(second, number, "removal", "看过窗口，不再要了。")
    resident.go("/exposures/")
    assert not resident.reads("示例县示例局")
    assert resident.reads("1 件")


def open_around(form: Locator) -> None:
    """Open the folds around a form, from the outside in; the next act stands open already."""
    for fold in form.locator("xpath=ancestor::details").all():
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()


def noted(one: Visitor, number: str, name: str, why: str) -> None:
    """Do an act that asks for a reason only."""
    one.go(f"/office/corrections/{number}/")
    form = one.page.locator(f'form[action$="/{name}/"]')
    open_around(form)
    form.locator("textarea").fill(why)
    form.get_by_role("button").click()


def reviewed(one: Visitor, number: str, element: str) -> None:
    """Mark the paper of one ground as looked at."""
    one.go(f"/office/corrections/{number}/")
    form = one.page.locator('form[action$="/review/"]')
    open_around(form)
    form.locator(f'input[value="{element}"]').check()
    form.locator("textarea").fill("看过原件。")
    form.get_by_role("button").click()


def served(one: Visitor, number: str, what: str, receipt: str) -> None:
    """Record a service, as the officer who carried the notice."""
    one.go(f"/office/corrections/{number}/")
    box = one.page.locator("details:not(#later)", has_text=what).first
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    box.get_by_label("挂号邮寄，有回执").check()
    today = timezone.localdate()
    for label, part in (("年", today.year), ("月", today.month), ("日", today.day)):
        box.get_by_label(label, exact=True).fill(str(part))
    box.get_by_label("回执号").fill(receipt)
    one.press(what)


def unfold(one: Visitor) -> None:
    """Open what is not for now or not for this officer, if there is any of it."""
    for fold in one.page.locator("#later:not([open]) > summary").all():
        fold.click()


def state(one: Visitor) -> None:
    """Write the facts and what each element of the sentence rests on."""
    unfold(one)
    box = one.page.locator("details:not(#later)", has_text="写明事实，送单位陈述").first
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    box.get_by_label("事实说明", exact=True).fill(FACTS)
    typed = written()
    for name, said in typed.items():
        box.locator(f'[name="statement-{name}"]').fill(str(said))
    one.press("写明事实，送单位陈述")


def objected(one: Visitor, number: str, look: Callable[..., None]) -> None:
    """Record the unit's objection from its paper."""
    said = {"单位的异议": "窗口从来没有要过。", "单位异议的文号和日期": "示局函9号"}
    register(one, "登记单位的异议", said, path=f"/office/corrections/{number}/")
    assert one.reads("单位有异议，等复核")
    look(one.page, "46a-objection")


def officer(visitor: Callable[..., Visitor], name: str) -> Visitor:
    """Return an officer who has just signed in."""
    one = visitor(screen=DESK)
    one.go("/office/reports/")
    sign_in_again(one, name)
    return one


def sign_in_again(one: Visitor, name: str) -> None:
    """Sign in, where three weeks have ended the session."""
    if one.heading == "反映和纠正" or not one.page.get_by_label("账号").count():
        return
    one.write("账号", name)
    one.write("密码", PASSWORD)
    one.press("登录")


def follow(one: Visitor) -> None:
    """Open the report by its number and code, as the receipt has it."""
    from juzheng.acts.supervision import reports

    report = Report.objects.get()
    one.go("/reports/")
    one.write("反映编号", report.number)
    one.write("查询码", reports.code_of(report))
    one.press("查看进度")


def register(one: Visitor, what: str, filled: dict[str, str], *, path: str = "") -> None:
    """Open an act on the correction, fill it in and register it."""
    if path:
        one.go(path)
    one.page.get_by_text(what, exact=True).first.click()
    own = one.page.locator("form", has=one.page.get_by_role("button", name=what, exact=True))
    for label, text in filled.items():
        own.get_by_label(label, exact=True).fill(text)
    if "单位异议的文号和日期" in filled:
        one.page.locator('input[name="objection-scan"]').set_input_files(LETTER)
    one.press(what)
