"""Inquiries (机关来函): who asked what by which letter, what was answered, and who approved it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.law.inquiries.inquiries import (
    INQUIRIES,
    OPEN,
    PAPER_LINES,
    Authority,
    Finding,
    InquiryEvent,
    InquiryState,
    Sent,
)
from juzheng.records.models.base.divisions import Committee
from juzheng.records.models.base.people import User
from juzheng.records.privacy import classed
from juzheng.records.sealed import SealedText
from juzheng.records.tracked import Tracked, holds, known, together


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """Phrases one asks of inquiries (来函)."""

    def open(self) -> Self:
        """Return those on which something is still to be done."""
        return self.filter(state__in=[state.value for state in OPEN])

    def overdue(self, on: date) -> Self:
        """Return open ones whose letter named a day that has passed."""
        return self.open().filter(due_on__lt=on)

    def visible_to(self, user: User) -> Self:
        """Return the inquiries of the user's own committee; without a committee, none."""
        if user.committee_id is None:
            return self.none()
        return self.filter(committee=user.committee_id)


class Inquiry(Tracked):
    """One inquiry of an authority and everything done about it (来函)."""

    MACHINE = INQUIRIES
    KEY = "number"
    PAPER_LINES = PAPER_LINES
    BOUND_TO = ("number",)

    number = models.CharField(max_length=40, unique=True)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="inquiries")
    authority = models.CharField(max_length=20)
    sender = models.CharField(max_length=100)  # 示例县人民法院
    letter_number = models.CharField(max_length=100)  # of the letter, order or credentials
    letter_on = models.DateField()
    basis = models.CharField(max_length=200, default="", blank=True)  # as the letter cites it
    about = SealedText(default="")  # whom or what it is about
    question = SealedText()
    letter = models.CharField(max_length=200, default="", blank=True)  # stored scan
    letter_digest = models.CharField(max_length=64, default="", blank=True)
    due_on = models.DateField(null=True)  # if the letter names a day
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    finding = models.CharField(max_length=20, default="", blank=True)
    looked_in = SealedText(default="", blank=True)  # where one has looked
    answer = SealedText(default="", blank=True)
    drafted_at = models.DateTimeField(null=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedText(default="", blank=True)  # why nothing is told, or why it went back
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(null=True)
    sent_how = models.CharField(max_length=20, default="", blank=True)
    key = models.CharField(max_length=64, unique=True)  # sending a form twice makes one

    objects = InquiryQuerySet.as_manager()

    PRIVACY = classed(
        internal=(
            "id number committee authority sender letter_number letter_on basis letter_digest "
            "due_on received_at received_by drafted_at drafted_by decided_at decided_by sent_on "
            "sent_how finding state version"
        ),
        personal="about question letter looked_in answer reason",
        withheld="key",
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("inquiry_state_is_known", "state", InquiryState),
            known("inquiry_authority_is_known", "authority", Authority),
            known("inquiry_sent_how_is_known", "sent_how", ["", *Sent]),
            known("inquiry_finding_is_known", "finding", ["", *Finding]),
            together("inquiry_drafted_at_and_by_together", "drafted_at", "drafted_by"),
            together("inquiry_decided_at_and_by_together", "decided_at", "decided_by"),
            holds(
                "inquiry_over_only_when_decided",
                ~Q(state__in=["issuing", "issued", "answered", "declined"])
                | Q(decided_at__isnull=False),
            ),
            holds("inquiry_answered_when_sent", ~Q(state="answered") | Q(sent_on__isnull=False)),
        ]
        indexes = [models.Index(fields=["committee", "state"])]

    def __str__(self) -> str:
        return self.number

    @property
    def is_void(self) -> bool:
        """Return whether it was taken back as a mistake: nobody declines what he registered."""
        declined = self.stands is InquiryState.DECLINED
        return declined and self.decided_by_id == self.received_by_id

    @property
    def stands_in_words(self) -> str:
        """Return where it stands (办理状态), a mistaken entry as what it is."""
        return (InquiryEvent.MISTAKEN if self.is_void else InquiryState(self.state)).label
