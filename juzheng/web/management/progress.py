"""How far a command is (进度): one line on the error stream, where somebody looks at it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TextIO, TypeVar

T = TypeVar("T")

EVERY_S = 0.2  # no terminal is written to more often
WIDTH = 30


def shown(things: Sequence[T], stream: TextIO | None = None) -> Iterator[T]:
    """Yield ``things``, saying how many are done (进度条); nothing is said to a file or a pipe."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield from things
        return
    last = time.monotonic()  # what is done at once needs no bar
    said = False
    for done, thing in enumerate(things):
        if time.monotonic() - last >= EVERY_S:
            last, said = time.monotonic(), True
            stream.write(f"\r{_bar(done, len(things))}")
            stream.flush()
        yield thing
    if said:
        stream.write("\r\033[K")
        stream.flush()


def _bar(done: int, whole: int) -> str:
    full = WIDTH * done // whole
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {done}/{whole}"
