"""People (工作人员): accounts for staff, their roles, and the second factor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pyotp
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from juzheng.acts.base import ledger
from juzheng.law.base.permissions import AccountEvent, Office, Role
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
    office: Office = Office.CIVIL_AFFAIRS,
    unit: DemandingUnit | None = None,
    by: User | str,
    at: datetime,
) -> User:
    """
    Add a member of staff.

    :param division: whose lists an officer of civil affairs governs; "" is the nation
    :param office: for which of the two offices an officer speaks
    :param unit: whose demands somebody of a demanding unit registers
    :param by: ``ledger.OPERATOR`` or "staff:ID"
    :raises django.core.exceptions.ValidationError: if the password is weak
    :raises django.db.IntegrityError: if the name is taken, or the role has no division
    """
    user = User(username=username, full_name=full_name, role=role.value, division=division)
    user.committee, user.unit = committee, unit
    user.office = office.value if role is Role.OVERSEER else ""
    validate_password(password, user)
    user.set_password(password)
    user.save()
    details = {
        "role": role.value,
        "committee": committee.code if committee else "",
        "division": division,
        "office": user.office,
        "unit": unit.pk if unit else None,
    }
    _note(user, AccountEvent.ADDED, by=by, at=at, **details)
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
            unused = User.objects.filter(pk=user.pk, totp_last_step__lt=step)
            return bool(unused.update(totp_last_step=step))
    return False


@transaction.atomic(durable=True)
def set_totp(user: User, secret: str, *, at: datetime, by: User | str | None = None) -> None:
    """
    Set or (with an empty secret) remove the second factor (动态口令).

    :param by: None is ``user``, who has proven to be the owner; else whoever removed it for
        somebody who lost it, after seeing who they are
    """
    user.totp_secret = secret
    user.save(update_fields=["totp_secret"])
    event = AccountEvent.TOTP_SET if secret else AccountEvent.TOTP_REMOVED
    _note(user, event, by=user if by is None else by, at=at)


@transaction.atomic(durable=True)
def switch_off(user: User, *, by: User | str, at: datetime) -> None:
    """
    Close the account of someone who left (停用账号); what they did stays on record.

    :param by: ``ledger.OPERATOR`` or "staff:ID"
    """
    user.is_active = False
    user.save(update_fields=["is_active"])
    _note(user, AccountEvent.SWITCHED_OFF, by=by, at=at)


@transaction.atomic(durable=True)
def change_password(
    user: User, password: str, *, at: datetime, by: User | str | None = None
) -> None:
    """
    Change the password of ``user`` (更改密码).

    :param by: as for :func:`set_totp`
    :raises django.core.exceptions.ValidationError: if the password is weak
    """
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _note(user, AccountEvent.PASSWORD_CHANGED, by=user if by is None else by, at=at)


def _note(user: User, event: AccountEvent, *, by: User | str, at: datetime, **details: Any) -> None:
    told = {"user": user.pk, **details}
    ledger.note(user.chain, event.value, by=by, at=at, details=told, covers=(user,))
