"""The shipped catalogue: whole, sourced, and fit to publish."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from juzheng.catalogue import catalogue, schemas
from juzheng.catalogue.checking import check
from juzheng.catalogue.entries import Calendar
from juzheng.law.base import citations
from juzheng.law.cases.transition import ReviewRule
from juzheng.law.cases.wording import forbidden
from juzheng.law.catalogue.fitness import unfit, unfit_as_shipped
from juzheng.law.catalogue.items import (
    CommitteeKind,
    Confidence,
    DeliberationNeed,
    Handling,
    Instrument,
    Item,
    ListKind,
    OnwardKind,
    basis_in_force,
)
from juzheng.law.catalogue.lists import ItemList, UnlistedPolicy
from juzheng.law.supervision.exposure import Limits

TODAY = date(2026, 11, 22)
NEGATIVE = [f"NEG-{number:02d}" for number in range(1, 21)]
POSITIVE = [f"POS-{number:03d}" for number in range(1, 99)]
NATIONAL = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 15, 17, 18, 19, 21, 25}
REGIONAL = {
    "POS-010": "330000",
    "POS-028": "500000",
    "POS-035": "330000",
    "POS-036": "330100",
    "POS-037": "330200",
    "POS-038": "330500",
    "POS-040": "370000",
    "POS-041": "110000",
    "POS-042": "441500",
    "POS-046": "110000",
    "POS-048": "110000",
    "POS-064": "331000",
    "POS-065": "331100",
    "POS-066": "330900",
    "POS-069": "500000",
    "POS-070": "500000",
    "POS-071": "410100",
    "POS-073": "411100",
    "POS-074": "370100",
    "POS-076": "330100",
    "POS-077": "370000",
    "POS-078": "110000",
    "POS-079": "441800",
    "POS-080": "330200",
    "POS-081": "330100",
    "POS-082": "410100",
    "POS-083": "370700",
    "POS-084": "370200",
    "POS-085": "371500",
    "POS-086": "370300",
    "POS-087": "370100",
    "POS-090": "441800",
    "POS-091": "371500",
    "POS-092": "370300",
    "POS-093": "330100",
    "POS-094": "310000",
    "POS-095": "330200",
    "POS-096": "411000",
    "POS-098": "330600",
}

items = catalogue().items
each_item = pytest.mark.parametrize("item", items.values(), ids=list(items))
each_negative = pytest.mark.parametrize("name", NEGATIVE)


def test_nothing_is_wrong_with_the_folder():
    assert check(on=TODAY) == ()


def test_every_item_of_the_sources_is_present():
    assert sorted(items) == NEGATIVE + POSITIVE


def test_the_first_batch_is_in_the_order_of_the_annex():
    batch = catalogue().lists["national-negative-1"]

    assert [line.item for line in batch.lines] == NEGATIVE
    assert batch.official
    assert batch.issued_on == date(2020, 2, 29)
    assert [items[name].name for name in NEGATIVE[:3]] == [
        "亲属关系证明",
        "居民身份信息证明",
        "户口登记项目内容变更申请证明",
    ]


def test_just_these_positive_items_are_enabled():
    enabled = {name for name in POSITIVE if items[name].enabled}

    assert enabled == {f"POS-{number:03d}" for number in NATIONAL} | set(REGIONAL)


@pytest.mark.parametrize(("name", "division"), REGIONAL.items())
def test_a_regional_item_applies_in_its_region_only(name, division):
    item = items[name]

    assert item.divisions == (division,)
    assert item.applies_in(division)
    assert item.applies_in(division[:4] + "05")
    assert not item.applies_in("990121")


@each_negative
def test_every_negative_item_shows_a_way_onward(name):
    item = items[name]

    assert item.kind is ListKind.NEGATIVE
    assert item.enabled
    assert item.in_force(date(2020, 2, 29))
    assert not item.in_force(date(2020, 2, 28))
    assert item.onward
    for way in item.onward:
        assert isinstance(way.kind, OnwardKind)
        assert way.do
        assert way.source is not None
        assert way.source.confidence is not Confidence.LOW


@each_negative
def test_a_negative_item_has_no_basis_that_could_carry_a_certificate(name):
    assert basis_in_force(items[name], catalogue().instruments, TODAY) == ()


@each_item
def test_an_enabled_item_passes_the_gate_and_another_says_why_not(item):
    if item.enabled:
        assert unfit_as_shipped(item, catalogue().instruments, TODAY) == ()
        assert item.confidence is not Confidence.LOW
        assert not item.disabled_reason
    else:
        assert item.disabled_reason.endswith("。")


@each_item
def test_every_item_keeps_its_sources_and_says_what_is_unverified(item):
    assert item.sources
    assert item.unverified
    assert item.summary
    assert item.onward


@each_item
def test_no_electronic_file_passes_for_the_original(item):
    assert not item.electronic_original
    assert any("电子文件只是备查件" in line for line in item.unverified)


@each_item
def test_a_simple_item_is_done_on_the_spot(item):
    assert (item.handling is Handling.SIMPLE) == (item.limit_working_days == 0)


@each_item
def test_deliberation_that_is_required_has_its_numbers(item):
    if item.deliberation is DeliberationNeed.REQUIRED:
        assert item.deliberation_rule is not None
        assert item.deliberation_rule.source.text


@each_item
def test_every_sentence_can_stand_on_a_certificate_whatever_is_chosen(item):
    names = {
        "applicant": "张三",
        "committee": "示例社区居民委员会",
        "recipient": "甲",
        "purpose": "乙",
    }
    texts = {question.key: "丙" for question in item.questions}
    for question in item.questions:
        for choice in question.choices or ("丙",):
            answers = names | texts | {question.key: choice}
            for fact in item.facts:
                assert forbidden(fact.sentence.format(**answers)) == ()


@each_item
def test_demanders_are_kinds_of_unit_and_never_one_named_unit(item):
    for demander in item.demanders:
        assert not any(mark in demander for mark in ("支行", "有限公司", "示例", "第一"))


def test_nothing_quotes_the_annex():
    opinion = catalogue().paragraphs[citations.OPINION]

    assert not any("附件：" in one.text or "附件1" in one.text for one in opinion)
    for name in NEGATIVE:
        assert any("附件该项的说明栏原文没有见到" in line for line in items[name].unverified)


def test_the_opinion_itself_can_carry_no_item():
    opinion = catalogue().instruments[citations.OPINION]

    assert opinion.in_force(TODAY)
    assert not opinion.binding


def test_every_citation_of_the_law_is_a_clause_of_the_opinion():
    clauses = catalogue().clauses
    for citation in citations.ALL:
        assert citation.provision.startswith(clauses[citation.duty].where)
    assert len(clauses) == 24


def test_a_lapsed_basis_carried_its_item_until_the_day_it_was_repealed():
    item, instruments = items["POS-027"], catalogue().instruments

    assert unfit(item, instruments, date(2022, 2, 28)) == ()
    assert unfit(item, instruments, date(2022, 3, 1))
    assert item.in_force(date(2022, 2, 28))
    assert not item.in_force(date(2022, 3, 1))
    assert not item.enabled


@pytest.mark.parametrize(
    ("name", "negative"),
    [
        ("POS-033", "NEG-17"),
        ("POS-034", "NEG-17"),
        ("POS-048", "NEG-04"),
        ("POS-049", "NEG-04"),
        ("POS-050", "NEG-11"),
    ],
)
def test_regional_exceptions_name_the_negative_item(name, negative):
    assert items[name].conflicts_with == negative


def test_land_goes_to_outsiders_only_with_two_thirds_of_all():
    rule = items["POS-018"].deliberation_rule

    assert rule is not None
    assert rule.majority == "2/3"
    assert rule.majority_of_entitled
    assert rule.source.confidence is Confidence.HIGH


@pytest.mark.parametrize(
    ("kind", "body", "quorum"),
    [
        (CommitteeKind.RESIDENTS, "居民会议或者居民代表会议", "1/2"),
        (CommitteeKind.VILLAGERS, "村民会议或者村民代表会议", "2/3"),
    ],
)
def test_each_kind_of_committee_has_its_usual_deliberation(kind, body, quorum):
    rule = catalogue().procedure_for(items["NEG-01"], kind)

    assert (rule.kind, rule.quorum, rule.majority) == (body, quorum, "1/2")


def test_a_design_value_is_called_one():
    for procedure in catalogue().procedures.values():
        words = procedure.rule.source.text + procedure.rule.note
        if procedure.rule.source.confidence is not Confidence.HIGH:
            assert "本项目建议" in words or "公开答复" in words


def test_the_divisions_are_the_nation_and_a_fictional_district():
    divisions = catalogue().divisions
    real = [one for one in divisions.values() if not one.fictional]

    assert [sum(one.level == level for one in real) for level in (1, 2, 3)] == [34, 333, 2847]
    assert not any(one.code.startswith("99") for one in real)
    assert [one.name for one in catalogue().path_of("990121")] == ["示例省", "示例市", "示例县"]
    assert all(one.source and one.as_of for one in divisions.values())


def test_the_demo_committees_are_one_of_each_kind_and_fictional():
    committees = catalogue().committees.values()

    assert {one.kind for one in committees} == set(CommitteeKind)
    assert all(one.fictional and "虚构" in one.phone for one in committees)


def test_a_year_without_a_holiday_notice_is_not_known():
    calendar = catalogue().calendar

    assert calendar.first_year <= 2026 == calendar.last_year


def test_the_calendar_knows_as_much_as_the_library():
    from chinese_calendar.constants import holidays

    calendar = catalogue().calendar
    assert min(holidays).year == calendar.first_year
    assert max(holidays).year == calendar.last_year


@pytest.mark.parametrize(
    ("schema", "cls", "only_in_files"),
    [
        ("items", Item, set()),
        ("instruments", Instrument, {"clauses", "paragraphs"}),
        ("lists", ItemList, set()),
        ("unlisted", UnlistedPolicy, set()),
        ("calendars", Calendar, set()),
        ("deadlines", Limits, set()),
        ("reviews", ReviewRule, set()),
    ],
)
def test_the_schema_explains_every_field_that_the_reader_knows(schema, cls, only_in_files):
    explained = schemas.schema(schema)["properties"]

    assert set(explained) == {field.name for field in fields(cls)} | only_in_files
    assert all(one.get("description") for one in explained.values())
