"""A sparse table (稀疏权重表): what each feature weighs for each label, mostly nothing."""

from __future__ import annotations

import itertools
import struct
import sys
from array import array
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import add
from typing import Any

FEW = 12  # a row that weighs for fewer than one label in so many is added weight by weight
FIELD = 32  # bits of a label's sum in a long number
_BEHIND = 64  # bits of the sum of squares behind them
_LABEL = 8  # bits of a label's number behind a weight
_NUMBER = (1 << _LABEL) - 1

Row = list[tuple[int, int]]  # the number of a label, and what it weighs for it


@dataclass(frozen=True)
class Sparse:
    """
    Weights by feature and label, in whole ``step``s (稀疏权重表); written by ``bench.fit``.

    Behind the labels a row has the square of its worth, as if it weighed that for one more.
    """

    labels: tuple[str, ...]
    rows: Mapping[str, int]  # the number of each feature
    long: tuple[int, ...]  # the first rows: each a number with a field for each label
    ends: array[int]  # where the weights of the others begin; those of the next where they end
    weights: array[int]  # each with the number of its label behind it
    step: float

    def sums(self, features: Iterable[str]) -> tuple[list[int], int]:
        """
        Return what ``features``, each once, weigh for each label, and the sum of squares of worth.

        Whole numbers: so it does not hang on the order, and many can be added as one.
        """
        few, many = [0] * (len(self.labels) + 1), 0
        long, ends, weights = self.long, self.ends, self.weights
        at_once = len(long)
        for row in map(self.rows.get, features):
            if row is None:
                continue
            if row < at_once:
                many += long[row]
            else:
                for one in weights[ends[row - at_once] : ends[row - at_once + 1]]:
                    few[one & _NUMBER] += one >> _LABEL
        *found, squares = map(add, few, _parted(many, len(self.labels)))
        return found, squares


def _parted(number: int, count: int) -> tuple[int, ...]:
    """Return what stands in each of ``count`` fields of ``number``, and what stands behind them."""
    least = _least(count)
    signed = (number + least) ^ least  # as the processor writes numbers that may be less than 0
    return struct.unpack(f"<{count}iQ", signed.to_bytes((count * FIELD + _BEHIND) // 8, "little"))


@cache
def _least(count: int) -> int:
    """Return the number with half of what fits in each field."""
    return sum(1 << (at * FIELD + FIELD - 1) for at in range(count))


NOTHING = Sparse((), {}, (), array("I", [0]), array("q"), 1.0)


def loaded(table: Mapping[str, Any], worths: Iterable[int] | None = None) -> Sparse:
    """
    Return the table written down in ``table``.

    What weighs for most labels comes first: it is asked for most, and so lies together in memory.

    :param worths: by what each feature counts; by 1, and without squares, if it is left out
    """
    labels = tuple(table["labels"])
    of, weights = array("B", b64decode(table["of"])), array("b", b64decode(table["weights"]))
    pairs = zip(of, weights, strict=True)
    counts = array("H", b64decode(table["counts"]))
    rows = (list(itertools.islice(pairs, count)) for count in counts)
    if worths is not None:
        rows = (_worth(row, worth, len(labels)) for row, worth in zip(rows, worths, strict=True))
    features = map(sys.intern, table["features"].split("\n"))  # one object for all tables
    known = list(zip(features, rows, strict=True))
    known.sort(key=lambda one: -len(one[1]))
    long = [row for _, row in known if len(row) * FEW >= len(labels)]
    short = [row for _, row in known[len(long) :]]
    weighed = (weight << _LABEL | of for row in short for of, weight in row)
    return Sparse(
        labels,
        {feature: number for number, (feature, _) in enumerate(known)},
        tuple(sum(weight << (of * FIELD) for of, weight in row) for row in long),
        array("I", itertools.accumulate(map(len, short), initial=0)),
        array("i" if worths is None else "q", weighed),
        table["step"],
    )


def _worth(row: Row, worth: int, labels: int) -> Row:
    return [*((of, worth * weight) for of, weight in row), (labels, worth * worth)]
