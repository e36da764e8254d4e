"""
Pages as they were parsed (解析过的页面): YAML takes long to read, so what ships is kept as parsed.

``make assets`` (``python -m juzheng.finder``) keeps each page under the sum of what is written in
it. A page with another sum, an officer's or a changed one, is read as YAML: it says the same, only
later. ADR 40.
"""

from __future__ import annotations

import hashlib
import mmap
import pickle
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
KEPT = HERE / "kept" / "pages.pickle"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ONLY_LEARNED_FROM = frozenset({"tellings.yaml", "cries.yaml"})
_LENGTH = 8  # bytes that say how long the table behind them is


def parsed(raw: bytes) -> Any:
    """
    Return what stands in a page of YAML (解析), each time anew.

    :raises yaml.YAMLError: if it is no YAML
    """
    spans, kept = _kept()
    span = spans.get(hashlib.sha256(raw).digest())
    if span is None:
        return yaml.load(raw, Loader=_LOADER)  # noqa: S506
    return pickle.loads(kept[slice(*span)])  # noqa: S301 - a file of the program itself


def keep() -> None:
    """Write down the pages that ship (存解析结果), in the place of those kept before at once."""
    spans: dict[bytes, tuple[int, int]] = {}
    pages = bytearray()
    for path in sorted(HERE.rglob("*.yaml")):
        if path.name not in _ONLY_LEARNED_FROM:
            raw = path.read_bytes()
            page = pickle.dumps(yaml.load(raw, Loader=_LOADER))  # noqa: S506
            spans[hashlib.sha256(raw).digest()] = (len(pages), len(pages) + len(page))
            pages += page
    table = pickle.dumps(spans)
    KEPT.parent.mkdir(exist_ok=True)
    new = KEPT.with_suffix(".new")
    new.write_bytes(len(table).to_bytes(_LENGTH, "big") + table + pages)
    new.replace(KEPT)


@cache
def _kept() -> tuple[Mapping[bytes, tuple[int, int]], memoryview]:
    """Return where each page lies, by its sum, and all pages: mapped, so they take no memory."""
    if not KEPT.exists():
        return {}, memoryview(b"")
    with KEPT.open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    begin = _LENGTH + int.from_bytes(whole[:_LENGTH], "big")
    return pickle.loads(whole[_LENGTH:begin]), whole[begin:]  # noqa: S301 - our own, as above
