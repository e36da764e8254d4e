"""Tallies (汇总): counts kept in the transaction of the act that changes them, and counted anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Sum

from juzheng.law.base.papers import PaperState
from juzheng.records import rollups
from juzheng.records.models import Case, Certificate, Correction, Demand, Report, Tally
from juzheng.records.models.base.tallies import Counted
from juzheng.records.rollups import Key, Stand


def follow(rows: Iterable[Any]) -> None:
    """
    Count ``rows``, which a line has just vouched for, as they are now (计入汇总).

    Runs in the act's transaction. A case counts by its papers and checks too, whose lines vouch for
    it; a report by the kind of its correction, whose lines do not: so that is looked at here.
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


def _add(moved: Mapping[Key, int]) -> None:
    """Write by how much counts changed: rows of the act's own, for which nobody else waits."""
    rows = (Tally(**key._asdict(), count=by) for key, by in moved.items())
    Tally.objects.bulk_create(rows, batch_size=rollups.ROWS)


def fold() -> int:
    """Put together what acts wrote of one key (归并汇总); return how many keys had several rows."""
    several = Tally.objects.values(*Key._fields).annotate(rows=Count("pk")).filter(rows__gt=1)
    keys = [Key(**{name: one[name] for name in Key._fields}) for one in several.order_by()]
    for key in keys:
        _fold(key)
    return len(keys)


@transaction.atomic
def _fold(key: Key) -> None:
    rows = Tally.objects.filter(**key._asdict()).order_by("pk").select_for_update()
    counts = {row.pk: row.count for row in rows[: rollups.ROWS]}  # another may fold at once
    Tally.objects.filter(pk__in=counts).delete()
    if left := sum(counts.values()):
        _add({key: left})


def behind() -> bool:
    """Return whether nothing was ever counted (升级后还没有汇总), though there is something."""
    if Tally.objects.exists():
        return False
    papers = Certificate.objects.exclude(status=PaperState.INTENDED.value)
    counted = (Case.objects, Correction.objects, Demand.objects.public(), papers)
    return any(found.exists() for found in counted)


def differing() -> Iterator[str]:
    """
    Yield what is counted otherwise than counting anew gives (核对汇总): rows, then counts.

    A row that is counted otherwise explains the counts that it is in and should be in.
    """
    counts: Counter[Key] = Counter()
    explained: set[Key] = set()
    with _at_one_moment():
        for row, stand in rollups.every():
            counts.update(stand.keys)
            if _otherwise(row, stand):
                explained.update(stand.keys, _kept(row))
                yield str(row)
        sums = Tally.objects.values_list(*Key._fields).annotate(all=Sum("count")).exclude(all=0)
        for *told, count in sums.order_by().iterator(chunk_size=rollups.ROWS):
            if counts.pop(key := Key(*told), 0) != count and key not in explained:
                yield _words(key)
    yield from map(_words, sorted(set(counts) - explained))


def _otherwise(row: Any, stand: Stand) -> dict[str, Any]:
    """Return what ``row`` should keep in its columns; nothing if it does."""
    now = {"counted_as": rollups.written(stand.keys), **stand.columns}
    return now if any(getattr(row, name) != value for name, value in now.items()) else {}


def _kept(row: Any) -> tuple[Key, ...]:
    try:
        return rollups.read(row.counted_as)
    except ValueError:  # whoever wrote that was no act
        return ()


def _words(key: Key) -> str:
    return " ".join(map(str, key))


@contextmanager
def _at_one_moment() -> Iterator[None]:
    """Read rows and counts as they are at one moment (同一时刻), though acts go on meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    level = " ISOLATION LEVEL REPEATABLE READ READ ONLY" * (connection.vendor == "postgresql")
    with connection.cursor() as cursor:  # not atomic(): in SQLite that would hold up every act
        cursor.execute(f"BEGIN{level}")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


@transaction.atomic
def recount() -> int:
    """
    Count everything anew (重算汇总); return how many rows were counted otherwise.

    Acts that change a count wait until it is done: they could not be told from what was wrong. So
    does :func:`fold`, which else would hold rows that are to be replaced.
    """
    counts: Counter[Key] = Counter()
    otherwise: defaultdict[Any, list[Any]] = defaultdict(list)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # in SQLite nobody else writes meanwhile
            cursor.execute("LOCK TABLE records_tally IN EXCLUSIVE MODE")
        for row, stand in rollups.every():
            counts.update(stand.keys)
            if now := _otherwise(row, stand):
                otherwise[type(row), tuple(now)].append((*now.values(), row.pk))
        for (model, columns), rows in otherwise.items():
            told = ", ".join(f"{name} = %s" for name in columns)
            cursor.executemany(f"UPDATE {model._meta.db_table} SET {told} WHERE id = %s", rows)  # noqa: S608 - our columns
    Tally.objects.all().delete()
    _add(counts)
    return sum(map(len, otherwise.values()))
