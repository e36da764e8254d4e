"""Names (名称): the exact name of an item finds it wherever it holds, and no other place's item."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.finder import answering, default_finder, matters, shipped
from juzheng.finder.rules import CLEAR
from juzheng.law.catalogue.routing import Outcome

ITEMS = catalogue().items
FAMILY = {member: family for family in shipped().families for member in family.members()}
BEARERS: dict[str, set[str]] = {}
for _one in ITEMS.values():
    for _name in (_one.name, *_one.aliases):
        BEARERS.setdefault(_name, set()).add(_one.id)
PLACES = {
    "nation": None,
    "Hunan": "430000",
    "Beijing": "110105",
    "Chongqing": "500112",
    "Zhejiang": "330000",
    "Ningbo": "330203",
}


def kin(item: str) -> set[str]:
    """Return what may stand for ``item`` in some place: its kind, and what it is excepted from."""
    family = FAMILY.get(item)
    return {item, *(family.members() if family else ()), ITEMS[item].conflicts_with} - {""}


def asked(name: str) -> tuple[str, ...]:
    return name, f"要开{name}"


def check(name: str, place: str | None) -> None:
    """Hold that ``name`` asked in ``place`` finds a bearer, its kind there, or an honest word."""
    bearers = BEARERS[name]
    kinds = set().union(*map(kin, bearers))
    for text in asked(name):
        found = default_finder().find(text, division=place)
        where = place or found.division or ""  # 家暴证明（北京） names its place itself
        told = f"{text} in {where}: {found.item} {found.matter}"
        assert found.item is not None, told
        if any(ITEMS[one].applies_in(where) for one in kinds):
            assert ITEMS[found.item].applies_in(where), told
        offered = {one.item for one in found.candidates}
        for bearer in bearers:
            if ITEMS[bearer].applies_in(where):
                assert kin(bearer) & offered, told
        if found.item not in kinds:  # the paper without what stands in brackets
            assert ITEMS[found.item].name in name, told


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_name_finds_its_item_or_what_stands_for_it(place: str | None) -> None:
    for name in BEARERS:
        check(name, place)


def test_a_name_finds_its_item_where_it_holds() -> None:
    for name, bearers in BEARERS.items():
        for bearer in bearers:
            here = next(iter(ITEMS[bearer].divisions), None)
            family = FAMILY.get(bearer)
            nearer = family and here and family.at(here) not in (bearer, family.default)
            for text in asked(name):
                found = default_finder().find(text, division=here)
                offered = [one.item for one in found.candidates]
                if nearer or (family and bearer == family.default):
                    assert kin(bearer) & set(offered[:1]), (text, here, found.item)
                else:
                    assert bearer in offered[: len(bearers)], (text, here, found.item)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["430102", "110105", "500112", "330203"])
def test_what_holds_only_elsewhere_is_said_to_be_so(place: str) -> None:
    for name, bearers in BEARERS.items():
        said = answering.answer(
            name,
            finder=default_finder(),
            catalogue=catalogue(),
            matters=dict(matters()),
            on=date(2026, 11, 29),
            division=place,
        )
        assert said.item is not None
        if not said.item.applies_in(place):
            assert said.item.id in bearers
            assert said.decision is not None
            assert said.decision.outcome in (Outcome.TO_CONFIRM, Outcome.REFUSE), name
            assert not any(ITEMS[one].applies_in(place) for one in kin(said.item.id))


def test_the_cooperative_of_chongqing_is_no_answer_in_hunan() -> None:
    name = "农民专业合作社成员农民身份证明"
    found = {
        where: default_finder().find(name, division=code).item for where, code in PLACES.items()
    }
    assert found["Hunan"] == "POS-027"
    assert found["Chongqing"] == "POS-028"
    assert found["Beijing"] == "POS-029"
    for other in ("农民身份（合作社成员）证明", "农民成员身份证明（合作社入社登记）"):
        assert default_finder().find(other, division="430102").item == "POS-027"


def test_one_name_of_several_kinds_is_asked_back() -> None:
    found = default_finder().find("贫困证明", division="441202")
    assert not found.sure
    assert {"NEG-17", "POS-056"} == {one.item for one in found.candidates[:2]}
    assert default_finder().find("贫困证明", division="430102").item == "NEG-17"


def test_what_an_item_is_used_for_offers_it() -> None:
    for item in ITEMS.values():
        here = next(iter(item.divisions), None)
        for use in item.used_for:
            found = default_finder().find(use, division=here)
            offered = {one.item for one in found.candidates}
            users = {one.id for one in ITEMS.values() if use in one.used_for}
            many = len(users) > len(offered) >= 5  # five of them are shown
            clear = found.certainty >= CLEAR  # said so, and meant for something else
            assert found.matter or many or clear or kin(item.id) & offered, (use, here, found.item)


@given(
    st.sampled_from(sorted(BEARERS)),
    st.sampled_from(["", "我要开", "社区能开", "请问"]),
    st.sampled_from(["", "吗", "怎么办理", "?"]),
    st.sampled_from(list(PLACES.values())),
)
def test_asking_in_other_ways_finds_the_same(name, before, behind, place) -> None:
    finder = default_finder()
    plainly = finder.find(name, division=place)
    told = finder.find(before + name + behind, division=place)
    assert told.item == plainly.item
