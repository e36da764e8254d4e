"""Units that demand proofs (索要单位), each under the division that governs it."""

from __future__ import annotations

from django.db import models

from juzheng.law.base.demanders import Demander
from juzheng.records.privacy import classed
from juzheng.records.tracked import Covered, known, once


class DemandingUnit(Covered):
    """A unit that demands proofs from residents (索要单位)."""

    CHAIN = "units"

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    division = models.CharField(max_length=12, default="", blank=True)  # "" is the nation
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates"
    )
    # Its competent authority (主管部门), where that is another than its own superior.
    supervisor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supervised"
    )
    contact = models.CharField(max_length=100, default="", blank=True)  # an office, not a person
    fictional = models.BooleanField(default=False)  # a demonstration, on every page

    PRIVACY = classed(public="id name kind division superior supervisor contact fictional")

    class Meta:
        ordering = ["division", "name"]
        constraints = [
            once("unit_once_a_division", "division", "name"),
            known("unit_kind_is_known", "kind", Demander),
        ]

    def __str__(self) -> str:
        return self.name
