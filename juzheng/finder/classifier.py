"""The classifier (线性分类): what a text is about, by weights learned from many tellings."""

from __future__ import annotations

import math
from array import array
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from juzheng.finder import sparse
from juzheng.finder.sparse import Sparse

LONGEST_GRAM = 3
ASK, NONE = "ASK", "NONE"  # beside items and matters: says too little; is none of our business
_SILENT = dict.fromkeys(map(ord, " \n,。.!?;:、~()\"'"))


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
    rarity: array[int]  # of each feature known, in thousandths, by its row

    def margins(self, features: Iterable[str]) -> dict[str, float]:
        """
        Return how far on its side of the border each label is: 1 is it, -1 is it not.

        Empty where no feature is known: of such a text nothing can be said.
        """
        rows, rarity = self.table.rows, self.rarity
        known = [(row, rarity[row]) for one in features if (row := rows.get(one)) is not None]
        if not known:
            return {}
        scale = self.table.step / math.hypot(*(worth for _, worth in known))
        sums = zip(self.table.labels, self.bias, self.table.sums(known), strict=True)
        return {label: bias + scale * steps for label, bias, steps in sums}


EMPTY = Classifier(sparse.NOTHING, (), array("H"))


def loaded(model: Mapping[str, Any]) -> Classifier:
    """Return the classifier written down in ``model``, as ``bench.fit`` writes it."""
    rarity = array("H", b64decode(model["rarity"]))
    return Classifier(sparse.loaded(model), tuple(model["bias"]), rarity)


def features_of(plain: str, concepts: Iterable[str]) -> frozenset[str]:
    """Return what the classifier sees of a text: its runs of 1 to 3 signs, and what was heard."""
    return _grams(plain).union(f"<{one}>" for one in concepts if one[0] not in "@#")


@lru_cache(maxsize=16)
def _grams(plain: str) -> frozenset[str]:
    """Return the runs of signs, remembered: who hears emergencies sees the same ones."""
    signs = plain.translate(_SILENT)
    return frozenset(
        signs[start : start + length]
        for length in range(1, LONGEST_GRAM + 1)
        for start in range(len(signs) - length + 1)
    )
