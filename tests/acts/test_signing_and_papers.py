"""The pen and the papers: sign, refuse, revoke; each once, each with everything that guards it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from juzheng.acts import audit
from juzheng.acts.base import files, moves, papers
from juzheng.acts.cases import (
    drafting,
    intake,
    refusal,
    revocation,
    signing,
    transition,
    verification,
)
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases.verification import Means, Result
from juzheng.law.catalogue.routing import Outcome
from juzheng.outside import paper as printing
from juzheng.records.models import Case, Certificate, Committee, Counter, User
from tests.conftest import NOON

Cases = Callable[..., Case]


def test_a_signature_makes_one_numbered_paper(drafted_for: Cases, responsible: User) -> None:
    case = drafted_for()
    certificate = signing.sign(case, by=responsible, at=NOON)
    case.refresh_from_db()
    assert (case.state, certificate.status, certificate.serial) == ("issued", "issued", 1)
    assert files.read(certificate.file).startswith(b"%PDF-")
    said = papers.paper_of(certificate)
    assert (said.preparer, said.responsible_person) == ("陈经办", "林主任")
    assert said.identity_masked == case.identity_masked
    assert said.basis  # the law alone: the Opinion is a rule, and the basis of no paper
    assert not any("民发〔2020〕20号" in one for one in said.basis)
    assert audit.audit().faults == ()


def test_a_second_signature_is_too_late(drafted_for: Cases, responsible: User) -> None:
    case = drafted_for()
    stale = Case.objects.get(pk=case.pk)
    signing.sign(case, by=responsible, at=NOON)
    with pytest.raises(Exception) as late:
        signing.sign(stale, by=responsible, at=NOON)
    assert type(late.value).__name__ in {"MovedMeanwhile", "StepNotAllowed"}
    assert Certificate.objects.count() == 1
    assert Counter.objects.get(series__startswith="certificate:").last == 1


def test_nobody_signs_what_they_prepared(drafted_for: Cases, responsible: User) -> None:
    case = drafted_for(by=responsible)
    with pytest.raises(moves.NotReady) as stopped:
        signing.sign(case, by=responsible, at=NOON)
    assert "self" in {o.code for o in stopped.value.obstacles}
    assert not Certificate.objects.exists()


def hands(person: Any, committee: Any) -> tuple[User, User]:
    return person("busy", "responsible", committee, "王主任"), person(
        "free", "responsible", committee, "孙主任"
    )


@pytest.mark.parametrize(
    "part", ["received", "checked", "failed", "answered", "restated", "assessed", "sent"]
)
def test_whoever_had_a_hand_in_it_neither_signs_nor_revokes_though_another_sent_it(
    part: str, case_for: Cases, confirm: Any, clerk: User, person: Any, committee: Any
) -> None:
    busy, free = hands(person, committee)
    case = case_for(by=busy if part == "received" else clerk)
    how = {"means": Means.HOME_VISIT, "note": "看过", "at": NOON}
    fact = case.revision.item.facts[0].key
    if part == "checked":
        verification.record(case, fact, result=Result.CONFIRMED, by=busy, **how)
    if part == "failed":
        verification.record(case, fact, result=Result.FAILED, by=busy, **how)
    if part == "answered":
        intake.supplement(case, case.answers, by=busy, at=NOON)
    if part == "restated":
        same = {"public_interest": False, "legal_risk": False, "verifiable": True}
        transition.restate(case, **same, by=busy, at=NOON)
    if part == "assessed":
        transition.assess(case, risk="无", precaution="无", counsel="", by=busy, at=NOON)
    confirm(case, by=clerk)
    if part == "sent":
        drafting.send(case, by=busy, at=NOON)
        drafting.send_back(case, reason="请补", by=free, at=NOON)
    drafting.send(case, by=clerk, at=NOON)

    with pytest.raises(moves.NotReady) as stopped:
        signing.sign(case, by=busy, at=NOON)
    assert [one.code for one in stopped.value.obstacles] == ["self"]
    assert "王主任经手过" in str(stopped.value)
    assert "请由没有经手的人办理：孙主任。" in str(stopped.value)
    certificate = signing.sign(case, by=free, at=NOON)  # who sent it back has established nothing
    with pytest.raises(moves.NotReady):
        revocation.revoke(certificate, reason="核实有误", by=busy, at=NOON)
    revocation.revoke(certificate, reason="核实有误", by=free, at=NOON)


def test_what_was_noted_at_the_counter_is_not_refused_by_who_noted_it(
    case_for: Cases, clerk: User, responsible: User
) -> None:
    case = case_for("NEG-02", by=clerk, holds_document=True)
    assert case.outcome == Outcome.NOT_NEEDED_DOCUMENT.value
    with pytest.raises(moves.NotReady):
        refusal.refuse(case, by=clerk, at=NOON)
    refusal.refuse(case, by=responsible, at=NOON)


@pytest.mark.parametrize("who", ["clerk", "other_committee_responsible"])
def test_only_the_own_responsible_person_signs(
    drafted_for: Cases, request: pytest.FixtureRequest, who: str
) -> None:
    case = drafted_for()
    with pytest.raises(moves.NotReady) as stopped:
        signing.sign(case, by=request.getfixturevalue(who), at=NOON)
    assert "signer" in {o.code for o in stopped.value.obstacles}


def test_a_fact_taken_back_after_drafting_stops_the_pen(
    drafted_for: Cases, clerk: User, responsible: User
) -> None:
    case = drafted_for()
    with pytest.raises(StepNotAllowed):  # it must be sent back first
        verification.record(
            case,
            case.revision.item.facts[0].key,
            means=Means.OWN_STATEMENT,
            result=Result.FAILED,
            note="本人说已经搬走",
            by=clerk,
            at=NOON,
        )


def test_before_a_fact_is_confirmed_there_is_no_paper_whose_characters_could_be_missing(
    case_for: Cases, clerk: User, responsible: User
) -> None:
    found = signing.obstacles(case_for(by=clerk), signer=responsible, at=NOON)
    assert "glyphs" not in {one.code for one in found}
    assert found


def test_a_case_never_drafted_cannot_be_signed(
    case_for: Cases, confirm: Cases, clerk: User, responsible: User
) -> None:
    case = confirm(case_for(), by=clerk)
    with pytest.raises(StepNotAllowed):
        signing.sign(case, by=responsible, at=NOON)
    assert not Certificate.objects.exists()
    assert not Counter.objects.filter(series__startswith="certificate:").exists()


def test_the_preview_carries_no_number(drafted_for: Cases) -> None:
    case = drafted_for()
    assert signing.draft(case, at=NOON).startswith(b"%PDF-")
    assert not Certificate.objects.exists()


def test_a_paper_that_cannot_be_made_loses_nothing(
    drafted_for: Cases, responsible: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = drafted_for()
    with monkeypatch.context() as broken:
        broken.setattr(printing, "sign", _fail, raising=False)
        with pytest.raises(papers.PaperNotMade):
            signing.sign(case, by=responsible, at=NOON)
        case.refresh_from_db()
        assert case.state == "issuing"
    assert papers.finish_all(at=NOON) == (1, 0)
    case.refresh_from_db()
    assert case.state == "issued"
    assert audit.audit().faults == ()


def test_after_three_failures_the_number_is_void_and_accounted_for(
    drafted_for: Cases, responsible: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = drafted_for()
    with monkeypatch.context() as broken:
        broken.setattr(printing, "sign", _fail, raising=False)
        with pytest.raises(papers.PaperNotMade):
            signing.sign(case, by=responsible, at=NOON)
        for _ in range(2):
            assert papers.finish_all(at=NOON) == (0, 1)
    case.refresh_from_db()
    assert case.state == "awaiting_signature"
    again = signing.sign(case, by=responsible, at=NOON)
    assert again.serial == 2
    assert audit.audit().faults == ()


def _fail(*_: Any, **__: Any) -> bytes:
    raise OSError("the key device does not answer")


@pytest.mark.duty("OP-3.1.a")
def test_a_listed_item_is_refused_with_a_notice(case_for: Cases, clerk: User) -> None:
    case = case_for("NEG-01")
    notice = refusal.refuse(case, by=clerk, at=NOON)
    said = papers.paper_of(notice)
    assert (case.state, notice.kind) == ("refused", PaperKind.REFUSAL_NOTICE.value)
    assert said.reason
    assert said.onward
    assert said.basis
    with pytest.raises(StepNotAllowed):
        refusal.refuse(case, by=clerk, at=NOON)
    assert audit.audit().faults == ()


def test_what_the_rules_grant_cannot_be_refused(case_for: Cases, clerk: User) -> None:
    case = case_for()
    with pytest.raises(refusal.NothingToRefuse):
        refusal.refuse(case, by=clerk, at=NOON)
    case.refresh_from_db()
    assert case.state == "received"


def test_a_fact_that_failed_is_the_reason_on_the_notice(
    case_for: Cases, clerk: User, responsible: User
) -> None:
    case = case_for()
    fact = case.revision.item.facts[0]
    verification.record(
        case,
        fact.key,
        means=Means.HOME_VISIT,
        result=Result.FAILED,
        note="无人居住",
        by=clerk,
        at=NOON,
    )
    with pytest.raises(moves.NotReady):  # who could not confirm it does not decide what follows
        refusal.refuse(case, by=clerk, at=NOON)
    said = papers.paper_of(refusal.refuse(case, by=responsible, at=NOON))
    assert fact.label in said.reason
    assert "不能确认" in said.reason
    assert "无人居住" not in said.reason  # what was seen stays in the file
    assert said.onward


def test_a_revocation_needs_a_reason_and_happens_once(
    drafted_for: Cases, responsible: User
) -> None:
    certificate = signing.sign(drafted_for(), by=responsible, at=NOON)
    with pytest.raises(revocation.ReasonMissing):
        revocation.revoke(certificate, reason="  ", by=responsible, at=NOON)
    revocation.revoke(certificate, reason="核实有误", by=responsible, at=NOON)
    assert certificate.status == "revoked"
    assert Case.objects.get().state == "revoked"
    with pytest.raises(revocation.NotInForce):
        revocation.revoke(certificate, reason="再撤一次", by=responsible, at=NOON)
    assert audit.audit().faults == ()


def test_a_notice_is_not_revoked(case_for: Cases, clerk: User, responsible: User) -> None:
    notice = refusal.refuse(case_for("NEG-01"), by=clerk, at=NOON)
    with pytest.raises(revocation.NotInForce):
        revocation.revoke(notice, reason="写错了", by=responsible, at=NOON)


def test_two_committees_count_their_own_numbers(
    drafted_for: Cases,
    responsible: User,
    person: Callable[..., User],
    village: Committee,
    other_committee_clerk: User,
    other_committee_responsible: User,
) -> None:
    ours = signing.sign(drafted_for(), by=responsible, at=NOON)
    theirs = signing.sign(
        drafted_for("POS-001", by=other_committee_clerk, committee=village),
        by=other_committee_responsible,
        at=NOON,
    )
    assert (ours.serial, theirs.serial) == (1, 1)
    assert ours.number != theirs.number
