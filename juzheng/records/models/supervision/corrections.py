"""Corrections (纠正案): one unit and one proof, with all the reports on them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import significant
from juzheng.law.supervision.exposure import (
    JOINABLE,
    OPEN,
    SHOWN,
    CorrectionState,
    Hearing,
    Severity,
)
from juzheng.records.models.base.people import User
from juzheng.records.privacy import Privacy


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Phrases one asks of corrections (纠正案)."""

    def visible_to(self, user: User) -> Self:
        """Return the corrections of what the user's division governs; nobody else sees any."""
        if user.division is None:
            return self.none()
        return self.filter(division__startswith=significant(user.division))

    def open(self) -> Self:
        """Return the corrections that are not closed, the first due first."""
        return self.filter(state__in=[state.value for state in OPEN]).order_by(
            F("due_on").asc(nulls_last=True), "pk"
        )

    def joinable(self) -> Self:
        """Return the corrections that another report may still join."""
        return self.filter(state__in=[state.value for state in JOINABLE])

    def shown(self) -> Self:
        """Return what stands on the public board with the unit's name, the latest first."""
        return self.filter(state__in=[state.value for state in SHOWN]).order_by("-approved_at")


class Correction(models.Model):
    """The course of one unit's demand from triage to its end (纠正案)."""

    number = models.CharField(max_length=40, unique=True)
    division = models.CharField(max_length=12)
    unit_name = models.CharField(max_length=100)
    unit_kind = models.CharField(max_length=20)
    superior = models.CharField(max_length=100, default="", blank=True)  # the unit's own superior
    item = models.CharField(max_length=20, default="", blank=True)
    proof = models.CharField(max_length=100)  # in an officer's words
    matter = models.CharField(max_length=100, default="", blank=True)
    state = models.CharField(max_length=20)
    severity = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    notified_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    extended = models.BooleanField(default=False)
    statement = models.TextField(default="", blank=True)
    stated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stated_at = models.DateTimeField(null=True)
    hearing = models.CharField(max_length=20, default="", blank=True)
    reply = models.TextField(default="", blank=True)  # the unit's side, published beside ours
    heard_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    heard_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    mended_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    objects = CorrectionQuerySet.as_manager()

    # What of it is public, and when, is decided by its state (law.supervision.exposure.SHOWN).
    PRIVACY = dict.fromkeys(
        (
            "id",
            "number",
            "division",
            "unit_name",
            "unit_kind",
            "superior",
            "item",
            "proof",
            "matter",
            "state",
            "severity",
            "version",
            "accepted_by",
            "accepted_at",
            "notified_on",
            "due_on",
            "extended",
            "statement",
            "stated_by",
            "stated_at",
            "hearing",
            "reply",
            "heard_by",
            "heard_at",
            "approved_by",
            "approved_at",
            "mended_on",
            "closed_on",
        ),
        Privacy.INTERNAL,
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_state_is_known",
                condition=Q(state__in=[state.value for state in CorrectionState]),
            ),
            models.CheckConstraint(
                name="correction_unit_kind_is_known",
                condition=Q(unit_kind__in=[kind.value for kind in Demander]),
            ),
            models.CheckConstraint(
                name="correction_severity_is_known",
                condition=Q(severity__in=[severity.value for severity in Severity]),
            ),
            models.CheckConstraint(
                name="correction_hearing_is_known",
                condition=Q(hearing__in=["", *(hearing.value for hearing in Hearing)]),
            ),
            *(
                models.CheckConstraint(
                    name=f"correction_{what}_at_and_by_together",
                    condition=Q(**{f"{what}_at__isnull": True, f"{what}_by__isnull": True})
                    | Q(**{f"{what}_at__isnull": False, f"{what}_by__isnull": False}),
                )
                for what in ("stated", "heard", "approved")
            ),
            models.CheckConstraint(
                name="correction_shown_only_when_approved",
                condition=~Q(state__in=["exposed", "mended", "removed"])
                | Q(approved_at__isnull=False, stated_at__isnull=False, heard_at__isnull=False),
            ),
            models.CheckConstraint(
                name="correction_approved_by_a_second_officer",
                condition=Q(approved_by__isnull=True)
                | (
                    ~Q(approved_by=F("stated_by"))
                    & ~Q(approved_by=F("heard_by"))
                    & ~Q(approved_by=F("accepted_by"))
                ),
            ),
        ]
        indexes = [models.Index(fields=["division", "state", "due_on"])]

    def __str__(self) -> str:
        return self.number

    @property
    def chain(self) -> str:
        """Return the name of the correction's chain in the ledger."""
        return f"correction:{self.number}"
