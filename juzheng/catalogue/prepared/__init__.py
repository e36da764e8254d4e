"""Prepared lists (备好的地方清单): what a region published, ready for its officers to check.

They govern nowhere until an officer of that division has drafted them from here, a second one has
reviewed them, and they are published (OP-2.3.a): whose list it is decides that it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from juzheng.catalogue.forms import build, read_item
from juzheng.catalogue.reader import parse
from juzheng.law.items import Instrument, Item
from juzheng.law.lists import ItemList

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Prepared:
    """A region's list with the items and texts that it brings (备好的清单)."""

    name: str
    instruments: Mapping[str, Instrument]
    items: Mapping[str, Item]
    lists: Mapping[str, ItemList]


@cache
def names() -> tuple[str, ...]:
    """Return the names of all prepared lists."""
    return tuple(sorted(path.name for path in HERE.iterdir() if (path / "lists").is_dir()))


@cache
def prepared(name: str) -> Prepared:
    """
    Return the prepared list ``name``.

    :raises KeyError: if there is none
    """
    if name not in names():
        raise KeyError(name)

    def pages(kind: str) -> list[tuple[str, dict[str, object]]]:
        files = sorted((HERE / name / kind).glob("*.yaml"))
        return [(file.name, parse(file, file.read_bytes())) for file in files]

    instruments = [build(Instrument, page, where) for where, page in pages("instruments")]
    items = [read_item(page, where) for where, page in pages("items")]
    lists = [build(ItemList, page, where) for where, page in pages("lists")]
    return Prepared(
        name,
        {one.id: one for one in instruments},
        {one.id: one for one in items},
        {one.id: one for one in lists},
    )
