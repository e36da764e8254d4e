"""What changed, in words that are the same on every channel (公布)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.catalogue.forms import build
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue.guides import Listing, Where, guide
from juzheng.law.catalogue.items import CommitteeKind
from juzheng.law.catalogue.materials import Material, MaterialForm
from juzheng.law.catalogue.notices import Notice, NoticeLine, notice
from juzheng.law.catalogue.publications import (
    ChangeWord,
    Publication,
    brought_up,
    changes,
    in_sentences,
    in_words,
    otherwise,
)
from tests.law.test_standing import with_hubei

TODAY = date(2026, 11, 22)
LINES = st.lists(
    st.builds(
        NoticeLine,
        st.sampled_from("abcdef"),
        st.sampled_from(["甲", "乙"]),
        st.sampled_from(["去派出所。", "去医院。"]),
    ),
    unique_by=lambda line: line.item,
).map(tuple)
EMPTY = Notice("", "", TODAY, (), (), (), ())


@given(LINES, LINES)
def test_nothing_is_passed_over_and_nothing_is_made_up(
    before: tuple[NoticeLine, ...], after: tuple[NoticeLine, ...]
) -> None:
    found = changes(replace(EMPTY, refused=before), replace(EMPTY, refused=after))
    old, new = ({line.item: line for line in lines} for lines in (before, after))
    assert {one.item for one in found} == {
        item for item in {*old, *new} if old.get(item) != new.get(item)
    }
    assert len(found) == len({one.item for one in found})


@given(LINES)
def test_what_stays_the_same_is_no_news(lines: tuple[NoticeLine, ...]) -> None:
    same = replace(EMPTY, refused=lines, issued=lines)
    assert changes(same, same) == ()
    assert len(changes(None, same)) == 2 * len(lines)


def test_publishing_hubeis_list_changes_four_items_there_and_says_no_more() -> None:
    before, after = (notice(one, Where("420000", TODAY)) for one in (catalogue(), with_hubei()))
    found = changes(before, after)
    assert sorted((one.word, one.name) for one in found) == sorted(
        [
            (ChangeWord.RENAMED, "生育状况证明"),
            (ChangeWord.RENAMED, "户口登记项目内容变更更正证明"),
            (ChangeWord.NOT_ISSUED, "缴费票据遗失证明"),
            (ChangeWord.NOT_ISSUED, "转学证明"),
        ]
    )
    assert all(one.name in in_words(one) for one in found)


def on_lists() -> tuple[Notice, Notice]:
    """Return an item's notice without a county's list that has it as it was, and with it."""
    item = catalogue().items["NEG-07"]
    told = guide(item, catalogue(), Where("", TODAY))
    county = Listing("county", "示例县清单", official=True, in_force_from=TODAY)
    with_it = replace(told, lists=(*told.lists, county), reason="示例县清单也列了。")
    of = (NoticeLine(item.id, item.name, "报警。", one) for one in (told, with_it))
    before, after = (replace(EMPTY, refused=(line,)) for line in of)
    return before, after


def test_an_item_that_a_lower_list_repeats_has_no_new_way() -> None:
    before, after = on_lists()
    (one,) = changes(before, after)
    assert one.word is ChangeWord.LISTED
    assert in_words(one).endswith("列入《示例县清单》，办法不变。")
    (one,) = changes(after, before)
    assert in_words(one).endswith("不再列在《示例县清单》，办法不变。")


def test_every_kind_of_change_has_its_sentence() -> None:
    line = NoticeLine("x", "甲证明", "去派出所。")
    other = NoticeLine("y", "乙证明", "当场办")
    before = replace(EMPTY, refused=(line,), issued=(other,))
    after = replace(EMPTY, refused=(other,), issued=(line,))
    renamed = replace(EMPTY, refused=(replace(line, name="丙证明"),), issued=(other,))
    reworded = replace(EMPTY, refused=(replace(line, said="去医院。"),), issued=(other,))
    found = [
        *changes(before, after),
        *changes(before, renamed),
        *changes(before, reworded),
        *changes(*on_lists()),
    ]
    assert {one.word for one in found} == set(ChangeWord)
    assert len({in_words(one) for one in found}) == len(found)


@given(LINES)
def test_what_is_stored_comes_back_as_it_was(lines: tuple[NoticeLine, ...]) -> None:
    found = changes(None, replace(EMPTY, refused=lines))
    publication = Publication("1", "公布", "", "", TODAY, found, "https://x.example", "0" * 64)
    assert build(Publication, json.loads(json.dumps(as_mapping(publication))), "") == publication


def test_a_change_that_the_board_does_not_show_is_told_all_the_same() -> None:
    item = catalogue().items["NEG-07"]
    told = guide(item, catalogue(), Where("", TODAY))
    before, after = (
        replace(EMPTY, refused=(NoticeLine(item.id, item.name, "报警。", one),))
        for one in (told, replace(told, summary="改过的说明。"))
    )
    assert [one.word for one in changes(before, after)] == [ChangeWord.REWORDED]


def test_all_that_changes_at_an_item_is_said() -> None:
    item = catalogue().items["POS-004"]
    told = guide(item, catalogue(), Where("", TODAY))
    brought = (Material("户口簿", MaterialForm.UNSAID),)
    now = replace(told, materials=brought, issuers=(CommitteeKind.VILLAGERS,))
    before, after = (
        replace(EMPTY, issued=(NoticeLine(item.id, item.name, said, one),))
        for said, one in (("5个工作日内", told), ("3个工作日内", now))
    )
    of = Publication("1", "公布", "", "", TODAY, (), "https://x.example", "0" * 64)
    told = in_sentences(of, 0, before, after)
    assert len(told) == 3
    assert "改为：3个工作日内（原来：5个工作日内）" in told[0]
    assert "要带的材料改为：户口簿" in told[1]
    assert "改由村民委员会出具" in told[2]


def with_guides(*of: dict[str, object]) -> tuple[Notice, ...]:
    """Return boards of one item that is issued, with its guide changed as each of ``of`` says."""
    item = catalogue().items["POS-002"]
    told = guide(item, catalogue(), Where("", TODAY))
    return tuple(
        replace(EMPTY, issued=(NoticeLine(item.id, item.name, "当场办", replace(told, **one)),))
        for one in of
    )


def test_what_was_reworded_is_told_as_what_it_was_and_is() -> None:
    old, new = (
        replace(EMPTY, issued=(NoticeLine("a", "收养证明", said),))
        for said in ("5个工作日内", "2个工作日内")
    )
    (one,) = changes(old, new)
    assert (one.word, one.was, one.said) == (ChangeWord.REWORDED, "5个工作日内", "2个工作日内")
    card = (Material("户口簿", MaterialForm.ORIGINAL),)
    before, after, none = with_guides({"materials": ()}, {"materials": card}, {"materials": ()})
    (more,) = changes(before, after)
    assert "要带的材料改为：户口簿" in in_words(more)
    assert [one.said for one in otherwise([more], none)] == ["要带的材料改为：不用带"]
    assert otherwise([more], after) == ()


@given(LINES, LINES)
def test_what_was_just_said_is_so_until_the_board_says_otherwise(
    before: tuple[NoticeLine, ...], after: tuple[NoticeLine, ...]
) -> None:
    was, now = (replace(EMPTY, refused=lines) for lines in (before, after))
    said = changes(was, now)
    assert otherwise(said, now) == ()
    one = Publication("1", "清单", "", "", TODAY, said, "https://juzheng.example.cn/", "0" * 64)
    assert brought_up(one, now) == one
    again = {line.item for line in before if line in after}
    moved = {change.item for change in otherwise(changes(None, was), now)}
    assert moved == {line.item for line in before} - again


def test_an_item_that_has_its_old_name_back_never_went_from_one_name_to_the_same() -> None:
    first, second = (NoticeLine("a", name, "去派出所。") for name in ("甲", "甲、乙"))
    (said,) = changes(replace(EMPTY, refused=(first,)), replace(EMPTY, refused=(second,)))
    now = replace(EMPTY, refused=(first,))
    (told,) = otherwise((said,), now)
    assert (told.name, told.was, told.said) == ("甲", "甲、乙", "原名“甲、乙”")
    whole = Publication("1", "清单", "", "", TODAY, (said,), "/", "0" * 64)
    assert brought_up(whole, now).changes == ()
    assert otherwise((said,), replace(EMPTY, refused=(second,))) == ()
