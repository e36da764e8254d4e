"""Measures (统计口径): counts that a fair reader would accept, and none that betrays anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SMALLEST_SHOWN = 5  # a count from 1 to 4 could point at a person
PER = 10_000  # matters


@dataclass(frozen=True)
class Row:
    """One row of a table (统计行).

    :ivar count: None where it is too small to be shown
    :ivar rate: per 10,000 matters, one decimal; None where the number of matters is not known
    """

    key: str
    count: int | None
    rate: str | None


@dataclass(frozen=True)
class Table:
    """A table with what was held back (统计表)."""

    rows: tuple[Row, ...]
    total: int | None  # None: it would give away what is held back
    withheld: int  # rows whose count is not shown


def table(
    keys: Iterable[str] | Mapping[str, int], matters: Mapping[str, int] | None = None
) -> Table:
    """
    Return how often each key occurs, the highest rate (else count) first, small counts held back.

    ``keys`` may be counted already.
    Rows are ranked by rate only if the number of matters is known for every one of them: who does
    a hundred times the work may well be asked about ten times as often. The order of rows held
    back is that of their keys, and with any held back there is no total.
    """
    counted, known = Counter[str](keys), matters or {}
    by_rate = bool(counted) and all(known.get(key, 0) > 0 for key in counted)
    shown = [
        Row(key, count, _rate(count, known.get(key, 0)))
        for key, count in counted.items()
        if count >= SMALLEST_SHOWN
    ]
    held = [Row(key, None, None) for key, count in counted.items() if count < SMALLEST_SHOWN]

    def weight(row: Row) -> float:
        count = counted[row.key]
        return -count / known[row.key] if by_rate else -count

    ranked = sorted(shown, key=lambda row: (weight(row), row.key))
    rows = (*ranked, *sorted(held, key=lambda row: row.key))
    return Table(rows, None if held else counted.total(), len(held))


def _rate(count: int, matters: int) -> str | None:
    """Return the rate per 10,000 with one decimal, rounded half up, without floats."""
    if matters <= 0:
        return None
    tenths = (2 * count * PER * 10 + matters) // (2 * matters)
    return f"{tenths // 10}.{tenths % 10}"
