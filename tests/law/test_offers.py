"""Offers (承诺与共享登记): nothing asserts a commitment or a look-up but an entry that holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import Catalogue, catalogue
from juzheng.finder import default_finder, matters
from juzheng.finder.answering import answer
from juzheng.law.base.demanders import Demander, governed, is_administrative
from juzheng.law.catalogue import guides, notices, offers
from juzheng.law.catalogue.applicability import Circumstances, decide, facts
from juzheng.law.catalogue.guides import Where
from juzheng.law.catalogue.items import ListKind, Onward, OnwardKind
from juzheng.law.catalogue.offers import ASK, Offer, OfferKind, unfit_offer, worded
from juzheng.law.catalogue.routing import Decision, Outcome

LISTED = catalogue()
BARE = replace(LISTED, offers={})
TODAY = date(2026, 11, 24)
DAYS = (date(2020, 3, 1), date(2021, 12, 31), date(2022, 1, 1), date(2024, 5, 31), TODAY)
PLACES = ("", "110105", "310101", "410202", "420106", "430102", "990121001001")
UNITS = ("", *(one.value for one in Demander))
ASSERTED = {
    Outcome.NOT_NEEDED_COMMITMENT: OfferKind.COMMITMENT,
    Outcome.NOT_NEEDED_DATA: OfferKind.SHARED_DATA,
}
ASSERTING = re.compile(
    "可以(由您本人)?书面承诺，|不用您来证明|共享核查|应(当)?由部门|由该单位自己核查"
)
KINDS = tuple(ASK)
EVERY_ITEM = pytest.mark.parametrize("item", sorted(LISTED.items))


def days_that_matter(item: str, under: Catalogue) -> tuple[date, ...]:
    """Return all days for what an entry names; else when entries begin and end is nothing to it."""
    named = any(item in one.items for one in under.offers.values())
    return DAYS if named else (DAYS[0], TODAY)


def case(place: str, on: date, kind: str, **more: str) -> Circumstances:
    return Circumstances(place, on, demander=kind, **more)


def said(decision: Decision) -> str:
    return "\n".join((decision.reason, *(way.do for way in decision.onward)))


@pytest.mark.slow
@pytest.mark.duty("OP-4.3.a", part="said only where a published text says it of that body")
@pytest.mark.duty("OP-4.4.a", part="said only where a published list offers it")
@EVERY_ITEM
def test_without_an_entry_no_answer_asserts_a_commitment_or_a_look_up(item: str) -> None:
    for place in PLACES:
        for on in days_that_matter(item, BARE):
            for unit in UNITS:
                asked = case(place, on, unit, matter="办理登记、救助、报销、提取小额存款")
                known = facts(LISTED.items[item], BARE, asked)
                assert not known.commitment_allowed
                assert not known.demander_can_check
                decision = decide(LISTED.items[item], BARE, asked)
                assert decision.outcome not in ASSERTED
                assert not ASSERTING.search(said(decision))
                for way in decision.onward:
                    assert way.kind not in KINDS or way == ASK[way.kind]


@pytest.mark.slow
@EVERY_ITEM
def test_what_is_asserted_stands_in_an_entry_that_holds_for_this_very_case(item: str) -> None:
    for place in PLACES:
        for on in days_that_matter(item, LISTED):
            for unit in UNITS:
                decision = decide(LISTED.items[item], LISTED, case(place, on, unit))
                behind = [
                    one
                    for one in LISTED.offers.values()
                    if item in one.items
                    and place.startswith(one.division.rstrip("0"))
                    and one.in_force(on)
                    and LISTED.instruments[one.document].in_force(on)
                    and unit in ("", one.demander)
                ]
                if kind := ASSERTED.get(decision.outcome):
                    (one,) = (one for one in behind if one.kind is kind)
                    assert unit == one.demander
                    assert LISTED.instruments[one.document].title in decision.reason
                    assert one.document in {cited.instrument for cited in decision.citations}
                written = {LISTED.instruments[one.document].title for one in behind}
                for way in decision.onward:
                    if way.kind in KINDS and way != ASK[way.kind]:
                        assert any(f"《{title}》" in way.do for title in written)


def test_legal_aid_takes_a_commitment_since_its_law_is_in_force_and_nobody_else_does() -> None:
    hardship = LISTED.items["NEG-17"]

    def outcome(unit: str, on: date = TODAY, under: Catalogue = LISTED) -> Outcome:
        return decide(hardship, under, case("430102", on, unit)).outcome

    assert outcome("legal_aid") is Outcome.NOT_NEEDED_COMMITMENT
    assert outcome("legal_aid", date(2021, 12, 31)) is Outcome.REFUSE
    assert outcome("legal_aid", under=BARE) is Outcome.REFUSE
    assert {outcome(unit) for unit in UNITS if unit != "legal_aid"} == {Outcome.REFUSE}


@pytest.mark.parametrize(
    ("place", "matter", "outcome"),
    [
        ("310101", "家庭地址注册公司", Outcome.NOT_NEEDED_COMMITMENT),
        ("410202", "开店办营业执照", Outcome.NOT_NEEDED_COMMITMENT),
        ("110105", "住所登记", Outcome.NOT_NEEDED_DATA),
        ("310101", "邻居同意开棋牌室", Outcome.REFUSE),  # another matter
        ("310101", "", Outcome.REFUSE),  # which matter is not known
        ("430102", "家庭地址注册公司", Outcome.REFUSE),  # no document of that place
    ],
)
def test_an_entry_for_a_matter_needs_the_matter(place: str, matter: str, outcome: Outcome) -> None:
    decision = decide(LISTED.items["NEG-19"], LISTED, case(place, TODAY, "market", matter=matter))
    assert decision.outcome is outcome


def test_an_entry_that_names_a_unit_speaks_of_that_unit_alone() -> None:
    one = replace(LISTED.offers["legal-aid-commitment"], unit="示例县法律援助中心")
    under = replace(LISTED, offers={one.id: one})
    for unit, outcome in (
        ("示例县法律援助中心", Outcome.NOT_NEEDED_COMMITMENT),
        ("示例县 法律援助中心 ", Outcome.NOT_NEEDED_COMMITMENT),
        ("示例县法律援助中心第二工作站", Outcome.REFUSE),
        ("", Outcome.REFUSE),
    ):
        asked = case("430102", TODAY, "legal_aid", unit=unit)
        decision = decide(LISTED.items["NEG-17"], under, asked)
        assert decision.outcome is outcome, unit
        # Whoever deals with that unit is told of it; it is said whose it is.
        assert "示例县法律援助中心" in said(decision)


def test_an_entry_falls_with_its_document() -> None:
    law = LISTED.instruments["legal-aid-law"]
    over = {**LISTED.instruments, law.id: replace(law, in_force_until=date(2025, 1, 1))}
    decision = decide(
        LISTED.items["NEG-17"],
        replace(LISTED, instruments=over),
        case("430102", TODAY, "legal_aid"),
    )
    assert decision.outcome is Outcome.REFUSE


@EVERY_ITEM
def test_no_guide_or_board_asserts_what_no_entry_offers(item: str) -> None:
    for place in PLACES:
        made = guides.guide(LISTED.items[item], BARE, Where(place, TODAY))
        assert not [way for way in made.onward if way.kind in KINDS and way != ASK[way.kind]]
        assert not ASSERTING.search("\n".join(way.do for way in made.onward))


def test_the_notice_board_puts_a_way_that_works_first() -> None:
    for line in notices.notice(LISTED, Where("430102", TODAY)).refused:
        assert line.said not in {way.do for way in ASK.values()}, line.name


@pytest.mark.parametrize("matter", sorted(dict(matters())), ids=str)
def test_what_is_no_item_asserts_nothing_either(matter: str) -> None:
    ways = worded(dict(matters())[matter].onward)
    assert all(way == ASK[way.kind] for way in ways if way.kind in KINDS)
    assert not ASSERTING.search("\n".join(way.do for way in ways))


@pytest.mark.parametrize(
    "text", ["医保报销要我开意外受伤的证明", "派出所要我证明没做过传销", "医保局要受伤经过证明"]
)
def test_a_matter_in_words_is_answered_without_asserting(text: str) -> None:
    found = answer(
        text, finder=default_finder(), catalogue=LISTED, matters=dict(matters()), on=TODAY
    )
    assert found.decision is not None
    assert not ASSERTING.search(said(found.decision))
    assert "承诺书" not in said(found.decision)


def test_whom_the_opinion_does_not_govern_is_given_no_duty() -> None:
    departments = {"OP-2.2.b", "OP-4.3.a", "OP-4.4.a"}
    for item in LISTED.items.values():
        for unit in UNITS[1:]:
            decision = decide(item, LISTED, case("430102", TODAY, unit))
            if not is_administrative(unit):
                assert not departments & {cited.duty for cited in decision.citations}
            if not governed(unit):
                assert not any("没有依据的，可以不提供" in way.do for way in decision.onward)


def entry(**changes: object) -> Offer:
    return replace(LISTED.offers["legal-aid-commitment"], **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"items": ()}, "至少写一项"),
        ({"items": ("NEG-99",)}, "NEG-99 这一项不存在"),
        ({"document": "no-such"}, "没有登记"),
        ({"matter": "申请法律援助"}, "怎样认出"),
        ({"in_force_until": date(2022, 1, 1)}, "失效日"),
        ({"issued_on": date(2023, 1, 1)}, "公布日晚于"),
    ],
)
def test_an_entry_that_cannot_stand_is_not_published(changes: dict[str, object], says: str) -> None:
    assert not unfit_offer(entry(), LISTED.items, LISTED.instruments)
    (found,) = unfit_offer(entry(**changes), LISTED.items, LISTED.instruments)
    assert says in found


def test_the_shipped_entries_name_their_source_and_replace_only_what_is_not_issued() -> None:
    assert LISTED.offers
    for one in LISTED.offers.values():
        assert one.source.text
        assert one.provision
        for item in one.items:
            found = LISTED.items[item]
            assert found.kind is ListKind.NEGATIVE or not found.enabled


def test_what_a_way_of_these_kinds_says_itself_is_never_shown() -> None:
    lies = (Onward(OnwardKind.COMMITMENT, "承诺就行"), Onward(OnwardKind.SHARED_DATA, "他们有数据"))
    kept = Onward(OnwardKind.EXISTING_DOCUMENT, "出示户口簿")
    assert worded((*lies, kept)) == (kept, *ASK.values())
    assert offers.standing((), LISTED.instruments, "police") == ()
