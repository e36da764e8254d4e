"""Changes to the catalogue (修订案): drafted by one officer, reviewed by another."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.catalogue.pages import Entry, PageKind, read_page
from juzheng.law.catalogue.changes import CHANGES, ChangeState
from juzheng.records.models.base.people import User
from juzheng.records.models.catalogue.revisions import Revision
from juzheng.records.privacy import classed
from juzheng.records.published import PublishedChar, PublishedText
from juzheng.records.tracked import Covered, GovernedQuerySet, Tracked, holds, known, once, together


class ChangeQuerySet(GovernedQuerySet["Change"]):
    """Phrases one asks of changes (修订案)."""

    def waiting(self) -> Self:
        """Return the changes that wait for a second officer."""
        return self.filter(state=ChangeState.IN_REVIEW.value)

    def open(self) -> Self:
        """Return the changes that are neither published nor discarded."""
        return self.filter(state__in=[ChangeState.DRAFT.value, ChangeState.IN_REVIEW.value])


class Change(Tracked):
    """A change to one or several pages of the catalogue (修订案): published whole or not at all."""

    MACHINE = CHANGES

    title = PublishedChar(max_length=100)
    reason = PublishedText(default="", blank=True)
    division = models.CharField(max_length=12, default="", blank=True)
    effective_on = models.DateField()  # from which day the pages govern
    key = models.CharField(max_length=64, unique=True)  # sending a form twice makes one change
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.TextField(default="", blank=True)

    objects = ChangeQuerySet.as_manager()

    PRIVACY = classed(
        published="title reason",
        internal=(
            "id division state effective_on version key written_by written_at "
            "submitted_by submitted_at reviewed_by reviewed_at review_note"
        ),
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("change_state_is_known", "state", ChangeState),
            together("change_submitted_at_and_by_together", "submitted_at", "submitted_by"),
            together("change_reviewed_at_and_by_together", "reviewed_at", "reviewed_by"),
            holds(
                "change_published_only_when_reviewed",
                ~Q(state="published") | Q(reviewed_at__isnull=False),
            ),
            holds(
                "change_reviewed_by_a_second_officer",
                ~Q(state="published") | ~Q(reviewed_by=models.F("submitted_by")),
            ),
        ]
        indexes = [models.Index(fields=["division", "state"])]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_open(self) -> bool:
        """Return whether the change can still become something."""
        return self.state in (ChangeState.DRAFT.value, ChangeState.IN_REVIEW.value)


class Edit(Covered):
    """What a change makes of one page (修订页)."""

    PARENT = "change"

    change = models.ForeignKey(Change, models.PROTECT, related_name="edits")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=80)
    content = models.JSONField()
    withdraw = models.BooleanField(default=False)  # the page goes; content is what it was
    base = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    PRIVACY = classed(
        internal="id change kind subject content withdraw base revision written_by written_at"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            once("edit_once_a_page_and_change", "change", "kind", "subject"),
            known("edit_kind_is_known", "kind", PageKind),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.subject}"

    @property
    def entry(self) -> Entry:
        """Return the page as the law sees it."""
        return read_page(PageKind(self.kind), self.content)
