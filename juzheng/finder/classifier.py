"""The classifier (线性分类): what a text is about, by weights learned from many tellings."""

from __future__ import annotations

import math
import re
from array import array
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from operator import add, mul
from typing import Any

from juzheng.finder import sparse
from juzheng.finder.sparse import Sparse

ASK, NONE = "ASK", "NONE"  # beside items and matters: says too little; is none of our business
_SILENT = re.compile(r"[ \n,。.!?;:、~()\"']+")


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

    def margins(self, features: Iterable[str]) -> dict[str, float]:
        """
        Return how far on its side of the border each label is: 1 is it, -1 is it not.

        Empty where no feature is known: of such a text nothing can be said.
        """
        sums, squares = self.table.sums(features)
        if not squares:
            return {}
        scale = self.table.step / math.sqrt(squares)
        margins = map(add, self.bias, map(mul, sums, repeat(scale)))
        return dict(zip(self.table.labels, margins, strict=True))


EMPTY = Classifier(sparse.NOTHING, ())


def loaded(model: Mapping[str, Any]) -> Classifier:
    """Return the classifier written down in ``model``, as ``bench.fit`` writes it."""
    rarity = array("H", b64decode(model["rarity"]))  # in thousandths
    return Classifier(sparse.loaded(model, rarity), tuple(model["bias"]))


def features_of(plain: str, concepts: Iterable[str]) -> frozenset[str]:
    """Return what the classifier sees of a text: its runs of 1 to 3 signs, and what was heard."""
    return seen(grams(plain), concepts)


def seen(runs: frozenset[str], concepts: Iterable[str]) -> frozenset[str]:
    """Return what the classifier sees of a text with these ``runs`` of signs (所见特征)."""
    return runs.union(f"<{one}>" for one in concepts if one[0] not in "@#")


def grams(plain: str) -> frozenset[str]:
    """Return the runs of 1 to 3 signs in a text (字串)."""
    signs = _SILENT.sub("", plain)
    pairs = list(map(add, signs, signs[1:]))
    return frozenset((*signs, *pairs, *map(add, pairs, signs[2:])))
