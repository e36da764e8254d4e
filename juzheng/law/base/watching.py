"""Watching (进度): whoever looks on while much is read hears of each thing as it is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Watched(Protocol):
    """Whoever looks on (看进度的人)."""

    def __call__(self, things: Iterable[T], /) -> Iterable[T]:
        """Return ``things``, one by one."""


def unwatched(things: Iterable[T], /) -> Iterable[T]:
    """Return ``things``: nobody looks on (没有人看)."""
    return things
