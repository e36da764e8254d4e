"""Ways onward with conditions: what was said orders them, nothing is lost, one stays open."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.catalogue.sheets.entry_cells import SEPARATORS
from juzheng.finder import matters
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue import personal, to_units, ways
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.items import Circumstance, Onward, OnwardKind
from juzheng.law.catalogue.offers import ASK, only_asks, worded

C = Circumstance
TODAY = date(2026, 11, 29)
LISTED = catalogue()
ITEMS = {code: item for code, item in LISTED.items.items() if item.onward}
MATTERS = dict(matters())
OWN = {**{code: one.onward for code, one in ITEMS.items()}} | {
    code: one.onward for code, one in MATTERS.items()
}
PLACES = ("", "990121", "110105", "500101")
# What begins with a condition that is nobody's circumstance, but the unit's or the paper's.
NOT_OF_A_PERSON = (
    "单位招人要查的",  # not every employer may have it looked up
    "需要情况说明的",
    "需要的",
    "要本人认证的",
    "对方要说法的",
    "对推荐有疑问的",
    "对要不要证明有疑问的",
    "要说明农民身份的",
    "有成员证书、承包经营权证、林权证的",
)
BEGINS_WITH_A_CONDITION = re.compile("([^，。：]{1,30}的|[^，。：]{2,12}丢了)，")


def sets_that_matter(own: tuple[Onward, ...]) -> list[tuple[Circumstance, ...]]:
    """Return no, each, and each two of the circumstances that bear on ``own``; and all of them."""
    asked = {one for way in own for one in (*way.when, *way.unless)}
    bearing = [one for one in C if personal.bears_on(one, asked)]
    return [(), *((one,) for one in bearing), *itertools.combinations(bearing, 2), tuple(bearing)]


def insist(own: tuple[Onward, ...], known: tuple[Circumstance, ...]) -> None:
    left, aside = ways.sorted_by(own, known)
    assert Counter(left + aside) == Counter(own)  # nothing lost, nothing twice
    assert bool(left) == bool(own)
    # The oracle: who is it for, by hand.
    so = personal.with_what_follows(known)
    against = [
        not so.isdisjoint(way.unless)
        or (way.when != () and all(personal.ruled_out(one, so) for one in way.when))
        for way in own
    ]
    if all(against):  # nobody is left without a way
        assert (left, aside) == (own, ())
        return
    assert Counter(aside) == Counter(way for way, one in zip(own, against, strict=True) if one)
    place = {way: own.index(way) for way in own}
    meant = [not so.isdisjoint(way.when) for way in left]
    assert meant == sorted(meant, reverse=True)  # what is meant for it first
    for group in (True, False):  # and else the order of the catalogue
        kept = [place[way] for way, one in zip(left, meant, strict=True) if one is group]
        assert kept == sorted(kept)
    if not known:
        assert (left, aside) == (own, ())


@pytest.mark.parametrize("code", sorted(OWN))
def test_what_was_said_orders_the_ways_and_loses_none(code: str) -> None:
    for own in (OWN[code], worded(OWN[code])):
        for known in sets_that_matter(own):
            insist(own, known)


@settings(max_examples=300)
@given(st.sampled_from(sorted(OWN)), st.sets(st.sampled_from(list(C)), max_size=8))
def test_whatever_was_said_one_way_is_left_open(code: str, known: set[Circumstance]) -> None:
    insist(worded(OWN[code]), tuple(known))


WAYS = st.builds(
    Onward,
    st.just(OnwardKind.OTHER_AUTHORITY),
    st.text("甲乙丙丁", min_size=1, max_size=6),
    when=st.lists(st.sampled_from(list(C)[:12]), max_size=2, unique=True).map(tuple),
    unless=st.lists(st.sampled_from(list(C)[:12]), max_size=2, unique=True).map(tuple),
)


@given(st.lists(WAYS, max_size=5, unique=True).map(tuple), st.sets(st.sampled_from(list(C)[:12])))
def test_made_up_ways_are_ordered_by_the_same_rule(
    own: tuple[Onward, ...], known: set[Circumstance]
) -> None:
    insist(own, tuple(known))


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_a_decision_has_the_same_ways_whatever_was_said(code: str) -> None:
    for place, unit in itertools.product(PLACES, ("", Demander.BANK.value)):
        plain = decide(ITEMS[code], LISTED, Circumstances(place, TODAY, demander=unit))
        for known in sets_that_matter(ITEMS[code].onward)[:40]:
            asked = Circumstances(place, TODAY, demander=unit, told=known)
            made = decide(ITEMS[code], LISTED, asked)
            assert Counter(made.onward + made.aside) == Counter(plain.onward)
            assert made.outcome is plain.outcome
            assert made.outcome.issues or made.onward


def first(item: str, *known: Circumstance) -> Onward:
    return decide(LISTED.items[item], LISTED, Circumstances("", TODAY, told=known)).onward[0]


def aside(item: str, *known: Circumstance) -> str:
    told = decide(LISTED.items[item], LISTED, Circumstances("", TODAY, told=known)).aside
    return "\n".join(way.do for way in told)


def test_a_lost_birth_certificate_is_not_to_be_shown() -> None:
    for known in (C.BIRTH_CERTIFICATE_LOST, C.BIRTH_CERTIFICATE_NEVER):
        assert "补发" in first("NEG-09", known).do
        assert "出示《出生医学证明》" in aside("NEG-09", known)


def test_who_never_married_shows_no_marriage_certificate() -> None:
    assert first("NEG-08", C.NEVER_MARRIED).kind is OnwardKind.COMMITMENT
    assert "结婚证" in aside("NEG-08", C.NEVER_MARRIED)
    assert "结婚证" in first("NEG-08", C.MARRIED).do
    assert "离婚证" in first("NEG-08", C.DIVORCED).do
    assert "死亡证明" in first("NEG-08", C.WIDOWED).do or first("NEG-08", C.WIDOWED).when


def test_who_died_at_home_is_not_told_of_hospitals_first() -> None:
    assert "在家里" in first("NEG-11", C.DIED_AT_HOME).do
    assert "在医院" in aside("NEG-11", C.DIED_AT_HOME)
    assert first("NEG-11", C.DIED_ABNORMALLY, C.DIED_AT_HOME).where == "公安机关"
    assert "户口注销" in first("NEG-11", C.DIED_LONG_AGO, C.DIED_AT_HOME).do


def test_nothing_said_changes_nothing() -> None:
    assert "在医院" in first("NEG-11").do
    assert aside("NEG-11") == ""


def test_who_says_one_thing_rules_out_only_its_alternatives() -> None:
    assert personal.ruled_out(C.DIED_IN_HOSPITAL, [C.DIED_AT_HOME])
    assert not personal.ruled_out(C.DIED_ABNORMALLY, [C.DIED_AT_HOME])
    assert not personal.ruled_out(C.MARRIED, [C.MARRIED, C.DIVORCED])  # married again
    assert C.SINGLE in personal.with_what_follows([C.WIDOWED])
    assert C.SINGLE not in personal.with_what_follows([C.DIVORCED, C.MARRIED])
    assert personal.briefly((C.NEVER_MARRIED, C.SINGLE)) == (C.NEVER_MARRIED,)


def test_where_one_may_only_ask_it_is_for_the_same_people() -> None:
    """What a commitment says is not shown without an entry; for whom it was is."""
    asks = [way for way in worded(ITEMS["NEG-08"].onward) if only_asks(way)]
    assert [way.when for way in asks] == [(C.SINGLE,), ()]
    assert asks[0].said.startswith("现在没有配偶的：")
    assert all(only_asks(way) for way in ASK.values())


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_a_condition_in_the_words_is_one_in_the_data(code: str) -> None:
    for way in ITEMS[code].onward:
        if BEGINS_WITH_A_CONDITION.match(way.do) and not way.do.startswith(NOT_OF_A_PERSON):
            assert way.when or way.unless, way.do


def test_every_circumstance_is_needed_by_a_way_and_named_once() -> None:
    used = {one for own in OWN.values() for way in own for one in (*way.when, *way.unless)}
    assert used == set(C)
    assert len({one.label for one in C}) == len(C)
    assert not any(SEPARATORS.search(one.label) for one in C)  # several stand in one cell


@pytest.mark.parametrize("code", sorted(OWN))
def test_no_way_is_for_and_against_the_same(code: str) -> None:
    assert all(set(way.when).isdisjoint(way.unless) for way in OWN[code])


def test_a_unit_is_told_what_it_is_asked_and_not_to_ask_itself() -> None:
    look = ASK[OnwardKind.SHARED_DATA]
    own = Onward(OnwardKind.EXISTING_DOCUMENT, "出示户口簿。")
    shown, said = to_units.for_the_unit([own, replace(look, how_long="当天")])
    assert shown.do == "居民出示户口簿。"
    assert (said.kind, said.do) == (look.kind, "请先查一查，共享数据里有没有这项信息。")
    assert "要您开证明" not in said.where
