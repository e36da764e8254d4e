"""The duties of the Opinion (职责), each met by an answer that cites it. Index: tests/data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.cases.signing import Readiness, obstacles_to_preparing
from juzheng.law.catalogue.facts import Facts, Particulars
from juzheng.law.catalogue.items import Onward, OnwardKind
from juzheng.law.catalogue.offers import Standing
from juzheng.law.catalogue.requirements import Requirement
from juzheng.law.catalogue.routing import Outcome, decide

WAY = Onward(OnwardKind.OTHER_AUTHORITY, "请到公安派出所申请。")
LISTED_OFFERS = catalogue().offers
GROUND = Particulars(
    onward=(WAY,),
    limit_working_days=5,
    commitment=Standing(LISTED_OFFERS["legal-aid-commitment"], applies=True, document="法律援助法"),
    sharing=Standing(LISTED_OFFERS["beijing-premises"], applies=True, document="经办条例"),
)
ORDINARY = Facts(
    proof_matter=True,
    certifiable=True,
    within_duties=True,
    has_basis=True,
    on_negative_list=False,
    verifiable=True,
)
LISTED = replace(ORDINARY, has_basis=False, on_negative_list=True)
DEMANDED = replace(LISTED, still_demanded=True)


@pytest.mark.parametrize(
    ("duty", "facts", "outcome"),
    [
        ("OP-2.2.a", replace(ORDINARY, within_duties=False), Outcome.REFUSE),
        ("OP-2.2.a", replace(ORDINARY, already_known=True), Outcome.ON_THE_SPOT),
        ("OP-2.2.b", replace(ORDINARY, has_basis=False), Outcome.REFUSE),
        ("OP-2.2.c", replace(ORDINARY, public_interest=True), Outcome.DELIBERATE),
        ("OP-2.3.d", replace(ORDINARY, already_known=True), Outcome.ON_THE_SPOT),
        ("OP-2.3.d", ORDINARY, Outcome.TIME_LIMITED),
        ("OP-3.1.a", replace(ORDINARY, has_basis=False), Outcome.REFUSE),
        ("OP-3.1.b", replace(ORDINARY, verifiable=False), Outcome.REFUSE),
        ("OP-3.1.c", LISTED, Outcome.REFUSE),
        ("OP-3.2.a", DEMANDED, Outcome.TRANSITIONAL),
        ("OP-3.2.b", replace(DEMANDED, legal_risk=True), Outcome.DELIBERATE),
        ("OP-4.2.b", replace(ORDINARY, proof_matter=False), Outcome.ELSEWHERE),
        ("OP-4.2.b", LISTED, Outcome.REFUSE),
        ("OP-4.3.a", replace(ORDINARY, demander_can_check=True), Outcome.NOT_NEEDED_DATA),
        ("OP-4.4.a", replace(ORDINARY, commitment_allowed=True), Outcome.NOT_NEEDED_COMMITMENT),
    ],
)
def test_the_answer_cites_the_duty_it_meets(duty: str, facts: Facts, outcome: Outcome) -> None:
    decision = decide(facts, GROUND)
    assert decision.outcome is outcome
    assert duty in {citation.duty for citation in decision.citations}


@pytest.mark.parametrize(
    ("duty", "code", "file"),
    [
        ("OP-1.2.b", "basis", Readiness(True, frozenset(), basis_lapsed=True)),
        ("OP-3.2.b", "written_demand", Readiness(True, frozenset({Requirement.WRITTEN_DEMAND}))),
        ("OP-2.2.c", "deliberation", Readiness(True, frozenset({Requirement.DELIBERATION}))),
        ("OP-2.3.b", "answers", Readiness(True, frozenset(), unanswered=("住在哪里",))),
        ("OP-2.3.d", "facts", Readiness(True, frozenset(), unconfirmed=("实际居住",))),
        ("OP-3.1.a", "outcome", Readiness(False, frozenset())),
        ("OP-3.2.a", "ground", Readiness(True, frozenset({Requirement.GROUND}))),
        (
            "OP-3.2.a",
            "demand",
            Readiness(True, frozenset({Requirement.GROUND}), ground=True, demand_gaps=("谁说的",)),
        ),
        ("OP-3.2.b", "risk", Readiness(True, frozenset({Requirement.RISK_ASSESSMENT}))),
    ],
)
def test_what_stands_before_the_pen_cites_the_duty(duty: str, code: str, file: Readiness) -> None:
    found = obstacles_to_preparing(file)
    assert [(obstacle.code, obstacle.citation.duty) for obstacle in found] == [(code, duty)]
