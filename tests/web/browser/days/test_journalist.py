"""A journalist counts again what is published, and a foreign resident asks in English (ADR 39)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from juzheng.acts.demands import registry, units
from juzheng.acts.supervision import exposure
from juzheng.law.base.demanders import Demander
from juzheng.law.demands.registry import AskedOf, Stated
from juzheng.records.models import Correction, User
from tests.conftest import NOON
from tests.supervising import messenger
from tests.web import reporting
from tests.web.browser.conftest import DESK, PHONE, handed_out
from tests.web.browser.days.conftest import Day, Worker

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

NARROW = 195  # a phone at twice its size
WHY = "依据另行核查，先停下来。"
QUESTIONS = (
    ("I need a no criminal record certificate", "无犯罪记录证明"),
    ("My bank wants proof that my mother is my mother", "亲属关系证明"),
    ("I lost my identity card", "证件遗失证明"),
)


@pytest.fixture
def published(demo: None, person: Callable[..., User]) -> tuple[Correction, Correction]:
    """Return an exposure that stands and one that a superior stopped, and register a demand."""
    first, second = (
        person(name, "overseer", None, name, division=reporting.DIVISION) for name in ("a", "b")
    )
    stands, over = reporting.exposed(first, second), reporting.exposed(first, second)
    exposure.stop(over, WHY, version=over.version, by=messenger("420000"), at=over.approved_at)
    unit = units.enter("示例银行", kind=Demander.BANK, division="", by="operator", at=NOON)
    by = person("registrar", "department", None, "钱登记", unit=unit)
    said = Stated("存款继承", "亲属关系证明", AskedOf.COMMITTEE, "继承人身份")
    one = registry.register(said, unit=unit, key="k", by=by, at=NOON)
    registry.submit(one, version=one.version, by=by, at=NOON)
    return stands, over


def rows(worker: Worker, name: str) -> list[dict[str, str]]:
    """Download by the link with this name and return the table's rows."""
    link = worker.page.get_by_role("main").get_by_role("link", name=name, exact=True).first
    worker.clicks += 1
    with handed_out(worker.page, link.click) as file:
        text = file.read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_journalist_from_the_front_page_to_a_figure_counted_again(
    published: tuple[Correction, Correction],
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    look: Callable[[Page | Path, str], None],
) -> None:
    stands, over = published
    journalist, today = worker(screen=DESK), day("记者")
    with today.task("从首页找到一件曝光", journalist) as done:
        journalist.go("/")
        journalist.follow("公开的索要证明（曝光台）")
        look(journalist.page, "97-board-desk")
        journalist.click(f'main a:has-text("{stands.unit_name}")')
        journalist.page.get_by_text(reporting.FACTS).wait_for()
    assert (done[0].clicks, done[0].keys) == (2, 0)

    with today.task("下载数据，把件数重数一遍", journalist) as done:
        journalist.follow("全部公开的")
        table = rows(journalist, "CSV")
        ended = [row for row in table if row["状态"] == "ended"]
        assert journalist.reads(f"公开中 {len(table) - len(ended)} 件，已结束 {len(ended)} 件")
    assert (len(table), len(ended)) == (2, 1)
    assert (done[0].clicks, done[0].keys) == (2, 0)

    with today.task("找到已结束的一件，看原因", journalist) as done:
        journalist.follow(over.number)
        journalist.page.get_by_text(WHY).wait_for()
        assert not journalist.reads(over.unit_name)
        look(journalist.page, "97-over-desk")
    assert (done[0].clicks, done[0].keys) == (1, 0)

    with today.task("下载全部索要登记", journalist) as done:
        journalist.page.get_by_role("contentinfo").get_by_role("link", name="索要登记").click()
        journalist.clicks += 1
        look(journalist.page, "97-demands-desk")
        demands = rows(journalist, "CSV")
        assert journalist.reads(f"共 {len(demands)} 项")
    assert [row["要什么证明"] for row in demands] == ["亲属关系证明"]
    assert (done[0].clicks, done[0].keys) == (2, 0)


def test_a_foreign_resident_asks_three_things_in_english_and_calls_the_interface(
    published: tuple[Correction, Correction],
    worker: Callable[..., Worker],
    day: Callable[[str], Day],
    look: Callable[[Page | Path, str], None],
) -> None:
    resident, today = worker(screen=PHONE), day("外国居民")
    with today.task("换成英文", resident) as done:
        resident.go("/")
        resident.press("English")
        resident.page.get_by_role("heading", name="What certificate are you asked for?").wait_for()
        look(resident.page, "97-home-english-phone")
    assert done[0].clicks == 1
    for words, answer in QUESTIONS:
        with today.task(f"用英文问：{words}", resident) as done:
            resident.go("/")
            resident.take_down("What certificate are you asked for?", words)
            resident.press("See whether you need it")
            resident.page.get_by_role("main").get_by_text(answer).first.wait_for()
            look(resident.page, f"97-english-{words.split()[-1]}-phone")
        assert (done[0].clicks, done[0].keys, done[0].fields) == (1, 0, 1)
        assert resident.page.locator("html").get_attribute("lang") == "en"

    resident.page.set_viewport_size({"width": NARROW, "height": 700})
    for path in ("/", "/exposures/", "/exposures/report/", "/demands/", "/data/", "/law/"):
        resident.go(path)
        wide = resident.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROW, path

    said = called(resident, "/api/v1/ask?q=no criminal record certificate")
    assert said["understood"]["item"] == "NEG-05"
    assert "in Chinese only" in said["note"]
    wrong = called(resident, "/api/v1/demand-check?paper=x&colour=red", 422)
    assert wrong["error"]["what"] == "There is no field called “colour”."


def called(worker: Worker, address: str, status: int = 200) -> dict[str, Any]:
    """Return what a program is told that speaks English."""
    sent = worker.page.request.get(worker.site + address, headers={"Accept-Language": "en"})
    assert sent.status == status
    assert sent.headers["content-language"] == "en"
    told: dict[str, Any] = json.loads(sent.text())
    return told
