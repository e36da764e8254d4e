"""Units that demand proofs (索要单位), each under the division that governs it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from juzheng.law.base.demanders import Demander
from juzheng.records.privacy import Privacy


class DemandingUnit(models.Model):
    """A unit that demands proofs from residents (索要单位)."""

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    division = models.CharField(max_length=12, default="", blank=True)  # "" is the nation
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates"
    )
    contact = models.CharField(max_length=100, default="", blank=True)  # an office, not a person
    fictional = models.BooleanField(default=False)  # a demonstration, on every page

    PRIVACY = dict.fromkeys(
        ("id", "name", "kind", "division", "superior", "contact", "fictional"), Privacy.PUBLIC
    )

    class Meta:
        ordering = ["division", "name"]
        constraints = [
            models.UniqueConstraint(fields=["division", "name"], name="unit_once_a_division"),
            models.CheckConstraint(
                name="unit_kind_is_known",
                condition=Q(kind__in=[kind.value for kind in Demander]),
            ),
        ]

    def __str__(self) -> str:
        return self.name
