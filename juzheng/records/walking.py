"""Walking long tables (分段读取): the first rows of several piles, and windows of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


def first(parts: Iterable[QuerySet[M]], key: Callable[[M], Any], most: int) -> list[M]:
    """
    Return the ``most`` rows that come first of several piles, each in order by itself (归并).

    An index gives the rows of one state in order, never those of two: so each is asked for its
    own first rows, and no more is read than that.

    :param key: the order in which the piles are
    """
    return sorted((row for part in parts for row in part[:most]), key=key)[:most]


@dataclass(frozen=True)
class Piles(Generic[M]):
    """Rows of several states, each pile in the same order (几堆): what is first, how many."""

    piles: Sequence[QuerySet[M]]
    key: Callable[[M], Any] = lambda one: one.pk
    last: Sequence[QuerySet[M]] = ()  # what comes behind all of them: asked for where there is room

    def filter(self, condition: Q) -> Piles[M]:
        """Return those of the rows for which ``condition`` holds, in the same order (筛选)."""
        kept = [[pile.filter(condition) for pile in some] for some in (self.piles, self.last)]
        return replace(self, piles=kept[0], last=kept[1])

    def first(self) -> M | None:
        """Return the row that comes first of all."""
        return next(iter(self.take(1)), None)

    def take(self, most: int) -> list[M]:
        """Return the ``most`` rows that come first of all."""
        found = first(self.piles, self.key, most)
        return found + first(self.last, self.key, most - len(found)) if len(found) < most else found

    def count(self, most: int) -> int:
        """Return how many there are, or ``most`` if there are more."""
        count = 0
        for pile in self.all_of_them:
            if count < most:
                count += len(pile.values_list("pk", flat=True)[: most - count])
        return count

    @property
    def all_of_them(self) -> tuple[QuerySet[M], ...]:
        """Return every pile, those behind all others too (全部)."""
        return (*self.piles, *self.last)

    def told(self, column: str, most: int) -> list[list[tuple[int, Any]]] | None:
        """
        Return id and ``column`` of every row, pile by pile in order; None: they are more than most.

        To know of few rows where they lie costs one small query for a pile, and whatever else is
        asked of them can be answered without the database.
        """
        found: list[list[tuple[int, Any]]] = []
        for pile in self.all_of_them:
            found.append(list(pile.values_list("pk", column)[: most + 1]))
            if sum(map(len, found)) > most:
                return None
        return found

    def first_of(self, heads: Iterable[tuple[int, int]]) -> M | None:
        """Return the row that comes first of all, of each pile's first one: its place, its id."""
        piles, front = self.all_of_them, len(self.piles)
        rows = [(at >= front, row) for at, pk in heads for row in _asked_for(piles[at], pk)]
        rows.sort(key=lambda one: (one[0], self.key(one[1])))
        return rows[0][1] if rows else None


def _asked_for(pile: QuerySet[M], pk: int) -> QuerySet[M]:
    """Return the row with this id as ``pile`` has it, by its id alone where that is the same."""
    query = pile.query
    plain = not (query.annotations or query.select_related)
    return (pile.model._default_manager if plain else pile).filter(pk=pk)


def window(rows: QuerySet[M], most: int) -> tuple[QuerySet[M], int | None]:
    """
    Return the next ``most`` of ``rows``, the newest first, and where the window ends (一段).

    What is looked for in the window may be few or none: a page then ends with the way on, and has
    not read the whole table for it. None: there is nothing behind the window.
    """
    last = rows.order_by("-pk").values_list("pk", flat=True)[most - 1 : most + 1]
    ends = list(last)
    if len(ends) < 2:
        return rows, None
    return rows.filter(pk__gte=ends[0]), ends[0]


def id_of(key: str) -> int | None:
    """Return the id of a row that ``key`` names (翻页的行号); None where it is none of a row's."""
    fine = key.isascii() and key.isdigit() and len(key) < 18
    return int(key) if fine else None


def key_of(at: datetime | None, pk: int) -> str:
    """Return the key of a row in the order of a moment and its id (翻页的键)."""
    return f"{micros(at)}.{pk}"


def micros(at: datetime | None) -> int:
    """Return the microseconds until ``at``; before all others where there is none (微秒)."""
    return 0 if at is None else int(at.timestamp()) * 10**6 + at.microsecond


def is_key(key: str) -> bool:
    """Return whether ``key`` is one that :func:`key_of` could have given (是不是翻页的键)."""
    return _read(key) is not None


def behind(column: str, key: str, *, newest: bool) -> Q:
    """
    Return that a row comes behind ``key`` in the order of ``column`` and id (键以后的行).

    :param key: as :func:`key_of` gave it; one that makes no sense hides nothing
    :param newest: whether the newest come first
    """
    if (seen := _read(key)) is None:
        return Q()
    at, pk = seen
    further = "lt" if newest else "gt"
    rest = Q(**{f"{column}__{further}": at}) | Q(**{column: at, f"pk__{further}": pk})
    return Q(**{f"{column}__{further}e": at}) & rest  # by itself an index would not find "or"


def _read(key: str) -> tuple[datetime, int] | None:
    moment, pk = (id_of(part) for part in key.partition(".")[::2])
    if moment is None or pk is None:
        return None
    try:
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=moment), pk
    except OverflowError:
        return None
