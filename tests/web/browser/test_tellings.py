"""A resident leaves a question with one tap; an officer makes words of it, and they are heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from juzheng.records.models import KeptQuestion, LocalTelling
from tests.conftest import PASSWORD
from tests.web.browser.conftest import DESK, PHONE, Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from juzheng.records.models import User

UNHEARD = "呱呱叫的条子"


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_a_question_becomes_words(
    demo: None,
    person: Callable[..., User],
    visitor: Callable[..., Visitor],
    look: Callable[[Page | Path, str], None],
    screen: dict[str, int],
) -> None:
    kind = "phone" if screen is PHONE else "desk"
    resident = visitor(screen=screen, javascript=False)
    resident.go(f"/ask/?q=我叫王小明，{UNHEARD}")
    assert resident.reads(f"我叫〔姓名〕，{UNHEARD}")
    look(resident.page, f"90-keep-{kind}")
    assert not KeptQuestion.objects.exists()
    resident.press("可以，留下这一句")
    assert resident.reads("谢谢，已经留下这一句")
    look(resident.page, f"91-kept-{kind}")

    person("zhang", "overseer", None, "张科长", division="990121")
    officer = visitor(screen=screen, javascript=False)
    officer.go("/office/")
    officer.write("账号", "zhang")
    officer.write("密码", PASSWORD)
    officer.press("登录")
    officer.go("/office/questions/")
    look(officer.page, f"92-questions-{kind}")
    officer.page.get_by_role("link", name="加成一种说法").click()
    officer.write("居民会怎么说", UNHEARD)
    officer.write("说的是哪一项", "亲属关系")
    officer.press("找")
    look(officer.page, f"93-choose-{kind}")
    officer.page.get_by_role("link", name="NEG-01").first.click()
    assert officer.reads("没有变差的")
    officer.write("为什么加", "这个月有居民这样问")
    look(officer.page, f"94-trial-{kind}")
    officer.press("加上")
    assert officer.reads("已加上，马上起作用。")
    look(officer.page, f"95-tellings-{kind}")
    assert LocalTelling.objects.get().text == UNHEARD

    resident.go(f"/ask/?q={UNHEARD}")
    assert resident.reads("亲属关系")
