"""Calibration (校准): from what three listeners make of a text to how probable a meaning is."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain

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

    @property
    def by_listener(self) -> tuple[tuple[float, float, float], ...]:
        """Return the three coefficients of each listener, in their order."""
        return (
            (self.margin, self.margin_first, self.margin_ahead),
            (self.weight, self.weight_first, self.weight_ahead),
            (self.okapi, self.okapi_first, self.okapi_ahead),
        )


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
    likely = _likely(heard)
    sums = dict.fromkeys(likely, 0.0)
    for listener, (much, first, ahead) in zip(_listeners(heard), known.by_listener, strict=True):
        values, absent, scale = listener
        for label in likely:
            sums[label] += much * scale * values.get(label, absent)
        best, lead = _ahead(values)
        for label in best:
            sums[label] += first + ahead * scale * lead
    top = max(sums.values(), default=0.0)
    shares = {label: math.exp(value - top) for label, value in sums.items()}
    whole = sum(shares.values())
    ordered = sorted(sorted(shares), key=shares.__getitem__, reverse=True)
    return {label: shares[label] / whole for label in ordered}


def signs(heard: Opinions) -> dict[str, Signs]:
    """
    Return the signs of each label that is likely at all, in the order of the coefficients.

    Of each listener: how much, whether it is the best, and then how far it is ahead of the next.
    """
    found = dict.fromkeys(_likely(heard), Signs())
    for values, absent, scale in _listeners(heard):
        best, lead = _ahead(values)
        for label in found:
            first = (1.0, scale * lead) if label in best else (0.0, 0.0)
            found[label] += (scale * values.get(label, absent), *first)
    return found


def _listeners(heard: Opinions) -> tuple[tuple[Values, float, float], ...]:
    """Return what each listener makes of it, what it makes of any other label, and the scale."""
    return (heard.margins, FAR, 1.0), (heard.weights, 0.0, 0.1), (heard.okapi, 0.0, 0.1)


def _likely(heard: Opinions) -> Collection[str]:
    every = heard.margins, heard.weights, heard.okapi
    return dict.fromkeys(chain.from_iterable(map(likeliest, every))).keys()


def _ahead(values: Values) -> tuple[list[str], float]:
    """Return which labels have the greatest of ``values``, and how far it is ahead of the next."""
    first, second = (*sorted(values.values(), reverse=True)[:2], 0.0, 0.0)[:2]
    return [label for label, value in values.items() if value == first], first - second


def likeliest(values: Values) -> Collection[str]:
    """Return the labels with the greatest values, at most twenty."""
    if len(values) <= _KEPT:
        return values.keys()
    least = sorted(values.values(), reverse=True)[_KEPT - 1]
    found = [label for label, value in values.items() if value >= least]
    if len(found) == _KEPT:
        return found
    return sorted(found, key=lambda label: (-values[label], label))[:_KEPT]  # several are the last


def merged(values: Values, here: Mapping[str, str]) -> dict[str, float]:
    """Return ``values`` by what stands ``here`` for each label: the best of one kind."""
    found: dict[str, float] = {}
    for label, local in here.items():
        value = values.get(label)
        if value is not None and value > found.get(local, -math.inf):
            found[local] = value
    return found
