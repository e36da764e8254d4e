"""How many reports and exposures there are in all (反映与曝光汇总), by the tallies alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from juzheng.law.base.measures import Table, table
from juzheng.law.supervision.exposable import LISTED
from juzheng.law.supervision.exposure import CorrectionState
from juzheng.records.models import Tally
from juzheng.records.models.base.tallies import ALWAYS
from juzheng.records.supervision.corrections import limits

# The tallies (records.rollups): accepted reports by kind and item, corrections by state.
ACCEPTED_KIND, ACCEPTED_ITEM, STANDING = "accepted_kind", "accepted_item", "standing"


def removed(on: date) -> int:
    """Return how many exposures were corrected and taken down: all that is left of them."""
    kept = on - timedelta(days=limits().kept_days)
    long_ago = Q(key=CorrectionState.MENDED.value, on__gt=ALWAYS, on__lt=kept)
    told = Tally.objects.filter(Q(key=CorrectionState.REMOVED.value) | long_ago, kind=STANDING)
    return told.all_together()


def by_kind() -> Table:
    """
    Return how many accepted reports there are by kind of unit; matters are not known yet.

    A kind that cannot be exposed, put right after it was, is in no public table either.
    """
    return table(_told(ACCEPTED_KIND, key__in=list(LISTED)))


def by_item() -> Table:
    """Return how many accepted reports there are by item of the lists."""
    return table(_told(ACCEPTED_ITEM))


def _told(kind: str, **where: Any) -> dict[str, int]:
    """Return the counts of accepted reports, from the tallies (受理汇总)."""
    return {one["key"]: one["all"] for one in Tally.objects.filter(kind=kind, **where).by("key")}
