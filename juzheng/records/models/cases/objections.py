"""Objections (异议): what a resident says against a refusal, and what came of the review."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from juzheng.law.cases.objections import RULINGS
from juzheng.records.models.base.people import User
from juzheng.records.models.cases.cases import CHANNELS, Case
from juzheng.records.privacy import classed
from juzheng.records.sealed import SealedText
from juzheng.records.tracked import Covered, holds, known, once, together


class Objection(Covered):
    """One objection to one refusal (异议和复核)."""

    PARENT = "case"
    BOUND_TO = ("case_id", "at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    channel = models.CharField(max_length=10)  # online, counter
    reason = SealedText()  # in the resident's own words
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: applicant
    due_on = models.DateField()
    ruling = models.CharField(max_length=20, default="")  # upheld, overturned
    answer = SealedText(default="")  # what the resident is told
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PRIVACY = classed(
        internal="id case channel at by due_on ruling decided_at decided_by",
        personal="reason answer",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            holds("objection_channel_is_known", Q(channel__in=CHANNELS)),
            known("objection_ruling_is_known", "ruling", ("", *(one.value for one in RULINGS))),
            together("objection_decided_at_and_by_together", "decided_at", "decided_by"),
            holds("objection_decided_by_somebody", Q(ruling="") | Q(decided_at__isnull=False)),
            once("objection_one_open_per_case", "case", where=Q(ruling="")),
        ]

    def __str__(self) -> str:
        return f"{self.case} 异议"
