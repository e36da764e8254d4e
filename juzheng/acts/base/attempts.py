"""Attempts (尝试次数): how often something may be tried, shared by all processes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.db.models import F

from juzheng.records.models import Attempt
from juzheng.records.sealed import blind_index

Who = str | tuple[str, ...]


def count(what: str, who: Who, *, window_minutes: int, at: datetime, times: int = 1) -> int:
    """
    Count one more try of ``what`` by ``who`` and return how many that makes in this window.

    :param times: how many tries this is at once: the questions of a batch
    :param who: an address, an account, or several such together; only a keyed digest is kept
    """
    key = _key(what, who, window_minutes, at)
    moved = Attempt.objects.filter(key=key).update(count=F("count") + times)
    if not moved:
        Attempt.objects.bulk_create(
            [Attempt(key=key, count=0, expires_at=at + timedelta(minutes=window_minutes))],
            ignore_conflicts=True,
        )
        Attempt.objects.filter(key=key).update(count=F("count") + times)
    return Attempt.objects.values_list("count", flat=True).get(key=key)


def take_back(what: str, who: Who, *, window_minutes: int, at: datetime) -> None:
    """Take back a try that turned out right: only wrong ones add up."""
    key = _key(what, who, window_minutes, at)
    Attempt.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def forget(*, at: datetime) -> int:
    """Remove windows that are over; return how many."""
    removed, _ = Attempt.objects.filter(expires_at__lt=at).delete()
    return removed


def _key(what: str, who: Who, window_minutes: int, at: datetime) -> str:
    """Return a keyed digest of the window: it tells nobody who tried what."""
    start = int(at.timestamp()) // (window_minutes * 60)
    # As JSON: no name that anybody may type runs into the purpose or into another part.
    return blind_index(json.dumps(["attempts", what, who, window_minutes, start]))
