"""Replacing a wrong paper: corrected, verified anew, and the old one revoked in the same step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from juzheng.acts import audit
from juzheng.acts.base import moves, papers
from juzheng.acts.cases import (
    answering,
    awaiting,
    correcting,
    drafting,
    intake,
    recounting,
    refusal,
    replacing,
    revocation,
    signing,
    transition,
    withdrawal,
)
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.cases import certificates
from juzheng.outside import paper as printing
from juzheng.records.cases import paper_register
from juzheng.records.models import Case, Certificate, Entry, User
from tests.acts.test_mending import as_filed
from tests.conftest import NOON

Cases = Callable[..., Case]
WHY = "登记的收养日期写错"
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def wrong(drafted_for: Cases, responsible: User) -> Certificate:
    return signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)


def begun(wrong: Certificate, by: User) -> Case:
    case = Case.objects.get(pk=wrong.case_id)
    wrong = Certificate.objects.get(pk=wrong.pk)
    return replacing.begin(wrong, reason=WHY, version=case.version, by=by, at=LATER)


def corrected(case: Case, by: User) -> Case:
    """Correct an answer that the paper says."""
    key = next(
        one.key
        for one in case.revision.item.questions
        if any("{" + one.key + "}" in fact.sentence for fact in case.revision.item.facts)
    )
    changed = {key: "更正后的住址" if isinstance(case.answers[key], str) else case.answers[key]}
    intake.supplement(case, changed, by=by, at=LATER)
    return case


def test_the_wrong_one_is_revoked_as_the_corrected_one_is_issued(
    wrong: Certificate, confirm: Cases, clerk: User, responsible: User
) -> None:
    case = corrected(begun(wrong, clerk), clerk)
    assert "facts" in {one.code for one in drafting.obstacles(case, by=clerk, at=LATER)}
    drafting.send(confirm(case, by=clerk, at=LATER), by=clerk, at=LATER)
    wrong.refresh_from_db()
    assert (case.state, wrong.status) == ("awaiting_replacement", "issued")  # until then in force

    new = signing.sign(case, by=responsible, at=LATER)

    wrong.refresh_from_db()
    case.refresh_from_db()
    assert (new.status, new.serial, case.state) == ("issued", 2, "issued")
    assert (wrong.status, wrong.revocation_reason) == ("revoked", WHY)
    assert (wrong.replaced_by, wrong.revoked_by) == (new, responsible)
    said = papers.paper_of(new)
    assert (said.replaces, said.format) == (wrong.number, 3)
    assert certificates.read_canonical(certificates.canonical(said)) == said
    told = [one.event for one in Entry.objects.filter(case=case).order_by("position")][-3:]
    assert told == ["certificate.intended", "certificate.replaced", "certificate.issued"]
    assert audit.audit().faults == ()
    old, now = (paper_register.by_opaque(one.opaque) for one in (wrong, new))
    assert old
    assert now
    assert (old.status.value, old.replaced_by, old.replaces) == ("replaced", new.number, "")
    assert (now.status.value, now.replaced_by, now.replaces) == ("in_force", "", wrong.number)


def test_what_was_not_changed_needs_no_second_look(
    wrong: Certificate, clerk: User, responsible: User
) -> None:
    case = begun(wrong, clerk)
    case.recipient = "示例县教育局"  # what no fact says
    case.save()
    assert drafting.obstacles(case, by=clerk, at=LATER) == ()


def test_nothing_is_replaced_by_the_same(wrong: Certificate, clerk: User) -> None:
    case = begun(wrong, clerk)
    with pytest.raises(moves.NotReady) as stopped:
        drafting.send(case, by=clerk, at=LATER)
    assert [one.code for one in stopped.value.obstacles] == ["correction"]


def test_who_corrected_does_not_sign(
    wrong: Certificate, confirm: Cases, clerk: User, responsible: User
) -> None:
    case = corrected(begun(wrong, responsible), responsible)  # to say it is wrong is no hand in it
    drafting.send(confirm(case, by=clerk, at=LATER), by=clerk, at=LATER)
    with pytest.raises(moves.NotReady) as stopped:
        signing.sign(case, by=responsible, at=LATER)
    assert [one.code for one in stopped.value.obstacles] == ["self"]


def test_a_paper_that_could_not_be_made_leaves_the_old_one_in_force(
    wrong: Certificate,
    confirm: Cases,
    clerk: User,
    responsible: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = confirm(corrected(begun(wrong, clerk), clerk), by=clerk, at=LATER)
    drafting.send(case, by=clerk, at=LATER)

    def fail(*_: Any, **__: Any) -> bytes:
        raise OSError("the key device does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(printing, "sign", fail)
        with pytest.raises(papers.PaperNotMade):
            signing.sign(case, by=responsible, at=LATER)
        wrong.refresh_from_db()
        assert (wrong.status, wrong.replaced_by) == ("issued", None)
        for _ in range(2):
            assert papers.finish_all(at=LATER) == (0, 1)
    case.refresh_from_db()
    assert case.state == "awaiting_replacement"
    new = signing.sign(case, by=responsible, at=LATER)
    wrong.refresh_from_db()
    assert (wrong.replaced_by, new.serial) == (new, 3)
    assert audit.audit().faults == ()


def test_a_process_that_dies_in_between_is_finished_by_the_next(
    wrong: Certificate,
    confirm: Cases,
    clerk: User,
    responsible: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = confirm(corrected(begun(wrong, clerk), clerk), by=clerk, at=LATER)
    drafting.send(case, by=clerk, at=LATER)

    class Killed(BaseException):
        pass

    def dies(*_: Any, **__: Any) -> bytes:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(printing, "sign", dies)
        with pytest.raises(Killed):
            signing.sign(case, by=responsible, at=LATER)
    assert papers.finish_all(at=LATER) == (1, 0)
    assert papers.finish_all(at=LATER) == (0, 0)
    wrong.refresh_from_db()
    assert (wrong.status, bool(wrong.replaced_by)) == ("revoked", True)
    assert audit.audit().faults == ()


@pytest.mark.parametrize("fails", [False, True], ids=["both are made", "the second fails"])
def test_two_who_finish_the_same_paper_make_one(
    wrong: Certificate,
    confirm: Cases,
    clerk: User,
    responsible: User,
    monkeypatch: pytest.MonkeyPatch,
    fails: bool,
) -> None:
    """Whoever is second finds the corrected paper in force: neither wrong, nor to be void."""
    case = confirm(corrected(begun(wrong, clerk), clerk), by=clerk, at=LATER)
    drafting.send(case, by=clerk, at=LATER)
    make, others = papers._make, [papers.TRIES]

    def slowly(certificate: Certificate) -> tuple[str, str, str]:
        if not others:
            return make(certificate)
        others.clear()  # while this one typesets, another process takes it up, and is faster
        Certificate.objects.filter(pk=certificate.pk).update(tries=papers.TRIES)
        papers.finish(Certificate.objects.get(pk=certificate.pk), at=LATER)
        if fails:
            raise OSError("the key device does not answer")
        return make(certificate)

    monkeypatch.setattr(papers, "_make", slowly)
    new = signing.sign(case, by=responsible, at=LATER)

    wrong.refresh_from_db()
    assert (new.status, new.replaced_by, wrong.status, wrong.replaced_by) == (
        "issued",
        None,
        "revoked",
        new,
    )
    assert audit.audit().faults == ()


def test_a_correction_can_be_given_up_or_end_in_a_revocation(
    wrong: Certificate, clerk: User, responsible: User
) -> None:
    case = begun(wrong, clerk)
    for impossible in (
        lambda: withdrawal.withdraw(case, at=LATER),
        lambda: refusal.refuse(case, by=clerk, at=LATER),
    ):
        with pytest.raises((StepNotAllowed, refusal.NothingToRefuse)):
            impossible()
    replacing.keep(case, reason="没有写错", version=case.version, by=clerk, at=LATER)
    wrong.refresh_from_db()
    assert (case.state, wrong.status) == ("issued", "issued")

    begun(wrong, clerk)
    again = Certificate.objects.get(pk=wrong.pk)
    revocation.revoke(again, reason=WHY, by=responsible, at=LATER)
    case.refresh_from_db()
    assert case.state == "revoked"
    assert audit.audit().faults == ()


def test_sent_back_it_can_still_be_given_up(
    wrong: Certificate, confirm: Cases, clerk: User, responsible: User
) -> None:
    case = confirm(corrected(begun(wrong, clerk), clerk), by=clerk, at=LATER)
    drafting.send(case, by=clerk, at=LATER)
    drafting.send_back(case, reason="再看", by=responsible, at=LATER)
    assert case.state == "replacing"
    replacing.keep(case, reason="没有写错", version=case.version, by=clerk, at=LATER)
    assert (case.state, case.prepared_by) == ("issued", clerk)
    again = corrected(begun(wrong, clerk), clerk)
    drafting.send(confirm(again, by=clerk, at=LATER), by=clerk, at=LATER)
    drafting.send_back(again, reason="再看", by=responsible, at=LATER)
    revocation.revoke(Certificate.objects.get(pk=wrong.pk), reason=WHY, by=responsible, at=LATER)
    assert Case.objects.get().state == "revoked"
    assert audit.audit().faults == ()


@pytest.mark.parametrize("how", ["kept", "revoked"])
def test_given_up_the_case_says_what_it_said_of_its_paper(
    wrong: Certificate, confirm: Cases, clerk: User, responsible: User, person: Any, how: str
) -> None:
    """Who prepared the paper that is out, and by when: not what a correction put in their place."""
    case = Case.objects.get()
    promised, prepared_at = case.due_on, case.prepared_at
    second = person("second", "clerk", case.committee)
    for _ in range(2):  # given up once before, which left a preparer of its own in the history
        case = confirm(corrected(begun(wrong, second), second), by=second, at=LATER)
        drafting.send(case, by=second, at=LATER)
        assert (case.prepared_by, case.due_on) == (second, answering.last_day_to_replace(LATER))
        if how == "kept":
            replacing.keep(case, reason="没有写错", version=case.version, by=clerk, at=LATER)
        else:
            drafting.recall(case, reason="再看", version=case.version, by=second, at=LATER)
            assert case.prepared_by is None
            replacing.keep(case, reason="没有写错", version=case.version, by=clerk, at=LATER)
        assert (case.prepared_by, case.prepared_at) == (clerk, prepared_at)
        assert case.due_on == promised
    if how == "revoked":
        begun(wrong, second)
        again = Certificate.objects.get(pk=wrong.pk)
        revocation.revoke(again, reason=WHY, by=responsible, at=LATER)
        case.refresh_from_db()
        assert (case.state, case.prepared_by, case.due_on) == ("revoked", clerk, promised)
    assert audit.audit().faults == ()


def test_the_days_to_replace_begin_with_it_whatever_is_worked_out_anew(
    wrong: Certificate, clerk: User
) -> None:
    """The case was received weeks ago: nothing of it is overdue because its paper is corrected."""
    begun_at = NOON + timedelta(days=21)
    case = Case.objects.get()
    told: Any = {"reason": WHY, "version": case.version, "by": clerk, "at": begun_at}
    case = replacing.begin(Certificate.objects.get(), **told)
    last = answering.last_day_to_replace(begun_at)
    assert case.due_on == last > (begun_at + timedelta(days=5)).date()

    said = as_filed(case, purpose="办理另一件事")
    hand: Any = {"reason": "写错了", "version": case.version, "by": clerk, "at": begun_at}
    assert correcting.correct(case, said, **hand).due_on == last
    facts = {"public_interest": False, "legal_risk": False, "verifiable": True}
    assert transition.restate(case, **facts, by=clerk, at=begun_at).due_on == last
    Entry.objects.filter(case=case).update(details={"provisional": True})
    assert recounting.recount(at=begun_at) == 0
    case.refresh_from_db()
    assert case.due_on == last


def test_what_waits_for_an_answer_is_settled_while_it_is_replaced(
    wrong: Certificate, clerk: User
) -> None:
    case = begun(wrong, clerk)
    Case.objects.update(outcome="to_confirm")
    assert awaiting.settle(at=LATER) == 1
    last, outcome = case.due_on, case.outcome
    case.refresh_from_db()
    assert (case.state, case.outcome, case.due_on) == ("replacing", outcome, last)


def test_nobody_revokes_what_is_being_replaced_that_very_moment(
    wrong: Certificate,
    confirm: Cases,
    clerk: User,
    responsible: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = confirm(corrected(begun(wrong, clerk), clerk), by=clerk, at=LATER)
    drafting.send(case, by=clerk, at=LATER)
    signing._intend(case, by=responsible, at=LATER)  # and the process died
    again = Certificate.objects.get(pk=wrong.pk)
    with pytest.raises(moves.NotReady) as stopped:
        revocation.revoke(again, reason=WHY, by=responsible, at=LATER)
    assert [one.code for one in stopped.value.obstacles] == ["replacing"]
    again.refresh_from_db()
    assert again.status == "issued"
    assert papers.finish_all(at=LATER) == (1, 0)
    assert audit.audit().faults == ()


def test_only_a_certificate_in_force_is_replaced_and_with_a_reason(
    wrong: Certificate, case_for: Cases, clerk: User, responsible: User
) -> None:
    notice = refusal.refuse(case_for("NEG-01"), by=clerk, at=NOON)
    seen: Any = {"version": 1, "by": clerk, "at": LATER}
    with pytest.raises(papers.NotInForce):
        replacing.begin(notice, reason=WHY, **seen)
    with pytest.raises(papers.ReasonMissing):
        replacing.begin(wrong, reason=" ", **seen)
    with pytest.raises(moves.MovedMeanwhile):
        replacing.begin(wrong, reason=WHY, **seen)  # an old page
    wrong = Certificate.objects.get(pk=wrong.pk)
    revocation.revoke(wrong, reason=WHY, by=responsible, at=LATER)
    with pytest.raises(papers.NotInForce):
        replacing.begin(wrong, reason=WHY, **seen)
