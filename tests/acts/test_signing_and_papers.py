"""The pen and the papers: sign, refuse, revoke; each once, each with everything that guards it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from juzheng.acts import audit
from juzheng.acts.base import files, moves
from juzheng.acts.cases import papers, refusal, revocation, signing, verification
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.cases.certificates import PaperKind
from juzheng.law.cases.verification import Means, Result
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


def test_a_fact_that_failed_is_the_reason_on_the_notice(case_for: Cases, clerk: User) -> None:
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
    said = papers.paper_of(refusal.refuse(case, by=clerk, at=NOON))
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
