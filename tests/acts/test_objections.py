"""Objections (异议): a refusal is looked at again, and never by whoever had a hand in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from juzheng.acts.audit import audit
from juzheng.acts.base import moves
from juzheng.acts.cases import intake, objection, refusal, transition, verification
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases.lifecycle import CASES, State
from juzheng.law.cases.objections import HAND_IN_REFUSAL, RULINGS
from juzheng.law.cases.verification import Means, Result
from juzheng.records.cases import hands
from juzheng.records.history import lines_of
from juzheng.records.models import Case, Entry, User
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(case_for: Callable[..., Case], clerk: User, responsible: User) -> Case:
    """Return a case that the clerk refused; a responsible person is there."""
    case = case_for("NEG-01")
    refusal.refuse(case, by=clerk, at=NOON)
    case.refresh_from_db()
    return case


def decide(act: Any, case: Case, by: User) -> Any:
    return act(case, answer="看了条文，是这样。", version=case.version, by=by, at=NOON)


def test_the_notice_names_the_remedy_against_the_committee_itself(refused: Case) -> None:
    paper = refused.certificates.get().content["canonical"]
    assert "申请复核" in paper
    assert "街道办事处或者乡镇人民政府" in paper
    assert "12345" in paper
    assert "不是行政复议" in paper
    assert "5个工作日" in paper
    assert "不是法律规定的期限" in paper


def test_an_objection_has_a_clock_and_stays_out_of_the_ledger(refused: Case) -> None:
    objection.file(refused, reason="我手里有条例", by=None, at=NOON)

    assert refused.state == State.OBJECTED.value
    assert refused.is_open
    assert refused.due_on is not None
    assert refused.due_on.isoformat() == "2026-12-01"  # five working days
    line = lines_of(refused)[-1]
    assert line.details["reviewed_by"] == "committee"
    assert not Entry.objects.filter(details__icontains="条例").exists()
    assert audit().faults == ()


def test_whoever_refused_does_not_decide(refused: Case, clerk: User, responsible: User) -> None:
    User.objects.filter(pk=clerk.pk).update(role="responsible")  # promoted meanwhile
    clerk.refresh_from_db()
    objection.file(refused, reason="不同意", by=clerk, at=NOON)
    for act in (objection.uphold, objection.overturn):
        with pytest.raises(moves.NotReady) as why:
            decide(act, refused, clerk)
        assert [one.code for one in why.value.obstacles] == ["self"]
        assert str(responsible) in str(why.value)
    decide(objection.uphold, refused, responsible)
    assert refused.state == State.UPHELD.value


def test_what_nobody_objected_to_is_not_decided(
    case_for: Callable[..., Case], clerk: User, responsible: User
) -> None:
    case = case_for("NEG-01")
    refusal.refuse(case, by=clerk, at=NOON)
    case.refresh_from_db()
    with pytest.raises(moves.StepNotAllowed):
        decide(objection.uphold, case, responsible)
    assert case.objections.count() == 0


def test_a_clerk_without_a_hand_does_not_decide(
    refused: Case, person: Callable[..., User], responsible: User
) -> None:
    other = person("other", "clerk", refused.committee)
    objection.file(refused, reason="不同意", by=None, at=NOON)
    with pytest.raises(moves.NotReady) as why:
        decide(objection.uphold, refused, other)
    assert [one.code for one in why.value.obstacles] == ["reviewer"]


def test_where_nobody_is_left_the_nearest_office_decides(
    case_for: Callable[..., Case], person: Callable[..., User], responsible: User
) -> None:
    case = case_for("NEG-01")
    refusal.refuse(case, by=responsible, at=NOON)
    case.refresh_from_db()
    code = case.committee.code
    street = person("street", "overseer", None, division=f"{code[:9]}000")
    county = person("county", "overseer", None, division=code[:6])
    justice = person("justice", "overseer", None, division=f"{code[:9]}000", office="justice")
    objection.file(case, reason="不同意", by=None, at=NOON)

    assert lines_of(case)[-1].details["reviewed_by"] == "office"
    for other in (county, justice, responsible):
        with pytest.raises(moves.NotReady):
            decide(objection.overturn, case, other)
    decide(objection.overturn, case, street)
    assert case.state == State.RECEIVED.value


def test_officers_do_not_decide_while_the_committee_can(
    refused: Case, person: Callable[..., User], responsible: User
) -> None:
    street = person("street", "overseer", None, division=f"{refused.committee.code[:9]}000")
    objection.file(refused, reason="不同意", by=None, at=NOON)
    with pytest.raises(moves.NotReady):
        decide(objection.uphold, refused, street)


def test_an_overturned_refusal_is_void_and_the_case_is_at_work_again(
    refused: Case, responsible: User, clerk: User
) -> None:
    notice = refused.certificates.get()
    file_before = (notice.file, notice.file_digest, notice.content)
    objection.file(refused, reason="不同意", by=None, at=NOON)
    decide(objection.overturn, refused, responsible)

    notice.refresh_from_db()
    assert notice.status == "revoked"
    assert (notice.file, notice.file_digest, notice.content) == file_before
    again = refusal.refuse(refused, by=clerk, at=NOON)  # a second notice, of its own number
    assert again.number != notice.number
    refused.refresh_from_db()
    objection.file(refused, reason="还是不同意", by=None, at=NOON)
    assert audit().faults == ()


def test_after_a_review_it_is_not_reviewed_here_again(refused: Case, responsible: User) -> None:
    objection.file(refused, reason="不同意", by=None, at=NOON)
    with pytest.raises(moves.StepNotAllowed):
        objection.file(refused, reason="再来", by=None, at=NOON)
    decide(objection.uphold, refused, responsible)
    with pytest.raises(moves.StepNotAllowed):
        objection.file(refused, reason="再来", by=None, at=NOON)
    assert refused.objections.get().decided_by == responsible
    assert audit().faults == ()


def test_nobody_objects_to_a_notice_that_is_still_being_made(
    case_for: Callable[..., Case], clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from juzheng.acts.base import papers

    case = case_for("NEG-01")
    monkeypatch.setattr(papers, "finish", lambda made, *, at: made)
    refusal.refuse(case, by=clerk, at=NOON)
    case.refresh_from_db()
    with pytest.raises(objection.NoticeInTheMaking):
        objection.file(case, reason="不同意", by=None, at=NOON)
    assert case.certificates.get().kind == PaperKind.REFUSAL_NOTICE.value


STEPS = ("receive", "check", "answer", "restate", "refuse", "object", "uphold", "overturn")
WHO = ("clerk", "responsible", "second", "street")


@pytest.mark.many
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(WHO)), min_size=4, max_size=14))
@pytest.mark.many
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_in_no_order_does_a_hand_in_the_refusal_decide_it(
    case_for: Callable[..., Case],
    staff: dict[str, User],
    steps: list[tuple[str, str]],
) -> None:
    case = case_for("NEG-01", idempotency_key=uuid4().hex)
    for step, who in [*steps, ("refuse", "clerk"), ("object", "clerk")]:
        _try(case, step, staff[who])
    for who in ("clerk", "second", "street", "responsible"):
        _try(case, "uphold", staff[who])
    _assert_no_hand_decided(case)


@pytest.fixture
def staff(clerk: User, responsible: User, person: Callable[..., User]) -> dict[str, User]:
    """Return two who may decide, one who may not, and the street's officer."""
    committee = responsible.committee
    assert committee is not None
    return {
        "clerk": clerk,
        "responsible": responsible,
        "second": person("second", "responsible", committee),
        "street": person("street", "overseer", None, division=f"{committee.code[:9]}000"),
    }


def _try(case: Case, step: str, by: User) -> None:
    hand: Any = {"by": by, "at": NOON}
    fact = case.revision.item.facts[0].key if case.revision.item.facts else ""
    seen: Any = {"answer": "看了", "version": case.version, **hand}
    acts: dict[str, Callable[[], Any]] = {
        "receive": lambda: None,
        "check": lambda: (
            fact
            and verification.record(
                case, fact, means=Means.ORIGINAL, result=Result.FAILED, note="", **hand
            )
        ),
        "answer": lambda: intake.supplement(case, {}, **hand),
        "restate": lambda: transition.restate(
            case, public_interest=False, legal_risk=False, verifiable=False, **hand
        ),
        "refuse": lambda: refusal.refuse(case, **hand),
        "object": lambda: objection.file(case, reason="不同意", **hand),
        "uphold": lambda: objection.uphold(case, **seen),
        "overturn": lambda: objection.overturn(case, **seen),
    }
    with suppress(
        moves.NotReady, moves.StepNotAllowed, moves.MovedMeanwhile, refusal.NothingToRefuse
    ):
        acts[step]()
    case.refresh_from_db()


def _assert_no_hand_decided(case: Case) -> None:
    before: set[int | None] = set()
    for line in lines_of(case):
        event = CASES.event(line.event)
        if event in RULINGS:
            assert line.by_id not in before, f"{line.by} decided what they had a hand in"
        if event in HAND_IN_REFUSAL:
            before.add(line.by_id)
    assert hands.officers_above(case.committee.code)
