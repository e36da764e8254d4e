"""Tallies (汇总数): what pages show as counts, kept as things happen; the rows are the truth."""

from __future__ import annotations

from datetime import date

from django.db import models

from juzheng.records.privacy import classed
from juzheng.records.tracked import once

ALWAYS = date(2000, 1, 1)  # the day of what is counted without one


class Tally(models.Model):
    """How many rows there are of one kind, place, key and day (一个汇总数); ADR 41."""

    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=12, default="")  # a division or a committee; "" is all
    key = models.CharField(max_length=40, default="")
    on = models.DateField(default=ALWAYS)
    days = models.IntegerField(default=0)  # from receipt to paper
    count = models.IntegerField(default=0)

    PRIVACY = classed(internal="id kind place key on days count")

    class Meta:
        constraints = [once("tally_once", "kind", "key", "place", "on", "days")]
        indexes = [models.Index(fields=["kind", "place"], name="tally_of_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} {self.key} {self.on} {self.days}"


class Counted(models.Model):
    """A row that is counted (计入汇总的一行), and how it was counted the last time."""

    counted_as = models.TextField(default="", blank=True)  # keys of Tally, one a line

    class Meta:
        abstract = True
