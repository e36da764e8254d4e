"""Guides: one source for the page, the paper and every channel (办事指南)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.cases import samples
from juzheng.law.catalogue import guides, notices, requirements, ways
from juzheng.law.catalogue.applicability import Governing
from juzheng.law.catalogue.guides import Guide, Venue, Where
from juzheng.law.catalogue.items import CommitteeKind, Item, ListKind
from juzheng.law.catalogue.materials import MaterialForm, material
from juzheng.law.catalogue.routing import Outcome
from tests.law.test_standing import with_hubei

CATALOGUE = catalogue()
HUBEI_TOO = with_hubei()
TODAY = date(2026, 11, 22)
LAPSED = date(2022, 3, 1)
PLACES = ("", "420000", "430000", "110000", "440400", "990121")


def of(item: str, division: str = "", on: date = TODAY, under: Governing = CATALOGUE) -> Guide:
    return guides.guide(under.items[item], under, Where(division, on))


@pytest.mark.parametrize("item", CATALOGUE.items.values(), ids=lambda item: item.id)
def test_every_item_has_a_guide_everywhere(item: Item) -> None:
    """OP-2.3.b: procedure, limit, purpose, flow, basis; OP-4.2.b: or a way that works instead."""
    for division in PLACES:
        guide = of(item.id, division)
        assert guide.fee == "不收费"
        assert guide.complaints
        assert guide.name
        assert guide.reason
        if guide.issued:
            assert all((guide.steps, guide.issuers, guide.checks, guide.limit))
            assert any(one.in_force and one.checked for one in guide.basis) or division == "440400"
        else:
            assert guide.onward
            assert not any((guide.steps, guide.materials, guide.questions, guide.checks))


@pytest.mark.parametrize("item", CATALOGUE.items.values(), ids=lambda item: item.id)
@pytest.mark.duty("OP-2.3.b")
def test_the_guide_says_what_the_desk_decides(item: Item) -> None:
    for division in PLACES:
        where = Where(division, TODAY, committee=CommitteeKind.VILLAGERS)
        guide = guides.guide(item, CATALOGUE, where)
        decision = guides.decided(item, CATALOGUE, where)
        assert guide.issued == decision.outcome.issues
        assert guide.onward == ways.on_paper(decision.onward)
        assert not any("选好" in way.do or "本页" in way.where for way in guide.onward)
        assert tuple(step.name for step in guide.steps) == decision.steps


def test_every_step_has_somebody_who_takes_it() -> None:
    assert all(step and role for _, step, role in requirements.STEPS)
    assert len({step for _, step, _ in requirements.STEPS}) == len(requirements.STEPS)


def test_a_lapsed_instrument_turns_the_guide_into_one_to_the_way_onward() -> None:
    adoption = CATALOGUE.instruments["adoption-registration"]
    lapsing = replace(
        CATALOGUE,
        instruments={
            **CATALOGUE.instruments,
            adoption.id: replace(adoption, in_force_until=LAPSED),
        },
    )
    before, after = (of("POS-001", on=on, under=lapsing) for on in (date(2022, 2, 28), LAPSED))
    assert before.issued
    assert not after.issued
    assert after.onward
    assert [one.mark for one in after.basis] == ["当日没有效力"]
    board = notices.notice(lapsing, Where("", LAPSED))
    assert "POS-001" not in {line.item for line in board.issued}


def test_a_province_calls_an_item_by_its_own_name() -> None:
    assert of("NEG-14").name == "婚育状况证明"
    assert of("NEG-14", "420000", under=HUBEI_TOO).name == "生育状况证明"
    assert of("NEG-14", "430000", under=HUBEI_TOO).name == "婚育状况证明"


def test_a_material_says_original_or_copy_only_where_the_item_does() -> None:
    forms = {material(name).form for name in ("结婚证原件", "户口簿复印件", "结婚证")}
    assert forms == set(MaterialForm)


def test_the_version_changes_with_the_words_and_not_with_the_day() -> None:
    guide = of("POS-001")
    assert of("POS-001", on=date(2026, 11, 23)).version == guide.version
    assert replace(guide, limit_working_days=4).version != guide.version
    assert len(guide.digest) == 64


@pytest.mark.duty("OP-3.1.c")
def test_the_notice_lists_the_twenty_with_a_way_each_and_what_is_issued() -> None:
    notice = notices.notice(CATALOGUE, Where("", TODAY))
    assert len(notice.refused) == 20
    assert all(line.said for line in notice.refused)
    assert [line.item for line in notice.issued] == [
        item.id
        for item in CATALOGUE.items.values()
        if item.kind is not ListKind.NEGATIVE
        and guides.decided(item, CATALOGUE, Where("", TODAY)).outcome.issues
    ]


def test_hubei_puts_its_two_on_its_board_beside_the_nations_twenty() -> None:
    notice = notices.notice(HUBEI_TOO, Where("420000", TODAY))
    assert len(notice.refused) == 22
    assert {"健在证明", "生育状况证明", "缴费票据遗失证明", "转学证明"} <= {
        line.name for line in notice.refused
    }


def test_a_guide_names_the_lists_that_the_item_stands_on_here() -> None:
    def lists(item: str, division: str) -> list[str]:
        return [one.id for one in of(item, division, under=HUBEI_TOO).lists]

    assert lists("NEG-10", "430000") == ["national-negative-1"]
    assert lists("NEG-10", "420000") == ["national-negative-1"]
    assert lists("NEG-14", "420000") == ["national-negative-1", "hubei-negative-1"]


def test_before_the_opinion_there_is_nothing_to_put_up() -> None:
    notice = notices.notice(CATALOGUE, Where("", date(2020, 2, 28)))
    assert (notice.refused, notice.issued) == ((), ())
    decision = guides.decided(CATALOGUE.items["NEG-01"], CATALOGUE, Where("", date(2020, 2, 28)))
    assert decision.outcome is Outcome.UNRULED


@pytest.mark.parametrize("item", CATALOGUE.items.values(), ids=lambda item: item.id)
def test_a_sample_is_whole_and_nobodys(item: Item) -> None:
    for division in item.divisions or ("",):
        guide = of(item.id, division)
        sample = samples.sample(guide)
        assert (sample is not None) == guide.issued
        if sample is not None:
            assert sample.number == ""
            assert sample.title == item.certificate_title
            assert sample.applicant_name == samples.PERSON
            assert "{" not in "".join(fact.sentence for fact in sample.facts)


def test_a_sample_names_the_office_it_is_shown_for() -> None:
    office = Venue("示例社区居民委员会")
    where = Where("990121", TODAY, committee=CommitteeKind.RESIDENTS, office=office)
    sample = samples.sample(guides.guide(CATALOGUE.items["POS-001"], CATALOGUE, where))
    assert sample is not None
    assert sample.committee == office.name
