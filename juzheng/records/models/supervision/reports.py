"""Reports (反映): what residents say they were asked for; who they are is sealed."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.law.base.demanders import Demander
from juzheng.law.supervision.reports import REPORTS, PublicAccount, ReporterWord, ReportState
from juzheng.records.models.base.people import User
from juzheng.records.models.base.tallies import Counted
from juzheng.records.models.supervision.corrections import Correction
from juzheng.records.privacy import classed
from juzheng.records.published import PublishedText
from juzheng.records.sealed import SealedText
from juzheng.records.tracked import GovernedQuerySet, Tracked, holds, known, together

NUMBER = "{}-{}-反{}"  # place, year, serial number


class ReportQuerySet(GovernedQuerySet["Report"]):
    """Phrases one asks of reports (反映)."""

    def waiting(self) -> Self:
        """Return the reports that nobody has looked at, the oldest first."""
        return self.filter(state=ReportState.RECEIVED.value).order_by("received_at", "pk")


class Report(Tracked, Counted):
    """One resident's report (反映) of one demand; no account stands behind it."""

    MACHINE = REPORTS
    KEY = "number"
    BOUND_TO = ("number",)
    VISITOR = "reporter"
    MASKED = True
    UNCOVERED = Tracked.UNCOVERED | {"files_left", "counted_as"}

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
    words = PublishedText(default="", blank=True)  # masked and reviewed
    public_photo = models.CharField(max_length=200, default="", blank=True)
    public_photo_digest = models.CharField(max_length=64, default="", blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    answer = models.TextField(default="", blank=True)  # what civil affairs tells the reporter
    answer_basis = models.TextField(default="", blank=True)  # where it is written, a place a line
    letter_number = models.CharField(max_length=40, default="", blank=True)  # of that answer
    objection = SealedText(default="", blank=True)  # why the reporter does not agree with it
    word = models.CharField(max_length=20, default="", blank=True)
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    key = models.CharField(max_length=64, unique=True)  # sending a form twice makes one report
    secret_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    triaged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    triaged_at = models.DateTimeField(null=True)

    erased_at = models.DateTimeField(null=True)  # its term was over: what is personal has gone
    files_left = models.BooleanField(default=False)  # erased, and not all of its files yet

    objects = ReportQuerySet.as_manager()

    PRIVACY = classed(
        published="words",
        internal=(
            "id number division item unit_name unit_kind asked_on unnamed consent "
            "public_photo public_photo_digest reviewed_by reviewed_at state version answer word "
            "correction answer_basis letter_number received_at triaged_by triaged_at erased_at "
            "files_left counted_as"
        ),
        personal="proof matter counter story objection reporter_name telephone photo",
        withheld="key secret_hash",
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("report_state_is_known", "state", ReportState),
            known("report_unit_kind_is_known", "unit_kind", Demander),
            known("report_word_is_known", "word", ReporterWord),
            together("report_reviewed_at_and_by_together", "reviewed_at", "reviewed_by"),
            together("report_triaged_at_and_by_together", "triaged_at", "triaged_by"),
            holds(
                "report_basis_is_told",
                ~Q(state="has_basis") | ~Q(answer_basis="") & ~Q(letter_number=""),
            ),
            holds(
                "report_accepted_into_a_correction",
                ~Q(state="accepted") | Q(correction__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["division", "state"]),
            models.Index(fields=["state", "received_at", "id"], name="report_of_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def answered_by(self) -> int | None:
        """Return who answered it before the reporter objected (原答复人); None: nobody has."""
        return self.triaged_by_id if self.objection else None

    @property
    def told(self) -> PublicAccount:
        """Return what may be shown of the report, as far as the reporter agrees."""
        counts = self.state == ReportState.ACCEPTED
        return PublicAccount(self.consent, self.words, self.public_photo_digest, counts)
