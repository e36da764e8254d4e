"""How far a command is (进度): one line on the error stream, where somebody looks at it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from typing import TextIO, TypeVar

T = TypeVar("T")

EVERY_S = 0.2  # no terminal is written to more often
WIDTH = 30


def shown(
    things: Iterable[T], stream: TextIO | None = None, *, whole: int | None = None
) -> Iterator[T]:
    """
    Yield ``things``, saying how many are done (进度条); nothing is said to a file or a pipe.

    :param whole: how many there are, where ``things`` do not say; None: nobody knows yet
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield from things
        return
    if whole is None and isinstance(things, Sized):
        whole = len(things)
    last = time.monotonic()  # what is done at once needs no bar
    said = False
    for done, thing in enumerate(things):
        if time.monotonic() - last >= EVERY_S:
            last, said = time.monotonic(), True
            stream.write(f"\r{_bar(done, whole)}")
            stream.flush()
        yield thing
    if said:
        stream.write("\r\033[K")
        stream.flush()


def _bar(done: int, whole: int | None) -> str:
    if not whole:
        return f"[{'.' * WIDTH}] {done}"
    full = min(WIDTH, WIDTH * done // whole)
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {done}/{whole}"
