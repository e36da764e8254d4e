"""Not looked at is no "no": no refusal of the catalogue rests on our own ignorance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from juzheng.catalogue import Catalogue, catalogue
from juzheng.law.catalogue.applicability import Circumstances, decide, standing
from juzheng.law.catalogue.items import Confidence, Source
from juzheng.law.catalogue.looking import Known, Look, LookLine, unfit_look
from juzheng.law.catalogue.routing import Decision, Outcome

CATALOGUE = catalogue()
ON = date(2026, 11, 29)
LISHUI, HUZHOU, LONGQUAN, DEMO, ZHEJIANG = "331100", "330500", "331181", "990121", "330000"
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


def test_a_place_that_nobody_looked_at_is_not_told_no() -> None:
    said = at("POS-038", LISHUI)
    assert said.outcome is Outcome.TO_CONFIRM
    assert "还没有人查过" in said.reason
    assert any("写明" in way.do for way in said.onward)  # meanwhile: the unit gives its basis
    assert at("POS-038", HUZHOU).outcome.issues


def test_without_a_place_the_answer_asks_for_it() -> None:
    said = at("POS-038", "")
    assert said.outcome is Outcome.TO_CONFIRM
    assert "要看在哪个地方" in said.reason
    assert "选好" in said.onward[0].do


def test_a_place_that_is_too_wide_is_asked_for_the_nearer_one_whoever_looked() -> None:
    looked = with_looks(look(whole=True, division=ZHEJIANG))
    for said in (at("POS-038", ZHEJIANG), at("POS-038", ZHEJIANG, looked)):
        assert said.outcome is Outcome.TO_CONFIRM
        assert "要看在哪个地方" in said.reason
        assert "选好" in said.onward[0].do
    assert at("POS-038", LISHUI, looked).outcome is Outcome.REFUSE


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


def test_what_is_not_known_is_said_of_the_text_that_was_read() -> None:
    read = at("POS-032", "410100")
    assert read.outcome is Outcome.TO_CONFIRM
    assert "河南省" in read.reason
    assert "第十一条" in read.reason
    unread = at("POS-054", "441200")
    assert unread.outcome is Outcome.TO_CONFIRM
    assert "还没有核对原文" in unread.reason


def test_what_its_last_day_put_out_of_use_was_in_use_before() -> None:
    assert at("POS-027", "", on=date(2022, 2, 28)).outcome is Outcome.ON_THE_SPOT
    gone = at("POS-027", "", on=date(2022, 3, 1))
    assert gone.outcome is Outcome.REFUSE
    assert "废止" in gone.reason


def test_what_was_found_passes_the_same_gate_as_an_item() -> None:
    def faults(line: LookLine) -> tuple[str, ...]:
        return unfit_look(look(line), CATALOGUE.items, CATALOGUE.instruments, ON)

    assert faults(LookLine("POS-038", may=True, **BASIS)) == ()
    assert faults(LookLine("POS-038", may=True, **{**BASIS, "checked": ""}))
    assert faults(LookLine("POS-038", may=True, **{**BASIS, "instrument": "zhaoqing-list"}))
    assert faults(LookLine("POS-055", may=True, **BASIS))  # names no fact to verify
    assert faults(LookLine("POS-038", may=False))
    assert faults(LookLine("NEG-01", may=True, **BASIS))
    county = {**CATALOGUE.items, "NEG-X": replace(CATALOGUE.items["NEG-01"], divisions=(HUZHOU,))}
    no = look(LookLine("NEG-X", may=False, reason="丽水没有规定"))
    assert not unfit_look(no, county, CATALOGUE.instruments, ON)
    assert faults(LookLine("POS-999", may=False, reason="没有"))
    assert unfit_look(replace(look(), id="x"), CATALOGUE.items, CATALOGUE.instruments, ON)


def test_neither_a_basis_that_lapsed_nor_one_to_come_is_a_no() -> None:
    item = CATALOGUE.items["POS-038"]
    text = CATALOGUE.instruments["huzhou-property-regulation"]

    def stands(**dates: date | None) -> Known:
        later = MappingProxyType({**CATALOGUE.instruments, text.id: replace(text, **dates)})
        under = replace(CATALOGUE, instruments=later)
        return standing(item, under, Circumstances(HUZHOU, ON)).known

    assert stands() is Known.YES
    assert stands(in_force_until=date(2026, 1, 1)) is Known.UNKNOWN
    assert stands(in_force_from=None) is Known.UNKNOWN
    assert stands(in_force_from=date(2027, 1, 1)) is Known.UNKNOWN  # the one before: unread
    assert stands(wording_from=date(2027, 1, 1)) is Known.UNKNOWN
