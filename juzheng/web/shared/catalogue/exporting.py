"""Exports (导出): what officers may take away as a table, and in which form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from juzheng.catalogue import Catalogue, sheets
from juzheng.law.catalogue.lists import ItemList
from juzheng.web.shared.downloads import XLSX

ALL = "all"
FORMS: dict[str, tuple[str, Callable[[Iterable[Any]], bytes]]] = {
    "xlsx": (XLSX, sheets.write_xlsx),
    "csv": ("text/csv; charset=utf-8", sheets.write_csv),
    "zip": ("application/zip", sheets.write_csv),
    "yaml": ("application/yaml; charset=utf-8", sheets.write_yaml),
}


def entries_of(listed: Catalogue, what: str) -> tuple[Any, ...]:
    """
    Return the entries of one kind, of all kinds (``all``), or a list with what it needs.

    :raises KeyError: if ``what`` is neither a kind nor the id of a list
    """
    if what == ALL:
        return tuple(one for kind in sheets.CLASSES for one in entries_of(listed, kind))
    if what in sheets.CLASSES:
        return tuple(getattr(listed, what).values())
    return _with_its_own(listed, listed.lists[what])


def _with_its_own(listed: Catalogue, one: ItemList) -> tuple[Any, ...]:
    named = dict.fromkeys(line.item for line in one.lines)
    items = tuple(listed.items[item] for item in named if item in listed.items)
    document = listed.instruments.get(one.document)
    return (*items, one, *filter(None, [document]))


def form_of(name: str) -> str:
    """Return the form that a file's name asks for: xlsx, csv, zip or yaml; empty if none."""
    ending = name.rpartition(".")[2].lower()
    ending = "yaml" if ending == "yml" else ending
    return ending if ending in FORMS else ""


def packed(entries: Iterable[Any], form: str) -> tuple[bytes, str, str]:
    """
    Return the file, its media type and its name's ending.

    CSV that needs several sheets comes as a ZIP of them, whichever of the two was asked for.

    :raises juzheng.catalogue.sheets.Unclear: if a text is too long for a cell
    """
    media, write = FORMS[form]
    raw = write(entries)
    if form in ("csv", "zip"):
        form = "zip" if raw.startswith(b"PK") else "csv"
        media = FORMS[form][0]
    return raw, media, form
