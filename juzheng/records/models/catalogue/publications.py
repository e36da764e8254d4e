"""Publications (公布记录): what was said where, from when to when; the intent is written before."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.law.base.divisions import significant
from juzheng.law.base.terms import Term
from juzheng.law.catalogue import publications as law
from juzheng.law.catalogue.publications import ChannelKind
from juzheng.records.models.base.people import User
from juzheng.records.models.catalogue.changes import Change
from juzheng.records.privacy import Privacy


class DeliveryState(Term):
    """What became of a publication on one channel (送出状态)."""

    INTENDED = "intended", "待送出"
    READY = "ready", "文稿已备好，等人工发布"
    POSTED = "posted", "已发布"
    FAILED = "failed", "没有送出"


class Publication(models.Model):
    """What a published change means for people in one division (公布), for every channel."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="publications")
    division = models.CharField(max_length=12, default="", blank=True)
    title = models.CharField(max_length=100)
    effective_on = models.DateField()
    content = models.JSONField()  # law.catalogue.publications.as_mapping()
    digest = models.CharField(max_length=64)
    intended_at = models.DateTimeField()
    intended_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PRIVACY = {
        **dict.fromkeys(
            ("id", "division", "title", "effective_on", "content", "digest", "intended_at"),
            Privacy.PUBLIC,
        ),
        **dict.fromkeys(("change", "intended_by"), Privacy.INTERNAL),
    }

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["change"], name="publication_once_a_change"),
        ]
        indexes = [models.Index(fields=["division", "effective_on"])]

    def __str__(self) -> str:
        return self.title

    @property
    def published(self) -> law.Publication:
        """Return the publication as every channel renders it."""
        return law.from_mapping(self.content)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Phrases one asks of deliveries (送出记录)."""

    def waiting(self) -> Self:
        """Return what is still to be carried out, the oldest first."""
        return self.filter(state=DeliveryState.INTENDED.value).order_by("pk")

    def visible_to(self, user: User) -> Self:
        """Return the deliveries of the divisions that the user governs; nobody else sees any."""
        if user.division is None:
            return self.none()
        return self.filter(publication__division__startswith=significant(user.division))

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


class Delivery(models.Model):
    """One publication on one channel (送出记录)."""

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

    PRIVACY = {
        **dict.fromkeys(
            (
                "id",
                "publication",
                "channel",
                "state",
                "name",
                "media_type",
                "file",
                "digest",
                "place",
                "delivered_at",
                "posted_at",
            ),
            Privacy.PUBLIC,
        ),
        **dict.fromkeys(("tries", "failure", "says", "posted_by"), Privacy.INTERNAL),
    }

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "channel"], name="delivery_once"),
            models.CheckConstraint(
                name="delivery_state_is_known",
                condition=Q(state__in=[state.value for state in DeliveryState]),
            ),
            models.CheckConstraint(
                name="delivery_channel_is_known",
                condition=Q(channel__in=[kind.value for kind in ChannelKind]),
            ),
            models.CheckConstraint(
                name="delivery_posted_only_with_its_text",
                condition=~Q(state="posted") | (Q(posted_at__isnull=False) & ~Q(digest="")),
            ),
        ]
        indexes = [models.Index(fields=["channel", "state", "posted_at"])]

    def __str__(self) -> str:
        return f"{self.publication} {self.channel}"

    @property
    def kind(self) -> ChannelKind:
        """Return which channel it is."""
        return ChannelKind(self.channel)
