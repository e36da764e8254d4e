"""An officer's day (民政工作人员的一天): a list on paper is published, a limit is shortened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PASSWORD
from tests.web.browser.conftest import DESK, PHONE
from tests.web.browser.days.conftest import Day, Worker
from tests.web.overseer import paper_lists
from tests.web.overseer.paper_lists import COUNTY, NEW

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from juzheng.records.models import User

WAYS = (
    ("带购房合同到物业公司登记。", "物业服务企业"),
    ("请农机站按购机发票登记。", "农业机械化主管部门"),
    ("请物业公司当面征求意见。", "物业服务企业"),
    ("请看租赁合同。", "公租房管理单位"),
)


@pytest.fixture
def officer(
    demo: None, worker: Callable[..., Worker], person: Callable[..., User]
) -> Callable[..., Worker]:
    """Return a maker of officers of the county, at their workbench."""

    def sign_in(name: str, screen: dict[str, int] = DESK) -> Worker:
        person(name, "overseer", None, name, division=COUNTY)
        one = worker(screen=screen, javascript=False)
        one.go("/office/")
        one.write("账号", name)
        one.write("密码", PASSWORD)
        one.press("登录")
        return one

    return sign_in


def test_thirty_items_from_paper_and_a_shorter_limit(
    officer: Callable[..., Worker],
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    clock: Callable[[timedelta], None],
    look: Callable[[Page | Path, str], None],
) -> None:
    work = day("民政工作人员")
    zhou, wu = officer("drafts"), officer("reviews", PHONE)

    with work.task("30 项的纸质清单（DOCX）做成草稿并提交", zhou) as drafted:
        zhou.follow("由纸上的清单起草")
        look(zhou.page, "60-paper")
        zhou.clicks += 1  # the file is chosen
        file = {"name": "清单.docx", "mimeType": "", "buffer": paper_lists.in_table()}
        zhou.page.get_by_label("或者选一个文件").set_input_files(files=[file])
        zhou.press("认出名称")
        look(zhou.page, "61-matched")
        near = zhou.page.locator("select:has(option[value='']:checked)")
        while near.count():  # what comes near stands first, and is never chosen
            near.first.select_option(index=1)
            zhou.clicks += 2
        for at, (do, where) in enumerate(WAYS, len(paper_lists.NAMES) - len(NEW)):
            for field, said in (("do", do), ("where", where)):
                zhou.page.locator(f"#id_row-{at}-{field}").focus()
                zhou.type_said(said)
        zhou.press("保存并看清单")
        look(zhou.page, "62-list")
        zhou.press("提交审核")
    assert zhou.reads("已提交")

    with work.task("另一位审核 30 项清单并发布", wu) as published:
        wu.page.reload()
        wu.follow("等审核、发布的修订案")
        look(wu.page, "63-review")
        assert wu.reads("自2026年12月1日起，在示例省示例市示例县 2 个村居")
        wu.press("审核通过并发布")
    assert wu.reads("已发布")
    assert drafted[0].clicks + published[0].clicks <= 25
    assert drafted[0].fields + published[0].fields <= 30

    wu.go("/office/")
    with work.task("一项的办理时限改短（起草）", zhou) as shortened:
        zhou.go("/office/")
        zhou.follow("缩短时限、改材料")
        look(zhou.page, "64-way")
        zhou.write("改哪一项", "同意担任监护人（未成年人）的书面意见")
        zhou.write("几个工作日办好", "3")
        zhou.write("根据哪份文件", "示民发〔2026〕16号")
        zhou.press("提交审核")
    look(zhou.page, "65-way-list")
    with work.task("一项的办理时限改短（审核）", wu) as reviewed:
        wu.page.reload()
        wu.follow("等审核、发布的修订案")
        wu.press("审核通过并发布")
    assert wu.reads("已发布")
    assert shortened[0].clicks + reviewed[0].clicks <= 4

    with work.task("从文字粘贴 30 项", wu) as pasted:
        wu.go("/office/")
        wu.follow("由纸上的清单起草")
        wu.page.get_by_label("把名单粘贴在这里").fill(paper_lists.TEXT)
        wu.fields += 1
        wu.press("认出名称")
    look(wu.page, "66-pasted")
    assert wu.reads("认出 30")
    assert pasted[0].clicks == 2
    clock(timedelta(days=8))
    resident = worker(screen=PHONE)
    resident.go(f"/ask/?q={NEW[0]}")
    look(resident.page, "67-asked")
