"""Calibration (校准): from what three listeners make of a text to how probable a meaning is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from operator import mul

FAR = -1.5  # the margin of a label that the classifier does not know
_KEPT = 20  # labels that share the probability


@dataclass(frozen=True)
class Coefficients:
    """What each sign weighs (系数), as ``bench.fit`` found on questions kept apart."""

    margin: float  # of the classifier
    margin_first: float  # no other label has a better one
    margin_ahead: float  # how far the best one is ahead of the next
    weight: float  # of patterns and nearness, in tens
    weight_first: float
    weight_ahead: float
    okapi: float  # of BM25, in tens
    okapi_first: float
    okapi_ahead: float


Signs = tuple[float, ...]  # one for each coefficient
Values = Mapping[str, float]  # by label


@dataclass(frozen=True)
class Opinions:
    """What three listeners make of a text (三方意见), each by label."""

    margins: Values  # of the classifier
    weights: Values  # of patterns and nearness
    okapi: Values  # of BM25


def probabilities(heard: Opinions, known: Coefficients) -> dict[str, float]:
    """
    Return how probable each label is, the most probable first (概率).

    The listeners do not know of each other: where they agree one may be surer than of any. The
    probabilities of all that is likely sum to 1.
    """
    worth = [getattr(known, one.name) for one in fields(known)]
    sums = {label: sum(map(mul, row, worth)) for label, row in signs(heard).items()}
    top = max(sums.values(), default=0.0)
    shares = {label: math.exp(value - top) for label, value in sums.items()}
    whole = sum(shares.values())
    ordered = sorted(shares, key=lambda label: (-shares[label], label))
    return {label: shares[label] / whole for label in ordered}


def signs(heard: Opinions) -> dict[str, Signs]:
    """Return the signs of each label that is likely at all, in the order of the coefficients."""
    parts = (
        (heard.margins, FAR, 1.0),
        (heard.weights, 0.0, 0.1),
        (heard.okapi, 0.0, 0.1),
    )
    likely = dict.fromkeys(label for values, _, _ in parts for label in likeliest(values))
    first, second, third = (_column(likely, *part) for part in parts)
    return {label: first[label] + second[label] + third[label] for label in likely}


def _column(likely: Iterable[str], values: Values, absent: float, scale: float) -> dict[str, Signs]:
    """Return of one listener: how much, whether it is the best, how far it is ahead of the next."""
    first, second = (*sorted(values.values(), reverse=True)[:2], 0.0, 0.0)[:2]
    ahead = scale * (first - second)
    return {
        label: (scale * value, 1.0, ahead)
        if (value := values.get(label, absent)) == first and label in values
        else (scale * value, 0.0, 0.0)
        for label in likely
    }


def likeliest(values: Values) -> list[str]:
    """Return the labels with the greatest values, at most twenty, the greatest first."""
    if len(values) > _KEPT:  # few are worth the longer comparing
        least = sorted(values.values(), reverse=True)[_KEPT - 1]
        values = {label: value for label, value in values.items() if value >= least}
    return sorted(values, key=lambda label: (-values[label], label))[:_KEPT]
