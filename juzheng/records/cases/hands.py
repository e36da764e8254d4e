"""Hands (经手人): who did what in a case before the pen, by its ledger. Reads, never writes."""

from __future__ import annotations

from juzheng.law.base.divisions import governs, significant
from juzheng.law.base.permissions import Office, Permission, Role, may
from juzheng.law.cases import objections, signing, turns
from juzheng.law.cases.lifecycle import CASES, Event, State
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import read_once
from juzheng.records.models import Case, Committee, Entry, User

_COUNTY = 6  # digits of a county's code: an office with no more is above every street


def before_pen(case: Case, user: User) -> signing.Hand:
    """Return what ``user`` did that a certificate of ``case`` rests on, and who could sign it."""
    return _hand(case, user, Permission.SIGN, signing.ESTABLISHES)


def worked_on(cases: list[Case], user: User) -> set[int]:
    """Return which of ``cases`` rest on what ``user`` did, by one look at their lines."""
    named = [CASES.line(event) for event in signing.ESTABLISHES]
    lines = Entry.objects.filter(case__in=cases, by=user, event__in=named)
    lines = lines.order_by()  # in the order of lines, all that the user ever did would be read
    return {pk for pk in lines.values_list("case", flat=True) if pk}


def before_refusal(case: Case, user: User) -> signing.Hand:
    """
    Return what ``user`` did that a refusal of ``case`` rests on.

    Who only received what the rules refuse has established nothing; who wrote down at the counter
    that the resident holds a document which is enough has.
    """
    noted = case.outcome == Outcome.NOT_NEEDED_DOCUMENT.value
    rests_on = signing.ESTABLISHES - (set() if noted else {Event.RECEIVED})
    return _hand(case, user, Permission.WORK_ON, rests_on)


def before_review(case: Case, user: User) -> objections.Reviewer:
    """Return what ``user`` is to an objection in ``case``, and who of the committee may decide."""
    return objections.Reviewer(
        did=objections.did(_history(case), user.pk),
        responsible=user.may(Permission.SIGN) and user.committee_id == case.committee_id,
        officer=user.pk in {one.pk for one in officers_above(case.committee.code)},
        others=tuple(str(each) for each in reviewers(case)),
        office=office_above(case.committee.code),
    )


def reviewers(case: Case) -> list[User]:
    """Return the responsible people of the committee who had no hand in the refusal."""
    history = _history(case)
    able = pens_of(case.committee)
    return [each for each in able if not objections.did(history, each.pk)]


def signers(case: Case) -> list[User]:
    """Return the responsible people of the committee who had no hand in it (能签字的人)."""
    history = _history(case)
    able = pens_of(case.committee)
    return [one for one in able if not signing.did(history, one.pk, signing.ESTABLISHES)]


def reviewers_left(case: Case, refuser: User) -> list[User]:
    """Return who of the committee could review it, once ``refuser`` refuses (剩下能复核的人)."""
    return [each for each in reviewers(case) if each.pk != refuser.pk]


def officers_above(committee: str) -> tuple[User, ...]:
    """Return the civil affairs officers of the nearest office above ``committee``: the street's."""
    found = [
        one
        for one in User.objects.filter(is_active=True, division__isnull=False)
        .exclude(office=Office.JUSTICE.value)
        .order_by("pk")
        if one.may(Permission.GOVERN) and governs(one.division, committee)
    ]
    nearest = max((len(significant(one.division or "")) for one in found), default=0)
    return tuple(one for one in found if len(significant(one.division or "")) == nearest)


def office_above(committee: str) -> str:
    """Return who reviews where nobody of ``committee`` may, in words (由谁复核)."""
    nearest = officers_above(committee)[:1]
    far = any(len(significant(one.division or "")) <= _COUNTY for one in nearest)
    return objections.ABOVE if far else objections.STREET


def turn(case: Case) -> str:
    """
    Return whose turn it is (轮到谁办): of a post, of the applicant, or of an office above.

    The desk, the history and the resident's page ask here, so that none names another; empty
    where nobody is.
    """
    if case.stands is State.OBJECTED and not reviewers(case):
        return office_above(case.committee.code)
    if case.is_open and case.outcome == Outcome.TO_CONFIRM.value:
        return turns.CIVIL_AFFAIRS
    if Event.INTENDED in CASES.allowed(case.stands) and not signers(case):
        return turns.NOBODY
    return turns.TURN[case.stands]


def _history(case: Case) -> list[tuple[Event, int | None]]:
    return [(CASES.event(line.event), line.by_id) for line in read_once.of(case).lines]


def pens_of(committee: Committee) -> list[User]:
    """Return the responsible people of ``committee``, who may hold its pen (负责人)."""
    return _able(committee.pk, Permission.SIGN)


def _able(committee: int, permission: Permission) -> list[User]:
    roles = [role.value for role in Role if may(role, permission)]
    able = User.objects.filter(committee=committee, is_active=True, role__in=roles)
    return list(able.order_by("pk"))


def _hand(
    case: Case, user: User, permission: Permission, rests_on: frozenset[Event]
) -> signing.Hand:
    history = _history(case)
    return signing.Hand(
        name=str(user),
        signs=permission is Permission.SIGN,
        did=signing.did(history, user.pk, rests_on),
        others=tuple(
            str(each)
            for each in _able(case.committee_id, permission)
            if each.pk != user.pk and not signing.did(history, each.pk, rests_on)
        ),
    )
