"""The decision: total, cited, never a dead end; asked over every combination of facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import product

import pytest

from juzheng.catalogue import catalogue
from juzheng.catalogue.forms import build
from juzheng.law.base import citations
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue import routing
from juzheng.law.catalogue.facts import Facts, Particulars
from juzheng.law.catalogue.items import Onward, OnwardKind
from juzheng.law.catalogue.offers import Standing
from juzheng.law.catalogue.requirements import HEARD, Requirement
from juzheng.law.catalogue.routing import Decision, Outcome, decide

WAY = Onward(OnwardKind.OTHER_AUTHORITY, "请到公安派出所申请。")
LEGAL_AID = catalogue().offers["legal-aid-commitment"]
ALIVE = catalogue().offers["beijing-premises"]
GROUND = Particulars(
    onward=(WAY,),
    limit_working_days=5,
    commitment=Standing(LEGAL_AID, applies=True, document="法律援助法"),
    sharing=Standing(ALIVE, applies=True, document="社会保险经办条例"),
)
NAMES = [field.name for field in fields(Facts)]
EVERYTHING = [Facts(*answers) for answers in product((False, True), repeat=len(NAMES))]
DECIDED = [(facts, decide(facts, GROUND)) for facts in EVERYTHING]

ORDINARY = Facts(
    proof_matter=True,
    certifiable=True,
    within_duties=True,
    has_basis=True,
    on_negative_list=False,
    verifiable=True,
)
LISTED = replace(ORDINARY, has_basis=False, on_negative_list=True)


def certified() -> Iterator[tuple[Facts, Decision]]:
    return ((facts, decision) for facts, decision in DECIDED if decision.outcome.issues)


def test_every_question_is_asked_of_every_combination() -> None:
    assert len(EVERYTHING) == 2 ** len(NAMES)
    # Before the Opinion was in force no rule is asked at all, nor where an authority asks itself.
    apart = {Outcome.UNRULED, Outcome.ANSWER_AUTHORITY}
    assert {decision.outcome for _, decision in DECIDED} == set(Outcome) - apart


def test_every_answer_cites_a_place_in_the_law() -> None:
    assert all(decision.citations for _, decision in DECIDED)


def test_of_what_is_issued_the_law_stands_first_whenever_it_was_decided() -> None:
    """The Opinion is a rule on issuing (出具规则): decisions stored before named it first."""
    law = citations.CIVIL_INQUIRY
    for _, decision in certified():
        rules = decision.cited
        stored = replace(decision, citations=(*decision.citations, law))
        assert stored.cited == (law, *rules)
        assert stored.rules == rules
    for _, decision in DECIDED:
        if not decision.outcome.issues:
            assert decision.cited == citations.once(decision.citations)
            assert decision.rules == ()


def test_every_answer_that_issues_nothing_shows_a_way_onward() -> None:
    assert all(decision.onward for _, decision in DECIDED if not decision.outcome.issues)


@pytest.mark.duty("OP-2.2.a")
def test_nothing_is_issued_without_a_basis_the_transition_or_a_local_document() -> None:
    for facts, _ in certified():
        transition = facts.on_negative_list and facts.still_demanded
        assert facts.has_basis or transition or facts.unlisted_allowed, facts


def test_nothing_is_issued_that_cannot_be_verified_or_is_not_the_committees() -> None:
    for facts, decision in certified():
        assert facts.verifiable, facts
        assert facts.within_duties, facts
        assert facts.certifiable, facts
        assert facts.proof_matter, facts
        assert Requirement.FACTS in decision.requires, facts


def test_a_listed_item_is_issued_only_when_still_demanded_and_with_its_ground() -> None:
    for facts, decision in certified():
        if facts.on_negative_list:
            assert facts.still_demanded, facts
            assert Requirement.GROUND in decision.requires, facts
            assert decision.outcome in {Outcome.TRANSITIONAL, Outcome.DELIBERATE}, facts


def test_the_transition_serves_listed_items_and_what_a_local_document_names() -> None:
    for facts, decision in DECIDED:
        if decision.outcome is Outcome.TRANSITIONAL:
            assert facts.on_negative_list or facts.unlisted_allowed, facts


def test_an_explicit_demand_may_be_oral_and_only_risk_asks_for_paper() -> None:
    # 明确要求, not 书面要求; the local document on unlisted items does ask for paper.
    for facts, decision in certified():
        if facts.on_negative_list:
            wanted = Requirement.WRITTEN_DEMAND in decision.requires
            assert wanted is facts.legal_risk, facts


def test_whatever_the_first_answer_a_ground_opens_every_listed_item() -> None:
    for facts, decision in DECIDED:
        if decision.may_insist:
            again = replace(facts, still_demanded=True, verifiable=True)
            assert decide(again, GROUND).outcome.issues, facts
        elif facts.on_negative_list and not decision.outcome.issues:
            never = not (facts.proof_matter and facts.certifiable and facts.within_duties)
            # What the law presupposes is missing: no ground of anybody's puts it there.
            assert never or facts.precondition_unmet, facts


def test_a_risk_alone_asks_for_no_assembly_in_its_steps() -> None:
    for facts, decision in certified():
        if decision.outcome is Outcome.DELIBERATE:
            only_for_risk = facts.legal_risk and not facts.public_interest
            assert (HEARD in decision.steps) is only_for_risk, facts


def test_only_listed_items_can_be_insisted_on_and_none_that_is_issued() -> None:
    for facts, decision in DECIDED:
        if decision.may_insist:
            assert facts.on_negative_list, facts
            assert not decision.outcome.issues, facts


def test_a_policy_not_joined_up_can_be_served_whoever_demands_it() -> None:
    # OP-3.2.a names 政策措施衔接不到位 first, and that is about departments: what they could look
    # up or take on the resident's word, or see on a document, must not close the transition once
    # the gap is on record.
    for way in ("demander_can_check", "commitment_allowed", "holds_document"):
        gap = replace(LISTED, still_demanded=True, **{way: True})

        assert decide(gap, GROUND).outcome is Outcome.TRANSITIONAL
        assert not decide(replace(gap, still_demanded=False), GROUND).outcome.issues


def test_no_fact_alone_asserts_what_no_entry_of_the_register_offers() -> None:
    unsaid = replace(GROUND, commitment=None, sharing=None)
    asserted = {Outcome.NOT_NEEDED_DATA, Outcome.NOT_NEEDED_COMMITMENT}

    assert not asserted & {decide(facts, unsaid).outcome for facts in EVERYTHING}


@pytest.mark.duty("OP-2.2.c")
def test_public_interest_is_never_settled_at_the_counter() -> None:
    for facts, decision in certified():
        if facts.public_interest:
            assert decision.outcome is Outcome.DELIBERATE, facts
            assert Requirement.DELIBERATION in decision.requires, facts


@pytest.mark.duty("OP-3.2.b")
def test_legal_risk_is_always_assessed() -> None:
    for facts, decision in certified():
        if facts.legal_risk:
            assert Requirement.RISK_ASSESSMENT in decision.requires, facts
            assert decision.outcome is not Outcome.ON_THE_SPOT, facts


def test_a_listed_item_with_risk_is_deliberated() -> None:
    for facts, decision in certified():
        if facts.on_negative_list and facts.legal_risk:
            assert Requirement.DELIBERATION in decision.requires, facts


@pytest.mark.duty("OP-2.3.d")
def test_on_the_spot_means_no_waiting_and_time_limited_means_a_limit() -> None:
    for _, decision in DECIDED:
        limit = decision.limit_working_days
        if decision.outcome is Outcome.ON_THE_SPOT:
            assert limit == 0
        elif decision.outcome.issues:
            assert limit == 5
        else:
            assert limit is None


def test_time_limited_is_at_least_one_day_whatever_the_item_says() -> None:
    decision = decide(replace(ORDINARY, already_known=False), Particulars(onward=(WAY,)))

    assert decision.outcome is Outcome.TIME_LIMITED
    assert decision.limit_working_days == 1


def test_the_trace_names_each_rule_once_in_order_and_ends_with_the_one_that_decides() -> None:
    names = [rule.name for rule in routing.RULES]
    for facts, decision in DECIDED:
        asked = [line.rule for line in decision.trace]
        assert asked == names[: len(asked)], facts
        assert [line.decisive for line in decision.trace] == [False] * (len(asked) - 1) + [True]
        assert all(line.answer and line.question for line in decision.trace)


def test_each_rule_decides_somewhere() -> None:
    deciding = {decision.trace[-1].rule for _, decision in DECIDED}

    assert deciding == {rule.name for rule in routing.RULES}


def test_each_fact_matters_somewhere() -> None:
    # A fact that changed nothing in any combination would be a question asked for nothing.
    outcomes = [decision.outcome for _, decision in DECIDED]
    for place, name in enumerate(reversed(NAMES)):  # the last fact is the last to be counted up
        assert any(
            outcome is not outcomes[number ^ 1 << place] for number, outcome in enumerate(outcomes)
        ), name


def test_all_combinations_are_counted_up_in_the_order_of_the_facts() -> None:
    for place, name in enumerate(reversed(NAMES)):
        assert EVERYTHING[1 << place] == replace(EVERYTHING[0], **{name: True})


def test_a_decision_survives_being_stored() -> None:
    for _, decision in DECIDED[::37]:
        assert build(Decision, json.loads(json.dumps(as_mapping(decision))), "") == decision


def test_a_refusal_without_a_way_onward_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="way onward"):
        decide(LISTED, Particulars())


def test_a_decision_without_a_citation_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="citation"):
        Decision(Outcome.REFUSE, "理由", (), onward=(WAY,))


def test_nothing_can_be_issued_on_unverified_facts() -> None:
    citation = routing.citations.BASIS_AND_DUTIES
    with pytest.raises(ValueError, match="unverified"):
        Decision(Outcome.ON_THE_SPOT, "理由", (citation,), limit_working_days=0)
