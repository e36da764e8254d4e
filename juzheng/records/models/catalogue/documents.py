"""Source documents (来文原件): the paper of a change, and what was made of it."""

from __future__ import annotations

from django.db import models

from juzheng.records.models.base.people import User
from juzheng.records.models.catalogue.changes import Change
from juzheng.records.privacy import classed
from juzheng.records.tracked import Covered


class SourceDocument(Covered):
    """The paper that a change was drafted from (来文原件), with what an officer made of it."""

    PARENT = "change"

    change = models.OneToOneField(Change, models.PROTECT, related_name="document")
    name = models.CharField(max_length=200)  # of the file, as it was handed in
    ending = models.CharField(max_length=10)  # what it is: docx, xlsx, csv, txt
    file = models.CharField(max_length=200)  # the very bytes
    file_digest = models.CharField(max_length=64)
    text = models.JSONField()  # its lines, as they were read
    drafting = models.JSONField()  # catalogue.papers.drafting.Drafting, saved at each step
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    PRIVACY = classed(
        internal="id change name ending file file_digest text drafting kept_by kept_at"
    )

    def __str__(self) -> str:
        return f"来文{self.pk} {self.name}"
