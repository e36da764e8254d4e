"""Registered demands (索要登记): what a unit states, and what two offices find of it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from juzheng.law.base.permissions import Office
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands import registry as law
from juzheng.law.demands.network import Body
from juzheng.law.demands.registry import Held, Stated
from juzheng.records.models.base.ledger import Entry
from juzheng.records.models.base.people import User
from juzheng.records.models.base.tallies import Counted
from juzheng.records.models.demands.units import DemandingUnit
from juzheng.records.privacy import classed
from juzheng.records.published import PublishedChar, PublishedList, PublishedText
from juzheng.records.tracked import Covered, Tracked, holds, known, once, together, within


class DemandQuerySet(models.QuerySet["Demand"]):
    """Phrases one asks of registered demands (索要登记)."""

    def public(self) -> Self:
        """Return what was ever handed in: a unit takes nothing out of sight by changing it."""
        return self.filter(submitted_at__isnull=False)

    def over(self) -> Self:
        """Return what was cancelled or given up, with what its end is told from."""
        cancelled = self.filter(state=law.DemandState.CANCELLED.value)
        return cancelled.select_related("unit").prefetch_related("reviews")

    def end_unseen(self) -> Self:
        """Return what both offices cancelled and its unit has not yet been seen to read."""
        return self._unseen(law.DemandState.CANCELLED, law.DemandEvent.CANCELLED)

    def kept_unseen(self) -> Self:
        """Return what both offices kept (予以保留) and its unit has not yet been seen to read."""
        return self._unseen(law.DemandState.ALIGNED, law.DemandEvent.ALIGNED)

    def _unseen(self, state: law.DemandState, event: law.DemandEvent) -> Self:
        """Return what stands at ``state`` by an ``event`` after which nothing was seen."""
        chain = Concat(Value(f"{law.DEMANDS.subject}:"), Cast(OuterRef("pk"), models.CharField()))
        told = [law.DEMANDS.line(one) for one in (event, law.DemandEvent.END_SEEN)]
        lines = Entry.objects.filter(chain=chain, event__in=told).order_by("-position")
        found = self.filter(state=state.value).alias(told=Subquery(lines.values("event")[:1]))
        return found.filter(told=told[0])

    def of_unit(self, user: User) -> Self:
        """Return the demands of the user's own unit; nobody else sees a draft."""
        return self.filter(unit=user.unit_id) if user.unit_id else self.none()

    def governed_by(self, user: User) -> Self:
        """
        Return what an officer's division looks at: handed in, by its units and those below.

        Asked of each demand as it comes: from the units, all their demands would be put in order.
        """
        if user.division is None:
            return self.none()
        mine = DemandingUnit.objects.filter(within("division", user.division), pk=OuterRef("unit"))
        return self.public().filter(Exists(mine))


class Demand(Tracked, Counted):
    """One proof that a unit demands for one matter (索要登记)."""

    MACHINE = law.DEMANDS
    UNCOVERED = Tracked.UNCOVERED | {"counted_as"}

    unit = models.ForeignKey(DemandingUnit, models.PROTECT, related_name="demands")
    matter = PublishedChar(max_length=100)
    paper = PublishedChar(max_length=100)
    item = models.CharField(max_length=20, default="", blank=True)  # chosen or confirmed
    asked_of = models.CharField(max_length=20)
    fact = PublishedChar(max_length=200)
    bases = PublishedList(default=list, blank=True)  # [{"instrument": …, "provision": …}]
    other_papers = PublishedList(default=list, blank=True)  # names
    held = models.CharField(max_length=20, default=Held.NO.value)
    held_where = PublishedChar(max_length=100, default="", blank=True)
    commitment = models.BooleanField(default=False)
    round = models.PositiveIntegerField(default=0)  # how often it was handed in
    key = models.CharField(max_length=100, unique=True)  # sending a form twice registers once
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # kept, sent back or cancelled
    reason = PublishedText(default="", blank=True)  # why the unit gave it up

    objects = DemandQuerySet.as_manager()

    PRIVACY = classed(
        public=("id unit item asked_of held commitment state round submitted_at settled_at"),
        published="matter paper fact bases other_papers held_where reason",
        internal="version key registered_by registered_at submitted_by counted_as",
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("demand_state_is_known", "state", law.DemandState),
            known("demand_asked_of_is_known", "asked_of", law.AskedOf),
            known("demand_held_is_known", "held", Held),
            together("demand_submitted_at_and_by_together", "submitted_at", "submitted_by"),
            holds(
                "demand_settled_only_when_submitted",
                Q(submitted_at__isnull=False)
                | Q(state__in=[law.DemandState.DRAFT.value, law.DemandState.CANCELLED.value]),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "id"], name="demand_of_unit"),
            models.Index(fields=["unit", "paper"], name="demand_of_paper"),
            models.Index(fields=["state", "id"], name="demand_of_state"),
            models.Index(fields=["state", "submitted_at", "id"], name="demand_submitted"),
        ]

    def __str__(self) -> str:
        return f"{self.matter}：{self.paper}"

    @property
    def basis(self) -> tuple[LegalBasis, ...]:
        """Return the bases that the unit gave."""
        return tuple(LegalBasis(one["instrument"], one["provision"]) for one in self.bases)

    @property
    def stated(self) -> Stated:
        """Return what the unit said, in the words of the law."""
        told = {one.name: getattr(self, one.name) for one in fields(Stated)}
        told |= {"asked_of": law.AskedOf(self.asked_of), "held": Held(self.held)}
        return Stated(**{**told, "bases": self.basis, "other_papers": tuple(self.other_papers)})

    @property
    def writable(self) -> bool:
        """Return whether the unit may write in it now."""
        return self.state in {state.value for state in law.WRITABLE}

    @property
    def reviewable(self) -> bool:
        """Return whether an office may give its opinion now."""
        return self.state in {state.value for state in law.REVIEWABLE}

    def given(self) -> tuple[law.Given, ...]:
        """Return the opinions of this round."""
        return tuple(
            law.Given(Office(one.office), law.Opinion(one.opinion), one.by_id)
            for one in self.reviews.filter(round=self.round)
        )


class DemandReview(Covered):
    """What one office thinks of a demand, in one round (审核意见). Never changed."""

    PARENT = "demand"

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="reviews")
    round = models.PositiveIntegerField()
    office = models.CharField(max_length=20)
    opinion = models.CharField(max_length=20)
    note = PublishedText(default="", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PRIVACY = classed(
        public="id demand round office opinion at",
        published="note",
        internal="by",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            once("review_once_an_office_and_round", "demand", "round", "office"),
            once("review_by_two_different_officers", "demand", "round", "by"),
            known("review_office_is_known", "office", Office),
            known("review_opinion_is_known", "opinion", law.Opinion),
        ]

    def __str__(self) -> str:
        return f"{self.demand} {Office(self.office).label}"


def fields_of(stated: Stated) -> dict[str, Any]:
    """Return what a unit states as the values of a row (登记栏)."""
    told = {one.name: getattr(stated, one.name) for one in fields(stated)}
    bases = [{"instrument": one.instrument, "provision": one.provision} for one in stated.bases]
    told |= {"asked_of": stated.asked_of.value, "held": stated.held.value}
    return {**told, "bases": bases, "other_papers": list(stated.other_papers)}


def body_of(unit: DemandingUnit) -> Body:
    """Return the unit as the law sees it (单位)."""
    return Body(f"unit:{unit.pk}", unit.name, unit.kind)
