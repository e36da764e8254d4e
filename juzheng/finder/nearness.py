"""Nearness (相近): how near a text is to the names, aliases and uses of each item."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

Features = Mapping[str, float]


class Nearness:
    """An index of short texts by what they share (索引): cosine over rarity-weighted features."""

    def __init__(self, texts: Iterable[tuple[str, frozenset[str]]]) -> None:
        documents = list(texts)
        counts = Counter(feature for _, features in documents for feature in features)
        self._rarity = {
            feature: math.log(1 + len(documents) / count) for feature, count in counts.items()
        }
        self._unseen = math.log(1 + len(documents))
        self._labels = [label for label, _ in documents]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, features) in enumerate(documents):
            length = self._length(features)
            for feature in features:
                self._postings[feature].append((number, self._rarity[feature] ** 2 / length))

    def _length(self, features: Iterable[str]) -> float:
        return math.sqrt(sum(self._rarity.get(f, self._unseen) ** 2 for f in features)) or 1.0

    def near(self, features: frozenset[str]) -> Mapping[str, float]:
        """Return for each label how near its nearest text is, 0..1; labels far off are absent."""
        sums: dict[int, float] = {}
        for feature in features:
            for number, weight in self._postings.get(feature, ()):
                sums[number] = sums.get(number, 0.0) + weight
        length, labels = self._length(features), self._labels
        best: dict[str, float] = {}
        for number, value in sums.items():
            if value > best.get(labels[number], 0.0):
                best[labels[number]] = value
        return {label: value / length for label, value in best.items()}


def bigrams(text: str) -> Iterable[str]:
    """Yield each pair of neighbouring Chinese characters of ``text``."""
    for one, two in itertools.pairwise(text):
        if "\u4e00" <= one <= "\u9fff" and "\u4e00" <= two <= "\u9fff":
            yield one + two
