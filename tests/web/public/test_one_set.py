"""One set of citations (依据只有一套): of an item, at a place, on a day, at every door the same."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from juzheng.acts.catalogue.changes import Page
from juzheng.catalogue import catalogue
from juzheng.law.catalogue.lists import ChangeKind, ListLine
from juzheng.records.catalogue import governing
from juzheng.records.models import Report
from juzheng.records.supervision import verdicts
from juzheng.web.shared import answers
from juzheng.web.shared.answers import Question
from juzheng.web.shared.place import at
from tests.acts.test_changes import published
from tests.conftest import NOON
from tests.outside.test_guides import plain, read

PLACE, DOCUMENT = "990121001001", "示例县民政局关于公布不应出具证明事项的通知"
ON = NOON.date()
OURS = ("NEG-01", "NEG-17")  # on the county's own list as well
ISSUED = ("POS-001", "POS-003")


@pytest.fixture
def county_list(loaded: None, noon: None, person: Any) -> None:
    """Publish a county's own list, that repeats two lines of the nation and adds one."""
    listed = catalogue()
    text = replace(
        listed.instruments["opinion-2020-20"],
        id="county-notice",
        title=DOCUMENT,
    )
    lines = tuple(ListLine(one, ChangeKind.ADD) for one in OURS)
    own = replace(
        listed.lists["national-negative-1"],
        id="county-negative",
        title="示例县不应出具清单",
        division="990121",
        batch=1,
        document=text.id,
        in_force_from=ON,
        lines=lines,
    )
    hands = [person(name, "overseer", None, name, division="") for name in ("one", "two")]
    published(hands, [Page(text), Page(own)])


def decided(item: str) -> list[str]:
    place = at(PLACE)
    found = answers.decide(governing.governing(ON).items[item], Question(), place=place, on=ON)
    return [str(one) for one in found.cited]


def cites(page: str) -> list[str]:
    part = re.split(r"有关条文</h2>|<h2", page.partition("依据</h2>")[2])[0]
    return [html.unescape(one) for one in re.findall(r"<summary><cite>(.*?)</cite>", part)]


def named(cited: list[dict[str, Any]]) -> list[str]:
    return [f"{one['title']} {one['provision']}".strip() for one in cited]


def test_page_print_data_and_interfaces_cite_the_same(client: Client, county_list: None) -> None:
    data = client.get("/data/items.json", {"division": PLACE}).json()["items"]
    by_item = {one["item"]: one for one in data}
    for item in (one.id for one in catalogue().items.values() if one.enabled):
        due = decided(item)
        page = client.get(f"/items/{item}/", {"division": PLACE}).content.decode()
        assert cites(page) == due, item  # printed, it is this page
        asked = {"q": "证明", "item": item, "division": PLACE}
        assert named(client.get("/api/v1/ask", asked).json()["citations"]) == due
        assert named(by_item[item]["cited"]) == due


@pytest.mark.parametrize("item", ["NEG-01", "NEG-17", "NEG-05", "POS-001", "POS-003", "POS-035"])
def test_answer_paper_command_and_officers_cite_the_same(
    client: Client, county_list: None, committee: Any, item: str, tmp_path: Path
) -> None:
    due, known = decided(item), catalogue().items[item]
    if item in OURS:
        assert f"{DOCUMENT} 附件《示例县不应出具清单》" in due
        assert f"民发〔2020〕20号 附件清单（第一批）第{int(item[-2:])}项" in due
    client.post("/place/", {"committee": committee.code})
    assert committee.code == PLACE
    assert cites(client.get("/ask/", {"item": item}).content.decode()) == due

    pdf = client.get(f"/items/{item}/guide.pdf", {"division": PLACE})
    text = read(b"".join(pdf) if pdf.streaming else pdf.content, tmp_path)
    grounds = text.partition("依据" if known.id in ISSUED else "为什么不开")[2]
    assert [one for one in due if plain(one) not in grounds] == []

    said = StringIO()
    call_command("ask", known.name, division=PLACE, on=ON.isoformat(), stdout=said)
    assert [one for one in due if one not in said.getvalue()] == []

    report = Report(proof=known.name, item=item, division=PLACE)
    verdict = verdicts.of_report(report, ON, governing.governing(ON))
    assert [str(one) for one in verdict.citations] == due
    asked = {"paper": known.name, "item": item, "division": PLACE}
    check = client.get("/api/v1/demand-check", asked).json()
    assert named(check["citations"]) == due


def test_within_an_item_one_place_is_written_in_one_way() -> None:
    for item in catalogue().items.values():
        rows = (*item.basis, *item.entitled, *item.preconditions, *filter(None, [item.duty]))
        places = {(one.instrument, one.provision) for one in rows}
        whole = {(text, provision.replace("条第一款第（", "条第（")) for text, provision in places}
        assert len(whole) == len(places), item.id
