"""A sparse table (稀疏权重表): what each feature weighs for each label, mostly nothing."""

from __future__ import annotations

import itertools
import sys
from array import array
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

MANY = 12  # weights of one feature: from here on they are added up at once
AT_ONCE = 1000  # such features: 1000 × 127 × 16,000 stays within a field
_FIELD = array("I").itemsize
_ZERO = 1 << (8 * _FIELD - 1)


@dataclass(frozen=True)
class Sparse:
    """Weights by feature and label, in whole ``step``s (稀疏权重表); written by ``bench.fit``."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]  # the number of each feature
    ends: array[int]  # where the weights of a row begin; those of the next begin where they end
    of: array[int]  # the label of each weight
    weights: array[int]
    step: float
    # Rows with many weights, once asked for, as one long number with a field for each label.
    _long: dict[int, int] = field(default_factory=dict, compare=False, repr=False)

    def sums(self, worth: Iterable[tuple[int, int]]) -> list[int]:
        """
        Return what the rows weigh, each once and by what it is worth, in steps; by label.

        Whole numbers: so it does not hang on the order, and many can be added as one.

        :param worth: numbers of rows, and what each is worth, at most 16,000
        """
        found, ends, of, weights, long = (
            self._nothing(),
            self.ends,
            self.of,
            self.weights,
            self._long,
        )
        total = 0
        for row, times in worth:
            first, end = ends[row], ends[row + 1]
            if end - first >= MANY and (number := long.get(row) or self._lengthen(row)):
                total += times * number
                continue
            for label, weight in zip(of[first:end], weights[first:end], strict=True):
                found[label] += times * weight
        return [a + b for a, b in zip(found, self._parted(total), strict=True)] if total else found

    def _nothing(self) -> list[int]:
        return [0] * len(self.labels)

    def _lengthen(self, row: int) -> int:
        """Return ``row`` as one number, 0 if there are enough of these."""
        if len(self._long) >= AT_ONCE:
            return 0
        more, less = array("I", self._nothing()), array("I", self._nothing())
        for at in range(self.ends[row], self.ends[row + 1]):
            weight = self.weights[at]
            (more if weight > 0 else less)[self.of[at]] = abs(weight)
        number = _joined(more) - _joined(less)
        self._long[row] = number
        return number

    def _parted(self, number: int) -> list[int]:
        """Return what stands in the fields of ``number``, which may be less than nothing."""
        zeros = array("I", [_ZERO]) * len(self.labels)
        parts = array("I", (number + _joined(zeros)).to_bytes(len(zeros) * _FIELD, sys.byteorder))
        return [part - _ZERO for part in parts]


def _joined(parts: array[int]) -> int:
    return int.from_bytes(parts.tobytes(), sys.byteorder)


NOTHING = Sparse((), {}, array("I", [0]), array("B"), array("b"), 1.0)


def loaded(table: Mapping[str, Any]) -> Sparse:
    """Return the table written down in ``table``."""
    ends = itertools.accumulate(array("H", b64decode(table["counts"])), initial=0)
    features = table["features"].split("\n")
    return Sparse(
        tuple(table["labels"]),
        dict(zip(features, range(len(features)), strict=True)),
        array("I", ends),
        array("B", b64decode(table["of"])),
        array("b", b64decode(table["weights"])),
        table["step"],
    )
