"""Amendment proposals (提请修改) and the opinions on them (征求到的意见)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.law.catalogue.amendments import AMENDMENTS, AmendmentState, OpinionStance
from juzheng.records.models.base.people import User
from juzheng.records.privacy import classed
from juzheng.records.tracked import Covered, GovernedQuerySet, Tracked, holds, known, once


class AmendmentQuerySet(GovernedQuerySet["Amendment"]):
    """Phrases one asks of proposals (提请修改)."""

    def open(self) -> Self:
        """Return the proposals that have come to no end yet."""
        return self.filter(state__in=[state.value for state in AMENDMENTS.open])


class Amendment(Tracked):
    """A proposal to amend the rule that an item rests on (提请修改)."""

    MACHINE = AMENDMENTS

    item = models.CharField(max_length=80)  # id in the catalogue
    name = models.CharField(max_length=200)  # as it was called then
    division = models.CharField(max_length=12, default="", blank=True)
    wanted = models.TextField()  # which text, and how it should read instead
    evidence = models.JSONField()  # counts and numbers of cases; nothing of a person
    argument = models.TextField(default="", blank=True)
    outcome_note = models.TextField(default="", blank=True)
    key = models.CharField(max_length=64, unique=True)  # sending a form twice makes one
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    objects = AmendmentQuerySet.as_manager()

    PRIVACY = classed(
        internal=(
            "id item name division wanted evidence argument outcome_note state version key "
            "proposed_by proposed_at submitted_at"
        ),
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("amendment_state_is_known", "state", AmendmentState),
            holds(
                "amendment_submitted_only_when_argued",
                Q(submitted_at__isnull=True) | ~Q(argument=""),
            ),
            once(
                "amendment_one_open_an_item_and_division",
                "item",
                "division",
                where=Q(state__in=[state.value for state in sorted(AMENDMENTS.open)]),
            ),
        ]
        indexes = [models.Index(fields=["division", "state"])]

    def __str__(self) -> str:
        return f"{self.item} {self.name}"


class AmendmentOpinion(Covered):
    """A unit that was asked, and what it said (征求意见及答复)."""

    PARENT = "amendment"

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="opinions")
    unit = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=20, default="", blank=True)  # empty: no answer yet
    text = models.TextField(default="", blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PRIVACY = classed(
        internal="id amendment unit asked_at asked_by stance text recorded_at recorded_by"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            once("opinion_asked_once", "amendment", "unit"),
            known("opinion_stance_is_known", "stance", ("", *OpinionStance)),
            holds(
                "opinion_recorded_when_there_is_a_stance",
                Q(stance="", recorded_at__isnull=True)
                | (~Q(stance="") & Q(recorded_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment} {self.unit}"

    @property
    def answer(self) -> str:
        """Return the stance in words; empty while there is no answer."""
        return OpinionStance(self.stance).label if self.stance else ""
