"""People who work with the system (工作人员); residents need no account."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from juzheng.law.base.permissions import Permission, Role, may
from juzheng.records.privacy import Privacy
from juzheng.records.sealed import SealedText


class User(AbstractUser):
    """A member of staff (工作人员) of one committee, with one role."""

    role = models.CharField(max_length=20, default=Role.READER.value)
    committee = models.ForeignKey(
        "records.Committee", models.PROTECT, null=True, blank=True, related_name="staff"
    )
    # Whose lists an officer of civil affairs governs; "" is the nation, None nobody's officer.
    division = models.CharField(max_length=12, null=True, blank=True)
    # Whose demands somebody of a demanding unit registers.
    unit = models.ForeignKey(
        "records.DemandingUnit", models.PROTECT, null=True, blank=True, related_name="staff"
    )
    # As it stands on the paper; first_name and last_name do not fit Chinese names.
    full_name = models.CharField(max_length=50, default="")
    totp_secret = SealedText(default="", blank=True)
    totp_last_step = models.BigIntegerField(default=0)  # a code works once

    PRIVACY = {
        **dict.fromkeys(
            ("id", "username", "role", "committee", "division", "unit", "full_name"),
            Privacy.INTERNAL,
        ),
        **dict.fromkeys(
            ("is_active", "is_staff", "is_superuser", "date_joined", "last_login"),
            Privacy.INTERNAL,
        ),
        **dict.fromkeys(("groups", "user_permissions"), Privacy.INTERNAL),
        **dict.fromkeys(("first_name", "last_name", "email"), Privacy.PERSONAL),
        **dict.fromkeys(("password", "totp_secret", "totp_last_step"), Privacy.SECRET),
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_role_is_known", condition=Q(role__in=[role.value for role in Role])
            ),
            models.CheckConstraint(
                name="user_division_belongs_to_overseers",
                condition=Q(division__isnull=True) | Q(role=Role.OVERSEER.value),
            ),
            models.CheckConstraint(
                name="user_unit_belongs_to_departments",
                condition=Q(unit__isnull=True) | Q(role=Role.DEPARTMENT.value),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def may(self, permission: Permission) -> bool:
        """Return whether this member of staff holds ``permission``; the inactive hold none."""
        return self.is_active and may(self.role, permission)
