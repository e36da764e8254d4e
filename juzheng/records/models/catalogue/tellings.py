"""Words from use (用词): questions kept with a resident's yes, and what officers made of them."""

from __future__ import annotations

from secrets import token_hex
from typing import Self

from django.db import models
from django.db.models import Q

from juzheng.law.catalogue.tellings import LONGEST, TELLINGS, TellingState
from juzheng.records.models.base.people import User
from juzheng.records.privacy import classed
from juzheng.records.sealed import SealedText
from juzheng.records.tracked import GovernedQuerySet, Tracked, known, once

IN_USE = Q(state=TellingState.IN_USE.value)


class KeptQuestionQuerySet(GovernedQuerySet["KeptQuestion"]):
    """Phrases one asks of kept questions (留下的问话)."""

    def visible_to(self, user: User) -> Self:
        """Return those of the user's division, and those asked before a place was chosen."""
        if user.division is None:
            return self.none()
        return super().visible_to(user) | self.filter(division="")


class KeptQuestion(models.Model):
    """A question that was not understood (留下的问话): masked, consented, gone after its term."""

    BOUND_TO = ("key",)

    key = models.CharField(max_length=64, unique=True, default=token_hex)  # by chance; nobody's
    text = SealedText()  # masked before it comes here
    offered = models.CharField(max_length=20, blank=True)  # item or matter the page gave
    chosen = models.CharField(max_length=20, blank=True)  # what was tapped instead, if anything
    division = models.CharField(max_length=6, blank=True)  # the committee's county
    kept_on = models.DateField()

    objects = KeptQuestionQuerySet.as_manager()

    PRIVACY = classed(
        personal="text", internal="id offered chosen division kept_on", withheld="key"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"问话{self.pk}"


class TellingQuerySet(GovernedQuerySet["LocalTelling"]):
    """Phrases one asks of local tellings (本地说法)."""

    def in_use(self) -> Self:
        """Return those that the finder knows, the earliest first."""
        return self.filter(IN_USE).order_by("number")


class LocalTelling(Tracked):
    """What people here say for an item (本地说法): added by an officer, used by every door."""

    MACHINE = TELLINGS
    MASKED = True

    number = models.PositiveIntegerField(unique=True)  # of two who saw the same, one is first
    label = models.CharField(max_length=20)  # an item or a none-matter
    text = models.CharField(max_length=LONGEST)  # nobody's: law.catalogue.tellings.obstacles
    why = models.CharField(max_length=300)  # masked
    despite = models.CharField(max_length=300, default="", blank=True)  # masked; if any got worse
    better = models.PositiveIntegerField()  # of the texts that were tried
    worse = models.PositiveIntegerField()
    division = models.CharField(max_length=12, blank=True)  # the officer's
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = TellingQuerySet.as_manager()

    PRIVACY = classed(
        internal=(
            "id number label text why despite better worse division added_at added_by state version"
        )
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            known("telling_state_is_known", "state", TellingState),
            once("telling_once_in_use", "text", where=IN_USE),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text}"
