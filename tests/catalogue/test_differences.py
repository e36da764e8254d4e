"""Differences (版本差异): everything that changed is said, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.catalogue.differences import Difference, differences, in_words, joined, named
from juzheng.catalogue.fields import CLOSED_LISTS, Said, fields_of, manual
from juzheng.law.catalogue.items import CommitteeKind
from juzheng.law.catalogue.lists import ChangeKind, ListLine

MANUAL = manual()
ITEMS = sorted(catalogue().items.values(), key=lambda item: item.id)
ALIVE = catalogue().items["NEG-10"]
PAGES = [
    *ITEMS,
    *catalogue().lists.values(),
    *catalogue().instruments.values(),
    *catalogue().unlisted.values(),
    *catalogue().offers.values(),
]


@pytest.mark.parametrize("cls", list(MANUAL), ids=lambda cls: cls.__name__)
def test_every_field_has_a_label(cls: type) -> None:
    assert set(MANUAL[cls]) == {field.name for field in fields(cls)}
    assert len({one.label for one in fields_of(cls)}) == len(MANUAL[cls])
    assert all(one.nested is (one.type in MANUAL) for one in fields_of(cls))


def test_the_manual_says_only_what_can_be_said() -> None:
    kinds = get_type_hints(Said) | {"formerly": tuple}
    for said in (said for page in MANUAL.values() for said in page.values()):
        assert all(isinstance(getattr(said, name), kind) for name, kind in kinds.items())
        assert said.label
        assert said.terms in ("", *CLOSED_LISTS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_nothing_is_said_of_what_is_equal(page: object) -> None:
    assert differences(page, page) == ()


@given(st.sampled_from(ITEMS), st.sampled_from(ITEMS))
def test_two_pages_that_differ_never_read_alike(one, other) -> None:
    found = differences(one, other)

    assert bool(found) == (one != other)
    for each in found:
        assert each.before != each.after
        assert each.sentence.endswith("。")


@given(st.sampled_from(ITEMS), st.sampled_from(ITEMS))
def test_there_and_back_says_the_same_the_other_way_round(one, other) -> None:
    there = {(each.field, each.before, each.after) for each in differences(one, other)}
    back = {(each.field, each.after, each.before) for each in differences(other, one)}

    # A part with a name of its own is called by its newest name.
    assert {(before, after) for _, before, after in there} == {
        (before, after) for _, before, after in back
    }


def test_plain_values_are_said_in_words() -> None:
    changed = replace(
        ALIVE, limit_working_days=3, enabled=False, in_force_until=date(2027, 1, 1), name="生存证明"
    )

    assert [each.sentence for each in differences(ALIVE, changed)] == [
        "名称：由“健在证明”改为“生存证明”。",
        "办理时限（工作日）：由“5”改为“3”。",
        "到哪天止：由“没有写”改为“2027年1月1日”。",
        "启用：由“是”改为“否”。",
    ]


def test_a_part_is_found_by_what_it_is_and_not_by_its_place() -> None:
    first, second, *rest = ALIVE.onward
    changed = replace(ALIVE, onward=(second, replace(first, where="任何窗口"), *rest))

    said = differences(ALIVE, changed)
    assert [each.field for each in said] == [f"去向“{first.do}” · 地点", "去向的顺序"]


def test_what_comes_and_goes_is_named() -> None:
    changed = replace(ALIVE, committees=(CommitteeKind.VILLAGERS,), aliases=(*ALIVE.aliases, "甲"))

    assert {each.sentence for each in differences(ALIVE, changed)} == {
        "由谁出具：删去“居民委员会”。",
        "别名：新增“甲”。",
    }


def test_a_list_says_what_its_lines_do() -> None:
    nation = catalogue().lists["national-negative-1"]
    line = ListLine("NEG-10", ChangeKind.REMOVE)
    lines = tuple(line if one.item == "NEG-10" else one for one in nation.lines)

    assert differences(nation, replace(nation, lines=lines)) == (
        Difference("清单条目“NEG-10” · 作用", "列入", "去掉"),
    )


def test_a_page_that_comes_or_goes() -> None:
    assert differences(None, ALIVE)[0].sentence == "整页：新增“健在证明”。"
    assert differences(ALIVE, None)[0].sentence == "整页：删去“健在证明”。"
    assert differences(None, None) == ()


def test_a_whole_sentence_in_a_row_has_no_second_mark_behind_its_own() -> None:
    assert in_words(("甲。", "乙？", "丙", "丁（戊。）", "己")) == "甲。乙？丙、丁（戊。）、己"


def test_lines_that_two_changed_are_joined_one_by_one() -> None:
    before = catalogue().lists["national-negative-1"]
    first, second, *rest = before.lines
    ours = replace(before, lines=(replace(first, name="甲"), second, *rest))
    added = ListLine("NEG-99")
    theirs = replace(before, lines=(first, replace(second, name="乙"), *rest[1:], added))

    found, both = joined(before, theirs, ours)

    assert both == ()
    named = (replace(first, name="甲"), replace(second, name="乙"))
    assert found == replace(before, lines=(*named, *rest[1:], added))
    clash = replace(before, lines=(replace(first, name="丙"), second, *rest))
    assert joined(before, clash, ours) == (ours, ("清单条目",))


def test_a_line_that_comes_is_told_with_its_limit_materials_and_committees() -> None:
    line = ListLine(
        "POS-004",
        ChangeKind.ADJUST,
        committees=(CommitteeKind.VILLAGERS,),
        limit_working_days=3,
        materials=("户口簿",),
    )
    told = in_words(line)
    for one in ("POS-004", "村民委员会", "3", "户口簿"):
        assert one in told
    assert in_words(ListLine("POS-004")) == "列入 POS-004"


def test_people_read_the_name_of_a_text_and_not_its_id() -> None:
    listed = catalogue()
    titles = {one.id: one.title for one in listed.instruments.values()}
    entry = named(listed.items["POS-001"], titles)
    words = in_words(entry.basis) + in_words(entry.entitled)
    assert "中国公民收养子女登记办法" in words
    assert "民政部门" in words
    assert not re.search("[a-z]", words)
    assert named(listed.items["POS-001"], {}).basis == listed.items["POS-001"].basis
