"""Delegations (授权签字): who may sign for whom, from when until when, and for what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from juzheng.law.cases.delegation import DELEGATIONS, DelegationState
from juzheng.records.models.base.divisions import Committee
from juzheng.records.models.base.people import User
from juzheng.records.privacy import classed
from juzheng.records.tracked import Tracked, holds, known


class Delegation(Tracked):
    """One delegation of the pen to a member of staff of the same committee (一次授权)."""

    MACHINE = DELEGATIONS

    key = models.CharField(max_length=64, unique=True)  # of the form: sent twice it is once
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="delegations")
    giver = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()  # counts
    items = models.JSONField(default=list)  # ids; empty: all
    given_at = models.DateTimeField()

    PRIVACY = classed(
        internal="id committee giver deputy first last items given_at state version",
        withheld="key",
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("delegation_state_is_known", "state", DelegationState),
            holds("delegation_ends_after_it_begins", Q(last__gte=F("first"))),
            holds("delegation_is_to_somebody_else", ~Q(giver=F("deputy"))),
        ]

    def __str__(self) -> str:
        return f"授权签字{self.pk}"
