"""Listed (列在哪里、叫什么): by what name, and on which lists, the same at every door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from juzheng.catalogue import Catalogue, catalogue
from juzheng.law.catalogue import listed as listed_as
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.guides import Where, guide
from juzheng.law.catalogue.items import ListKind
from juzheng.law.catalogue.lists import ChangeKind, ListLine

TODAY = date(2026, 11, 30)


def on_paper(name: str, item: str = "NEG-17", change: ChangeKind = ChangeKind.ADD) -> Catalogue:
    """Return the catalogue with a county's list that has ``item`` under ``name``."""
    listed = catalogue()
    above = listed.lists["national-negative-1"]
    line = ListLine(item, change, name=name)
    own = replace(above, id="county", title="县清单", division="990121", batch=1, lines=(line,))
    return replace(listed, lists=MappingProxyType({**listed.lists, own.id: own}))


@pytest.mark.parametrize(
    ("name", "change", "called"),
    [
        ("房产证明", ChangeKind.ADD, "居民财产证明"),  # a nickname, or one kind of it
        ("居民财产证明", ChangeKind.ADD, "居民财产证明"),
        ("居民财产证明、房产证明", ChangeKind.ADD, "居民财产证明"),
        ("房产证明", ChangeKind.RENAME, "房产证明"),  # the officer said so
        ("居民财产证明、家底单", ChangeKind.ADD, "居民财产证明"),  # one that only comes near
        ("房产证明、存款证明", ChangeKind.ADD, "居民财产证明"),  # two kinds of it on one paper
        ("居民财产证明、家底单", ChangeKind.RENAME, "居民财产证明、家底单"),
    ],
)
def test_a_nickname_or_a_kind_on_a_list_does_not_rename_the_whole(
    name: str, change: ChangeKind, called: str
) -> None:
    listed = on_paper(name, change=change)
    book = listed.rulebook("990121", TODAY)
    item = listed.items["NEG-17"]
    assert listed_as.called(item, book) == called
    assert guide(item, listed, Where("990121", TODAY)).name == called


def test_a_later_list_takes_back_no_name_that_was_given_by_renaming() -> None:
    listed = on_paper("在世证明", "NEG-10", ChangeKind.RENAME)
    first = listed.lists["county"]
    line = ListLine("NEG-10", name="健在证明、老人证明")
    later = replace(first, id="later", batch=2, lines=(line,))
    both = replace(listed, lists=MappingProxyType({**listed.lists, later.id: later}))
    item, book = both.items["NEG-10"], both.rulebook("990121", TODAY)
    assert listed_as.called(item, book) == "在世证明"
    assert "老人证明" in listed_as.also(item, book)


def test_a_bracketed_kind_does_not_rename_either() -> None:
    listed = on_paper("健在证明（养老金）", "NEG-10")
    item = listed.items["NEG-10"]
    assert listed_as.called(item, listed.rulebook("990121", TODAY)) == item.name


def test_a_county_that_repeats_a_national_line_is_named_beside_the_nation() -> None:
    listed = on_paper("")
    item = listed.items["NEG-17"]
    title = listed.lists["national-negative-1"].title
    for one in (listed, on_paper("房产证明"), on_paper("房产证明", change=ChangeKind.RENAME)):
        book = one.rulebook("990121", TODAY)
        titles = [each.title for each in listed_as.naming(book, ListKind.NEGATIVE, "NEG-17")]
        assert titles == [title, "县清单"]
        assert [each.title for each in guide(item, one, Where("990121", TODAY)).lists] == titles
        found = decide(item, one, Circumstances("990121", TODAY))
        assert f"这一项列入《{title}》、《县清单》" in found.reason
        assert (
            found.citations[0] == decide(item, catalogue(), Circumstances("", TODAY)).citations[0]
        )
