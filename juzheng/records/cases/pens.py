"""Pens (谁能签字): the responsible person's own, and those lent for a time. Reads, never writes."""

from __future__ import annotations

from datetime import date

from juzheng.law.base.permissions import Permission
from juzheng.law.cases import delegation as law
from juzheng.law.cases.delegation import Delegated, DelegationState, in_words
from juzheng.records.cases import case_file
from juzheng.records.models import Case, Delegation, User


def given_to(user: User) -> list[Delegation]:
    """Return what was ever delegated to ``user`` in their committee, the latest first."""
    found = Delegation.objects.filter(deputy=user, committee=user.committee_id)
    return list(found.select_related("giver").order_by("-pk"))


def in_force(user: User, on: date) -> list[Delegation]:
    """Return the delegations with which ``user`` may sign something on that day."""
    if not user.may(Permission.SEE_DESK) or user.may(Permission.SIGN):
        return []
    return [one for one in given_to(user) if told(one, on).in_force()]


def may_hold(user: User, on: date) -> bool:
    """Return whether ``user`` signs, in their own right or for somebody."""
    return user.may(Permission.SIGN) or bool(in_force(user, on))


def of(case: Case, user: User, on: date) -> Delegation | None:
    """Return by which delegation ``user`` signs ``case``: one that carries it, else the last."""
    if user.may(Permission.SIGN) or user.committee_id != case.committee_id:
        return None
    given = given_to(user)
    item = case.revision.subject
    carrying = (one for one in given if told(one, on, item).in_force())
    return next(carrying, given[0] if given else None)


def carries(case: Case, user: User, on: date) -> bool:
    """Return whether ``user`` may sign ``case`` for somebody on that day."""
    lent = of(case, user, on)
    return lent is not None and told(lent, on, case.revision.subject).in_force()


def in_person(case: Case) -> bool:
    """Return whether ``case`` is signed by the responsible person alone (由负责人本人签)."""
    requires = case_file.decision_of(case).requires
    return law.in_person(requires, flexible=case_file.meeting_rule(case).flexible)


def signs_for(case: Case, user: User, on: date) -> bool:
    """Return whether ``user`` may sign ``case`` for somebody, which is not signed in person."""
    return carries(case, user, on) and not in_person(case)


def told(delegation: Delegation, on: date, item: str = "") -> Delegated:
    """Return a delegation in the words of the law, held to a day and, where given, to an item."""
    giver = delegation.giver
    own = giver.may(Permission.SIGN) and giver.committee_id == delegation.committee_id
    return Delegated(
        giver=str(giver),
        first=delegation.first,
        last=delegation.last,
        on=on,
        covers_item=not (item and delegation.items) or item in delegation.items,
        revoked=delegation.state == DelegationState.REVOKED.value,
        lapsed=not own,
        only=tuple(delegation.items),
    )


def signature(case: Case, user: User, on: date) -> str:
    """Return who signs, as it stands on the paper: by name, and for whom if for somebody."""
    lent = of(case, user, on)
    return in_words(str(lent.giver), str(user)) if lent else str(user)
