"""What waits for civil affairs (待确认事项): one row an item and division; nothing of a person."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.law.catalogue.confirming import CONFIRMATIONS, ConfirmationState
from juzheng.law.catalogue.looking import Known
from juzheng.records.models.catalogue.changes import Change
from juzheng.records.privacy import classed
from juzheng.records.tracked import GovernedQuerySet, Tracked, known, once

OPEN = [state.value for state in sorted(CONFIRMATIONS.open)]


class ConfirmationQuerySet(GovernedQuerySet["Confirmation"]):
    """Phrases one asks of what waits (待确认事项)."""

    def open(self) -> Self:
        """Return what has not been answered yet, the longest due first."""
        return self.filter(state__in=OPEN).order_by("due_on", "pk")


class Confirmation(Tracked):
    """Whether an item may be issued in a division, which nobody has looked at yet (待确认事项)."""

    MACHINE = CONFIRMATIONS

    item = models.CharField(max_length=80)  # id in the catalogue
    name = models.CharField(max_length=200)  # as it was called then
    place = models.CharField(max_length=12)  # the division that it was asked of
    division = models.CharField(max_length=12, blank=True)  # whose officers answer it now
    asked = models.PositiveIntegerField(default=1)  # how often; nothing is kept of who
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    change = models.ForeignKey(Change, models.PROTECT, null=True, related_name="confirmations")
    answer = models.CharField(max_length=10, default="", blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = ConfirmationQuerySet.as_manager()

    PRIVACY = classed(
        internal=(
            "id item name place division asked asked_at due_on change answer answered_at "
            "state version"
        ),
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("confirmation_state_is_known", "state", ConfirmationState),
            known("confirmation_answer_is_known", "answer", ("", Known.YES, Known.NO)),
            once("confirmation_one_open", "item", "place", where=Q(state__in=OPEN)),
        ]
        indexes = [models.Index(fields=["division", "state"])]

    def __str__(self) -> str:
        return f"{self.name} {self.place}"
