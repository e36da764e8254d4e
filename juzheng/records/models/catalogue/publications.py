"""Publications (公布记录): what was said where, from when to when; the intent is written before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.catalogue.forms import build
from juzheng.law.catalogue import publications as law
from juzheng.law.catalogue.publications import ChannelKind, DeliveryEvent, DeliveryState
from juzheng.records.models.base.ledger import Entry
from juzheng.records.models.base.people import User
from juzheng.records.models.catalogue.changes import Change
from juzheng.records.privacy import classed
from juzheng.records.published import PublishedChar
from juzheng.records.tracked import Covered, GovernedQuerySet, Moving, holds, known, once


class Publication(Covered):
    """What a published change means for people in one division (公布), for every channel."""

    CHAIN = "publication"

    change = models.ForeignKey(Change, models.PROTECT, related_name="publications")
    division = models.CharField(max_length=12, default="", blank=True)
    title = PublishedChar(max_length=100)
    effective_on = models.DateField()
    content = models.JSONField()  # law.base.plain.as_mapping(): a Publication
    digest = models.CharField(max_length=64)
    intended_at = models.DateTimeField()
    intended_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PRIVACY = classed(
        public="id division effective_on content digest intended_at",
        published="title",
        internal="change intended_by",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            once("publication_once_a_change", "change"),
        ]
        indexes = [models.Index(fields=["division", "effective_on"])]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def published(self) -> law.Publication:
        """Return the publication as every channel renders it."""
        return build(law.Publication, self.content, f"公布{self.pk}")


class DeliveryQuerySet(GovernedQuerySet["Delivery"]):
    """Phrases one asks of deliveries (送出记录)."""

    DIVISION = "publication__division"

    def waiting(self) -> Self:
        """Return what is still to be carried out, the oldest first."""
        return self.filter(state=DeliveryState.INTENDED.value).order_by("pk")

    def said(self, channel: ChannelKind, division: str) -> Self:
        """Return what a division's channel carried, the earliest first."""
        return self.filter(
            channel=channel.value,
            publication__division=division,
            state=DeliveryState.POSTED.value,
        ).order_by("posted_at", "pk")

    def last_said(self, channel: ChannelKind, division: str, moment: datetime) -> Delivery | None:
        """Return what the channel was carrying at ``moment``; None: nothing yet."""
        return self.said(channel, division).filter(posted_at__lte=moment).last()


class Delivery(Moving):
    """One publication on one channel (送出记录)."""

    CHAIN = "publication"
    MACHINE = law.DELIVERIES
    UNCOVERED = frozenset({"tries", "failure"})

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=DeliveryState.INTENDED.value)
    tries = models.PositiveIntegerField(default=0)
    failure = models.TextField(default="", blank=True)
    name = models.CharField(max_length=100, default="", blank=True)  # file name for whoever posts
    media_type = models.CharField(max_length=60, default="", blank=True)
    file = models.CharField(max_length=200, default="", blank=True)  # the very bytes, as evidence
    digest = models.CharField(max_length=64, default="", blank=True)
    place = models.CharField(max_length=300, default="", blank=True)
    says = models.CharField(max_length=200, default="", blank=True)
    delivered_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)  # from when on the channel said it
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = DeliveryQuerySet.as_manager()

    PRIVACY = classed(
        public=(
            "id publication channel state name media_type file digest place delivered_at posted_at"
        ),
        internal="tries failure says posted_by",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            once("delivery_once", "publication", "channel"),
            known("delivery_state_is_known", "state", DeliveryState),
            known("delivery_channel_is_known", "channel", ChannelKind),
            holds(
                "delivery_posted_only_with_its_text",
                ~Q(state="posted") | (Q(posted_at__isnull=False) & ~Q(digest="")),
            ),
        ]
        indexes = [models.Index(fields=["channel", "state", "posted_at"])]

    def __str__(self) -> str:
        return f"{self.publication} {self.channel}"

    def history(self, entries: Iterable[Entry]) -> Iterator[DeliveryEvent]:
        """Yield what the lines on this publication and channel say, and those on all channels."""
        for entry in entries:
            told = entry.details
            if told.get("publication") != self.publication_id or entry.event == self.covering:
                continue
            if told.get("channel", self.channel) == self.channel:
                readied = told.get("state") == DeliveryState.READY
                yield DeliveryEvent.READIED if readied else self.MACHINE.event(entry.event)

    @property
    def kind(self) -> ChannelKind:
        """Return which channel it is."""
        return ChannelKind(self.channel)
