"""Exhibits (案卷材料): each paper of a correction: what it shows, of which day, by whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from juzheng.law.base.terms import Term
from juzheng.law.supervision.exposure import (
    COPIED,
    OF_THE_SUPERIOR,
    PAPERLESS,
    CorrectionEvent,
    Hearing,
)
from juzheng.law.supervision.on_file import GROUNDS, Denied, Proof, Shows, names_basis
from juzheng.records.models.base.people import User
from juzheng.records.models.supervision.corrections import Correction
from juzheng.records.privacy import classed
from juzheng.records.published import PublishedChar, PublishedText, place
from juzheng.records.tracked import Covered, holds, known, together


class Exhibit(Covered):
    """One paper on the file of a correction (一份材料). Only its check is added to it."""

    PARENT = "correction"

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="exhibits")
    event = models.CharField(max_length=40)  # with which it came onto the file
    shows = models.CharField(max_length=20, default=Shows.OTHER.value)
    text = PublishedText(default="", blank=True)
    document = PublishedChar(max_length=200, default="", blank=True)
    whence = PublishedChar(max_length=100, default="", blank=True)
    on = models.DateField()
    scan = models.CharField(max_length=200, default="", blank=True)  # of a paper that came
    scan_digest = models.CharField(max_length=64, default="", blank=True)
    account = models.BooleanField(default=False)  # the unit's own word, by its own account
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    PRIVACY = classed(
        published="text document whence",
        internal=(
            "id correction event shows on scan scan_digest account by at checked_by checked_at"
        ),
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            known(
                "exhibit_event_is_known",
                "event",
                [event for event in CorrectionEvent if event not in PAPERLESS],
            ),
            known("exhibit_shows_is_known", "shows", Shows),
            together("exhibit_checked_at_and_by_together", "checked_at", "checked_by"),
            holds(
                "exhibit_checked_by_another", Q(checked_by__isnull=True) | ~Q(checked_by=F("by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correction} {self.what.label}"

    @property
    def what(self) -> CorrectionEvent:
        """Return with what it came onto the file, as a word of the law."""
        return CorrectionEvent(self.event)

    @property
    def proof(self) -> Proof:
        """Return the paper as the law sees it."""
        whence = place(self.whence) if self.what is CorrectionEvent.HEARING_SET else self.whence
        said = (self.text, self.document, whence, self.on)
        return Proof(self.what, self.shown_as, *said, self.checked_at is not None, self.by_id)

    @property
    def shown_as(self) -> Shows:
        """
        Return what it shows, as a word of the law.

        An older version took whatever a superior wrote for a basis: "没有依据" too.
        """
        shows = Shows(self.shows)
        of_superior = self.event == CorrectionEvent.SUPERIOR_ANSWERED
        return Shows.NO_BASIS if of_superior and self._denies(shows) else shows

    def _denies(self, shows: Shows) -> bool:
        return shows is Shows.BASIS and not names_basis(self.text)

    @property
    def heading(self) -> Term:
        """Return what it is called: of the unit's answer, what it answered (材料的标题)."""
        if self.what is CorrectionEvent.HEARD and not self.text:
            return Hearing.DECLINED
        denied = self.account and self.what is CorrectionEvent.SUPERIOR_ANSWERED
        if denied and self.shown_as is Shows.NO_BASIS:
            return Denied.NONE
        answered = self.what in (CorrectionEvent.ANSWERED, CorrectionEvent.REFUSED)
        return self.what if answered or self.shown_as is Shows.OTHER else self.shown_as

    @property
    def of_superior(self) -> bool:
        """Return whether the unit's superior said or received it (主管部门的)."""
        return self.what in OF_THE_SUPERIOR

    @property
    def unreviewed(self) -> bool:
        """Return whether it is a ground that nobody but its writer has looked at (未经审看)."""
        return self.shown_as in GROUNDS and self.checked_at is None

    @property
    def on_paper(self) -> bool:
        """Return whether somebody wrote down here what came on paper (纸上来的)."""
        return self.what in COPIED and not self.account

    @property
    def single_handed(self) -> bool:
        """Return whether one person alone wrote down what a paper says (由一人登记)."""
        return self.on_paper and self.checked_at is None
