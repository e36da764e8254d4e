"""Tables that officers use (表格导入导出): XLSX, CSV and YAML, one shape, the same to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from juzheng.catalogue.pages import CLASSES
from juzheng.catalogue.sheets import entry_csv, entry_workbook, entry_yaml
from juzheng.catalogue.sheets.reading import Read, read
from juzheng.catalogue.sheets.shape import Table, tables
from juzheng.catalogue.tables.grid import OFFICE
from juzheng.catalogue.tables.problems import Place, Problem, Unclear

LARGEST = OFFICE.packed  # bytes of a file that is handed in

__all__ = [
    "CLASSES",
    "LARGEST",
    "Place",
    "Problem",
    "Read",
    "Unclear",
    "read",
    "template",
    "write_csv",
    "write_xlsx",
    "write_yaml",
]


def write_xlsx(entries: Iterable[Any]) -> bytes:
    """
    Return a workbook with a sheet for each kind of ``entries``, in their order.

    ``read`` gives the same entries back, and writing those gives the same bytes.

    :raises Unclear: if a text is longer than a cell can hold
    """
    entries = list(entries)
    return entry_workbook.write(_tables(entries), entries)


def write_csv(entries: Iterable[Any]) -> bytes:
    """Return ``entries`` as one CSV file, or as a ZIP of CSV files if they need several sheets."""
    entries = list(entries)
    needed = [
        table
        for table in _tables(entries)
        if not table.field or any(getattr(one, table.field, ()) for one in entries) or not entries
    ]
    return entry_csv.write(tuple(needed), entries)


def write_yaml(entries: Iterable[Any]) -> bytes:
    """Return ``entries`` as YAML, one document each."""
    return entry_yaml.write(list(entries))


def template(kind: str) -> bytes:
    """
    Return an empty workbook for ``kind``: items, lists, instruments or unlisted.

    :raises KeyError: if there is no such kind
    """
    return entry_workbook.write(tables(kind), ())


def _tables(entries: Sequence[Any]) -> tuple[Table, ...]:
    """Return the sheets that ``entries`` need; those of all kinds if there is no entry."""
    kinds = [kind for kind, cls in CLASSES.items() if any(isinstance(one, cls) for one in entries)]
    return tuple(table for kind in kinds or CLASSES for table in tables(kind))
