"""Revisions of the catalogue (目录版本): frozen; a case keeps the one it was decided under."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Q

from juzheng.catalogue.pages import Entry, PageKind, read_page
from juzheng.law.catalogue.gathered_ways import called
from juzheng.law.catalogue.items import Item
from juzheng.records.privacy import classed
from juzheng.records.tracked import Covered, holds, known, once

ORIGINS = ("shipped", "officer")
# A page's first wording has always governed, its own dates say when it holds: no day to be shown.
ALWAYS = date(1949, 10, 1)


class Revision(Covered):
    """One published wording of one page of the catalogue (目录版本): item, list, text or rule."""

    CHAIN = "catalogue"

    kind = models.CharField(max_length=20, default="item")
    subject = models.CharField(max_length=80)  # the page's id
    number = models.PositiveIntegerField()
    # Given under a lock when published, so that they are committed in this order.
    sequence = models.PositiveIntegerField(unique=True)
    division = models.CharField(max_length=12, default="", blank=True)  # whose page it is
    effective_on = models.DateField()  # first day on which this wording governs
    withdrawn = models.BooleanField(default=False)  # from that day the page is gone
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("records.User", models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=10, default="shipped")
    catalogue_digest = models.CharField(max_length=64, default="", blank=True)

    PRIVACY = classed(
        public=(
            "id kind subject number sequence division effective_on withdrawn digest content "
            "published_at origin catalogue_digest"
        ),
        internal="published_by",
    )

    class Meta:
        constraints = [
            once("revision_number_once", "kind", "subject", "number"),
            known("revision_kind_is_known", "kind", PageKind),
            holds("revision_origin_is_known", Q(origin__in=ORIGINS)),
        ]
        indexes = [models.Index(fields=["kind", "subject", "-number"])]

    def __str__(self) -> str:
        return f"{self.subject} 第{self.number}版"

    @property
    def entry(self) -> Entry:
        """Return the page as the law sees it."""
        return entry_of(self.kind, self.digest, self.content)

    @property
    def begins(self) -> date | None:
        """Return from when the wording was taken for a day of its own (起用日); None: from none."""
        return None if self.effective_on == ALWAYS else self.effective_on

    @property
    def item(self) -> Item:
        """Return the item as the law sees it."""
        entry = self.entry
        if not isinstance(entry, Item):
            raise TypeError(f"{self} is no item")
        return entry

    @property
    def item_id(self) -> str:
        """Return the id of the item that this is a revision of."""
        return self.subject


def entry_of(kind: str, digest: str, content: dict[str, Any]) -> Entry:
    """Return the page written in ``content``; each wording is read once in a process."""
    return _read(_Holder(kind, digest, content))


class _Holder:
    """A revision's content as a cache key that compares by digest only."""

    def __init__(self, kind: str, digest: str, content: dict[str, Any]) -> None:
        self.kind, self.digest, self.content = kind, digest, content

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Holder) and other.digest == self.digest and other.kind == self.kind
        )


@lru_cache(maxsize=8192)
def _read(holder: _Holder) -> Entry:
    return called(read_page(PageKind(holder.kind), holder.content))
