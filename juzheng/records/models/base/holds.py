"""Holds (暂不删除): what is kept beyond its term, why, by whose word, and until when."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.law.base.retention import HOLDS, HoldGround, HoldState
from juzheng.records.models.base.people import User
from juzheng.records.privacy import classed
from juzheng.records.tracked import GovernedQuerySet, Tracked, holds, known, once

IN_FORCE = Q(state=HoldState.PLACED.value)


class HoldQuerySet(GovernedQuerySet["Hold"]):
    """Phrases one asks of holds (暂不删除)."""

    def in_force(self, on: date) -> Self:
        """Return those that keep something on the day ``on``; the last day counts."""
        return self.filter(IN_FORCE, until__gte=on)


class Hold(Tracked):
    """One case or report that is not erased yet (暂不删除的一件)."""

    MACHINE = HOLDS

    division = models.CharField(max_length=12)  # of the case or report
    case = models.ForeignKey("records.Case", models.PROTECT, null=True, related_name="holds")
    report = models.ForeignKey("records.Report", models.PROTECT, null=True, related_name="holds")
    ground = models.CharField(max_length=20)
    letter = models.CharField(max_length=100)  # by which it is asked for
    reason = models.CharField(max_length=300)  # masked: it outlives what it holds
    until = models.DateField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = HoldQuerySet.as_manager()

    PRIVACY = classed(
        internal=(
            "id division case report ground letter reason until placed_at placed_by state version"
        )
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("hold_state_is_known", "state", HoldState),
            known("hold_ground_is_known", "ground", HoldGround),
            holds(
                "hold_keeps_one_thing",
                Q(case__isnull=False, report__isnull=True)
                | Q(case__isnull=True, report__isnull=False),
            ),
            once("hold_one_per_case", "case", where=IN_FORCE),
            once("hold_one_per_report", "report", where=IN_FORCE),
        ]

    def __str__(self) -> str:
        return f"{self.case or self.report} 暂不删除"
