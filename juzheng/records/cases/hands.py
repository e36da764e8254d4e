"""Hands (经手人): who did what in a case before the pen, by its ledger. Reads, never writes."""

from __future__ import annotations

from juzheng.law.base.permissions import Permission, Role, may
from juzheng.law.cases import signing
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.models import Case, User


def before_pen(case: Case, user: User) -> signing.Hand:
    """Return what ``user`` did that a certificate of ``case`` rests on, and who could sign it."""
    return _hand(case, user, Permission.SIGN, signing.ESTABLISHES)


def before_refusal(case: Case, user: User) -> signing.Hand:
    """
    Return what ``user`` did that a refusal of ``case`` rests on.

    Who only received what the rules refuse has established nothing; who wrote down at the counter
    that the resident holds a document which is enough has.
    """
    noted = case.outcome == Outcome.NOT_NEEDED_DOCUMENT.value
    rests_on = signing.ESTABLISHES - (set() if noted else {Event.RECEIVED})
    return _hand(case, user, Permission.WORK_ON, rests_on)


def _hand(
    case: Case, user: User, permission: Permission, rests_on: frozenset[Event]
) -> signing.Hand:
    lines = case.entries.order_by("position").values_list("event", "by")
    history = [(CASES.event(event), by) for event, by in lines]
    roles = [role.value for role in Role if may(role, permission)]
    able = User.objects.filter(committee=case.committee_id, is_active=True, role__in=roles)
    return signing.Hand(
        name=str(user),
        did=signing.did(history, user.pk, rests_on),
        others=tuple(
            str(each)
            for each in able.exclude(pk=user.pk).order_by("pk")
            if not signing.did(history, each.pk, rests_on)
        ),
    )
