"""A clerk's papers, as a day brings them: the phone at the door, then the desk and the printer."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from juzheng.web.shared.startup import DEMO_PASSWORD
from tests.acts.test_clerks_papers import photo
from tests.conftest import NOON
from tests.web.browser.conftest import DESK, PHONE
from tests.web.browser.days.conftest import Day, Worker

if TYPE_CHECKING:
    from pathlib import Path

    from juzheng.records.models import Case, Certificate, User

Look = Callable[["Page | Path", str], None]


def arrive(person: Worker) -> Worker:
    person.go("/desk/")
    person.write("账号", "chen")
    person.write("密码", DEMO_PASSWORD)
    person.press("登录")
    return person


@pytest.fixture
def issue(
    confirm: Callable[..., Case], clerk: User, responsible: User
) -> Callable[..., Certificate]:
    """Return what the others do meanwhile: the facts are confirmed, the paper is signed."""
    from juzheng.acts.cases import drafting, signing

    def make(case: Case, at: datetime) -> Certificate:
        case.refresh_from_db()
        drafting.send(confirm(case, by=clerk, at=at), by=clerk, at=at)
        return signing.sign(case, by=responsible, at=at)

    return make


@pytest.mark.usefixtures("demo")
def test_a_clerks_papers_from_the_phone_at_the_door_to_the_months_book(
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    clock: Callable[[timedelta], None],
    case_for: Callable[..., Case],
    issue: Callable[..., Certificate],
    look: Look,
) -> None:
    case = case_for("POS-007")
    own, page = day("社区工作人员"), f"/desk/cases/{case.number}/"

    phone = arrive(worker(screen=PHONE))
    phone.go(page)
    with own.task("在门口拍一张照片，记一句", phone) as done:
        phone.follow("记一条、拍照")
        picture = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo()}
        phone.page.get_by_label("拍照", exact=False).first.set_input_files([picture])  # type: ignore[list-item]
        phone.clicks += 2  # the camera opens, and takes
        look(phone.page, "60-note")
        phone.press("登记")
    assert done[0].steps <= 4
    assert phone.reads("看照片")

    material = case.revision.item.materials[0]
    with own.task("一次告知缺什么", phone) as done:
        phone.follow("缺材料，一次告知居民")
        phone.tick(material)
        look(phone.page, "61-missing")
        phone.press("告知居民，期限暂停")
    assert done[0].steps <= 3
    assert phone.reads("期限暂停")
    look(phone.page, "62-waiting")

    clock(timedelta(days=6))
    desk = arrive(worker(screen=DESK))
    desk.go("/desk/?show=materials")
    with own.task("材料送来了，接着办", desk) as done:
        desk.click("tbody th a")
        desk.follow("登记收到的材料")
        desk.press("材料齐了，接着办")
    assert done[0].steps <= 3

    paper = issue(case, NOON + timedelta(days=6, hours=1))
    clock(timedelta(hours=2))
    desk.go(page)
    look(desk.page, "63-issued")
    with own.task("盖章，交给本人", desk) as done:
        desk.press("已盖章，并交给本人")
    assert done[0].steps == 1
    assert desk.reads("已领取")
    look(desk.page, "64-collected")

    with own.task("打印这个月的登记簿", desk) as done:
        desk.follow("登记簿")
        look(desk.page, "65-register")
        href = desk.page.get_by_role("link", name="打印 2026年11月 的登记簿").get_attribute("href")
        desk.clicks += 1  # it opens in the browser's own reader, which nobody can look into here
    assert done[0].steps <= 2
    book = desk.page.context.request.get(f"{desk.site}{href}").body()
    said = "".join(one.extract_text() for one in PdfReader(io.BytesIO(book)).pages)
    assert paper.number in said.replace("\n", "")
    assert "李秀英" in said
