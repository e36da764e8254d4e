"""Handling times (实际办理时间): what was promised beside what people really waited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

FEWEST = 10  # below this many cases nothing is shown: single people could be recognised


@dataclass(frozen=True)
class HandlingTimes:
    """How long the cases of an item took (实际用时), in working days; 0 is the same day."""

    count: int
    median: int
    ninetieth: int  # nine in ten had their paper within so many


def handling_times(days: Sequence[int]) -> HandlingTimes | None:
    """
    Return the median and the 90th percentile of ``days``; None below ``FEWEST`` cases.

    Both by nearest rank, so that each is a time that somebody really waited. Source: OP-2.3.d.
    """
    if len(days) < FEWEST:
        return None
    ordered = sorted(days)
    return HandlingTimes(len(ordered), _ranked(ordered, 50), _ranked(ordered, 90))


def _ranked(ordered: Sequence[int], per_cent: int) -> int:
    return ordered[ceil(per_cent * len(ordered) / 100) - 1]
