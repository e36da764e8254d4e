"""Delegation (授权签字): the responsible person lends the pen for some days, and takes it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Unpack

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import moves
from juzheng.acts.base.moves import Hand, NotYours, Seen
from juzheng.law.base.permissions import Permission
from juzheng.law.cases import delegation as law
from juzheng.law.cases import signing
from juzheng.law.cases.delegation import BadDelegation as BadDelegation
from juzheng.law.cases.delegation import DelegationEvent
from juzheng.records.cases import hands, pens
from juzheng.records.catalogue.governing import governing
from juzheng.records.models import Case, Delegation, User


@dataclass(frozen=True)
class Lent:
    """What is delegated (授权内容), as the form hands it over."""

    deputy: User
    first: date
    last: date
    items: Collection[str] = ()  # empty: all


def candidates(giver: User) -> list[User]:
    """Return to whom ``giver`` may lend the pen: staff of the same committee without one."""
    staff = User.objects.filter(committee=giver.committee_id, is_active=True).exclude(pk=giver.pk)
    able = [one for one in staff.order_by("pk") if one.committee_id]
    return [one for one in able if one.may(Permission.SEE_DESK) and not one.may(Permission.SIGN)]


def give(lent: Lent, *, key: str, **hand: Unpack[Hand]) -> Delegation:
    """
    Let somebody of the same committee sign from one day to another; the same form again is once.

    :raises NotYours: if ``by`` signs nothing in their own right, or it is nobody of theirs
    :raises BadDelegation: for days that have passed, or too many; for what is signed in person
    """
    by = hand["by"]
    if not by.may(Permission.SIGN) or by.committee is None or lent.deputy not in candidates(by):
        raise NotYours(str(lent.deputy))
    on = timezone.localdate(hand["at"])
    law.insist_on_term(lent.first, lent.last, on)
    listed = governing(on).items
    law.insist_on_lendable(listed[one] for one in lent.items if one in listed)
    return moves.once(lambda: _given(lent, key, **hand), Delegation, key=key)


@transaction.atomic(durable=True)
def _given(lent: Lent, key: str, **hand: Unpack[Hand]) -> Delegation:
    by, items = hand["by"], sorted(lent.items)
    row = Delegation(
        key=key,
        committee=by.committee,
        giver=by,
        deputy=lent.deputy,
        first=lent.first,
        last=lent.last,
        items=items,
        given_at=hand["at"],
    )
    days = {"first": lent.first.isoformat(), "last": lent.last.isoformat()}
    return moves.begin(row, **hand, details={"deputy": lent.deputy.pk, **days, "items": items})


@transaction.atomic(durable=True)
def take_back(delegation: Delegation, **seen: Unpack[Seen]) -> Delegation:
    """
    Take the pen back at once; what was signed stays signed.

    Any responsible person of the committee may, not only who lent it.

    :raises NotYours: if ``by`` is none
    :raises StepNotAllowed, MovedMeanwhile: as ``moves.move``
    """
    by = seen["by"]
    if not by.may(Permission.SIGN) or by.committee_id != delegation.committee_id:
        raise NotYours(str(delegation))
    moves.move(delegation, DelegationEvent.REVOKED, **seen)
    return delegation


def judged(file: signing.Readiness, case: Case, signer: User, on: date) -> signing.Readiness:
    """Return ``file`` with by whose delegation ``signer`` signs, and what that one did before."""
    lent = pens.of(case, signer, on)
    if lent is None:
        return file
    told = pens.told(lent, on, case.revision.subject)
    return replace(file, delegated=told, giver_hand=hands.before_pen(case, lent.giver))
