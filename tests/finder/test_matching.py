"""A name on somebody's list is matched to the item that it is; what is near is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import Catalogue, catalogue
from juzheng.finder import finder_over
from juzheng.finder.matching import Matcher
from juzheng.law.catalogue.items import ListKind
from juzheng.law.catalogue.lists import ListLine
from juzheng.law.catalogue.naming import How

ON, COUNTY = date(2026, 12, 1), "990121"


def matcher(listed: Catalogue, kind: ListKind = ListKind.NEGATIVE) -> Matcher:
    book = listed.rulebook(COUNTY, ON)
    return Matcher(listed.items.values(), finder_over(listed), book, kind, ON)


@pytest.fixture(scope="module")
def shipped() -> Matcher:
    return matcher(catalogue())


@pytest.mark.parametrize(
    ("name", "how", "item"),
    [
        ("健在证明", How.EXACT, "NEG-10"),
        (" 健 在 证 明 ", How.EXACT, "NEG-10"),
        ("活着证明", How.ALIAS, "NEG-10"),
        ("居民财产证明（含收入）", How.PART, "NEG-17"),
        ("居民财产证明【含收入】", How.PART, "NEG-17"),
        ("死亡证明（非正常死亡）", How.NEAR, "NEG-11"),
        ("死亡证明(非正常死亡)", How.NEAR, "NEG-11"),
        ("死亡证明〔非正常死亡〕", How.NEAR, "NEG-11"),
        ("死亡证明【仅火化用】", How.NEAR, "NEG-11"),
        ("健在证明［领养老金用］", How.NEAR, "NEG-10"),
        ("健在证明（现役军人除外）", How.NEAR, "NEG-10"),
        ("身份证丢失证明", How.NEAR, "NEG-20"),
        ("农机具归属证明", How.NONE, ""),
    ],
)
def test_a_name_is_matched(shipped: Matcher, name: str, how: How, item: str) -> None:
    found = shipped.match(name)
    assert (found.how, found.item) == (how, item)
    assert found.sure == (how not in (How.NEAR, How.NONE))


def test_an_item_of_the_other_kind_of_list_is_no_match() -> None:
    assert matcher(catalogue(), ListKind.ISSUABLE).match("健在证明").item == ""


def named(name: str, item: str = "NEG-10", division: str = COUNTY) -> Catalogue:
    """Return the catalogue where a list of a place calls an item so."""
    listed = catalogue()
    one = replace(
        listed.lists["national-negative-1"],
        id="own",
        division=division,
        lines=(ListLine(item, name=name),),
    )
    return replace(listed, lists={**listed.lists, "own": one})


def test_a_name_already_used_here_is_matched() -> None:
    found = matcher(named("老人生存状态证明")).match("老人生存状态证明")
    assert (found.how, found.item) == (How.LOCAL, "NEG-10")


def test_what_a_list_calls_an_item_is_found_in_its_place_before_anything_else() -> None:
    finder = finder_over(named("死亡证明"))  # elsewhere another item's own name

    assert finder.find("死亡证明", division="990121001001").item == "NEG-10"
    assert finder.find("我要开死亡证明", division=COUNTY).item == "NEG-10"
    assert finder.find("死亡证明", division="420000").item == "NEG-11"
    assert finder.find("死亡证明").item == "NEG-11"


def test_each_of_two_names_on_one_line_is_found() -> None:
    finder = finder_over(named("老人状态证明、存活情况证明"))
    for name in ("老人状态证明", "存活情况证明"):
        found = finder.find(name, division=COUNTY)
        assert (found.item, found.sure) == ("NEG-10", True)


def test_a_local_telling_leads_before_no_name() -> None:
    listed = named("老人生存状态证明")
    finder = finder_over(listed, (("NEG-01", "老人生存状态证明"),))
    assert finder.find("老人生存状态证明", division=COUNTY).item == "NEG-10"
    assert finder.find("老人生存状态证明", division="420000").item == "NEG-01"


def test_of_one_kind_what_the_place_has_for_itself_is_found() -> None:
    listed = catalogue()
    own = replace(listed.items["NEG-10"], id=f"NEG-{COUNTY}-01", divisions=(COUNTY,), aliases=())
    finder = finder_over(replace(listed, items={**listed.items, own.id: own}))

    assert finder.find("健在证明", division=COUNTY).item == own.id
    assert finder.find("健在证明", division="420000").item == "NEG-10"


def test_a_short_name_on_a_list_is_heard_and_one_with_a_comma_of_its_own_is_one() -> None:
    assert finder_over(named("狗证")).find("狗证", division=COUNTY).item == "NEG-10"
    finder = finder_over(named("老人、残疾人状态证明、存活情况证明"))
    for name in ("老人、残疾人状态证明", "存活情况证明"):
        assert finder.find(name, division=COUNTY).item == "NEG-10"
    assert finder.find("老人", division=COUNTY).item != "NEG-10"


def test_names_of_a_list_with_a_last_day_are_heard_until_it_ends() -> None:
    listed = named("死亡证明")
    own = replace(listed.lists["own"], in_force_until=date(2027, 1, 1))
    listed = replace(listed, lists={**listed.lists, "own": own})
    for day, item in ((date(2026, 12, 31), "NEG-10"), (date(2027, 1, 1), "NEG-11")):
        assert finder_over(listed, on=day).find("死亡证明", division=COUNTY).item == item


def test_other_names_make_no_other_finder_and_the_same_names_the_same_one() -> None:
    plain, local = finder_over(catalogue()), finder_over(named("老人生存状态证明"))
    assert local.book is plain.book
    assert finder_over(named("老人生存状态证明")) is local
    assert plain.find("老人生存状态证明", division=COUNTY).item != "NEG-10" or local is not plain
