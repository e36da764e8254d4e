"""
Okapi (检索打分): BM25 over all that is told of each label, as one document.

A second opinion beside the classifier, which counts instead of drawing borders, and knows no
concepts. Robertson's formula, k1 = 1.2, b = 0.75; what a term weighs for a label does not depend on
the question, so ``bench.fit`` works it out.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from operator import mul

from juzheng.finder.sparse import Sparse

K1, B = 1.2, 0.75
_LATIN = re.compile(r"[a-z]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def terms(text: str) -> list[str]:
    """Return the terms of a text as it is read: pairs of Chinese signs, and Latin words."""
    pairs = (a + b for run in _HAN.findall(text) for a, b in itertools.pairwise(run))
    return [*pairs, *_LATIN.findall(text)]


def scores(plain: str, table: Sparse) -> dict[str, float]:
    """Return what each label has for it; those that share no term with the text are absent."""
    sums, _ = table.sums(set(terms(plain)))
    found = zip(table.labels, map(mul, sums, itertools.repeat(table.step)), strict=True)
    return dict(itertools.compress(found, sums))


def weights(told: Iterable[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return what each term weighs for each label, from ``told``: labels and texts as read."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for label, text in told:
        counts[label].update(terms(text))
    lengths = {label: sum(one.values()) for label, one in counts.items()}
    usual = sum(lengths.values()) / max(1, len(lengths))
    spread = Counter(term for one in counts.values() for term in one)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for label, one in counts.items():
        for term, count in one.items():
            damped = count + K1 * (1 - B + B * lengths[label] / usual)
            found[term][label] = _rarity(spread, term, len(counts)) * count * (K1 + 1) / damped
    return found


def _rarity(spread: Mapping[str, int], term: str, number: int) -> float:
    return math.log(1 + (number - spread[term] + 0.5) / (spread[term] + 0.5))
