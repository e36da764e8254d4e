"""People who work with the system (工作人员); residents need no account."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from juzheng.law.base.permissions import POSTS, Office, Permission, Role, may
from juzheng.records.privacy import classed
from juzheng.records.sealed import SealedText
from juzheng.records.tracked import Covered, holds, known


class User(AbstractUser, Covered):
    """A member of staff (工作人员) of one committee, with one role."""

    CHAIN = "staff"
    BOUND_TO = ("username",)
    # What signing in changes, and what nobody fills in, decides nothing.
    UNCOVERED = frozenset(
        {"last_login", "totp_last_step", "first_name", "last_name", "email", "date_joined"}
    )

    role = models.CharField(max_length=20, default=Role.READER.value)
    committee = models.ForeignKey(
        "records.Committee", models.PROTECT, null=True, blank=True, related_name="staff"
    )
    # Whose lists an officer of civil affairs governs; "" is the nation, None nobody's officer.
    division = models.CharField(max_length=12, null=True, blank=True)
    # For which of the two offices an officer speaks; "" for everybody else.
    office = models.CharField(max_length=20, default="", blank=True)
    # Whose demands somebody of a demanding unit registers.
    unit = models.ForeignKey(
        "records.DemandingUnit", models.PROTECT, null=True, blank=True, related_name="staff"
    )
    # As it stands on the paper; first_name and last_name do not fit Chinese names.
    full_name = models.CharField(max_length=50, default="")
    totp_secret = SealedText(default="", blank=True)
    totp_last_step = models.BigIntegerField(default=0)  # a code works once

    PRIVACY = classed(
        internal=(
            "id username role committee division office unit full_name is_active is_staff "
            "is_superuser date_joined last_login groups user_permissions"
        ),
        personal="first_name last_name email",
        withheld="password totp_secret totp_last_step",
    )

    class Meta:
        constraints = [
            known("user_role_is_known", "role", Role),
            holds(
                "user_division_belongs_to_overseers",
                Q(division__isnull=True) | Q(role=Role.OVERSEER.value),
            ),
            holds(
                "user_office_belongs_to_overseers",
                Q(office="")
                | Q(role=Role.OVERSEER.value, office__in=[one.value for one in Office]),
            ),
            holds(
                "user_unit_belongs_to_departments",
                Q(unit__isnull=True) | Q(role=Role.DEPARTMENT.value),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to both credentials: whoever changes one signs out all other browsers."""
        base: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        totp = salted_hmac("juzheng.session", self.totp_secret, secret=secret, algorithm="sha256")
        return base + totp.hexdigest() if self.totp_secret else base

    @property
    def speaks_for(self) -> Office | None:
        """Return the office whose opinion this officer gives; None: of neither."""
        return Office(self.office) if self.office else None

    @property
    def post(self) -> str:
        """Return what this member of staff is called (岗位)."""
        return POSTS[self.speaks_for] if self.speaks_for else Role(self.role).label

    def may(self, permission: Permission) -> bool:
        """Return whether this member of staff holds ``permission``; the inactive hold none."""
        return self.is_active and may(self.role, permission)
