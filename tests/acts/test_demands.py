"""Registered demands (索要登记): two officers, nothing half imported, nothing out of sight.

OP-2.2.b, OP-4.2.a.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from juzheng.acts import audit
from juzheng.acts.base import moves
from juzheng.acts.demands import registry, units
from juzheng.acts.demands.registry import Review
from juzheng.finder import matters
from juzheng.law.base.demanders import Demander
from juzheng.law.base.permissions import Office
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, Held, Opinion, Stated
from juzheng.records.catalogue import governing
from juzheng.records.demands import demand_findings
from juzheng.records.models import Demand, DemandReview, Entry, User
from tests.conftest import NOON

TODAY = NOON.date()
SOUND = Stated(
    "收养登记",
    "收养登记用的证明",
    AskedOf.COMMITTEE,
    "收养人的抚养教育能力",
    (LegalBasis("adoption-registration", "第五条"),),
    item="POS-001",
)
BASELESS = replace(SOUND, paper="亲属关系证明", bases=(), item="")


@pytest.fixture
def unit(loaded):
    return units.enter(
        "示例县住房登记中心", kind=Demander.HOUSING, division="420100", by="operator", at=NOON
    )


@pytest.fixture
def registrar(person, unit):
    return person("registrar", "department", None, "钱登记", unit=unit)


@pytest.fixture
def officers(person):
    names = (("first", "郑科长"), ("second", "吴科员"), ("third", "冯科员"))
    return [person(name, "overseer", None, full, division="420000") for name, full in names]


@pytest.fixture
def submitted(unit, registrar):
    def make(stated=SOUND, key="key"):
        demand = registry.register(stated, unit=unit, key=key, by=registrar, at=NOON)
        return registry.submit(demand, version=demand.version, by=registrar, at=NOON)

    return make


def say(demand, office, opinion, by, note="理由"):
    by.office = office.value  # as if the account had been made for it
    said = Review(opinion, note)
    return registry.review(demand, said, version=demand.version, by=by, at=NOON)


def confirm(demand, item, opinion, by, office=Office.JUSTICE):
    by.office = office.value  # as if the account had been made for it
    said = Review(opinion, "理由", item)
    return registry.review(demand, said, version=demand.version, by=by, at=NOON)


def both(demand, opinion, officers):
    say(demand, Office.CIVIL_AFFAIRS, opinion, officers[0])
    return say(demand, Office.JUSTICE, opinion, officers[1])


@pytest.mark.duty("OP-4.2.a")
def test_a_demand_with_a_basis_is_kept_by_two_offices(submitted, officers):
    demand = both(submitted(), Opinion.KEEP, officers)

    assert demand.state == "aligned"
    assert demand.settled_at == NOON
    chain = Entry.objects.filter(chain=f"demand:{demand.pk}").order_by("position")
    assert [line.event for line in chain] == [
        "demand.registered", "demand.submitted", "demand.reviewed", "demand.aligned",
    ]  # fmt: skip
    assert not audit.audit().faults


@pytest.mark.duty("OP-2.2.b")
def test_without_a_basis_it_is_handed_in_seen_and_never_kept(submitted, officers):
    demand = submitted(BASELESS)

    assert demand in Demand.objects.public()
    looked = demand_findings.looked_at(demand, governing.governing(TODAY), TODAY)
    assert looked.status == "none"
    assert any("没有写明依据" in reason for reason in looked.reasons)
    with pytest.raises(moves.NotReady, match="没有查到依据"):
        say(demand, Office.JUSTICE, Opinion.KEEP, officers[0])
    demand.refresh_from_db()
    assert (demand.state, demand.reviews.count()) == ("submitted", 0)  # nothing stuck half-way
    assert both(demand, Opinion.CANCEL, officers).state == "cancelled"


def test_an_item_on_the_negative_list_is_not_kept_whatever_the_basis(submitted, officers):
    demand = submitted(replace(SOUND, paper="亲属关系证明", item="NEG-01"))

    with pytest.raises(moves.NotReady, match="不应出具清单"):
        say(demand, Office.JUSTICE, Opinion.KEEP, officers[0])


def reasons(demand):
    return demand_findings.looked_at(demand, governing.governing(TODAY), TODAY).reasons


@pytest.mark.parametrize("fact", ["与原权利人是父子", "没有其他子女"])
def test_what_the_finder_guesses_is_held_against_nobody(submitted, officers, fact):
    demand = submitted(replace(SOUND, paper="亲属关系证明", item="", fact=fact))

    listed = governing.governing(TODAY)
    assert (demand.item, demand_findings.proposed(demand, listed, NOON.date())) == ("", "NEG-01")
    assert reasons(demand) == ()
    assert not list(demand_findings.demanded("420000", TODAY))
    with pytest.raises(moves.NotReady, match="还没有确认") as unready:
        say(demand, Office.JUSTICE, Opinion.KEEP, officers[0])
    assert [one.code for one in unready.value.obstacles] == ["item"]
    say(demand, Office.JUSTICE, Opinion.AMEND, officers[0])
    assert demand.item == ""


@pytest.mark.parametrize(
    ("item", "word"), [("NEG-01", "不应出具清单"), ("none", "目录里没有"), ("POS-999", "从列表里")]
)
def test_what_an_officer_confirms_stops_the_keeping_at_once(submitted, officers, item, word):
    demand = submitted(replace(SOUND, item=""))

    with pytest.raises(moves.NotReady, match=word):
        confirm(demand, item, Opinion.KEEP, officers[0])
    demand.refresh_from_db()
    assert (demand.item, demand.reviews.count()) == ("", 0)


def test_what_an_officer_confirms_counts_from_then_on(submitted, officers):
    demand = submitted(replace(SOUND, paper="亲属关系证明", item=""))

    confirm(demand, "NEG-01", Opinion.CANCEL, officers[0])

    demand.refresh_from_db()
    assert demand.item == "NEG-01"  # for everybody, and on record who said so
    assert any("不应出具清单" in reason for reason in reasons(demand))
    assert [one.item for one in demand_findings.demanded("420000", TODAY)] == ["NEG-01"]
    last = Entry.objects.filter(chain=demand.chain).latest("position")
    assert (last.event, last.details["item"]) == ("demand.reviewed", "NEG-01")
    with pytest.raises(moves.NotReady, match="不用再确认"):
        confirm(demand, "POS-001", Opinion.CANCEL, officers[1], Office.CIVIL_AFFAIRS)
    assert not audit.audit().faults


def test_an_officer_confirms_another_item_than_the_finder_guesses_and_keeps(submitted, officers):
    demand = submitted(replace(SOUND, paper="亲属关系证明", item=""))
    confirm(demand, "POS-001", Opinion.KEEP, officers[0])
    say(demand, Office.CIVIL_AFFAIRS, Opinion.KEEP, officers[1])
    assert (demand.state, demand.item) == ("aligned", "POS-001")


def test_what_nobody_can_certify_is_confirmed_by_people_too(submitted, officers):
    demand = submitted(replace(SOUND, paper="无犯罪记录证明", fact="品行良好", item=""))
    listed = governing.governing(TODAY)
    judged = next(one.id for one in matters().values() if one.never_certifiable)
    assert judged in demand_findings.confirmable(listed)

    confirm(demand, judged, Opinion.CANCEL, officers[0])

    assert any("没有发生的事" in reason for reason in reasons(demand))


def test_one_officer_does_not_speak_for_both_offices(submitted, officers):
    demand = submitted()
    say(demand, Office.CIVIL_AFFAIRS, Opinion.KEEP, officers[0])

    with pytest.raises(moves.NotReady, match="另一位"):
        say(demand, Office.JUSTICE, Opinion.KEEP, officers[0])
    with pytest.raises(moves.NotReady, match="另一个部门"):
        say(demand, Office.CIVIL_AFFAIRS, Opinion.KEEP, officers[1])
    with pytest.raises(IntegrityError), transaction.atomic():  # nor would the database let it
        DemandReview.objects.create(
            demand=demand, round=1, office="justice", opinion="keep", by=officers[0], at=NOON
        )


def test_where_the_offices_differ_the_unit_amends_and_hands_in_anew(submitted, officers, registrar):
    demand = submitted()
    say(demand, Office.CIVIL_AFFAIRS, Opinion.KEEP, officers[0])
    say(demand, Office.JUSTICE, Opinion.CANCEL, officers[1])
    assert demand.state == "to_amend"

    changed = replace(SOUND, commitment=True)
    registry.restate(demand, changed, version=demand.version, by=registrar, at=NOON)
    assert demand in Demand.objects.public()
    registry.submit(demand, version=demand.version, by=registrar, at=NOON)
    assert (demand.round, demand.given()) == (2, ())  # the old opinions were of the old words
    assert both(demand, Opinion.KEEP, officers).state == "aligned"
    assert demand.reviews.count() == 4


def test_what_was_kept_and_is_rewritten_has_to_be_kept_again(submitted, officers, registrar):
    demand = both(submitted(), Opinion.KEEP, officers)

    registry.restate(demand, BASELESS, version=demand.version, by=registrar, at=NOON)

    assert demand.state == "to_amend"
    assert demand in Demand.objects.public()


def test_an_opinion_against_says_why(submitted, officers):
    with pytest.raises(moves.NotReady, match="理由"):
        say(submitted(), Office.JUSTICE, Opinion.CANCEL, officers[0], note="")


def test_nobody_acts_for_another_unit_or_another_division(submitted, person, unit, officers):
    other = units.enter("示例银行", kind=Demander.BANK, division="430000", by="operator", at=NOON)
    stranger = person("stranger", "department", None, unit=other)
    demand = submitted()
    acts = (
        lambda: registry.register(SOUND, unit=unit, key="x", by=stranger, at=NOON),
        lambda: registry.register_all([SOUND], unit=unit, by=officers[0], at=NOON),
        lambda: registry.restate(demand, SOUND, version=2, by=stranger, at=NOON),
        lambda: registry.submit(demand, version=2, by=stranger, at=NOON),
        lambda: registry.cancel(demand, "不要了", version=2, by=stranger, at=NOON),
        lambda: say(
            demand, Office.JUSTICE, Opinion.CANCEL,
            person("hunan", "overseer", None, division="430000"),
        ),
    )  # fmt: skip
    for act in acts:
        with pytest.raises(moves.NotYours):
            act()
    assert not Demand.objects.governed_by(stranger).exists()
    assert not Demand.objects.of_unit(stranger).exists()


def test_a_step_on_an_old_page_changes_nothing(submitted, officers, registrar):
    demand = submitted()
    old = Demand.objects.get(pk=demand.pk)
    registry.cancel(demand, "已改为内部核查", version=demand.version, by=registrar, at=NOON)

    with pytest.raises(moves.MovedMeanwhile):
        say(old, Office.JUSTICE, Opinion.CANCEL, officers[0])
    for act in (registry.submit,):
        with pytest.raises(moves.StepNotAllowed):  # it was handed in when the page was shown
            act(old, version=old.version, by=registrar, at=NOON)
    demand.refresh_from_db()
    assert (demand.state, demand.reason) == ("cancelled", "已改为内部核查")
    assert demand in Demand.objects.public()  # who gives a demand up is seen to have


def test_nothing_is_rewritten_while_the_offices_look(submitted, registrar):
    demand = submitted()
    with pytest.raises(moves.StepNotAllowed):
        registry.restate(demand, BASELESS, version=demand.version, by=registrar, at=NOON)


def test_a_list_is_registered_whole_or_not_at_all_and_once(unit, registrar):
    whole = [SOUND, BASELESS, SOUND]
    broken = [SOUND, replace(SOUND, held=Held.OWN)]

    with pytest.raises(moves.NotReady, match="写在哪里"):
        registry.register_all(broken, unit=unit, by=registrar, at=NOON)
    assert not Demand.objects.exists()
    first = registry.register_all(whole, unit=unit, by=registrar, at=NOON)
    again = registry.register_all(whole, unit=unit, by=registrar, at=NOON)
    assert (len(first.new), first.known) == (2, 0)
    assert (len(again.new), again.known) == (0, 2)
    assert not Demand.objects.public().exists()  # drafts: the unit hands them in


def test_a_form_sent_twice_registers_once(unit, registrar):
    one, two = (
        registry.register(SOUND, unit=unit, key="same", by=registrar, at=NOON) for _ in range(2)
    )
    assert one == two


def test_the_database_knows_the_words_and_who_belongs_to_a_unit(unit, registrar):
    registry.register(SOUND, unit=unit, key="k", by=registrar, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Demand.objects.update(state="kept")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=registrar.pk).update(role="clerk")


def test_alignment_sees_what_was_handed_in_by_its_day_in_its_division(submitted, officers, unit):
    alive = replace(SOUND, paper="健在证明", item="NEG-10")
    police = replace(SOUND, paper="无犯罪记录证明", item="", asked_of=AskedOf.POLICE)
    gone = submitted(BASELESS, key="gone")
    submitted(alive)
    submitted(police, key="police")
    draft = replace(alive, matter="另一件事")
    registry.register(draft, unit=unit, key="draft", by=gone.registered_by, at=NOON)
    both(gone, Opinion.CANCEL, officers)

    def seen(division, on=TODAY):
        return [
            (one.name, one.item, one.demander) for one in demand_findings.demanded(division, on)
        ]

    wanted = [("健在证明", "NEG-10", "housing")]
    assert seen("") == seen("420000") == seen("420100") == wanted
    assert seen("430000") == seen("420200") == []
    assert seen("420000", TODAY - timedelta(days=1)) == []
