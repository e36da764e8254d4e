"""Standing in (同类替代): what a place's own paper gives way to, and what it never becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from juzheng.catalogue import Catalogue, catalogue
from juzheng.finder import default_finder, shipped
from juzheng.finder.classifying import classify
from juzheng.finder.standing import find, used
from juzheng.finder.words import Family, matters
from juzheng.law.catalogue.applicability import Circumstances, decide, standing
from juzheng.law.catalogue.looking import Known
from juzheng.law.catalogue.routing import Outcome

LISTED, FINDER = catalogue(), default_finder()
TODAY = date(2026, 11, 29)
SHANGHAI, BEIJING, NINGBO = "310104", "110106", "330203"
VIOLENCE = "被婆家人打，妇女主任来过，要记录"


def known(item: str, place: str, on: date = TODAY, under: Catalogue = LISTED) -> Known:
    return standing(under.items[item], under, Circumstances(place, on)).known


def members() -> list[tuple[Family, str, str]]:
    return [
        (one, one.by_place[code], code.ljust(6, "0"))
        for one in shipped().families
        for code in one.by_place
    ]


def test_what_stands_in_always_issues_and_is_of_the_same_kind() -> None:
    swapped = set()
    for family, item, place in members():
        found = used(item, place, finder=FINDER, catalogue=LISTED, on=TODAY)
        if found != item:
            swapped.add((item, found))
            assert known(item, place) is Known.UNKNOWN
            assert decide(LISTED.items[found], LISTED, Circumstances(place, TODAY)).outcome.issues
            assert found in family.members()
    assert swapped == {("POS-044", "POS-021"), ("POS-045", "POS-021")}


def test_an_exception_that_nobody_read_does_not_become_a_refusal() -> None:
    found = find("办狗证要居委会证明", finder=FINDER, catalogue=LISTED, on=TODAY, division="410302")
    assert found.item == "POS-049"
    assert "NEG-04" in {one.item for one in found.candidates}
    said = decide(LISTED.items["POS-049"], LISTED, Circumstances("410302", TODAY))
    assert said.outcome is Outcome.TO_CONFIRM


def test_a_lapsed_paper_gives_way_on_its_day_and_not_before() -> None:
    """A city's paper in use gives way to its province's once the city's text has lapsed."""
    text = LISTED.instruments["ningbo-spatial-regulation"]
    texts = {**LISTED.instruments, text.id: replace(text, in_force_until=date(2026, 7, 1))}
    province = replace(LISTED.items["POS-040"], id="POS-039", divisions=("330000",))
    under = replace(
        LISTED,
        instruments=MappingProxyType(texts),
        items=MappingProxyType({**LISTED.items, "POS-039": province}),
    )

    def at(on: date) -> str:
        return used("POS-095", NINGBO, finder=FINDER, catalogue=under, on=on)

    assert at(date(2026, 6, 30)) == "POS-095"
    assert at(date(2026, 7, 1)) == "POS-039"


def test_what_stands_in_is_offered_first_and_the_places_own_after_it() -> None:
    found = find(VIOLENCE, finder=FINDER, catalogue=LISTED, on=TODAY, division=SHANGHAI)
    assert found.item == found.candidates[0].item == "POS-021"
    assert "POS-045" in {one.item for one in found.candidates}
    early = date(2022, 12, 31)  # Shanghai's own was still in force
    own = find(VIOLENCE, finder=FINDER, catalogue=LISTED, on=early, division=SHANGHAI)
    assert own.item == "POS-045"


def test_a_national_paper_stands_in_until_the_places_own_begins_and_after_it_ended() -> None:
    """农民专业合作社登记管理条例 carried it until 2022-03-01, 重庆's own rule from 2022-09-01."""
    told = "合作社登记，村委会出农民身份证明"

    def at(on: date, place: str = "500101") -> tuple[str, Outcome]:
        found = find(told, finder=FINDER, catalogue=LISTED, on=on, division=place).item or ""
        return found, decide(LISTED.items[found], LISTED, Circumstances(place, on)).outcome

    assert at(date(2022, 2, 28)) == ("POS-027", Outcome.ON_THE_SPOT)
    assert at(date(2022, 3, 1))[1] is Outcome.TO_CONFIRM  # what held then nobody has read
    assert at(date(2022, 9, 1)) == ("POS-028", Outcome.TIME_LIMITED)
    assert at(TODAY, "")[1] is Outcome.TO_CONFIRM


def test_reports_are_sorted_by_what_is_in_use() -> None:
    _, found = classify(
        f"法院{VIOLENCE}",
        finder=FINDER,
        catalogue=LISTED,
        matters=dict(matters()),
        on=TODAY,
        division=BEIJING,
    )
    assert found.item == "POS-021"
