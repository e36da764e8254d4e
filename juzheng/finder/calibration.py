"""Calibration (校准): from what two listeners make of a text to how probable each meaning is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

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


Signs = tuple[float, float, float, float, float, float]


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
    worth = [getattr(known, one.name) for one in fields(known)]
    sums = {
        label: sum(a * b for a, b in zip(row, worth, strict=True))
        for label, row in signs(margins, weights).items()
    }
    top = max(sums.values(), default=0.0)
    shares = {label: math.exp(value - top) for label, value in sums.items()}
    whole = sum(shares.values())
    ordered = sorted(shares, key=lambda label: (-shares[label], label))
    return {label: shares[label] / whole for label in ordered}


def signs(margins: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, Signs]:
    """Return the signs of each label that is likely at all, in the order of the coefficients."""
    tens = {label: weight / 10 for label, weight in weights.items()}
    nearest, heaviest = likeliest(margins), likeliest(tens)
    likely = dict.fromkeys((*nearest, *heaviest))
    near, heavy = _ahead(nearest, margins), _ahead(heaviest, tens)
    return {
        label: (
            margins.get(label, FAR),
            *near.get(label, (0.0, 0.0)),
            tens.get(label, 0.0),
            *heavy.get(label, (0.0, 0.0)),
        )
        for label in likely
    }


def likeliest(values: Mapping[str, float]) -> list[str]:
    """Return the labels with the greatest values, at most twenty, the greatest first."""
    return sorted(values, key=lambda label: (-values[label], label))[:_KEPT]


def _ahead(ordered: list[str], values: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Return that the first is the first, and by how much; empty where nothing was heard."""
    if not ordered:
        return {}
    first, second = (*(values[label] for label in ordered[:2]), 0.0)[:2]
    return {ordered[0]: (1.0, first - second)}
