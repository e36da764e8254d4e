"""Grouping (归组): short texts that say nearly the same, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from juzheng.finder.nearness import bigrams

T = TypeVar("T")
ALIKE = 0.4  # of their pairs of characters in common, of all that either has


def alike(things: Iterable[T], text: Callable[[T], str]) -> list[list[T]]:
    """Return ``things`` in groups, the largest first; each is near the first of its group."""
    groups: list[tuple[frozenset[str], list[T]]] = []
    for thing in things:
        pairs = frozenset(bigrams(text(thing)))
        near = [(_share(pairs, first), members) for first, members in groups]
        best = max(near, key=lambda one: one[0], default=(0.0, []))
        if best[0] >= ALIKE:
            best[1].append(thing)
        else:
            groups.append((pairs, [thing]))
    return sorted((members for _, members in groups), key=len, reverse=True)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)
