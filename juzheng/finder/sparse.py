"""A sparse table (稀疏权重表): what each feature weighs for each label, mostly nothing."""

from __future__ import annotations

import itertools
from array import array
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sparse:
    """Weights by feature and label, in whole ``step``s (稀疏权重表); written by ``bench.fit``."""

    labels: tuple[str, ...]
    spans: Mapping[str, tuple[int, int]]  # where a feature's weights stand
    of: array[int]  # the label of each weight
    weights: array[int]
    step: float

    def sums(self, worth: Iterable[tuple[str, float]], start: Iterable[float]) -> list[float]:
        """Return ``start`` and what the features weigh, each by what it is worth; by label."""
        found = list(start)
        for feature, value in worth:
            first, end = self.spans[feature]
            scaled = value * self.step
            for label, weight in zip(self.of[first:end], self.weights[first:end], strict=True):
                found[label] += scaled * weight
        return found


NOTHING = Sparse((), {}, array("B"), array("b"), 1.0)


def loaded(table: Mapping[str, Any]) -> Sparse:
    """Return the table written down in ``table``."""
    ends = itertools.accumulate(array("H", b64decode(table["counts"])))
    spans = itertools.pairwise((0, *ends))
    return Sparse(
        tuple(table["labels"]),
        dict(zip(table["features"].split("\n"), spans, strict=True)),
        array("B", b64decode(table["of"])),
        array("b", b64decode(table["weights"])),
        table["step"],
    )
