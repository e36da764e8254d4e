"""Prepared lists (备好的地方清单): what a region published, ready for its officers to check.

They govern nowhere until an officer of that division has drafted them from here, a second one has
reviewed them, and they are published (OP-2.3.a): whose list it is decides that it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from juzheng.catalogue.forms import CatalogueError, build, read_item
from juzheng.catalogue.reader import Catalogue, keyed, parse
from juzheng.law.catalogue.items import Instrument, Item
from juzheng.law.catalogue.lists import ItemList, UnlistedPolicy
from juzheng.law.catalogue.looking import Look
from juzheng.law.catalogue.offers import Offer

T = TypeVar("T")

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Prepared:
    """A region's list with the items and texts that it brings (备好的清单)."""

    name: str
    instruments: Mapping[str, Instrument]
    items: Mapping[str, Item]
    lists: Mapping[str, ItemList]
    unlisted: Mapping[str, UnlistedPolicy]
    looked: Mapping[str, Look]
    offers: Mapping[str, Offer]


@dataclass(frozen=True)
class Heard:
    """A list that is known by its numbers only (只知道项数的清单): its officers have the text."""

    division: str
    title: str
    source: str
    issuable: int | None = None  # how many it says may be issued; None: not known
    negative: int | None = None  # how many it says may not
    named: int = 0  # of how many the name is public


@cache
def heard() -> tuple[Heard, ...]:
    """Return the lists that are known by number only, by division."""
    rows = yaml.safe_load((HERE / "heard.yaml").read_text("utf-8"))
    return tuple(sorted((Heard(**row) for row in rows), key=lambda one: one.division))


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

    return read(HERE / name)


def read(folder: Path) -> Prepared:
    """
    Return what stands in a region's own folder (地方目录文件夹): only what the region brings.

    It has the shape of a prepared list: ``instruments``, ``items``, ``lists``, ``unlisted``,
    ``looked``, ``offers``, each optional but the lists.

    :raises CatalogueError: naming the file and the field
    """
    if not (folder / "lists").is_dir():
        raise CatalogueError(
            f"{folder} 里没有 lists 文件夹。", "请写明地方目录所在的文件夹，清单放在它的 lists 里。"
        )
    return Prepared(
        folder.name,
        _pages(folder, "instruments", partial(build, Instrument)),
        _pages(folder, "items", read_item),
        _pages(folder, "lists", partial(build, ItemList)),
        _pages(folder, "unlisted", partial(build, UnlistedPolicy)),
        _pages(folder, "looked", partial(build, Look)),
        _pages(folder, "offers", partial(build, Offer)),
    )


def _pages(folder: Path, kind: str, make: Callable[[dict[str, Any], str], T]) -> Mapping[str, T]:
    files = sorted((folder / kind).glob("*.yaml"))
    pages = {file.relative_to(folder): parse(file, file.read_bytes()) for file in files}
    return keyed(pages, kind, make)


def laid_over(listed: Catalogue, ready: Prepared) -> Catalogue:
    """
    Return ``listed`` with what a region brings laid over it (地方目录叠加).

    :raises CatalogueError: if the region's folder rewords a page of ``listed``: what is the
        nation's changes by an amendment (OP-3.1.b), and not in passing
    """
    return replace(
        listed,
        instruments=_joined(listed.instruments, ready.instruments),
        items=_joined(listed.items, ready.items),
        lists=_joined(listed.lists, ready.lists),
        unlisted=_joined(listed.unlisted, ready.unlisted),
        looked=_joined(listed.looked, ready.looked),
        offers=_joined(listed.offers, ready.offers),
    )


def _joined(above: Mapping[str, T], own: Mapping[str, T]) -> Mapping[str, T]:
    for code in own:
        if code in above and own[code] != above[code]:
            raise CatalogueError(
                f"{code} 已在随附目录里，内容不同。",
                "地方目录只放本地的页：请换一个编号，或者用清单条目改名、限定、去掉。",
            )
    return MappingProxyType({**above, **own})
