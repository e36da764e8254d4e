"""Calibration (校准): from what two listeners make of a text to how probable each meaning is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass

FAR = -1.5  # the margin of a label that the classifier does not know
_KEPT = 20  # labels that share the probability


@dataclass(frozen=True)
class Coefficients:
    """What each sign weighs (系数), as ``bench.fit`` found on questions kept apart."""

    margin: float  # of the classifier
    margin_first: float  # no other label has a better one
    weight: float  # of patterns and nearness, in tens
    weight_first: float


def probabilities(
    margins: Mapping[str, float], weights: Mapping[str, float], known: Coefficients
) -> dict[str, float]:
    """
    Return how probable each label is, the most probable first (概率).

    The two listeners do not know of each other: the classifier learned from tellings, patterns were
    written by hand. Where they agree one may be surer than of either. The probabilities of all that
    is likely sum to 1.

    :param margins: by label, as :meth:`Classifier.margins` has them
    :param weights: by label, of patterns and nearness
    """
    rows = signs(margins, weights)
    sums = {
        label: sum(a * b for a, b in zip(row, astuple(known), strict=True))
        for label, row in rows.items()
    }
    top = max(sums.values(), default=0.0)
    shares = {label: math.exp(value - top) for label, value in sums.items()}
    whole = sum(shares.values())
    ordered = sorted(shares, key=lambda label: (-shares[label], label))
    return {label: shares[label] / whole for label in ordered}


def signs(
    margins: Mapping[str, float], weights: Mapping[str, float]
) -> dict[str, tuple[float, float, float, float]]:
    """Return the four signs of each label that is likely at all, in the order of coefficients."""
    best = sorted(margins, key=lambda label: -margins[label])[:_KEPT]
    heard = sorted(weights, key=lambda label: -weights[label])[:_KEPT]
    nearest = max(margins.values(), default=0.0)
    heaviest = max(weights.values(), default=0.0)
    found = {}
    for label in dict.fromkeys((*best, *heard)):
        margin, weight = margins.get(label, FAR), weights.get(label, 0.0)
        first = float(bool(margins) and margin == nearest)
        found[label] = (margin, first, weight / 10, float(weight == heaviest > 0))
    return found
