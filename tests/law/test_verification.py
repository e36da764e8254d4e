"""What counts as confirmed (核查)."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.base.citations import ON_THE_SPOT, house
from juzheng.law.cases.verification import (
    Check,
    Means,
    Result,
    besides,
    claimed,
    confirmed,
    counts,
    fits,
    misfit,
    named,
    open_facts,
)
from juzheng.law.catalogue.items import FactToVerify

LIVES = FactToVerify("lives", "实际居住", "{name}现居住在{address}。", ("入户查看",))
CARES = FactToVerify("cares", "能够照料", "{name}能够照料被收养人。", ("走访询问",))
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def check(
    means: Means = Means.HOME_VISIT,
    result: Result = Result.CONFIRMED,
    on: date = MONDAY,
    fact: str = "lives",
) -> Check:
    return Check(fact, means, result, "经办人", on, "样例")


# Every history of up to three checks of one fact, in the order recorded, on one day.
ONE = [check(means, result) for means, result in product(Means, Result)]
HISTORIES = [history for n in range(4) for history in product(ONE, repeat=n)]


def test_every_history_is_decided_by_the_last_check_that_says_something() -> None:
    for history in HISTORIES:
        expected = False
        for one in history:
            if one.result is Result.FAILED:
                expected = False
            elif one.means is not Means.OWN_STATEMENT:
                expected = True
        assert confirmed(LIVES, history) is expected, history


def test_nobody_is_his_own_witness() -> None:
    statements = [check(Means.OWN_STATEMENT), check(Means.OWN_STATEMENT, on=TUESDAY)]
    assert not confirmed(LIVES, statements)
    assert confirmed(LIVES, [*statements, check(Means.NEIGHBOURS)])


@pytest.mark.parametrize("means", [means for means in Means if means is not Means.OWN_STATEMENT])
def test_every_other_means_confirms_alone(means: Means) -> None:
    assert confirmed(LIVES, [check(means)])


def test_a_failed_check_blocks_until_a_later_one_confirms() -> None:
    seen, failed = check(), check(Means.NEIGHBOURS, Result.FAILED, TUESDAY)
    assert not confirmed(LIVES, [seen, failed])
    assert confirmed(LIVES, [failed, seen])  # of an earlier day by a clock that was set back
    assert confirmed(LIVES, [failed, check(Means.ARCHIVE, on=TUESDAY)])


def test_an_applicant_who_takes_it_back_leaves_it_open() -> None:
    assert not confirmed(LIVES, [check(), check(Means.OWN_STATEMENT, Result.FAILED, TUESDAY)])


def test_a_check_speaks_for_its_own_fact_only() -> None:
    assert confirmed(CARES, [check(fact="cares")])
    assert not confirmed(LIVES, [check(fact="cares")])
    assert open_facts([], []) == ()


def test_each_open_fact_says_why_and_where_it_is_written() -> None:
    nothing = open_facts([LIVES, CARES], [])
    assert [fact.key for fact in nothing] == ["lives", "cares"]
    assert "“实际居住”还没有核实" in nothing[0].message
    assert nothing[0].citation is ON_THE_SPOT
    (stated,) = open_facts([LIVES], [check(Means.OWN_STATEMENT)])
    assert "不能单独作为核实依据" in stated.message
    assert stated.citation == house("当事人不能自己给自己作证")
    (failed,) = open_facts([LIVES], [check(result=Result.FAILED)])
    assert "不能确认" in failed.message
    assert failed.citation is ON_THE_SPOT


def test_a_fact_is_open_until_it_is_confirmed() -> None:
    for history in HISTORIES[:500]:
        assert bool(open_facts([LIVES], history)) is not confirmed(LIVES, history)


def test_every_way_that_the_catalogue_names_can_be_written_down() -> None:
    ways = {way for item in catalogue().items.values() for one in item.facts for way in one.means}
    for way in sorted(ways):
        assert named(FactToVerify("x", "某事", "某事。", (way,))), way


@pytest.mark.parametrize(
    ("way", "means"),
    [
        ("委托人到场当面签名并核对身份证", (Means.SIGNED_BEFORE,)),
        ("视频见证并留存记录", (Means.SIGNED_BEFORE,)),
        ("当面或视频询问委托人并记录", (Means.ASKED,)),
        ("实地查看并丈量", (Means.SITE_VISIT,)),
        ("三方共同到场查看、拍照，在查验记录上签名", (Means.SITE_VISIT, Means.SIGNED_BEFORE)),
        ("查验居民户口簿", (Means.ORIGINAL,)),
    ],
)
def test_a_way_is_read_as_what_it_says_and_no_more(way: str, means: tuple[Means, ...]) -> None:
    assert named(FactToVerify("x", "某事", "某事。", (way,))) == means


def test_the_ways_stand_in_the_order_in_which_the_catalogue_names_them() -> None:
    """One key at the counter states the first: it must be the one that the page names first."""
    fact = FactToVerify("met", "见到本人", "见到。", ("当面见到本人", "核对居民身份证", "入户查看"))
    assert named(fact)[:2] == (Means.ASKED, Means.ORIGINAL)
    turned = FactToVerify("met", "见到本人", "见到。", fact.means[::-1])
    assert named(turned)[0] is Means.HOME_VISIT


@pytest.mark.duty("OP-2.3.d")
def test_what_somebody_says_or_signs_counts_only_where_that_is_the_way() -> None:
    said = {Means.ASKED, Means.SIGNED_BEFORE, Means.SIGNED_KEPT}
    asked = FactToVerify("why", "原因", "说明原因。", ("当面询问当事人并记录",))
    assert counts(Means.ASKED, asked)
    assert not counts(Means.ASKED, LIVES)
    assert not said & {*named(LIVES), *besides(LIVES)}
    assert {one for one in Means if not one.of_any_fact} == said | {Means.OWN_STATEMENT}


@pytest.mark.duty("OP-2.3.d")
def test_no_fact_is_confirmed_otherwise_than_its_sentence_says() -> None:
    household = catalogue().items["NEG-01"].facts[0]
    asked = Check(household.key, Means.NEIGHBOURS, Result.CONFIRMED, "经办人", MONDAY)
    assert not confirmed(household, [asked])
    (left,) = open_facts([household], [asked])
    assert left.misfit
    assert "查阅本委员会登记资料" in left.why
    assert Means.OWN_REGISTER.label in left.remedy
    read = Check(household.key, Means.OWN_REGISTER, Result.CONFIRMED, "经办人", MONDAY)
    assert confirmed(household, [asked, read])
    assert confirmed(household, [read, asked])  # what tells nothing takes nothing back either
    vain = Check(household.key, Means.NEIGHBOURS, Result.FAILED, "经办人", MONDAY)
    assert not confirmed(household, [read, vain])  # a look in vain counts, however one looked


def test_every_sentence_can_be_established_by_a_way_that_the_catalogue_names() -> None:
    facts = [(item.id, one) for item in catalogue().items.values() for one in item.facts]
    for item_id, fact in facts:
        assert any(fits(way, fact) for way in named(fact)), (item_id, fact.key)
    assert {key.rpartition("-")[0] for key, fact in facts if claimed(fact)[0]} == {"NEG", "POS"}


@pytest.mark.parametrize(
    ("sentence", "means"),
    [
        ("经查验证件，{a}的婚姻状况：{b}。", {Means.ORIGINAL}),
        ("经查验证件或者部门核查，{a}的婚姻状况：{b}。", {Means.ORIGINAL, Means.AUTHORITY_REPLY}),
        ("经入户查看，{a}为独户居住。", {Means.HOME_VISIT}),
        ("经走访，{a}住在{b}。", {Means.NEIGHBOURS}),
        ("发现{a}，经本委员会现场查看属实。", {Means.SITE_VISIT}),
        ("经查阅村集体档案，{a}。", {Means.ARCHIVE}),
        ("{a}现居住在{b}。", set(Means)),
    ],
)
def test_a_sentence_says_by_which_means_it_is_true(sentence: str, means: set[Means]) -> None:
    fact = FactToVerify("x", "某事", sentence, ())
    assert {one for one in Means if fits(one, fact)} == means
    assert {one for one in Means if misfit(one, fact) is None} == means | {
        one for one in Means if not one.confirms
    }
