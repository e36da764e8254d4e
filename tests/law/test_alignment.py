"""Alignment (衔接比对), OP-4.2.a: exactly what differs is named, with both texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.catalogue.prepared import prepared
from juzheng.law.catalogue import alignment
from juzheng.law.catalogue.alignment import AlignedDemand, FindingKind, Weight
from juzheng.law.catalogue.items import (
    Confidence,
    Instrument,
    Item,
    ListKind,
    OnwardKind,
    Source,
)
from juzheng.law.catalogue.lists import ChangeKind, Library, ListLine, Rulebook
from juzheng.law.catalogue.looking import Look

CATALOGUE = catalogue()
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Governing:
    items: Mapping[str, Item]
    instruments: Mapping[str, Instrument]
    library: Library
    looked: Mapping[str, Look] = field(default_factory=dict)

    def rulebook(self, division: str, on: date) -> Rulebook:
        return self.library.rulebook(division, on)


def with_lists(*more, items=None, instruments=None) -> Governing:
    instruments = {**CATALOGUE.instruments, **(instruments or {})}
    library = Library([*CATALOGUE.lists.values(), *more], CATALOGUE.unlisted.values(), instruments)
    return Governing({**CATALOGUE.items, **(items or {})}, instruments, library)


@pytest.fixture(scope="module")
def hubei() -> Governing:
    ready = prepared("hubei-2020")
    return with_lists(*ready.lists.values(), items=ready.items, instruments=ready.instruments)


def test_exactly_hubeis_differences_are_named(hubei):
    nation, province = hubei.rulebook("", TODAY), hubei.rulebook("420000", TODAY)

    found = alignment.between(nation, province, hubei.items)
    assert [(one.kind, one.item) for one in found] == [
        (FindingKind.EXTRA, "NEG-420000-01"),
        (FindingKind.EXTRA, "NEG-420000-02"),
        (FindingKind.RENAMED, "NEG-03"),
        (FindingKind.RENAMED, "NEG-14"),
    ]
    assert found[3].sentence == "上级叫“婚育状况证明”，下级叫“生育状况证明”。"
    assert not alignment.between(nation, hubei.rulebook("430000", TODAY), hubei.items)


def test_what_is_narrowed_is_said():
    one = replace(
        CATALOGUE.lists["national-issuable"],
        id="city",
        division="370900",
        lines=(ListLine("POS-001", ChangeKind.NARROW, demanders=("bank",)),),
    )
    under = with_lists(one)
    found = alignment.between(
        under.rulebook("", TODAY), under.rulebook("370900", TODAY), under.items
    )

    assert [(one.kind, one.sentence) for one in found] == [
        (FindingKind.NARROWED, "上级的清单没有限定，下级的清单限定为：向银行提供。")
    ]


def test_local_law_against_the_national_list_shows_both_texts_and_the_rule():
    under = with_lists()
    beijing = alignment.with_the_law(under, "110000", TODAY)
    conflicts = [one for one in beijing if one.kind is FindingKind.CONTRADICTING]

    assert conflicts
    for one in conflicts:
        instruments = {citation.instrument for citation in one.citations}
        assert "opinion-2020-20" in instruments
        assert len(instruments) > 1
        assert alignment.LOCAL_LAW_STANDS in one.sentence
    hunan = alignment.with_the_law(under, "430000", TODAY)
    assert not [one for one in hunan if one.kind is FindingKind.CONTRADICTING]


def test_the_nation_sees_every_conflict_those_not_enabled_too():
    found = {one.item: one for one in alignment.conflicts(CATALOGUE, "", TODAY)}

    assert {"POS-048", "POS-050"} <= found.keys()  # dogs in Beijing, cremation in Henan
    assert "没有启用" in found["POS-050"].sentence
    assert {one.item for one in alignment.conflicts(CATALOGUE, "410000", TODAY)} <= found.keys()
    assert not alignment.conflicts(CATALOGUE, "430000", TODAY)


def test_a_lapsed_text_is_found_on_its_day():
    item = replace(CATALOGUE.items["POS-027"], enabled=True, in_force_until=None)
    under = with_lists(items={item.id: item})

    def lapsed(on):
        found = alignment.with_the_law(under, "", on)
        return [one.item for one in found if one.kind is FindingKind.LAPSED]

    assert "POS-027" not in lapsed(date(2022, 2, 28))
    assert "POS-027" in lapsed(date(2022, 3, 1))


def test_a_withdrawn_item_needs_a_way_that_works():
    weak = Source("听说", Confidence.LOW)
    alive = CATALOGUE.items["NEG-10"]
    lost = replace(alive, onward=tuple(replace(way, source=weak) for way in alive.onward))
    found = alignment.with_the_law(with_lists(items={"NEG-10": lost}), "", TODAY)

    assert [(one.kind, one.item) for one in found if one.kind is FindingKind.VACUUM] == [
        (FindingKind.VACUUM, "NEG-10")
    ]
    assert found[-1].severity is Weight.HARM


@pytest.mark.parametrize("kind", ["commitment", "shared_data", "ask_for_basis"])
def test_what_may_only_be_asked_is_no_way(kind):
    alive = CATALOGUE.items["NEG-10"]
    way = next(way for way in alive.onward if way.kind is OnwardKind.OTHER_AUTHORITY)
    only = replace(way, kind=OnwardKind(kind), where="x")
    assert alignment.has_way(alive, CATALOGUE.instruments, TODAY)
    assert not alignment.has_way(replace(alive, onward=(only,)), CATALOGUE.instruments, TODAY)


def test_two_lists_may_narrow_an_item_away():
    def narrowed(division, demander):
        return replace(
            CATALOGUE.lists["national-issuable"],
            id=f"of-{division}",
            division=division,
            lines=(ListLine("POS-001", ChangeKind.NARROW, demanders=(demander,)),),
        )

    under = with_lists(narrowed("370000", "bank"), narrowed("370900", "school"))
    (found,) = alignment.between(
        under.rulebook("370000", TODAY), under.rulebook("370900", TODAY), under.items
    )
    assert found.sentence == "上级的清单限定为：向银行提供，下级的清单限定得一家也不剩。"


def test_a_way_that_leans_on_a_lapsed_text_works_until_its_last_day():
    cited = Source("农民专业合作社登记管理条例第十一条", Confidence.HIGH)
    alive = CATALOGUE.items["NEG-10"]
    item = replace(alive, onward=tuple(replace(way, source=cited) for way in alive.onward))
    under = with_lists(items={"NEG-10": item})

    def vacuums(on):
        found = alignment.with_the_law(under, "", on)
        return [one.sentence for one in found if one.kind is FindingKind.VACUUM]

    assert vacuums(date(2022, 2, 28)) == []
    (said,) = vacuums(date(2022, 3, 1))
    assert "《农民专业合作社登记管理条例》当日没有效力" in said
    # One other way that stands is enough.
    rescued = replace(item, onward=(*item.onward, alive.onward[0]))
    assert alignment.has_way(rescued, CATALOGUE.instruments, TODAY)


def test_the_shipped_lists_leave_no_vacuum():
    found = alignment.with_the_law(CATALOGUE, "", TODAY)

    assert not [one for one in found if one.kind is FindingKind.VACUUM]


def test_demands_are_held_against_the_lists():
    book = CATALOGUE.rulebook("", TODAY)
    demands = [
        AlignedDemand("健在证明", "NEG-10", "某保险公司", False),
        AlignedDemand("从未出国证明", "", "某旅行社", False),
        AlignedDemand("收养人情况证明", "POS-001", "某民政局", True),
    ]
    found = alignment.with_demands(book, CATALOGUE.items, demands)

    assert (found[0].kind, found[0].item) == (FindingKind.CONTRADICTING, "NEG-10")
    assert found[1].kind is FindingKind.UNLISTED
    assert "没有写明依据" in found[1].sentence
    unregistered = {one.item for one in found if one.kind is FindingKind.UNREGISTERED}
    assert "POS-001" not in unregistered
    listed = {entry.item for entry in book.listed(ListKind.ISSUABLE)}
    assert unregistered == listed - {"POS-001"}


def test_a_narrowed_line_speaks_only_against_the_units_it_names():
    one = replace(
        CATALOGUE.lists["national-negative-1"],
        id="city",
        division="370900",
        lines=(ListLine("NEG-370900-01", demanders=("bank",)),),
    )
    own = replace(CATALOGUE.items["NEG-10"], id="NEG-370900-01")
    under = with_lists(one, items={own.id: own})
    book = under.rulebook("370900", TODAY)

    def kinds(demander):
        demand = AlignedDemand("健在证明", "NEG-370900-01", "某单位", False, demander)
        found = alignment.with_demands(book, under.items, [demand])
        return [each.kind for each in found if each.item == "NEG-370900-01"]

    assert kinds("bank") == kinds("") == [FindingKind.CONTRADICTING]
    assert kinds("insurer") == []


def test_an_empty_register_shows_nothing():
    assert alignment.with_demands(CATALOGUE.rulebook("", TODAY), CATALOGUE.items, []) == ()


def test_a_kind_on_a_list_below_is_no_other_name_for_the_whole():
    own = CATALOGUE.lists["national-negative-1"]
    lines = (
        ListLine("NEG-17", name="房产证明"),
        ListLine("NEG-10", ChangeKind.RENAME, name="在世"),
    )
    under = with_lists(replace(own, id="county", division="990121", lines=lines))
    found = alignment.between(
        under.rulebook("", TODAY), under.rulebook("990121", TODAY), under.items
    )
    said = [one.sentence for one in found if one.kind is FindingKind.RENAMED]
    assert said == ["上级叫“健在证明”，下级叫“在世”。"]
