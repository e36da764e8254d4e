"""Tallies (汇总数): what pages show as counts, kept as things happen; the rows are the truth."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Sum

from juzheng.records.privacy import classed

ALWAYS = date(2000, 1, 1)  # the day of what is counted without one


class TallyQuerySet(models.QuerySet["Tally"]):
    """Phrases one asks of tallies (汇总数)."""

    def by(self, *columns: str) -> models.QuerySet[Any, dict[str, Any]]:
        """Return the sums ``all`` by ``columns`` that are not nothing (分项合计)."""
        summed = self.values(*columns).annotate(all=Sum("count"))
        found: models.QuerySet[Any, dict[str, Any]] = summed.filter(all__gt=0)
        return found.order_by(*columns)

    def all_together(self) -> int:
        """Return the sum of all (合计)."""
        return self.aggregate(all=Sum("count"))["all"] or 0


class Tally(models.Model):
    """
    By how much a count changed (汇总数的增减): its sum by kind, place, key and day is the count.

    Acts only add rows, so no act waits for another's count; :func:`acts.base.tallies.fold` puts
    them together. ADR 43.
    """

    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=12, default="")  # a division or a committee; "" is all
    key = models.CharField(max_length=40, default="")
    on = models.DateField(default=ALWAYS)
    days = models.IntegerField(default=0)  # from receipt to paper
    count = models.IntegerField(default=0)

    PRIVACY = classed(internal="id kind place key on days count")

    objects = TallyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key", "place", "on", "days"], name="tally_of_key"),
            # A book of one committee is summed from this index alone, whatever others count.
            models.Index(fields=["kind", "place", "key", "on", "count"], name="tally_of_place"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} {self.key} {self.on} {self.days}"


class Counted(models.Model):
    """A row that is counted (计入汇总的一行), and how it was counted the last time."""

    counted_as = models.TextField(default="", blank=True)  # keys of Tally, one a line

    class Meta:
        abstract = True
