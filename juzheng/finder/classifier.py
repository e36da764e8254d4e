"""The classifier (线性分类): what a text is about, by weights learned from many tellings."""

from __future__ import annotations

import itertools
import math
from array import array
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_GRAM = 3
ASK, NONE = "ASK", "NONE"  # beside items and matters: says too little; is none of our business
_SILENT = frozenset(" \n,。.!?;:、~()\"'")


@dataclass(frozen=True)
class Classifier:
    """
    A linear classifier over what a text shares with tellings (线性分类器).

    One weight for each feature and label that matters to each other; the others are 0. ``python -m
    bench.fit`` learns them from ``catalogue/words/tellings.yaml`` and writes them down; at run time
    nothing is learned.
    """

    labels: tuple[str, ...]
    bias: tuple[float, ...]  # by label
    rarity: Mapping[str, float]  # of each feature known
    spans: Mapping[str, tuple[int, int]]  # where a feature's weights stand
    of: array[int]  # the label of each weight
    weights: array[int]  # in steps of ``step``
    step: float

    def margins(self, features: Iterable[str]) -> dict[str, float]:
        """
        Return how far on its side of the border each label is: 1 is it, -1 is it not.

        Empty where no feature is known: of such a text nothing can be said.
        """
        known = [one for one in features if one in self.rarity]
        if not known:
            return {}
        length = math.sqrt(sum(self.rarity[one] ** 2 for one in known)) / self.step
        sums = list(self.bias)
        for one in known:
            start, end = self.spans[one]
            worth = self.rarity[one] / length
            for at in range(start, end):
                sums[self.of[at]] += worth * self.weights[at]
        return dict(zip(self.labels, sums, strict=True))


EMPTY = Classifier((), (), {}, {}, array("B"), array("b"), 1.0)


def loaded(model: Mapping[str, Any]) -> Classifier:
    """Return the classifier written down in ``model``, as ``bench.fit`` writes it."""
    features = model["features"].split("\n")
    ends = list(itertools.accumulate(array("H", b64decode(model["counts"]))))
    rarity = array("H", b64decode(model["rarity"]))
    return Classifier(
        tuple(model["labels"]),
        tuple(model["bias"]),
        {one: value / 1000 for one, value in zip(features, rarity, strict=True)},
        dict(zip(features, itertools.pairwise((0, *ends)), strict=True)),
        array("B", b64decode(model["of"])),
        array("b", b64decode(model["weights"])),
        model["step"],
    )


def features_of(plain: str, concepts: Iterable[str]) -> frozenset[str]:
    """Return what the classifier sees of a text: its runs of 1 to 3 signs, and what was heard."""
    signs = [sign for sign in plain if sign not in _SILENT]
    return frozenset((*_grams(signs), *(f"<{one}>" for one in concepts if one[0] not in "@#")))


def _grams(signs: list[str]) -> Iterator[str]:
    for length in range(1, LONGEST_GRAM + 1):
        for start in range(len(signs) - length + 1):
            yield "".join(signs[start : start + length])
