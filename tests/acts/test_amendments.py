"""Amendments (提请修改): evidence from cases, consultation, argument, submission, two at once."""

from __future__ import annotations

import json

import pytest

from juzheng.acts import audit
from juzheng.acts.base import moves
from juzheng.acts.cases import transition, verification
from juzheng.acts.catalogue import amendments as acts
from juzheng.acts.catalogue.amendments import Proposal
from juzheng.law.cases.verification import Means, Result
from juzheng.law.catalogue.amendments import AmendmentState, OpinionStance
from juzheng.records.models import Amendment, Entry
from tests.conftest import IDENTITY, NOON


@pytest.fixture
def officer(person):
    return person("officer", "overseer", None, "郑科长", division="")


@pytest.fixture
def suffered(case_for, clerk):
    """Return a case that the committee could not verify, and one in which a check failed."""
    refused = case_for("POS-001", by=clerk)
    changed = {"public_interest": False, "legal_risk": False, "verifiable": False}
    transition.restate(refused, **changed, by=clerk, at=NOON)
    failed = case_for("POS-001", by=clerk)
    fact = failed.revision.item.facts[0].key
    words = {"means": Means.ORIGINAL, "result": Result.FAILED, "note": "李秀英的原件看不清"}
    verification.record(failed, fact, **words, by=clerk, at=NOON)
    case_for("NEG-01", by=clerk)  # refused by the list: no evidence against any text
    return refused, failed


def proposed(by, *, item="POS-001", key="key", division=""):
    return acts.propose(Proposal(item, division, "改为由民政部门核查"), key=key, by=by, at=NOON)


def argued(by):
    one = proposed(by)
    acts.consult(one, ["县民政局", "县司法局"], version=one.version, by=by, at=NOON)
    opinion = one.opinions.first()
    acts.record_opinion(
        opinion, stance=OpinionStance.AGREES, text="同意", version=one.version, by=by, at=NOON
    )
    one.refresh_from_db()
    return acts.argue(one, "核实不了", version=one.version, by=by, at=NOON)


def test_evidence_is_counted_from_cases_and_names_nobody(suffered, officer):
    one = proposed(officer)

    assert (one.evidence["refused"], one.evidence["failed"]) == (1, 1)
    assert one.evidence["committees"] == 1
    assert one.evidence["cases"] == sorted(case.number for case in suffered)
    assert "NEG-01" not in {each.item for each in acts.candidates("", NOON)}
    kept = json.dumps(one.evidence, ensure_ascii=False)
    for personal in ("李秀英", IDENTITY, "13800000000", "原件看不清"):
        assert personal not in kept


def test_local_law_against_the_list_is_a_candidate_with_both_texts(loaded, officer):
    found = {one.item: one for one in acts.candidates("", NOON)}
    conflicts = [one for one in found.values() if one.conflict]
    assert any("北京市" in one.conflict for one in conflicts)
    assert any("河南" in one.conflict for one in conflicts)
    assert all("不应出具" in one.conflict and one.harm.conflict for one in conflicts)


def test_the_greater_harm_comes_first_and_only_of_the_own_division(suffered, officer, committee):
    everywhere = [one.item for one in acts.candidates("", NOON)]
    assert everywhere[0] == "POS-001" or acts.candidates("", NOON)[0].harm.score >= 6
    elsewhere = "110000" if not committee.code.startswith("11") else "430000"
    assert "POS-001" not in {one.item for one in acts.candidates(elsewhere, NOON)}


@pytest.mark.duty("OP-3.1.b")
def test_the_whole_way_is_on_the_chain(suffered, officer):
    one = argued(officer)
    acts.submit(one, version=one.version, by=officer, at=NOON)
    acts.record_outcome(one, adopted=True, note="已修订", version=one.version, by=officer, at=NOON)

    assert one.state == AmendmentState.ADOPTED
    events = Entry.objects.filter(chain=f"amendment:{one.pk}").order_by("position")
    assert [line.event for line in events] == [
        "amendment.proposed",
        "amendment.consulted",
        "amendment.opinion_recorded",
        "amendment.argued",
        "amendment.submitted",
        "amendment.adopted",
    ]
    assert not audit.audit().faults


def test_without_an_opinion_nothing_is_submitted_and_nothing_is_written(suffered, officer):
    one = proposed(officer)
    acts.consult(one, ["县民政局"], version=one.version, by=officer, at=NOON)
    acts.argue(one, "核实不了", version=one.version, by=officer, at=NOON)
    lines = Entry.objects.count()

    with pytest.raises(moves.NotReady) as wrong:
        acts.submit(one, version=one.version, by=officer, at=NOON)
    assert "意见" in str(wrong.value)
    assert Entry.objects.count() == lines
    assert Amendment.objects.get(pk=one.pk).state == AmendmentState.ARGUED


def test_nobody_argues_before_anybody_was_asked(suffered, officer):
    one = proposed(officer)
    with pytest.raises(moves.StepNotAllowed):
        acts.argue(one, "核实不了", version=one.version, by=officer, at=NOON)


def test_of_two_officers_the_second_is_told(suffered, officer):
    one = proposed(officer)
    seen = one.version
    acts.consult(one, ["县民政局"], version=seen, by=officer, at=NOON)
    with pytest.raises(moves.MovedMeanwhile):
        acts.withdraw(one, "不办了", version=seen, by=officer, at=NOON)


def test_an_answer_on_record_is_not_written_over(suffered, officer):
    one = argued(officer)
    first = one.opinions.first()
    with pytest.raises(moves.MovedMeanwhile):
        acts.record_opinion(
            first, stance=OpinionStance.DIFFERS, text="", version=one.version, by=officer, at=NOON
        )
    first.refresh_from_db()
    assert first.stance == OpinionStance.AGREES


def test_one_open_proposal_an_item_and_division(suffered, officer):
    one = proposed(officer)
    assert proposed(officer) == one  # the same form sent twice
    with pytest.raises(acts.AlreadyProposed):
        proposed(officer, key="another")
    acts.withdraw(one, "重新起草", version=one.version, by=officer, at=NOON)
    assert proposed(officer, key="another").pk != one.pk


def test_nothing_is_proposed_without_evidence_or_by_others(suffered, officer, person):
    with pytest.raises(acts.NoCandidate):
        proposed(officer, item="POS-002")
    other = person("other", "overseer", None, "别人", division="430000")
    with pytest.raises(moves.NotYours):
        proposed(other)
    one = proposed(officer)
    with pytest.raises(moves.NotYours):
        acts.consult(one, ["县民政局"], version=one.version, by=other, at=NOON)
    assert not Amendment.objects.visible_to(other)
    assert Amendment.objects.visible_to(officer).count() == 1


def test_a_proposal_begins_with_what_the_text_says_of_the_item(loaded):
    assert "不应出具“亲属关系证明”" in acts.suggested("NEG-01", NOON)
    assert "现在要" not in acts.suggested("NEG-01", NOON)
    assert "现在要居（村）民委员会出具" in acts.suggested("POS-001", NOON)
