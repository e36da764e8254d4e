"""Lending the pen: from one day to another, never before it was given, and told on the paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from juzheng.acts import audit
from juzheng.acts.base import moves, papers
from juzheng.acts.cases import delegation, drafting, signing
from juzheng.acts.cases.delegation import BadDelegation, Lent
from juzheng.law.base.ledger import canonical_digest
from juzheng.law.cases import delegation as law
from juzheng.law.cases.signing import Readiness
from juzheng.law.cases.signing import obstacles as found
from juzheng.law.catalogue.requirements import Requirement
from juzheng.records.models import Case, Delegation, Entry, User
from tests.conftest import NOON

Cases = Callable[..., Case]
TODAY = NOON.date()
A_WEEK = TODAY + timedelta(days=6)


@pytest.fixture
def deputy(person: Any, responsible: User) -> User:
    return person("deputy", "clerk", responsible.committee, "孙副主任")


def lent(responsible: User, deputy: User, **changes: Any) -> Delegation:
    told = {"deputy": deputy, "first": TODAY, "last": A_WEEK, **changes}
    key = canonical_digest([str(told)])
    return delegation.give(Lent(**told), key=key, by=responsible, at=NOON)


def why_not(case: Case, by: User, at: Any = NOON) -> str:
    with pytest.raises(moves.NotReady) as stopped:
        signing.sign(case, by=by, at=at)
    assert not case.certificates.exists()
    return str(stopped.value)


def test_the_paper_and_the_chain_say_who_signed_and_for_whom(
    drafted_for: Cases, responsible: User, deputy: User
) -> None:
    case = drafted_for()
    assert "只有本居（村）民委员会负责人可以签字" in why_not(case, deputy)
    given = lent(responsible, deputy)
    paper = signing.sign(case, by=deputy, at=NOON)
    assert papers.paper_of(paper).responsible_person == "林主任（授权孙副主任签字）"
    line = Entry.objects.get(case=case, event="certificate.intended")
    assert (line.by, line.details["delegation"]) == (deputy, given.pk)
    assert audit.audit().faults == ()


def test_days_that_are_over_or_to_come_carry_nothing_and_say_so(
    drafted_for: Cases, responsible: User, deputy: User
) -> None:
    case = drafted_for()
    lent(responsible, deputy, first=TODAY + timedelta(days=1))
    assert "从2026年11月25日起才有效" in why_not(case, deputy)
    late = NOON + timedelta(days=7)
    assert "到2026年11月30日为止，已经过期" in why_not(case, deputy, at=late)


def test_it_is_taken_back_at_once(drafted_for: Cases, responsible: User, deputy: User) -> None:
    case, given = drafted_for(), lent(responsible, deputy)
    delegation.take_back(given, version=given.version, by=responsible, at=NOON)
    assert "已经收回" in why_not(case, deputy)
    with pytest.raises(moves.StepNotAllowed):
        delegation.take_back(given, version=given.version, by=responsible, at=NOON)
    assert audit.audit().faults == ()


def test_it_ends_with_whoever_gave_it(drafted_for: Cases, responsible: User, deputy: User) -> None:
    case = drafted_for()
    lent(responsible, deputy)
    User.objects.filter(pk=responsible.pk).update(is_active=False)
    assert "现在不是负责人" in why_not(case, deputy)


def test_only_the_items_it_names(drafted_for: Cases, responsible: User, deputy: User) -> None:
    case = drafted_for("POS-001")
    lent(responsible, deputy, items=["POS-002"])
    assert "不包括这一项" in why_not(case, deputy)
    lent(responsible, deputy, items=["POS-001"])
    signing.sign(case, by=deputy, at=NOON)


def test_neither_hand_may_be_in_it(
    drafted_for: Cases, responsible: User, deputy: User, person: Any
) -> None:
    lent(responsible, deputy)
    assert "孙副主任经手过这一件" in why_not(drafted_for(by=deputy), deputy)
    assert "林主任经手过这一件" in why_not(drafted_for(by=responsible), deputy)


def test_what_residents_agree_to_is_signed_in_person() -> None:
    told = law.Delegated("林主任", TODAY, A_WEEK, TODAY)
    file = Readiness(True, frozenset({Requirement.DELIBERATION}), meeting_held=True, delegated=told)
    assert [one.code for one in found(file)] == ["delegation"]
    only_risk = Readiness(
        True,
        frozenset({Requirement.DELIBERATION}),
        meeting_held=True,
        delegated=told,
        flexible=True,
    )
    assert found(only_risk) == ()


@pytest.mark.parametrize(
    ("first", "last"), [(-1, 3), (3, 2), (0, law.LONGEST_DAYS)], ids=["past", "turned", "long"]
)
def test_days_that_cannot_be(responsible: User, deputy: User, first: int, last: int) -> None:
    days = {"first": TODAY + timedelta(days=first), "last": TODAY + timedelta(days=last)}
    with pytest.raises(BadDelegation):
        lent(responsible, deputy, **days)
    assert not Delegation.objects.exists()


def test_only_ones_own_pen_is_lent_and_to_ones_own_people(
    responsible: User, deputy: User, clerk: User, other_committee_clerk: User
) -> None:
    for giver, to in (
        (clerk, deputy),
        (responsible, other_committee_clerk),
        (responsible, responsible),
    ):
        with pytest.raises(moves.NotYours):
            lent(giver, to)


def test_a_form_sent_twice_lends_once(responsible: User, deputy: User) -> None:
    assert lent(responsible, deputy) == lent(responsible, deputy)


def test_a_draft_can_be_sent_back_by_a_deputy(
    drafted_for: Cases, responsible: User, deputy: User
) -> None:
    case = drafted_for()
    with pytest.raises(moves.NotYours):
        drafting.send_back(case, reason="请补", by=deputy, at=NOON)
    lent(responsible, deputy)
    drafting.send_back(case, reason="请补", by=deputy, at=NOON)
    assert case.state == "received"
