"""People (工作人员): accounts for staff, their roles, and the second factor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pyotp
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from juzheng.acts.base import ledger
from juzheng.law.base.permissions import Role
from juzheng.records.models import Committee, DemandingUnit, User

STEP_SECONDS = 30


@transaction.atomic(durable=True)
def add(  # noqa: PLR0913 - an account's parts, by their names
    username: str,
    *,
    full_name: str,
    role: Role,
    committee: Committee | None,
    password: str,
    division: str | None = None,
    unit: DemandingUnit | None = None,
    by: User | str,
    at: datetime,
) -> User:
    """
    Add a member of staff.

    :param division: whose lists an officer of civil affairs governs; "" is the nation
    :param unit: whose demands somebody of a demanding unit registers
    :param by: ``ledger.OPERATOR`` or "staff:ID"
    :raises django.core.exceptions.ValidationError: if the password is weak
    :raises django.db.IntegrityError: if the name is taken, or the role has no division
    """
    user = User(
        username=username,
        full_name=full_name,
        role=role.value,
        committee=committee,
        division=division,
        unit=unit,
    )
    validate_password(password, user)
    user.set_password(password)
    user.save()
    details = {
        "role": role.value,
        "committee": committee.code if committee else "",
        "division": division,
        "unit": unit.pk if unit else None,
    }
    _note(user, "staff.added", by=by, at=at, **details)
    return user


def totp_fits(user: User, code: str, *, at: datetime) -> bool:
    """
    Return whether ``code`` is right now, one step early or late, and was not used before.

    A right code is used up by asking.
    """
    totp = pyotp.TOTP(user.totp_secret)
    now = int(at.timestamp()) // STEP_SECONDS
    for step in (now - 1, now, now + 1):
        if pyotp.utils.strings_equal(totp.at(step * STEP_SECONDS), code.strip()):
            used = User.objects.filter(pk=user.pk, totp_last_step__lt=step).update(
                totp_last_step=step
            )
            return bool(used)
    return False


@transaction.atomic(durable=True)
def set_totp(user: User, secret: str, *, at: datetime) -> None:
    """Set or (with an empty secret) remove the second factor."""
    user.totp_secret = secret
    user.save(update_fields=["totp_secret"])
    event = "staff.totp_set" if secret else "staff.totp_removed"
    _note(user, event, by=user, at=at)


@transaction.atomic(durable=True)
def switch_off(user: User, *, by: User | str, at: datetime) -> None:
    """
    Close the account of someone who left (停用账号); what they did stays on record.

    :param by: ``ledger.OPERATOR`` or "staff:ID"
    """
    user.is_active = False
    user.save(update_fields=["is_active"])
    _note(user, "staff.switched_off", by=by, at=at)


@transaction.atomic(durable=True)
def reset_totp(user: User, *, by: User | str, at: datetime) -> None:
    """
    Remove the second factor of someone who lost it (重置动态口令), after seeing who they are.

    :param by: ``ledger.OPERATOR`` or "staff:ID" of whoever removed it
    """
    user.totp_secret = ""
    user.save(update_fields=["totp_secret"])
    _note(user, "staff.totp_removed", by=by, at=at)


@transaction.atomic(durable=True)
def change_password(user: User, password: str, *, at: datetime) -> None:
    """
    Change the password of ``user``, who has proven to be at the keyboard.

    :raises django.core.exceptions.ValidationError: if the password is weak
    """
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _note(user, "staff.password_changed", by=user, at=at)


def _note(user: User, event: str, *, by: User | str, at: datetime, **details: Any) -> None:
    told = {"user": user.pk, **details}
    ledger.note(user.chain, event, by=by, at=at, details=told, covers=(user,))
