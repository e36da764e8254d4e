"""
Baselines (对照): what the field's plain methods make of the same questions, with the same words.

Both see all that the finder has been told of each item and matter (names, aliases, uses, tellings,
the older sets), as one document for each label: BM25 (Robertson, k1 = 1.2, b = 0.75) and the
cosine of TF-IDF. Chinese is cut into pairs of signs, which needs no segmenter; Latin into words.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_LATIN = re.compile(r"[a-z]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
K1, B = 1.2, 0.75

Method = Callable[[str], Mapping[str, float]]


def terms(text: str) -> list[str]:
    """Return the terms of ``text``: pairs of Chinese signs, and Latin words."""
    lower = text.lower()
    pairs = (a + b for run in _HAN.findall(lower) for a, b in itertools.pairwise(run))
    return [*pairs, *_LATIN.findall(lower)]


@dataclass(frozen=True)
class Documents:
    """One document for each label (文档): its terms counted."""

    counts: Mapping[str, Counter[str]]
    spread: Counter[str]  # in how many documents a term stands

    @classmethod
    def of(cls, told: Iterable[tuple[str, str]]) -> Documents:
        """Return the documents of ``told``: label and sentence."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for label, text in told:
            counts[label].update(terms(text))
        return cls(counts, Counter(term for one in counts.values() for term in one))


def bm25(known: Documents) -> Method:
    """Return BM25 over ``known``."""
    lengths = {label: sum(one.values()) for label, one in known.counts.items()}
    usual = sum(lengths.values()) / len(lengths)
    number = len(lengths)

    def scores(text: str) -> Mapping[str, float]:
        found: dict[str, float] = defaultdict(float)
        for term in set(terms(text)) & known.spread.keys():
            spread = known.spread[term]
            rarity = math.log(1 + (number - spread + 0.5) / (spread + 0.5))
            for label, one in known.counts.items():
                if term in one:
                    damped = one[term] + K1 * (1 - B + B * lengths[label] / usual)
                    found[label] += rarity * one[term] * (K1 + 1) / damped
        return found

    return scores


def tfidf(known: Documents) -> Method:
    """Return the cosine of TF-IDF over ``known``."""
    number = len(known.counts)

    def weighed(counts: Counter[str]) -> dict[str, float]:
        return {
            term: (1 + math.log(count)) * math.log(1 + number / known.spread[term])
            for term, count in counts.items()
            if term in known.spread
        }

    rows = {label: weighed(one) for label, one in known.counts.items()}
    lengths = {label: math.hypot(*row.values()) for label, row in rows.items()}

    def scores(text: str) -> Mapping[str, float]:
        asked = weighed(Counter(terms(text)))
        return {
            label: sum(value * row[term] for term, value in asked.items() if term in row)
            / (lengths[label] or 1)
            for label, row in rows.items()
        }

    return scores
