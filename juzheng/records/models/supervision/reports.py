"""Reports (反映): what residents say they were asked for; who they are is sealed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import significant
from juzheng.law.supervision.reports import ReporterWord, ReportState, Told
from juzheng.records.models.base.people import User
from juzheng.records.models.supervision.corrections import Correction
from juzheng.records.privacy import Privacy
from juzheng.records.sealed import SealedText

NUMBER = "{}-{}-反{}"  # place, year, serial number


class ReportQuerySet(models.QuerySet["Report"]):
    """Phrases one asks of reports (反映)."""

    def visible_to(self, user: User) -> Self:
        """Return the reports of what the user's division governs; nobody else sees any."""
        if user.division is None:
            return self.none()
        return self.filter(division__startswith=significant(user.division))

    def waiting(self) -> Self:
        """Return the reports that nobody has looked at, the oldest first."""
        return self.filter(state=ReportState.RECEIVED.value).order_by("received_at", "pk")


class Report(models.Model):
    """One resident's report (反映) of one demand; no account stands behind it."""

    number = models.CharField(max_length=40, unique=True)
    division = models.CharField(max_length=12)
    item = models.CharField(max_length=20, default="", blank=True)
    proof = SealedText()  # as the reporter calls it: it may hold a name
    matter = SealedText(default="", blank=True)
    unit_name = models.CharField(max_length=100)
    unit_kind = models.CharField(max_length=20)
    asked_on = models.DateField(null=True)
    counter = SealedText(default="", blank=True)  # who asked: a window, a post
    story = SealedText(default="", blank=True)
    reporter_name = SealedText(default="", blank=True)
    telephone = SealedText(default="", blank=True)
    unnamed = models.BooleanField(default=True)  # the unit is not told who it was
    consent = models.BooleanField(default=False)  # to publish words and photo, once masked
    photo = models.CharField(max_length=200, default="", blank=True)  # redrawn, not masked
    words = models.TextField(default="", blank=True)  # masked and reviewed
    public_photo = models.CharField(max_length=200, default="", blank=True)
    public_photo_digest = models.CharField(max_length=64, default="", blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20)
    answer = models.TextField(default="", blank=True)  # what civil affairs tells the reporter
    word = models.CharField(max_length=20, default="", blank=True)
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    key = models.CharField(max_length=64, unique=True)  # sending a form twice makes one report
    secret_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    triaged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    triaged_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    PRIVACY = {
        **dict.fromkeys(
            (
                "id",
                "number",
                "division",
                "item",
                "unit_name",
                "unit_kind",
                "asked_on",
                "unnamed",
                "consent",
                "words",
                "public_photo",
                "public_photo_digest",
                "reviewed_by",
                "reviewed_at",
                "state",
                "answer",
                "word",
                "correction",
                "received_at",
                "triaged_by",
                "triaged_at",
            ),
            Privacy.INTERNAL,
        ),
        **dict.fromkeys(
            ("proof", "matter", "counter", "story", "reporter_name", "telephone", "photo"),
            Privacy.PERSONAL,
        ),
        **dict.fromkeys(("key", "secret_hash"), Privacy.SECRET),
    }

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="report_state_is_known",
                condition=Q(state__in=[state.value for state in ReportState]),
            ),
            models.CheckConstraint(
                name="report_unit_kind_is_known",
                condition=Q(unit_kind__in=[kind.value for kind in Demander]),
            ),
            models.CheckConstraint(
                name="report_word_is_known",
                condition=Q(word__in=[word.value for word in ReporterWord]),
            ),
            models.CheckConstraint(
                name="report_reviewed_at_and_by_together",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="report_triaged_at_and_by_together",
                condition=Q(triaged_at__isnull=True, triaged_by__isnull=True)
                | Q(triaged_at__isnull=False, triaged_by__isnull=False),
            ),
            models.CheckConstraint(
                name="report_accepted_into_a_correction",
                condition=~Q(state="accepted") | Q(correction__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["division", "state"])]

    def __str__(self) -> str:
        return self.number

    @property
    def told(self) -> Told:
        """Return what may be shown of the report, as far as the reporter agrees."""
        counts = self.state == ReportState.ACCEPTED
        return Told(self.consent, self.words, self.public_photo_digest, counts)
