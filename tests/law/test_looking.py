"""Not looked at is no "no": no refusal of the catalogue rests on our own ignorance."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product
from types import MappingProxyType

import pytest

from juzheng.catalogue import Catalogue, catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.applicability import Circumstances, decide, standing
from juzheng.law.catalogue.items import Confidence, Item, ListKind, Source
from juzheng.law.catalogue.looking import Known, Look, LookLine, unfit_look
from juzheng.law.catalogue.routing import Decision, Outcome

CATALOGUE = catalogue()
ON = date(2026, 11, 29)
LISHUI, HUZHOU, LONGQUAN, DEMO = "331100", "330500", "331181", "990121"
OURS = re.compile(  # what we know of our own files, and no resident has to hear
    "没有启用|未启用|停用|没有?取得|未取得|单一来源|自有知识|待核|待复核|转述|镜像|没有核实|"
    "未核实|没有查到|可信程度|本项目"
)
BASIS = {
    "instrument": "huzhou-property-regulation",
    "provision": "第四十七条",
    "checked": "对照原文",
}


def look(*lines: LookLine, division: str = LISHUI, whole: bool = False) -> Look:
    source = Source("丽水市民政局查证", Confidence.HIGH)
    return Look(division, "查证", division, date(2026, 11, 1), None, whole, lines, "", source)


def with_looks(*looks: Look) -> Catalogue:
    return replace(CATALOGUE, looked=MappingProxyType({one.id: one for one in looks}))


def at(item: str, place: str, under: Catalogue = CATALOGUE, on: date = ON) -> Decision:
    return decide(under.items[item], under, Circumstances(place, on))


@pytest.mark.slow
@pytest.mark.parametrize("item", CATALOGUE.items.values(), ids=lambda item: item.id)
def test_no_refusal_rests_on_our_ignorance_anywhere_whoever_asks(item: Item) -> None:
    towns = [code for code, one in CATALOGUE.divisions.items() if one.level < 3]
    asked = [*product(towns, ("", "police")), *product(("", DEMO, LISHUI), Demander)]
    for place, demander in asked:
        said = decide(item, CATALOGUE, Circumstances(place, ON, demander=str(demander)))
        assert not OURS.search(" ".join((said.reason, *(each.answer for each in said.trace))))
        if said.trace[-1].rule == "without_basis" and item.kind is not ListKind.NEGATIVE:
            # Somebody looked at the place, or the law itself says so.
            assert place.startswith("99") or item.refused_because, (place, demander)
        if said.outcome is Outcome.TO_CONFIRM:
            assert item.kind is not ListKind.NEGATIVE
            assert said.onward


def test_a_place_that_nobody_looked_at_is_not_told_no() -> None:
    said = at("POS-038", LISHUI)
    assert said.outcome is Outcome.TO_CONFIRM
    assert "还没有人查过" in said.reason
    assert any("写明" in way.do for way in said.onward)  # meanwhile: the unit gives its basis
    assert at("POS-038", HUZHOU).outcome.issues


def test_without_a_place_the_answer_asks_for_it() -> None:
    said = at("POS-038", "")
    assert said.outcome is Outcome.TO_CONFIRM
    assert "您在哪里" in said.reason
    assert "选好" in said.onward[0].do


def test_where_all_was_looked_at_silence_is_a_no() -> None:
    assert at("POS-038", LISHUI, with_looks(look(whole=True))).outcome is Outcome.REFUSE
    assert at("POS-038", LONGQUAN, with_looks(look(whole=True))).outcome is Outcome.REFUSE
    assert at("POS-038", "330100", with_looks(look(whole=True))).outcome is Outcome.TO_CONFIRM
    before = at("POS-038", LISHUI, with_looks(look(whole=True)), date(2026, 10, 31))
    assert before.outcome is Outcome.TO_CONFIRM
    assert at("POS-038", DEMO).outcome is Outcome.REFUSE


def test_an_official_list_of_what_may_be_issued_is_a_look() -> None:
    shipped = CATALOGUE.lists["national-issuable"]
    own = replace(shipped, id="lishui", division=LISHUI, official=True)
    under = replace(CATALOGUE, lists=MappingProxyType({**CATALOGUE.lists, "lishui": own}))
    assert at("POS-038", LISHUI, under).outcome is Outcome.REFUSE
    unofficial = replace(own, official=False)
    under = replace(under, lists=MappingProxyType({**CATALOGUE.lists, "lishui": unofficial}))
    assert at("POS-038", LISHUI, under).outcome is Outcome.TO_CONFIRM


def test_what_was_found_is_answered_with_what_it_rests_on() -> None:
    yes = look(LookLine("POS-038", may=True, limit_working_days=3, **BASIS))
    said = at("POS-038", LONGQUAN, with_looks(yes))
    assert said.outcome is Outcome.TIME_LIMITED
    assert said.limit_working_days == 3
    assert "huzhou-property-regulation" in {one.instrument for one in said.citations}
    no = look(LookLine("POS-038", may=False, reason="丽水的条例第五十条已经改由业主委员会核实。"))
    refused = at("POS-038", LISHUI, with_looks(no))
    assert refused.outcome is Outcome.REFUSE
    assert refused.reason == "丽水的条例第五十条已经改由业主委员会核实，不予出具。"


def test_the_nearest_place_that_looked_is_heard() -> None:
    no = look(LookLine("POS-038", may=False, reason="市里已经查过，没有"))
    yes = look(LookLine("POS-038", may=True, **BASIS), division=LONGQUAN)
    assert at("POS-038", LISHUI, with_looks(no, yes)).outcome is Outcome.REFUSE
    assert at("POS-038", LONGQUAN, with_looks(no, yes)).outcome.issues


def test_what_was_found_passes_the_same_gate_as_an_item() -> None:
    def faults(line: LookLine) -> tuple[str, ...]:
        return unfit_look(look(line), CATALOGUE.items, CATALOGUE.instruments, ON)

    assert faults(LookLine("POS-038", may=True, **BASIS)) == ()
    assert faults(LookLine("POS-038", may=True, **{**BASIS, "checked": ""}))
    assert faults(LookLine("POS-038", may=True, **{**BASIS, "instrument": "zhaoqing-list"}))
    assert faults(LookLine("POS-055", may=True, **BASIS))  # names no fact to verify
    assert faults(LookLine("POS-038", may=False))
    assert faults(LookLine("NEG-01", may=True, **BASIS))
    assert faults(LookLine("POS-999", may=False, reason="没有"))
    assert unfit_look(replace(look(), id="x"), CATALOGUE.items, CATALOGUE.instruments, ON)


def test_a_basis_that_lapsed_is_not_a_no_and_one_to_come_is() -> None:
    item = CATALOGUE.items["POS-038"]
    text = CATALOGUE.instruments["huzhou-property-regulation"]

    def stands(**dates: date | None) -> Known:
        later = MappingProxyType({**CATALOGUE.instruments, text.id: replace(text, **dates)})
        under = replace(CATALOGUE, instruments=later)
        return standing(item, under, Circumstances(HUZHOU, ON)).known

    assert stands() is Known.YES
    assert stands(in_force_until=date(2026, 1, 1)) is Known.UNKNOWN
    assert stands(in_force_from=None) is Known.UNKNOWN
    assert stands(in_force_from=date(2027, 1, 1)) is Known.NO
