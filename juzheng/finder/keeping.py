"""
Keeping (存成品): what is made of the finder's files and always the same, kept as it was made.

``make assets`` (``python -m juzheng.finder``) keeps it beside the word books, each under a sum over
what it was made of and over the finder's own code. With another sum it is made anew: the same, only
later. ADR 40.
"""

from __future__ import annotations

import hashlib
import pickle
import pickletools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
FOLDER = Path(__file__).parent
KEPT = FOLDER / "kept"
_writing: list[bool] = []  # whether what is made is to be kept


def made(which: str, made_of: bytes, make: Callable[[], T]) -> T:
    """Return what ``make`` makes of ``made_of``, or what was kept of the same (存成品)."""
    path, total = KEPT / f"{which}.pickle", hashlib.sha256(made_of + _program()).digest()
    if not _writing and path.exists():
        with path.open("rb") as file:
            if file.read(len(total)) == total:
                kept: T = pickle.load(file)  # noqa: S301 - a file of the program itself
                return kept
    found = make()
    if _writing:
        KEPT.mkdir(exist_ok=True)
        new = path.with_suffix(".new")
        new.write_bytes(total + pickletools.optimize(pickle.dumps(found)))
        new.replace(path)
    return found


@contextmanager
def writing() -> Iterator[None]:
    """Keep whatever is made meanwhile."""
    _writing.append(True)
    try:
        yield
    finally:
        _writing.pop()


@cache
def _program() -> bytes:
    """Return a sum over the finder's code: what another one made, this one does not read."""
    whole = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.py")):
        whole.update(path.read_bytes())
    return whole.digest()
