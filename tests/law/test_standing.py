"""Where an item stands: the shipped catalogue in real places, on real days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.catalogue.prepared import prepared
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.items import CommitteeKind, Instrument, Item, ListKind, basis_in_force
from juzheng.law.catalogue.lists import ChangeKind, Library, ListLine, Rulebook
from juzheng.law.catalogue.looking import Look
from juzheng.law.catalogue.requirements import Requirement
from juzheng.law.catalogue.routing import Decision, Outcome

CATALOGUE = catalogue()
TODAY = date(2026, 11, 22)
DEMO = "990121001001"
BEIJING, HUNAN, CHONGQING, SICHUAN = "110105", "430102", "500103", "510104"
ITEMS = sorted(CATALOGUE.items.values(), key=lambda item: item.id)


def decided(item_id: str, place: str = DEMO, on: date = TODAY, **more: object) -> Decision:
    item = CATALOGUE.items[item_id]
    return decide(
        item,
        CATALOGUE,
        Circumstances(division=place, on=on, **more),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
@pytest.mark.duty("OP-4.2.b")
def test_every_item_has_an_answer_everywhere_whoever_asks(item: Item) -> None:
    for place in ("", DEMO, BEIJING, HUNAN):
        for demander in ("", *Demander):
            decision = decided(item.id, place, demander=str(demander))
            assert decision.outcome.issues or decision.onward


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_no_decision_cites_an_instrument_that_is_not_in_force(item: Item) -> None:
    for on in (date(2020, 2, 28), date(2022, 2, 28), TODAY):
        decision = decided(item.id, on=on)
        for citation in (*decision.citations, *(asked.citation for asked in decision.trace)):
            text = CATALOGUE.instruments.get(citation.instrument)
            assert citation.ours or text.in_force(on), (item.id, on)


def test_the_twenty_are_refused_to_a_bank_from_the_day_of_the_opinion() -> None:
    negative = [item for item in ITEMS if item.kind is ListKind.NEGATIVE]

    assert len(negative) == 20
    for item in negative:
        assert decided(item.id, demander="bank").outcome is Outcome.REFUSE
        assert decided(item.id).trace[-1].rule == "negative_list"
        assert decided(item.id, on=date(2020, 2, 28)).outcome is Outcome.UNRULED


def test_a_beijing_item_is_for_beijing() -> None:
    assert decided("POS-048", BEIJING).outcome.issues
    elsewhere = decided("POS-048", HUNAN)
    assert elsewhere.outcome is Outcome.REFUSE
    assert elsewhere.trace[-1].rule == "negative_list"  # the exception does not reach so far
    assert decided("POS-048", "").outcome is Outcome.TO_CONFIRM  # it depends on the place


def test_where_the_exception_does_not_hold_the_negative_item_shows_the_way() -> None:
    elsewhere = decided("POS-048", HUNAN)
    own = CATALOGUE.items["POS-048"].onward or CATALOGUE.items["NEG-04"].onward

    assert set(own) <= set(elsewhere.onward)


def test_a_division_code_ends_where_its_zeros_begin() -> None:
    # 500000 is Chongqing; cut to "5" it would reach into Sichuan (51…).
    assert decided("POS-028", CHONGQING).outcome.issues
    assert decided("POS-028", SICHUAN).outcome is Outcome.TO_CONFIRM


def test_a_lapsed_instrument_carries_nothing_from_its_last_day() -> None:
    # Lists start with the Opinion; the regulation on cooperatives' registration ended 2022-03-01.
    item = CATALOGUE.items["POS-027"]
    instruments = CATALOGUE.instruments
    lapsed = [basis for basis in item.basis if instruments[basis.instrument].in_force_until]

    assert lapsed
    for on, carries in ((date(2022, 2, 28), True), (date(2022, 3, 1), False)):
        found = basis_in_force(replace(item, basis=tuple(lapsed)), instruments, on)
        assert bool(found) is carries


def test_a_committee_of_the_other_kind_cannot_issue() -> None:
    item = next(i for i in ITEMS if i.enabled and i.committees == (CommitteeKind.VILLAGERS,))
    villagers = decided(item.id, committee=CommitteeKind.VILLAGERS)
    residents = decided(item.id, committee=CommitteeKind.RESIDENTS)

    assert villagers.outcome.issues
    assert residents.outcome is Outcome.REFUSE
    assert "村民委员会" in residents.reason


def test_the_law_that_asks_for_the_committees_paper_is_not_talked_away() -> None:
    # POS-001: the adoption measures name the committee; no department may be told to look it up.
    assert decided("POS-001", demander="civil_affairs").outcome is Outcome.TIME_LIMITED


def test_a_disabled_item_is_refused_only_for_a_reason_of_its_own() -> None:
    disabled = [item for item in ITEMS if not item.enabled]

    assert any(item.refused_because for item in disabled)
    for item in disabled:
        for place in ("", BEIJING, HUNAN, *item.divisions):
            decision = decided(item.id, place)
            if decision.trace[-1].rule == "outside_duties":
                assert not item.committees  # the law gives it to none of them
            elif item.refused_because:
                assert (decision.outcome, decision.reason) == (Outcome.REFUSE, item.refused_because)
            elif decision.trace[-1].rule != "negative_list":
                assert decision.outcome is Outcome.TO_CONFIRM


def test_a_bank_that_insists_in_writing_opens_the_transition() -> None:
    insisted = decided("NEG-01", demander="bank", still_demanded=True)
    risky = decided("NEG-01", demander="bank", still_demanded=True, legal_risk=True)
    unverifiable = decided("NEG-01", demander="bank", still_demanded=True, verifiable=False)

    assert insisted.outcome is Outcome.TRANSITIONAL
    assert risky.outcome is Outcome.DELIBERATE
    assert unverifiable.outcome is Outcome.REFUSE


@dataclass(frozen=True)
class Governing:
    """The shipped catalogue with one region's prepared list published on top."""

    items: Mapping[str, Item]
    instruments: Mapping[str, Instrument]
    library: Library
    looked: Mapping[str, Look] = field(default_factory=dict)

    def rulebook(self, division: str, on: date) -> Rulebook:
        return self.library.rulebook(division, on)


def with_hubei() -> Governing:
    hubei = prepared("hubei-2020")
    instruments = {**CATALOGUE.instruments, **hubei.instruments}
    return Governing(
        {**CATALOGUE.items, **hubei.items},
        instruments,
        Library(
            [*CATALOGUE.lists.values(), *hubei.lists.values()],
            CATALOGUE.unlisted.values(),
            instruments,
            CATALOGUE.offers.values(),
        ),
    )


def test_where_a_province_is_silent_the_national_list_speaks_and_its_transition_stays() -> None:
    under, alive = with_hubei(), CATALOGUE.items["NEG-10"]
    for place in ("420106", HUNAN):
        here = Circumstances(place, TODAY, demander="insurer")
        assert decide(alive, under, here).trace[-1].rule == "negative_list"
        insisted = replace(here, still_demanded=True)
        assert decide(alive, under, insisted).outcome is Outcome.TRANSITIONAL


def test_an_old_list_that_took_an_item_off_or_narrowed_it_opens_nothing() -> None:
    for line in (
        ListLine("NEG-10", ChangeKind.REMOVE),
        ListLine("NEG-10", ChangeKind.NARROW, demanders=("bank",)),
        ListLine("NEG-10", demanders=("bank",)),
        ListLine("NEG-10", ChangeKind.NARROW, name="在世证明", demanders=("bank",)),
    ):
        county = replace(
            CATALOGUE.lists["national-negative-1"], id="county", division="370902", lines=(line,)
        )
        library = Library([*CATALOGUE.lists.values(), county], (), CATALOGUE.instruments)
        under = Governing(CATALOGUE.items, CATALOGUE.instruments, library)
        here = Circumstances("370902001", TODAY, demander="insurer")
        assert decide(CATALOGUE.items["NEG-10"], under, here).trace[-1].rule == "negative_list"


def test_a_province_cites_its_own_list_for_what_it_added() -> None:
    under = with_hubei()
    added = under.items["NEG-420000-02"]
    there = decide(added, under, Circumstances("420106", TODAY))
    elsewhere = decide(added, under, Circumstances(HUNAN, TODAY))

    assert there.trace[-1].rule == "negative_list"
    assert there.citations[0].instrument == "hubei-2020-32"
    # What Hubei found says nothing of Hunan's rules: nobody has looked there.
    assert elsewhere.outcome is Outcome.TO_CONFIRM
    assert "还没有人查过" in elsewhere.reason


def test_where_a_city_says_so_an_item_on_no_list_may_be_issued_in_three_cases() -> None:
    item = replace(CATALOGUE.items["NEG-10"], id="NEG-440400-99")

    def said(place: str, **more: bool) -> Decision:
        return decide(item, CATALOGUE, Circumstances(place, TODAY, demander="bank", **more))

    assert said("440402").outcome is Outcome.REFUSE
    assert said("440402", public_interest=True).outcome is Outcome.DELIBERATE
    outside = said("440402", outside_demander=True)
    assert outside.outcome is Outcome.TRANSITIONAL
    assert Requirement.WRITTEN_DEMAND in outside.requires
    assert outside.citations[0].instrument == "zhuhai-guide-2022"
    assert Requirement.RISK_ASSESSMENT in said("440402", legal_risk=True).requires
    assert said(HUNAN, outside_demander=True).outcome is Outcome.REFUSE


def test_a_list_may_narrow_an_item_to_one_kind_of_unit() -> None:
    kin = next(
        item
        for item in ITEMS
        if item.enabled and item.kind is ListKind.ISSUABLE and not item.divisions
    )
    narrowed = replace(
        CATALOGUE.lists["national-issuable"],
        id="city",
        division="370900",
        lines=(ListLine(kin.id, ChangeKind.NARROW, demanders=("notary",)),),
    )
    under = Governing(
        CATALOGUE.items,
        CATALOGUE.instruments,
        Library([*CATALOGUE.lists.values(), narrowed], (), CATALOGUE.instruments),
    )

    def said(demander: str) -> Decision:
        return decide(kin, under, Circumstances("370902", TODAY, demander=demander))

    assert said("notary").outcome.issues
    assert not said("bank").outcome.issues
    assert "公证机构" in said("").reason
