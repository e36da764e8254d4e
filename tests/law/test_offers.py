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
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.guides import Where
from juzheng.law.catalogue.items import ListKind, Onward, OnwardKind
from juzheng.law.catalogue.offers import ASK, Offer, only_asks, unfit_offer, worded
from juzheng.law.catalogue.routing import Decision, Outcome

LISTED = catalogue()
BARE = replace(LISTED, offers={})
TODAY = date(2026, 11, 24)
PLACES = ("", "110105", "310101", "410202", "420106", "430102", "990121001001")
UNITS = ("", *(one.value for one in Demander))
ASSERTING = re.compile(
    "可以(由您本人)?书面承诺，|不用您来证明|共享核查|应(当)?由部门|由该单位自己核查"
)
KINDS = tuple(ASK)
EVERY_ITEM = pytest.mark.parametrize("item", sorted(LISTED.items))


def case(place: str, on: date, kind: str, **more: str) -> Circumstances:
    return Circumstances(place, on, demander=kind, **more)


def said(decision: Decision) -> str:
    return "\n".join((decision.reason, *(way.do for way in decision.onward)))


def test_legal_aid_may_take_a_commitment_since_its_law_is_in_force_and_nobody_else_may() -> None:
    """法律援助法 第四十一条: the agency looks it up *or* takes a promise; which, it decides."""
    hardship = LISTED.items["NEG-17"]

    def answered(unit: str, on: date = TODAY, under: Catalogue = LISTED) -> Decision:
        return decide(hardship, under, case("430102", on, unit))

    assert {answered(unit).outcome for unit in UNITS} == {Outcome.REFUSE}
    told = said(answered("legal_aid"))
    assert "可以通过信息共享查询，或者由申请人进行个人诚信承诺" in told
    assert "由法律援助机构定" in told
    assert "由您自己定" not in told
    assert "个人诚信承诺" not in said(answered("legal_aid", date(2021, 12, 31)))
    assert "个人诚信承诺" not in said(answered("legal_aid", under=BARE))
    assert "个人诚信承诺" not in said(answered("tax"))


@pytest.mark.parametrize(
    ("place", "matter", "outcome"),
    [
        ("410202", " 注册公司", Outcome.NOT_NEEDED_COMMITMENT),
        ("310101", "注册公司", Outcome.REFUSE),  # 自主申报 is no promise
        ("310101", "开店办执照", Outcome.REFUSE),
        ("410202", "开店办执照", Outcome.REFUSE),  # an enterprise is not said
        ("410202", "个体户想以后注册公司，先办营业执照", Outcome.REFUSE),
        ("410202", "用家里的住宅注册公司", Outcome.REFUSE),  # 民法典 第二百七十九条
        ("110105", "开店办执照", Outcome.REFUSE),  # only what passes the check
        ("310101", "家庭地址注册公司", Outcome.REFUSE),  # words, and nobody has chosen
        ("310101", "邻居不同意我家住所开店办执照", Outcome.REFUSE),  # words that hold the name
        ("310101", "住改商", Outcome.REFUSE),  # another matter
        ("310101", "", Outcome.REFUSE),  # which matter is not known
        ("430102", "家庭地址注册公司", Outcome.REFUSE),  # no document of that place
    ],
)
def test_an_entry_for_a_matter_needs_the_matter(place: str, matter: str, outcome: Outcome) -> None:
    decision = decide(LISTED.items["NEG-19"], LISTED, case(place, TODAY, "market", matter=matter))
    assert decision.outcome is outcome


def test_an_entry_that_names_a_unit_speaks_of_that_unit_alone() -> None:
    one = entry(unit="示例县法律援助中心")
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
    under = replace(LISTED, offers={"its-own": entry()})
    asked = case("430102", TODAY, "legal_aid")
    assert decide(LISTED.items["NEG-17"], under, asked).outcome is Outcome.NOT_NEEDED_COMMITMENT
    under = replace(under, instruments=over)
    assert decide(LISTED.items["NEG-17"], under, asked).outcome is Outcome.REFUSE


@EVERY_ITEM
def test_no_guide_or_board_asserts_what_no_entry_offers(item: str) -> None:
    for place in PLACES:
        made = guides.guide(LISTED.items[item], BARE, Where(place, TODAY))
        assert not [way for way in made.onward if way.kind in KINDS and not only_asks(way)]
        assert not ASSERTING.search("\n".join(way.do for way in made.onward))


def test_the_notice_board_puts_a_way_that_works_first() -> None:
    for line in notices.notice(LISTED, Where("430102", TODAY)).refused:
        assert line.said not in {way.do for way in ASK.values()}, line.name


@pytest.mark.parametrize("matter", sorted(dict(matters())), ids=str)
def test_what_is_no_item_asserts_nothing_either(matter: str) -> None:
    ways = worded(dict(matters())[matter].onward)
    assert all(only_asks(way) for way in ways if way.kind in KINDS)
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
    """Return an entry as a unit makes it of itself: without conditions."""
    own = replace(LISTED.offers["legal-aid-commitment"], conditions=(), quote="")
    return replace(own, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"items": ()}, "至少写一项"),
        ({"items": ("NEG-99",)}, "NEG-99 这一项不存在"),
        ({"document": "no-such"}, "没有登记"),
        ({"uses": ("养宠物",)}, "不在这几项证明的用途里"),
        ({"in_force_until": date(2022, 1, 1)}, "失效日"),
        ({"issued_on": date(2023, 1, 1)}, "公布日晚于"),
        ({"met_by": ("公司",)}, "却没有写条件"),
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


@pytest.mark.parametrize("changes", [{"matter": "申请法律援助"}, {"words": ("法援",)}])
def test_an_entry_whose_matter_nobody_chose_asserts_nothing_and_is_still_told(
    changes: dict[str, object],
) -> None:
    old = entry(**changes)
    assert not old.bound
    assert not unfit_offer(old, LISTED.items, LISTED.instruments)  # kept, to be bound
    for matter in ("", "申请法律援助", "法援", "我要申请法律援助"):
        asked = case("430102", TODAY, "legal_aid", matter=matter)
        decision = decide(LISTED.items["NEG-17"], replace(LISTED, offers={old.id: old}), asked)
        assert decision.outcome is Outcome.REFUSE
        assert "法律援助法" in said(decision)


def test_every_shipped_entry_is_bound_to_what_its_items_are_used_for() -> None:
    for one in LISTED.offers.values():
        assert one.bound, one.id
        for item in one.items:
            assert set(one.uses) <= set(LISTED.items[item].used_for), one.id


def test_what_a_way_of_these_kinds_says_itself_is_never_shown() -> None:
    lies = (Onward(OnwardKind.COMMITMENT, "承诺就行"), Onward(OnwardKind.SHARED_DATA, "他们有数据"))
    kept = Onward(OnwardKind.EXISTING_DOCUMENT, "出示户口簿")
    assert worded((*lies, kept)) == (kept, *ASK.values())
    assert offers.standing((), LISTED.instruments, "police") == ()


def test_the_matter_that_was_chosen_leads_though_it_only_lets_one_ask() -> None:
    inheriting = LISTED.items["NEG-18"]
    (use,) = LISTED.offers["small-deposit"].uses

    def first(unit: str, matter: str) -> str:
        return decide(inheriting, LISTED, case("430102", TODAY, unit, matter=matter)).onward[0].do

    assert "小额存款提取" in first("bank", use)
    assert "可以问一问银行" in first("bank", use)  # its conditions are not known to be met
    assert "小额存款提取" not in first("bank", "取钱")
    assert "小额存款提取" not in first("court", use)
