"""Writing in a change (改写一页): ids that stay, pages that are new, drafts from what there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from juzheng.acts.catalogue import changes as acts
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue import catalogue
from juzheng.catalogue.pages import PageKind
from juzheng.records.catalogue import governing
from juzheng.records.models import Change, Edit, Revision, User
from juzheng.web.overseer.catalogue import editing, pages
from juzheng.web.templatetags.juzheng import zh_date, zh_month
from tests.conftest import NOON
from tests.records.snapshots import snapshot
from tests.web.overseer.test_workbench import filled
from tests.web.pages import faults

TODAY = NOON.date()
HUBEI = "420000"
OF_FILES = ("true", "false", "key", "juzheng/law")  # what is written in files alone


@pytest.fixture
def browser(loaded: None, person: Callable[..., User], noon: None) -> Callable[..., Client]:
    def make(division: str = "", name: str = "officer") -> Client:
        client = Client()
        client.force_login(person(name, "overseer", None, name, division=division))
        return client

    return make


@pytest.fixture
def nation(browser: Callable[..., Client]) -> Client:
    return browser()


def drafted(*subjects: str, division: str = "", name: str = "officer") -> Change:
    items = governing.governing(TODAY).items
    return acts.draft(
        Heading("一次修订", "原因", division, TODAY),
        [Page(items[subject]) for subject in subjects],
        key=str(Change.objects.count()),
        by=User.objects.get(username=name),
        at=NOON,
    )


def editor(client: Client, address: str) -> dict[str, Any]:
    return filled(client.get(address).content.decode())


def read(answer: Any, status: int) -> str:
    assert answer.status_code == status
    page: str = answer.content.decode()
    assert faults(page) == []
    return page


def where(edit: Edit) -> str:
    return f"/office/changes/{edit.change_id}/pages/{edit.pk}/"


def test_an_id_does_not_change_once_it_is_used(nation: Client) -> None:
    edit = drafted("NEG-10").edits.get()
    sent = editor(nation, where(edit)) | {"id": ["NEG-77"], "summary": ["我写的"]}
    before = snapshot()
    page = read(nation.post(where(edit), sent), 422)

    assert "编号一经使用不能改。要用新编号，请增加一页。" in page
    assert 'href="#id_id"' in page
    assert "我写的" in page
    assert snapshot() == before


def test_a_page_is_marked_to_be_taken_away(nation: Client) -> None:
    edit = drafted("NEG-10").edits.get()
    sent = editor(nation, where(edit)) | {"withdraw": ["on"]}
    page = read(nation.post(where(edit), sent, follow=True), 200)

    assert Edit.objects.get().withdraw
    assert "已保存到修订案。" in page
    assert "还列着“健在证明”。请先从清单中去掉。" in page


def test_what_is_in_review_is_shown_and_not_written_in(nation: Client) -> None:
    change = drafted("NEG-10")
    edit, sent = change.edits.get(), editor(nation, where(change.edits.get()))
    user = User.objects.get(username="officer")
    acts.submit(change, version=change.version, by=user, at=NOON)
    before = snapshot()

    page = read(nation.post(where(edit), sent | {"summary": ["偷改"]}), 200)
    assert "偷改" not in page
    new = f"/office/changes/{change.pk}/pages/new/item/"
    read(nation.post(new, sent | {"id": ["NEG-77"]}), 200)
    assert snapshot() == before


def test_another_changes_page_is_not_edited_through_this_one(nation: Client) -> None:
    mine, theirs = drafted("NEG-10"), drafted("NEG-11")
    address = f"/office/changes/{mine.pk}/pages/{theirs.edits.get().pk}/"
    assert nation.get(address).status_code == 404
    assert nation.post(address, {}).status_code == 404


def test_a_new_page_is_added_whole_or_with_every_mistake_named(nation: Client) -> None:
    change = drafted("NEG-10")
    new = f"/office/changes/{change.pk}/pages/new/item/"
    assert "请填写这一栏" not in read(nation.get(new), 200)
    assert nation.get(f"/office/changes/{change.pk}/pages/new/spaceship/").status_code == 404
    before = snapshot()
    page = read(nation.post(new, {"version": change.version, "id": "NEG-77"}), 422)
    assert "请填写这一栏" in page
    assert 'href="#id_name"' in page
    assert snapshot() == before

    sent = editor(nation, where(change.edits.get())) | {"id": ["NEG-77"], "name": ["新的一项"]}
    page = read(nation.post(new, sent, follow=True), 200)
    assert "已保存到修订案。" in page
    added = change.edits.get(subject="NEG-77")
    assert (added.content["name"], added.base) == ("新的一项", None)


def test_a_province_adds_what_is_its_own_and_nothing_of_the_nations(
    browser: Callable[..., Client],
) -> None:
    hubei = browser(HUBEI)
    change = drafted(division=HUBEI)
    new = f"/office/changes/{change.pk}/pages/new/item/"
    item = replace(governing.governing(TODAY).items["NEG-10"], id="NEG-420000-77")
    sent = _as_form(item) | {"version": [str(change.version)]}
    before = snapshot()
    page = read(hubei.post(new, sent), 422)
    assert "这一页不归本级管理。" in page
    assert snapshot() == before

    assert hubei.post(new, sent | {"divisions": ["420100"]}).status_code == 302
    assert change.edits.get().content["divisions"] == ["420100"]


def _as_form(entry: Any) -> dict[str, Any]:
    """Return what a browser sends of the editor filled with ``entry``."""
    from django.template.loader import render_to_string

    shown = {
        "groups": editing.of_entry(entry, PageKind.ITEM).groups(),
        "kind": PageKind.ITEM,
        "change": Change(pk=1, version=1, title="x"),
        "writable": True,
    }
    return filled(render_to_string("overseer/editor.html", shown))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"summary": ["长" * 5001]}, "不超过 5000 字符"),
        ({"summary": ["看\u200b不见"]}, "看不见的控制字符（U+200B）"),
        ({"in_force_from": ["2026-02-30"]}, "不是日期"),
        ({"in_force_from": [""]}, "请填写这一栏"),
        ({"validity_days": ["9999999"]}, "不是整数"),
        ({"validity_days": ["-1"]}, "不是整数"),
        ({"kind": ["spaceship"]}, "不在可选范围内"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_saved(
    nation: Client, said: dict[str, list[str]], told: str
) -> None:
    edit = drafted("NEG-10").edits.get()
    before = snapshot()
    page = read(nation.post(where(edit), editor(nation, where(edit)) | said), 422)
    assert told in page
    assert snapshot() == before


@pytest.mark.parametrize(("parts", "read_at_all"), [(400, True), (401, False)])
def test_a_form_with_more_parts_than_any_page_has_is_not_read(
    parts: int, read_at_all: bool
) -> None:
    data = QueryDict(mutable=True)
    for n in range(parts):
        data[f"basis-{n}-provision"] = "第一条"
    editor = editing.posted(PageKind.ITEM, data)

    assert len(editor.mapping["basis"]) == (parts if read_at_all else 0)
    assert ("超过 400 条" in editor.errors.get("", "")) is not read_at_all
    assert editor.entry() is None


def test_a_part_that_is_crossed_out_is_gone_and_a_blank_one_is_not_there(nation: Client) -> None:
    edit = drafted("NEG-10").edits.get()
    ways = len(edit.content["onward"])
    sent = editor(nation, where(edit))
    nation.post(where(edit), sent | {"onward-0-gone": ["on"], "onward-9-kind": ["commitment"]})

    kept = Edit.objects.get().content["onward"]
    assert kept == edit.content["onward"][1:]
    assert len(kept) == ways - 1


def test_a_source_inside_a_part_is_kept_without_the_rest_of_it(nation: Client) -> None:
    edit = drafted("NEG-10").edits.get()
    at = len(edit.content["onward"])
    part = {
        f"onward-{at}-kind": ["commitment"],
        f"onward-{at}-source-text": ["只写了来源"],
        f"onward-{at}-source-confidence": ["high"],
    }
    page = read(nation.post(where(edit), editor(nation, where(edit)) | part), 422)
    assert "只写了来源" in page  # what was typed is asked about, not dropped
    assert f'href="#id_onward-{at}-do"' in page


def draft_from(client: Client, subject: str, kind: str = "item", **said: Any) -> Any:
    return client.post(f"/office/pages/{kind}/{subject}/1/draft/", {"change": "", **said})


def test_a_wording_goes_into_a_draft_that_is_there(nation: Client) -> None:
    change = drafted("NEG-10")
    answer = draft_from(nation, "NEG-11", change=change.pk)
    assert answer.headers["Location"] == where(change.edits.get(subject="NEG-11"))
    assert Change.objects.count() == 1


def test_a_wording_begins_a_draft_named_after_it(nation: Client) -> None:
    draft_from(nation, "NEG-11")
    change = Change.objects.get()
    name = governing.governing(TODAY).items["NEG-11"].name
    assert (change.title, change.effective_on) == (f"修订{name}", TODAY)
    assert draft_from(nation, "NEG-99").status_code == 404
    assert draft_from(nation, "NEG-11", kind="spaceship").status_code == 404


def test_a_page_is_drafted_to_be_taken_away(nation: Client) -> None:
    answer = draft_from(nation, "NEG-11", act="withdraw")
    assert Edit.objects.get(kind="item").withdraw
    assert answer.headers["Location"] == f"/office/changes/{Change.objects.get().pk}/heading/"


def test_an_item_that_goes_is_off_its_lists_in_the_same_draft(nation: Client) -> None:
    page = nation.get("/office/pages/item/NEG-11/").content.decode()
    assert "从清单里去掉，停用这一项" in page
    draft_from(nation, "NEG-11", act="withdraw")
    change = Change.objects.get()
    draft_from(nation, "NEG-12", act="withdraw", change=change.pk)
    listed = [edit.entry for edit in change.edits.filter(kind="list")]
    assert [one.id for one in listed] == ["national-negative-1"]
    lines = {line.item for one in listed for line in one.lines}
    assert not lines & {"NEG-11", "NEG-12"}
    assert "NEG-10" in lines
    said = nation.get(f"/office/changes/{change.pk}/").content.decode()
    assert "还列着" not in said
    assert "的事项 NEG-" not in said
    assert "清单 national-negative-1" not in said


def test_a_draft_that_was_handed_in_takes_no_more_pages(nation: Client) -> None:
    change = drafted("NEG-10")
    acts.submit(change, version=change.version, by=change.written_by, at=NOON)
    before = snapshot()
    answer = nation.post("/office/pages/item/NEG-11/1/draft/", {"change": change.pk}, follow=True)
    assert "所选的修订案已经提交或有人改过，请重新选。" in answer.content.decode()
    assert snapshot() == before


def test_a_draft_of_another_division_cannot_be_chosen(
    browser: Callable[..., Client], nation: Client
) -> None:
    hubei = browser(HUBEI, "hubei")
    change = drafted("NEG-10")
    before = snapshot()
    assert draft_from(hubei, "NEG-11", change=change.pk).status_code == 404
    own = drafted(division=HUBEI, name="hubei")
    answer = hubei.post("/office/pages/item/NEG-11/1/draft/", {"change": own.pk}, follow=True)
    assert "这一页不归本级管理，请上级修订。" in answer.content.decode()
    assert not own.edits.exists()
    assert before["records.edit"] == snapshot()["records.edit"]


def test_prepared_lists_are_drafted_where_they_belong(browser: Callable[..., Client]) -> None:
    hunan = browser("430000", "hunan")
    page = read(hunan.get("/office/prepared/"), 200)
    assert "湖北省不应由基层群众性自治组织出具证明事项清单" in page
    before = snapshot()
    answer = hunan.post("/office/prepared/hubei-2020/", follow=True)
    assert "这份清单是别的地区的，请由当地民政部门起草。" in read(answer, 200)
    assert hunan.post("/office/prepared/nowhere/").status_code == 404
    assert snapshot() == before

    hubei = browser(HUBEI, "hubei")
    hubei.post("/office/prepared/hubei-2020/")
    change = Change.objects.get()
    assert change.division == HUBEI
    assert change.effective_on == min(
        edit.entry.in_force_from for edit in change.edits.all() if edit.entry.in_force_from
    )


def test_a_page_shows_the_two_wordings_asked_for_and_who_leans_on_it(nation: Client) -> None:
    text = read(nation.get("/office/pages/instrument/adoption-registration/"), 200)
    assert "POS-001" in text
    assert Revision.objects.filter(subject="adoption-registration").count() == 1
    assert nation.get("/office/pages/item/NEG-99/").status_code == 404


@pytest.mark.each
@pytest.mark.parametrize(
    ("query", "here", "gone"),
    [
        ("?show=enabled", "NEG-10", "POS-027"),
        ("?show=disabled", "POS-027", "NEG-10"),
        ("?show=lapsed", "POS-027", "NEG-10"),
        ("?show=mine", "NEG-10", "NEG-99"),
        ("?show=nonsense&q=NEG-10", "NEG-10", "NEG-11"),
    ],
)
def test_a_filter_shows_what_it_says(nation: Client, query: str, here: str, gone: str) -> None:
    page = read(nation.get(f"/office/pages/item/{query}"), 200)
    assert f"/office/pages/item/{here}/" in page
    assert f"/office/pages/item/{gone}/" not in page


def test_a_province_has_no_pages_of_its_own_among_the_nations(
    browser: Callable[..., Client],
) -> None:
    page = read(browser(HUBEI).get("/office/pages/item/?show=mine"), 200)
    assert "/office/pages/item/NEG-10/" not in page


def test_lists_in_force_are_shown_for_the_officers_place(browser: Callable[..., Client]) -> None:
    page = read(browser(HUBEI).get("/office/lists/"), 200)
    assert "湖北" in page
    assert "全国" in page


def test_a_page_names_what_it_points_to(loaded: None) -> None:
    listed = catalogue()
    told = dict(pages.said(pages.titled(listed.items["NEG-10"]), listed))
    assert told["依据"].startswith(listed.instruments["opinion-2020-20"].title)
    assert told["容易混淆的事项"] == "死亡证明（NEG-11）"
    assert "constitution" not in told["职责范围"]
    every = [*listed.items.values(), *listed.lists.values()]
    texts = [
        said
        for one in every
        for label, said in pages.said(pages.titled(one), listed)
        if label != "来源"
    ]
    assert not [
        said for said in texts for code in ("opinion-2020-20", "civil-code") if code in said
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", PageKind)
def test_no_hint_names_the_codes_of_its_choices(kind: PageKind, language: str) -> None:
    def boxes(groups: Any) -> Iterator[editing.Box]:
        for one in groups:
            if isinstance(one, editing.Group):
                yield from boxes(one.inside)
            else:
                yield one

    with translation.override(language):
        for box in boxes(editing.blank(kind).groups()):
            codes = {*(code for code, _words in box.choices), *OF_FILES}
            if language == "en":  # where many a code is a word of the language
                codes = {code for code in codes if "_" in code or code in OF_FILES}
            named = [code for code in codes if re.search(rf"(?<![\w-]){code}(?![\w-])", box.hint)]
            assert named == [], box.hint


def test_months_and_kept_days_are_written_as_people_write_them() -> None:
    assert zh_month(NOON.date()) == "2026年11月"
    assert zh_date("2026-11-24") == "2026年11月24日（星期二）"
    with translation.override("en"):
        assert zh_month(NOON.date()) == "November 2026"


def test_a_page_names_the_texts_it_rests_on_and_not_their_ids(nation: Client) -> None:
    page = nation.get("/office/pages/item/POS-001/").content.decode()
    assert "中国公民收养子女登记办法 第六条" in page
    assert "adoption-registration 第" not in page
