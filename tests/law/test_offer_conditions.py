"""Conditions of an offer (登记的条件): what a text says of some is never said to all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters
from juzheng.finder.answering import Answer, answer
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.items import OnwardKind
from juzheng.law.catalogue.offers import Offer, OfferKind, Standing, only_asks
from juzheng.law.catalogue.routing import Decision, Outcome

LISTED = catalogue()
TODAY = date(2026, 11, 29)
PLACES = ("", "110105", "310115", "410202", "330100", "430102")
ASSERTED = {
    Outcome.NOT_NEEDED_COMMITMENT: OfferKind.COMMITMENT,
    Outcome.NOT_NEEDED_DATA: OfferKind.SHARED_DATA,
}
ASSERTING = re.compile("不用开这份证明|不用您来证明|由您自己定|可以由您本人书面承诺，")
# Whoever asks in these words is not, or is not known to be, whom the text speaks of.
NOT_THEM = (
    "同意住宅改变为经营性用房证明，办营业执照",
    "无扰民证明 开店办执照",
    "住改商业主同意 营业执照 公司",
    "经营场所证明，办营业执照个体户",
    "个体工商户办照，以后想注册公司",
    "用自己家的住宅注册公司",
    "开店办照",
    "存款三万，第二顺序继承人哥哥要取，银行要继承证明小额存款",
    "养老金停发了要健在证明",
    "申请法律援助要经济困难证明",
    "",
)
NAMED = sorted({item for one in LISTED.offers.values() for item in one.items})
ASKERS = ("", "police", *sorted({one.demander for one in LISTED.offers.values()}))
EVERY_ITEM = pytest.mark.parametrize("item", NAMED)  # no entry speaks of another (test_offers)


def said(decision: Decision) -> str:
    return "\n".join((decision.reason, *(way.do for way in decision.onward)))


@pytest.mark.duty("OP-4.3.a", part="only to whom the text speaks of, with its conditions")
@pytest.mark.duty("OP-4.4.a", part="only to whom the text speaks of, with its conditions")
@EVERY_ITEM
def test_whoever_is_not_known_to_be_meant_is_not_told_that_nothing_is_needed(item: str) -> None:
    for place in PLACES:
        for unit in ASKERS:
            for words in NOT_THEM:
                asked = Circumstances(place, TODAY, demander=unit, matter=words)
                decision = decide(LISTED.items[item], LISTED, asked)
                assert decision.outcome not in ASSERTED, (place, unit, words)
                assert not ASSERTING.search(said(decision)), (place, unit, words)


@EVERY_ITEM
def test_what_decides_has_its_conditions_met_and_says_them(item: str) -> None:
    for place in PLACES:
        for unit in ASKERS:
            for words in ("注册公司要住所证明", "企业住所登记", "提取小额存款", "领养老金"):
                asked = Circumstances(place, TODAY, demander=unit, matter=words)
                decision = decide(LISTED.items[item], LISTED, asked)
                if kind := ASSERTED.get(decision.outcome):
                    (one,) = (
                        one
                        for one in LISTED.offers.values()
                        if one.kind is kind
                        and LISTED.instruments[one.document].title in decision.reason
                    )
                    assert one.quote.rstrip("。") in decision.reason
                    assert all(limit in decision.reason for limit in one.conditions)
                    assert any(word in words for word in one.met_by if word[0] != "!")


def asked(text: str, demander: str, place: str = "") -> Answer:
    return answer(
        text, finder=default_finder(), catalogue=LISTED, matters=dict(matters()), on=TODAY,
        division=place or None, demander=demander,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "demander", "place"),
    [
        ("同意住宅改变为经营性用房证明，办营业执照", "market", "310115"),
        ("无扰民证明 开店办执照", "market", "410200"),
        ("住改商业主同意 营业执照", "market", "110105"),
    ],
)
def test_consent_of_owners_is_replaced_by_nobodys_promise(
    text: str, demander: str, place: str
) -> None:
    """民法典 第二百七十九条: 应当经有利害关系的业主一致同意."""
    found = asked(text, demander, place).decision
    assert found is not None
    assert found.outcome is Outcome.REFUSE
    assert "业主一致同意" in said(found)
    assert "承诺" not in said(found)
    offered = replace(LISTED.offers["kaifeng-premises"], conditions=(), met_by=(), division=place)
    under = replace(LISTED, offers={offered.id: offered})  # a unit's own entry, without conditions
    asking = Circumstances(place, TODAY, demander=demander, matter=text)
    assert decide(LISTED.items["NEG-19"], under, asking).outcome is Outcome.REFUSE


def test_a_second_order_heir_is_told_to_ask_and_what_was_not_read() -> None:
    text = "存款三万，第二顺序继承人哥哥要取，银行要继承证明小额存款"
    found = asked(text, "bank").decision
    assert found is not None
    assert found.outcome is Outcome.REFUSE
    for words in ("第一顺序继承人", "没有读到", "亲属关系的材料仍然要交", "可以问一问银行"):
        assert words in said(found)


def test_whoever_draws_a_pension_is_told_of_the_check_and_not_that_it_is_done() -> None:
    found = asked("健在证明", "social_insurance", "430102").decision
    assert found is not None
    assert found.outcome is Outcome.REFUSE
    assert "自助认证" in said(found)


WORDED = {  # what a text must say to be an entry of that kind
    OfferKind.COMMITMENT: "承诺",
    OfferKind.SHARED_DATA: "共享|互联互通",
    OfferKind.DECLARATION: "自主申报",
    OfferKind.VERIFICATION: "核验",
}


@pytest.mark.parametrize("one", LISTED.offers.values(), ids=lambda one: one.id)
def test_a_shipped_entry_is_of_the_kind_that_its_text_says(one: Offer) -> None:
    if not one.quote:  # not read: it may decide nothing
        assert "没有读到" in one.note
        assert not one.met_by
        return
    assert re.search(WORDED[one.kind], one.quote)
    told = Standing(one, applies=False, document="某条例").says
    assert one.quote.rstrip("。") in told
    assert all(limit in told for limit in one.conditions)
    assert not ASSERTING.search(told)


def test_what_is_settled_is_not_to_be_confirmed_as_well() -> None:
    """POS-033 said “不用开” and “可以先申请，等确认了接着办” in one answer."""
    own = replace(LISTED.offers["legal-aid-commitment"], conditions=(), quote="")
    under = replace(LISTED, offers={own.id: own})
    asking = Circumstances("410100", TODAY, demander="legal_aid")
    found = decide(LISTED.items["POS-033"], under, asking)
    assert found.outcome is Outcome.NOT_NEEDED_COMMITMENT
    assert not re.search("先申请|请民政部门确认", said(found))
    assert not any(only_asks(way) for way in found.onward if way.kind is OnwardKind.COMMITMENT)
