"""Local tellings (本地说法) in the finder: an officer's word leads where it is all but repeated.

What ships is weighed and calibrated together; what was added here is not, so it neither pushes nor
blurs anything else. Where a question says the same as a local telling, its label is as probable as
the two are near, and all else shares the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from juzheng.finder.nearness import Nearness

ALIKE = 0.7  # below this nearness the officer's words were others
Read = tuple[str, frozenset[str]]


class Local:
    """An index of what officers here have added (本地说法索引)."""

    def __init__(self, shipped: Iterable[Read], local: Iterable[Read]) -> None:
        """
        Index ``local``, the earliest first.

        :param shipped: what is read besides, from which it is known how rare a word is
        """
        added = list(local)
        self._latest = {label: number for number, (label, _) in enumerate(added)}
        self._nearness = Nearness([*(("", read) for _, read in shipped), *added])

    def led(self, features: frozenset[str], shares: Mapping[str, float]) -> dict[str, float]:
        """Return ``shares`` with the nearest local telling's label before all else, if one is."""
        near = self._nearness.near(features)
        best = max(
            self._latest, key=lambda one: (near.get(one, 0.0), self._latest[one]), default=""
        )
        close = min(near.get(best, 0.0), 1.0)
        if not best or close < ALIKE:
            return dict(shares)
        led = {label: share * (1 - close) for label, share in shares.items()}
        led[best] = led.get(best, 0.0) + close
        return {label: led[label] for label in sorted(led, key=lambda one: -led[one])}
