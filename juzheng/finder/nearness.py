"""Nearness (相近): how near a text is to the names, aliases and uses of each item."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

USUAL = 3  # features that most texts have: what they alone come to is added up once


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
        self._usual = frozenset(sorted(counts, key=lambda one: (-counts[one], one))[:USUAL])
        self._known: dict[frozenset[str], tuple[list[float], dict[str, float]]] = {}

    def _length(self, features: Iterable[str]) -> float:
        return math.sqrt(sum(self._rarity.get(f, self._unseen) ** 2 for f in features)) or 1.0

    def near(self, features: frozenset[str]) -> dict[str, float]:
        """Return for each label how near its nearest text is, 0..1; labels far off are absent."""
        usual = self._usual & features
        before, nearest = self._known.get(usual) or self._of_the_usual(usual)
        sums, best, labels = dict[int, float](), nearest.copy(), self._labels
        for feature in features - usual:
            for number, weight in self._postings.get(feature, ()):
                sums[number] = sums.get(number, before[number]) + weight
        for number, value in sums.items():
            if value > best.get(labels[number], 0.0):
                best[labels[number]] = value
        length = self._length(features)
        return {label: value / length for label, value in best.items()}

    def _of_the_usual(self, features: frozenset[str]) -> tuple[list[float], dict[str, float]]:
        """Return what these features alone come to, by text and by label; remembered."""
        sums, best = [0.0] * len(self._labels), dict[str, float]()
        for feature in features:
            for number, weight in self._postings[feature]:
                sums[number] += weight
        for label, value in zip(self._labels, sums, strict=True):
            if value > best.get(label, 0.0):
                best[label] = value
        self._known[features] = sums, best
        return sums, best


def bigrams(text: str) -> Iterable[str]:
    """Yield each pair of neighbouring Chinese characters of ``text``."""
    for one, two in pairwise(text):
        if "\u4e00" <= one <= "\u9fff" and "\u4e00" <= two <= "\u9fff":
            yield one + two
