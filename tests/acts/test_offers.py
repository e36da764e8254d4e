"""Offers (承诺与共享登记): proposed by a unit, published by another person, tracked, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from juzheng.acts.base.moves import NotReady, NotYours
from juzheng.acts.catalogue import changes, offers
from juzheng.acts.catalogue.offers import Offered
from juzheng.acts.demands import units
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.offers import OfferKind
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.catalogue import governing
from juzheng.records.models import Change
from tests.conftest import NOON

WUHAN, ELSEWHERE = "420100", "430102"
TODAY = NOON.date()
SAID = Offered(
    OfferKind.COMMITMENT, ("NEG-17",), "公租房申请", ("公租房", "保障房"), ("居民身份证",),
    "示例市证明事项告知承诺清单（2026年版）", "第12项", "示例市人民政府网站",
    date(2026, 10, 1), date(2026, 11, 1), None, ("学位",),
)  # fmt: skip


@pytest.fixture
def unit(loaded):
    return units.enter(
        "示例市住房中心", kind=Demander.HOUSING, division=WUHAN, by="operator", at=NOON
    )


@pytest.fixture
def registrar(person, unit):
    return person("registrar", "department", None, "钱登记", unit=unit)


@pytest.fixture
def officer(person):
    return person("officer", "overseer", None, "孙审核", division=WUHAN)


def proposed(registrar, said=SAID, key="k") -> Change:
    return offers.propose(said, key=key, by=registrar, at=NOON)


def published(change, officer):
    return changes.publish(change, version=change.version, by=officer, at=NOON)


def outcome(place=WUHAN, on=TODAY, demander="housing", unit="示例市住房中心", matter="学位"):
    listed = governing.governing(on)
    asked = Circumstances(place, on, demander=demander, unit=unit, matter=matter)
    return decide(listed.items["NEG-17"], listed, asked).outcome


@pytest.mark.django_db
@pytest.mark.duty(
    "OP-4.4.a", part="units register what they offer; the course of a commitment is theirs"
)
def test_an_offer_holds_only_after_an_officer_has_published_it_and_only_for_what_it_says(
    registrar, officer
):
    change = proposed(registrar)
    assert change.state == "in_review"
    assert outcome() is Outcome.REFUSE  # a proposal asserts nothing

    published(change, officer)

    assert outcome() is Outcome.NOT_NEEDED_COMMITMENT
    for other in (
        {"place": ELSEWHERE},
        {"on": date(2026, 10, 31)},
        {"demander": "tax"},
        {"unit": "示例市住房中心分中心"},
        {"unit": ""},
        {"matter": "房屋过户"},
        {"matter": "公租房"},
        {"matter": "孩子学位"},
        {"matter": ""},
    ):
        assert outcome(**other) is Outcome.REFUSE, other


@pytest.mark.django_db
def test_the_unit_itself_and_officers_of_other_places_do_not_publish_it(registrar, officer, person):
    change = proposed(registrar)
    other = person("other-officer", "overseer", None, "周审核", division="430000")
    for by in (registrar, other):
        with pytest.raises(NotYours):
            published(change, by)
    assert Change.objects.visible_to(officer).get() == change
    assert not Change.objects.visible_to(other).exists()


@pytest.mark.django_db
def test_whoever_is_of_no_unit_proposes_nothing_and_a_unit_writes_no_other_page(registrar, officer):
    with pytest.raises(NotYours):
        proposed(officer)
    change = proposed(registrar)
    page = changes.Page(replace(change.edits.get(kind="offer").entry, unit="", division=""))
    changes.send_back(change, "请补", version=change.version, by=officer, at=NOON)
    with pytest.raises(NotYours):
        changes.write(change, [page], version=change.version, by=registrar, at=NOON)


@pytest.mark.django_db
def test_sending_the_form_twice_proposes_once(registrar):
    assert proposed(registrar) == proposed(registrar)
    assert Change.objects.count() == 1


@pytest.mark.django_db
def test_what_could_not_be_published_is_not_handed_in(registrar):
    for wrong in ({"items": ("NEG-99",)}, {"uses": ("公租房",)}, {"issued_on": date(2026, 12, 1)}):
        with pytest.raises(NotReady):
            proposed(registrar, replace(SAID, **wrong), key=str(wrong))
    assert not Change.objects.exists()


@pytest.mark.django_db
def test_one_that_is_bound_to_nothing_is_published_as_words_and_listed_to_be_bound(
    registrar, officer
):
    published(proposed(registrar, replace(SAID, uses=())), officer)
    (offer,) = offers.of_unit(registrar.unit, TODAY)
    assert not offer.bound
    for matter in ("公租房申请", "公租房", "学位", ""):
        assert outcome(matter=matter) is Outcome.REFUSE
    for division, found in ((WUHAN, (offer,)), ("420000", (offer,)), (ELSEWHERE, ())):
        assert offers.unbound(division, TODAY) == found


@pytest.mark.django_db
def test_an_offer_can_be_ended_by_its_unit_and_by_nobody_else(registrar, officer, person):
    published(proposed(registrar), officer)
    (offer,) = offers.of_unit(registrar.unit, NOON.date())
    stranger = units.enter(
        "别的中心", kind=Demander.HOUSING, division=WUHAN, by="operator", at=NOON
    )
    other = person("other", "department", None, "吴登记", unit=stranger)
    last = NOON.date() + timedelta(days=1)
    with pytest.raises(NotYours):
        offers.end(offer, last, key="x", by=other, at=NOON)

    published(offers.end(offer, last, key="e", by=registrar, at=NOON), officer)

    assert outcome() is Outcome.NOT_NEEDED_COMMITMENT
    assert outcome(on=last) is Outcome.REFUSE
