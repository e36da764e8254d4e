"""Corrections page by page (纠正案分页): by their terms, by their end, and the public board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from juzheng.law.supervision import exposure as law
from juzheng.law.supervision.exposure import CorrectionState
from juzheng.records.models import Correction, Tally
from juzheng.records.models.supervision.corrections import CorrectionQuerySet
from juzheng.records.supervision import corrections
from juzheng.records.walking import behind, first, key_of, micros

TOLD = "told"  # the tallies (records.rollups): reports in a correction


def open_first(mine: CorrectionQuerySet, most: int) -> list[Correction]:
    """Return the ``most`` of ``mine`` that are not closed and are due first (先到期的)."""
    piles = [mine.filter(state=one.value) for one in law.OPEN]
    due = [one.filter(due_on__isnull=False).order_by("due_on", "pk") for one in piles]
    found = first(due, lambda one: (one.due_on or date.max, one.pk), most)
    if len(found) == most:
        return found
    rest = [one.filter(due_on__isnull=True).order_by("pk") for one in piles]
    return found + first(rest, lambda one: one.pk, most - len(found))


def closed_last(mine: CorrectionQuerySet, most: int) -> list[Correction]:
    """Return the ``most`` of ``mine`` that are closed and came last (最近办结的)."""
    states = [one for one in CorrectionState if one not in law.OPEN]
    piles = [mine.filter(state=one.value).order_by("-pk") for one in states]
    return first(piles, lambda one: -one.pk, most)


def told_of(found: Iterable[Correction]) -> Counter[int]:
    """Return how many reports lie in each of ``found``, by its id, from the tallies (反映件数)."""
    keys = [str(one.pk) for one in found]
    told = Tally.objects.filter(kind=TOLD, key__in=keys).by("key")
    return Counter({int(one["key"]): one["all"] for one in told})


def board(on: date, after: str, most: int) -> tuple[list[Correction], str]:
    """
    Return a page of what was exposed, the latest first, and the key of the next one.

    Whoever must not stand there is among them: :func:`corrections.parted` tells them apart.
    """
    every = corrections.standing(on).filter(behind("approved_at", after, newest=True))
    piles = [every.filter(state=one.value).order_by("-approved_at", "-pk") for one in law.SHOWN]
    found = first(piles, lambda one: (-micros(one.approved_at), -one.pk), most + 1)
    last = found[most - 1] if len(found) > most else None
    return found[:most], key_of(last.approved_at, last.pk) if last else ""


def hidden(on: date) -> list[Correction]:
    """Return what stood on the board and does not because of who the unit is (不再显示的)."""
    return corrections.parted(corrections.standing(on))[1]


def apology(number: str, on: date) -> Correction | None:
    """Return the exposure ``number`` if it was wrong and its apology stands on ``on``."""
    found = Correction.objects.filter(number=number, state=CorrectionState.RETRACTED.value).first()
    return found if found and on <= corrections.apology_until(found) else None
