"""Memory of a command (内存): what is held until its end is not looked through again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """
    Hold millions of entries without Python's search for rings among them (不做循环回收).

    Nothing of them refers back, so nothing would be found; the search takes longer than reading.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
