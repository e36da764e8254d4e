"""The clerk's papers (经办记录): notes with files, what was asked for, seals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from juzheng.law.cases import custody, missing
from juzheng.records.models.base.people import User
from juzheng.records.models.cases.cases import Case
from juzheng.records.models.cases.certificates import Certificate
from juzheng.records.privacy import classed
from juzheng.records.sealed import SealedText
from juzheng.records.tracked import Covered, holds, known, once, together


class CaseNote(Covered):
    """A note on a case, with a photo or a PDF if there is one (工作记录); another corrects it."""

    PARENT = "case"
    BOUND_TO = ("case_id", "at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    text = SealedText(default="")
    file = models.CharField(max_length=200, default="")  # a photo drawn anew, or a PDF
    file_digest = models.CharField(max_length=64, default="")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PRIVACY = classed(internal="id case file file_digest corrects at by", personal="text")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case} 工作记录"


class MaterialRequest(Covered):
    """What the resident was asked to bring, until when, and what came of it (一次告知)."""

    PARENT = "case"
    BOUND_TO = ("case_id", "at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    wanted = SealedText()  # one a line, as the resident reads it
    again = SealedText(default="")  # why it was not said the first time
    bring_by = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended = models.CharField(max_length=20, default="")
    said = SealedText(default="")  # what came, or why nobody waits any more; the resident reads it
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PRIVACY = classed(
        internal="id case bring_by at by ended ended_at ended_by", personal="wanted again said"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            known("request_end_is_known", "ended", ("", *(one.value for one in missing.Ended))),
            together("request_ended_at_and_by_together", "ended_at", "ended_by"),
            holds("request_ended_by_somebody", Q(ended="") | Q(ended_at__isnull=False)),
            once("request_one_open_per_case", "case", where=Q(ended="")),
        ]

    def __str__(self) -> str:
        return f"{self.case} 补材料"

    def asked(self) -> missing.Asked:
        """Return what was asked as the law sees it."""
        return missing.Asked(tuple(self.wanted.split("\n")), self.bring_by, self.again)


class PaperCustody(Covered):
    """What was done with the sheet of a paper: sealed, collected, printed again (纸质件登记)."""

    PARENT = "case"
    BOUND_TO = ("case_id", "at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="custody")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="custody")
    what = models.CharField(max_length=20)
    copies = models.PositiveIntegerField(default=1)
    person = SealedText(default="")  # who put the seal or took it; empty: who wrote it, applicant
    shown = SealedText(default="")  # by what another person was identified
    reason = SealedText(default="")  # why it was printed again
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_why = SealedText(default="")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PRIVACY = classed(
        internal="id case certificate what copies at by undone_at undone_by",
        personal="person shown reason undone_why",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            known("custody_is_known", "what", custody.Custody),
            holds("custody_has_copies", Q(copies__gte=1)),
            together("custody_undone_at_and_by_together", "undone_at", "undone_by"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.kind.label}"

    @property
    def kind(self) -> custody.Custody:
        """Return what was done, as a word of the law."""
        return custody.Custody(self.what)

    def done(self) -> custody.Done:
        """Return the line as the law sees it."""
        return custody.Done(self.kind, self.undone_at is not None, self.copies)
