"""Tallies (汇总): counts kept in the transaction of the act that changes them, and counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from juzheng.records import rollups
from juzheng.records.models import Case, Certificate, Correction, Demand, Report, Tally
from juzheng.records.models.base.tallies import Counted
from juzheng.records.rollups import Key

_ADD = """
INSERT INTO records_tally (kind, "key", place, "on", days, "count") VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (kind, "key", place, "on", days)
DO UPDATE SET "count" = records_tally."count" + excluded."count"
"""


def follow(rows: Iterable[Any]) -> None:
    """
    Count ``rows``, which a line has just vouched for, as they are now (计入汇总).

    Runs in the act's transaction. What is counted of a case hangs on its papers and checks, of a
    report on its correction: those are looked at too.
    """
    moved: Counter[Key] = Counter()
    for row in _counted(rows):
        _count(row, moved)
    _add({key: by for key, by in moved.items() if by})


def _counted(rows: Iterable[Any]) -> Iterable[Any]:
    found: dict[tuple[Any, int], Any] = {}
    for row in rows:
        if isinstance(row, Counted):
            found[type(row), row.pk] = row
        if isinstance(row, Correction) and _named_otherwise(row):
            found |= {(Report, one.pk): one for one in row.reports.select_related("correction")}
    return found.values()


def _named_otherwise(one: Correction) -> bool:
    """Return whether its kind is another than the one under which it was counted last."""
    return one.counted_as != "" and _kind_of(one) not in ("", one.unit_kind)


def _kind_of(one: Correction) -> str:
    told = (key.key for key in rollups.read(one.counted_as) if key.kind == rollups.OF_KIND)
    return next(told, "")


def _count(row: Any, moved: Counter[Key]) -> None:
    stand = rollups.of(row)
    now = rollups.written(stand.keys)
    beside = {name: value for name, value in stand.columns.items() if getattr(row, name) != value}
    while now != row.counted_as or beside:
        rows = type(row)._default_manager.filter(pk=row.pk)
        if rows.filter(counted_as=row.counted_as).update(counted_as=now, **stand.columns):
            moved.update(stand.keys)
            moved.subtract(rollups.read(row.counted_as))
            row.counted_as, beside = now, {}
            for name, value in stand.columns.items():
                setattr(row, name, value)
            continue
        before = rows.values_list("counted_as", flat=True).first()  # counted since it was loaded
        if before is None:
            return
        row.counted_as = before


def _add(moved: dict[Key, int]) -> None:
    """Add to the counts, in one order for everybody: two at once wait and never lock each other."""
    if not moved:
        return
    lines = [(*key[:3], key.on, key.days, by) for key, by in sorted(moved.items())]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, lines)
    for key in sorted(key for key, by in moved.items() if by < 0):
        Tally.objects.filter(**key._asdict(), count=0).delete()


def behind() -> bool:
    """Return whether nothing was ever counted although there is something (升级后还没有汇总)."""
    there = (Case, Certificate, Correction)
    return any(model._default_manager.exists() for model in there) and not Tally.objects.exists()


def differing() -> Iterator[str]:
    """Yield what is counted otherwise than counting anew gives (核对汇总): rows, then counts."""
    counts: Counter[Key] = Counter()
    for row, stand in rollups.every():
        counts.update(stand.keys)
        now = {"counted_as": rollups.written(stand.keys), **stand.columns}
        if any(getattr(row, name) != value for name, value in now.items()):
            yield str(row)
    for told in Tally.objects.iterator(chunk_size=rollups.ROWS):
        if counts.pop(Key(told.kind, told.key, told.place, told.on, told.days), 0) != told.count:
            yield str(told)
    yield from (" ".join(map(str, key)) for key in sorted(counts))


@transaction.atomic
def recount() -> int:
    """Count everything anew (重算汇总); return how many rows were counted otherwise."""
    counts: Counter[Key] = Counter()
    otherwise: list[Any] = []
    for row, stand in rollups.every():
        counts.update(stand.keys)
        now = {"counted_as": rollups.written(stand.keys), **stand.columns}
        if any(getattr(row, name) != value for name, value in now.items()):
            for name, value in now.items():
                setattr(row, name, value)
            otherwise.append(row)
    for model in (Case, Certificate, Report, Correction, Demand):
        rows = [row for row in otherwise if type(row) is model]
        columns = ["counted_as", *_BESIDE.get(model, ())]
        model._default_manager.bulk_update(rows, columns, batch_size=rollups.ROWS)
    Tally.objects.all().delete()
    Tally.objects.bulk_create(
        (Tally(**key._asdict(), count=count) for key, count in counts.items()),
        batch_size=rollups.ROWS,
    )
    return len(otherwise)


_BESIDE: dict[Any, tuple[str, ...]] = {Case: ("desk",), Correction: ("off_on",)}
