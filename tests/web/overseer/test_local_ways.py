"""A place shortens a limit, names other materials or another committee: one line of its list."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from juzheng.catalogue.papers import ways as papers
from juzheng.law.catalogue import gathered_ways
from juzheng.law.catalogue.lists import ChangeKind, ListLine
from juzheng.records.catalogue import governing
from juzheng.records.models import Change
from juzheng.records.models.catalogue import revisions
from juzheng.web.overseer.catalogue import ways
from tests.conftest import NOON

COUNTY, NEW_PAGE = "990121", "/office/ways/new/"
ITEM = "POS-004"


@pytest.fixture
def two(loaded, person, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    found = []
    for name in ("zhou", "wu"):
        client = Client()
        client.force_login(person(name, "overseer", None, name, division=COUNTY))
        found.append(client)
    return found


def shortened(two, **changes: str) -> Change:
    item = governing.governing(NOON.date()).items[ITEM]
    said = {
        "item": item.name,
        "limit": "3",
        "document": "示民发〔2026〕16号",
        "materials": "",
        "committee": "",
        "division": "示例省示例市示例县",
        "effective_on_year": "2026",
        "effective_on_month": "11",
        "effective_on_day": "24",
        "key": "k",
        **changes,
    }
    two[0].post(NEW_PAGE, said)
    return Change.objects.first()


def published(two, change: Change) -> str:
    page = two[1].get(f"/office/changes/{change.pk}/").content.decode()
    two[1].post(f"/office/changes/{change.pk}/publication/", {"version": change.version})
    change.refresh_from_db()
    assert change.state == "published", page
    return page


def test_a_limit_is_shortened_by_one_line_and_residents_are_told(two, client, village):
    change = shortened(two)
    assert change.state == "in_review"

    page = published(two, change)

    name = governing.governing(NOON.date()).items[ITEM].name
    assert f"“{name}”改为：3个工作日内" in page
    guide = client.get(f"/items/{ITEM}/?division={COUNTY}").content.decode()
    assert "3个工作日" in guide.replace(" ", "")
    assert "（依据：示民发〔2026〕16号）" in guide
    assert not {word for word in ("本地办理办法", "汇总") if word in guide}
    answer = client.get(f"/ask/?item={ITEM}&committee={village.code}").content.decode()
    assert "办理时限的依据：示民发〔2026〕16号" in answer
    elsewhere = client.get(f"/items/{ITEM}/?division=420000").content.decode()
    assert "示民发〔2026〕16号" not in elsewhere
    for address in ("/law/", "/items/", f"/lists/?division={COUNTY}"):
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        assert not {word for word in ("办理办法", "汇总") if word in page.content.decode()}, address


def test_what_was_published_by_the_old_name_reads_like_no_document_either(two, client, monkeypatch):
    monkeypatch.setattr(papers, "CALLED", gathered_ways.CALLED_BEFORE)
    published(two, shortened(two))
    monkeypatch.undo()
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    revisions._read.cache_clear()
    governing.forget()

    listed = governing.governing(NOON.date())

    own = listed.lists[f"ways-{COUNTY}"], listed.instruments[f"ways-{COUNTY}"]
    assert {one.title for one in own} == {"示例省示例市示例县本地时限和材料汇总"}
    assert own[1].note.startswith("本系统里的汇总，不是文件")


def test_what_an_officer_only_typed_is_no_source_that_was_opened(two):
    published(two, shortened(two))
    published(two, shortened(two, item="POS-001", limit="1", document="县发〔2026〕9号", key="k2"))
    listed = governing.governing(NOON.date())
    source = listed.lists[f"ways-{COUNTY}"].source
    assert (source.text, source.confidence) == ("示民发〔2026〕16号；县发〔2026〕9号", "medium")
    assert listed.instruments[f"ways-{COUNTY}"].confidence == "medium"


def test_a_place_takes_its_own_shorter_limit_back_and_goes_no_further(two):
    published(two, shortened(two))
    assert shortened(two, limit="5", key="k2").state == "in_review"
    answer = two[0].post(NEW_PAGE, {"item": ITEM, "limit": "6", "division": "示例省示例市示例县"})
    assert "现在是 5 个工作日" in answer.content.decode()


def test_the_drafter_takes_a_submitted_change_back(two):
    change = shortened(two)
    address = f"/office/changes/{change.pk}/"
    assert "撤回，改好再提交" in two[0].get(address).content.decode()
    assert "撤回，改好再提交" not in two[1].get(address).content.decode()
    said = {"version": change.version, "note": "起草人自己撤回"}
    page = two[0].post(f"{address}return/", said, follow=True).content.decode()
    change.refresh_from_db()
    assert change.state == "draft"
    assert "起草人自己撤回了" in page
    assert "审核人退回了" not in page
    assert "退回给您修改" not in two[0].get("/office/").content.decode()


def test_a_second_line_of_the_same_item_takes_the_place_of_the_first(two):
    published(two, shortened(two))
    published(two, shortened(two, limit="2", materials="户口簿\n身份证", key="k2"))

    listed = governing.governing(NOON.date())
    way = listed.rulebook(COUNTY, NOON.date()).ways[ITEM]
    assert (way.limit_working_days, way.materials) == (2, ("户口簿", "身份证"))
    lines = listed.lists[f"ways-{COUNTY}"].lines
    assert [line.change for line in lines] == [ChangeKind.ADJUST]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"limit": ""}, "请至少改一样"),
        ({"limit": "6"}, "现在是 5 个工作日，只能缩短，不能延长"),
        ({"limit": "x"}, "不是整数"),
        ({"item": "没有这一项"}, "没有叫这个名称的"),
        ({"division": "湖北省"}, "没有这个地方"),
        ({"document": ""}, "根据哪份文件"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_drafted(two, changes, says):
    assert shortened(two, **changes) is None
    item = governing.governing(NOON.date()).items[ITEM]
    answer = two[0].post(NEW_PAGE, {"item": item.name, **changes})
    assert answer.status_code == 422


def lines(division: str = COUNTY) -> dict[str, ListLine]:
    listed = governing.governing(NOON.date())
    return {line.item: line for line in listed.lists[f"ways-{division}"].lines}


def test_a_later_limit_leaves_the_earlier_materials_and_names_both_documents(two):
    published(two, shortened(two, limit="", materials="户口簿"))
    published(two, shortened(two, limit="2", document="县发〔2026〕9号", key="k2"))
    line = lines()[ITEM]
    assert (line.limit_working_days, line.materials) == (2, ("户口簿",))
    assert line.note == "示民发〔2026〕16号；县发〔2026〕9号"
    last = {"limit": "1", "materials": "身份证", "document": "县发〔2027〕1号", "key": "k3"}
    published(two, shortened(two, **last))
    assert (lines()[ITEM].materials, lines()[ITEM].note) == (("身份证",), "县发〔2027〕1号")


def test_a_day_before_the_list_of_the_place_begins_is_refused(two):
    published(two, shortened(two))
    earlier = {"effective_on_day": "23", "item": "POS-001", "limit": "1", "key": "k2"}
    before = Change.objects.count()
    shortened(two, **earlier)
    assert Change.objects.count() == before
    said = {
        "effective_on_year": "2026",
        "effective_on_month": "11",
        "division": "示例省示例市示例县",
    }
    page = two[0].post(NEW_PAGE, {**said, **earlier}).content.decode()
    assert "已经排到2026年11月24日（星期二）起施行" in page


def test_the_name_of_a_document_is_read_again_before_it_is_public(two):
    assert shortened(two, document="王丽 13800138000 的来信") is None


def test_the_item_page_shows_the_limit_that_its_source_gives(two, client, village):
    published(two, shortened(two))
    for where in (f"division={COUNTY}", f"committee={village.code}", f"division={COUNTY}&lang=en"):
        page = "".join(client.get(f"/items/{ITEM}/?{where}").content.decode().split())
        assert ("办理办法》" in page, "示民发〔2026〕16号" in page) == (False, True)
        row = page[page.index("多久</dt>") : page.index("收费</dt>")]
        assert "3个工作日" in row
        assert "5个工作日" not in row


def test_a_way_takes_the_name_that_residents_see(two, monkeypatch):
    listed = governing.governing(NOON.date())
    item = listed.items[ITEM]
    own = replace(
        listed.lists["national-issuable"],
        id="county-issuable",
        division=COUNTY,
        lines=(ListLine(ITEM, name=f"{item.name}、示例县本地叫法证明"),),
    )
    there = replace(listed, lists={**listed.lists, own.id: own})
    monkeypatch.setattr(governing, "governing", lambda _on: there)
    page = two[0].get(NEW_PAGE).content.decode()
    # What a list names beside the item's own name is offered, and takes no name away.
    for name in ("示例县本地叫法证明", item.name):
        assert re.search(rf'<option\s+value="{name}"', page)
    for text in ("示例县本地叫法证明", item.aliases[0], item.name):
        assert [one.id for one in ways.named(text, COUNTY)] == [ITEM], text
    assert ways.named("业主委员会候选人推荐", COUNTY) == []
