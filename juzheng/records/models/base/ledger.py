"""The ledger (台账): append-only lines; each covers the one before."""

from __future__ import annotations

from typing import Any

from django.db import models

from juzheng.law.base import ledger
from juzheng.law.base.retention import Kept
from juzheng.records.models.base.people import User
from juzheng.records.privacy import classed
from juzheng.records.sealed import blind_index
from juzheng.records.tracked import Covered, known, once


class LedgerIsAppendOnly(Exception):
    """Somebody tried to change or remove a line of the ledger (台账只增不改)."""


class Entry(models.Model):
    """One line of the ledger (台账条目)."""

    chain = models.CharField(max_length=60)  # "case:NUMBER", "catalogue", "staff"
    position = models.PositiveIntegerField()
    case = models.ForeignKey("records.Case", models.PROTECT, null=True, related_name="entries")
    event = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: applicant
    by_text = models.CharField(max_length=60)  # "staff:7", "applicant", "operator"
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)  # nobody without the data key has written this line

    PRIVACY = classed(
        internal="id chain position case event at by by_text details digest",
        withheld="seal",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            once("entry_position_once", "chain", "position"),
        ]
        indexes = [
            models.Index(fields=["event", "id"], name="entry_of_event"),
            models.Index(fields=["by", "chain"], name="entry_by_of_chain"),
            models.Index(fields=["by", "case"], name="entry_by_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.position} {self.event}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; a line once written is never written again."""
        if self.pk is not None:
            raise LedgerIsAppendOnly(f"{self} is already written")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what happened, happened."""
        raise LedgerIsAppendOnly(f"{self} cannot be removed")

    def own_seal(self) -> str:
        """Return the seal that the line bears if this program wrote it."""
        return blind_index(f"line of the ledger|{self.digest}")

    def line(self) -> ledger.Line:
        """Return what the digest covers."""
        return ledger.Line(
            self.chain, self.position, self.event, self.at, self.by_text, self.details
        )


class Counter(models.Model):
    """The last number given in a series (编号计数)."""

    series = models.CharField(max_length=60, unique=True)  # "certificate:CODE:2026"
    last = models.PositiveIntegerField(default=0)

    PRIVACY = classed(internal="id series last")

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class ViewLog(Covered):
    """Who looked at whose personal data (查看留痕)."""

    LINE = "data.viewed"

    case = models.ForeignKey("records.Case", models.PROTECT, null=True, related_name="views")
    report = models.ForeignKey("records.Report", models.PROTECT, null=True, related_name="views")
    inquiry = models.ForeignKey("records.Inquiry", models.PROTECT, null=True, related_name="views")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: applicant
    what = models.CharField(max_length=40)  # the page
    # Of whoever reads before signing: the version, and a keyed digest of each part that was seen.
    version = models.PositiveIntegerField(null=True)
    seen = models.JSONField(default=dict)

    PRIVACY = classed(internal="id case report inquiry at by what version seen")

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]

    def __str__(self) -> str:
        return f"{self.case or self.report or self.inquiry} {self.what}"

    @property
    def chain(self) -> str:
        """Return the chain of all looks at the same thing: none can be taken out."""
        if self.inquiry_id:
            return f"views:inquiry:{self.inquiry_id}"
        return f"views:case:{self.case_id}" if self.case_id else f"views:report:{self.report_id}"


class ShorterTerm(Covered):
    """A shorter term that a county set for what is kept there (县级缩短的保存期限)."""

    CHAIN = "retention"

    division = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    days = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PRIVACY = classed(internal="id division kind days reason at by")

    class Meta:
        ordering = ["pk"]
        constraints = [known("shorter_term_kind_is_known", "kind", Kept)]

    def __str__(self) -> str:
        return f"{self.division} {self.kind} {self.days}"


class Attempt(models.Model):
    """How often something was tried in a window of time (尝试次数): the rate limiter's memory."""

    key = models.CharField(max_length=64, unique=True)  # digest of what, who, window
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    PRIVACY = classed(internal="id key count expires_at")

    def __str__(self) -> str:
        return self.key
