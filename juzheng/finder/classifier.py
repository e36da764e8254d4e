"""The classifier (线性分类): what a text is about, by weights learned from many tellings."""

from __future__ import annotations

import math
from array import array
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from juzheng.finder import sparse
from juzheng.finder.sparse import Sparse

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

    table: Sparse
    bias: tuple[float, ...]  # by label
    rarity: Mapping[str, float]  # of each feature known

    def margins(self, features: Iterable[str]) -> dict[str, float]:
        """
        Return how far on its side of the border each label is: 1 is it, -1 is it not.

        Empty where no feature is known: of such a text nothing can be said.
        """
        known = [(one, self.rarity[one]) for one in features if one in self.rarity]
        if not known:
            return {}
        length = math.sqrt(sum(rarity * rarity for _, rarity in known))
        worth = ((one, rarity / length) for one, rarity in known)
        return dict(zip(self.table.labels, self.table.sums(worth, self.bias), strict=True))


EMPTY = Classifier(sparse.NOTHING, (), {})


def loaded(model: Mapping[str, Any]) -> Classifier:
    """Return the classifier written down in ``model``, as ``bench.fit`` writes it."""
    table = sparse.loaded(model)
    rarity = (value / 1000 for value in array("H", b64decode(model["rarity"])))
    return Classifier(table, tuple(model["bias"]), dict(zip(table.spans, rarity, strict=True)))


def features_of(plain: str, concepts: Iterable[str]) -> frozenset[str]:
    """Return what the classifier sees of a text: its runs of 1 to 3 signs, and what was heard."""
    signs = [sign for sign in plain if sign not in _SILENT]
    return frozenset((*_grams(signs), *(f"<{one}>" for one in concepts if one[0] not in "@#")))


def _grams(signs: list[str]) -> Iterator[str]:
    for length in range(1, LONGEST_GRAM + 1):
        for start in range(len(signs) - length + 1):
            yield "".join(signs[start : start + length])
