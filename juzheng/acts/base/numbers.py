"""Numbers (编号): per committee and year, without gaps or duplicates, whoever asks at once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from juzheng.records.models import Counter


def take(series: str, count: int = 1) -> int:
    """
    Return the next number of ``series``, from 1; of ``count`` numbers taken at once, the first.

    Runs inside the act's transaction: if the act is undone, the number was never given, so
    the series has no gaps. Two at once wait for each other on the counter's row.
    """
    with transaction.atomic():
        moved = Counter.objects.filter(series=series).update(last=F("last") + count)
        if not moved:
            Counter.objects.bulk_create([Counter(series=series, last=0)], ignore_conflicts=True)
            Counter.objects.filter(series=series).update(last=F("last") + count)
        return Counter.objects.values_list("last", flat=True).get(series=series) - count + 1


def numbered(kind: str, sign: str, division: str, year: int) -> str:
    """Return the next number of a division's reports or corrections: 990121-2026-反000001."""
    serial = take(f"{kind}:{division}:{year}")
    return f"{division}-{year}-{sign}{serial:06d}"
