"""Attempts (尝试次数): how often something may be tried, shared by all processes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import F

from juzheng.records.models import Attempt
from juzheng.records.sealed import blind_index

Who = str | tuple[str, ...]

# One statement where Django needs four: every check of a paper counts, and is answered after it.
_COUNTED: Final = """
    INSERT INTO records_attempt (key, count, expires_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET count = records_attempt.count + excluded.count
    RETURNING count
"""


def count(what: str, who: Who, *, window_minutes: int, at: datetime, times: int = 1) -> int:
    """
    Count one more try of ``what`` by ``who`` and return how many that makes in this window.

    :param times: how many tries this is at once: the questions of a batch
    :param who: an address, an account, or several such together; only a keyed digest is kept
    """
    ends = Attempt._meta.get_field("expires_at").get_db_prep_value(
        at + timedelta(minutes=window_minutes), connection
    )
    key = _key(what, who, window_minutes, at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [key, times, ends])
        tries: int = cursor.fetchone()[0]
    return tries


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
