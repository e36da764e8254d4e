"""
Baselines (对照): what the field's plain methods make of the same questions, with the same words.

Both see all that the finder has been told of each item and matter (names, aliases, uses, tellings,
the older sets), as one document for each label: BM25 (as :mod:`juzheng.finder.okapi` has it, alone)
and the cosine of TF-IDF. Chinese is cut into pairs of signs, which needs no segmenter.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from juzheng.finder import okapi

Method = Callable[[str], Mapping[str, float]]
Told = Iterable[tuple[str, str]]  # label and sentence


def bm25(told: Told) -> Method:
    """Return BM25 over ``told``."""
    weights = okapi.weights((label, text.lower()) for label, text in told)

    def scores(text: str) -> Mapping[str, float]:
        found: dict[str, float] = defaultdict(float)
        for term in set(okapi.terms(text.lower())):
            for label, weight in weights.get(term, {}).items():
                found[label] += weight
        return found

    return scores


def tfidf(told: Told) -> Method:
    """Return the cosine of TF-IDF over ``told``."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for label, text in told:
        counts[label].update(okapi.terms(text.lower()))
    spread = Counter(term for one in counts.values() for term in one)

    def weighed(known: Counter[str]) -> dict[str, float]:
        return {
            term: (1 + math.log(count)) * math.log(1 + len(counts) / spread[term])
            for term, count in known.items()
            if term in spread
        }

    rows = {label: weighed(one) for label, one in counts.items()}
    lengths = {label: math.hypot(*row.values()) for label, row in rows.items()}

    def scores(text: str) -> Mapping[str, float]:
        asked = weighed(Counter(okapi.terms(text.lower())))
        return {
            label: sum(value * row[term] for term, value in asked.items() if term in row)
            / (lengths[label] or 1)
            for label, row in rows.items()
        }

    return scores
