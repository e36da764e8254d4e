"""Which sheets there are and which columns each has (表格结构), worked out from the law's shapes.

A sheet holds one row for each entry; what an entry has several of (ways onward, questions) has a
sheet of its own, whose first column says which entry the row belongs to.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin

from juzheng.catalogue.forms import MAY_BE_BLANK
from juzheng.catalogue.reader import HERE
from juzheng.catalogue.sheets.headings import HEADINGS, OWNER
from juzheng.law.base.demanders import Demander
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Instrument, Item
from juzheng.law.catalogue.lists import ItemList, UnlistedPolicy

Path = tuple[str, ...]
Schema = Mapping[str, Any]

CODES = frozenset(
    {"id", "divisions", "division", "instrument", "instead_see", "conflicts_with", "document"}
    | {"item", "key"}
)
CLASSES: Mapping[str, type] = {
    "items": Item,
    "lists": ItemList,
    "instruments": Instrument,
    "unlisted": UnlistedPolicy,
}


@dataclass(frozen=True, eq=False)  # each column is one thing: the same or not
class Column:
    """One column of a sheet (列)."""

    path: Path  # where its value goes: ("source", "text")
    heading: str
    type: type  # str, int, bool, date, or a Term
    many: bool  # several values in a cell, one on a line
    blank: Any  # the value of an empty cell; MISSING: it must be filled in
    code: bool  # an identifier: width and spaces in it mean nothing
    schema: Schema

    @property
    def required(self) -> bool:
        """Return whether an empty cell is a mistake."""
        return self.blank is MISSING


@dataclass(frozen=True, eq=False)
class Table:
    """One sheet (工作表) and what its rows stand for."""

    sheet: str
    kind: str  # items, lists, instruments or unlisted: the catalogue's folder
    columns: tuple[Column, ...]
    field: str = ""  # the entry's field that the rows fill; empty: the rows are the entries
    single: bool = False  # at most one row for an entry
    loose: frozenset[str] = frozenset()  # groups of columns that may be empty together

    @property
    def cls(self) -> type:
        """Return the class of the entries."""
        return CLASSES[self.kind]

    @property
    def key(self) -> Column:
        """Return the column that holds the entry's id."""
        return self.columns[0]

    def column(self, path: Path) -> Column | None:
        """Return the column that fills ``path``, if there is one."""
        return next((one for one in self.columns if one.path == path), None)


@cache
def schema(kind: str) -> Schema:
    """Return the JSON Schema of a folder of the catalogue."""
    text = (HERE / "schema" / f"{kind}.json").read_text(encoding="utf-8")
    found: Schema = json.loads(text)
    return found


@cache
def tables(kind: str) -> tuple[Table, ...]:
    """Return the sheets of one kind of entry, the entries' own first."""
    cls = CLASSES[kind]
    whole = HEADINGS[cls]
    main = _table(whole.sheet, kind, cls, schema(kind))
    return (main, *_children(cls, kind, main.key))


@cache
def all_tables() -> tuple[Table, ...]:
    """Return all sheets, in the order in which a workbook shows them."""
    return tuple(table for kind in CLASSES for table in tables(kind))


def _table(sheet: str, kind: str, cls: type, described: Schema, **more: Any) -> Table:
    columns = tuple(_columns(cls, described))
    loose = frozenset(
        name for name, hint in _hints(cls).items() if _optional(hint) and is_dataclass(_plain(hint))
    )
    return Table(sheet, kind, columns, loose=loose, **more)


def _children(cls: type, kind: str, key: Column) -> Iterator[Table]:
    for name, hint in _hints(cls).items():
        inner: Any = _plain(hint)
        if inner not in HEADINGS:
            continue
        single = get_origin(hint) is not tuple
        described = schema("deliberation") if single else schema(kind)["properties"][name]["items"]
        table = _table(HEADINGS[inner].sheet, kind, inner, described, field=name, single=single)
        owner = Column((OWNER,), key.heading, str, False, MISSING, True, key.schema)
        yield Table(table.sheet, kind, (owner, *table.columns), name, single, table.loose)


def _columns(cls: type, described: Schema) -> Iterator[Column]:
    """Yield the columns of ``cls``; what it has one of inside (a source) is spread out."""
    defaults = {one.name: one.default for one in fields(cls)}
    hints = _hints(cls)
    named = HEADINGS[cls].words
    for name, hint in hints.items():
        inner: Any = _plain(hint)
        path = (name,)
        node = described.get("properties", {}).get(name, {})
        nested = is_dataclass(inner)
        if nested and inner not in HEADINGS:
            yield from _spread(cls, inner, node, path)
        if nested:
            continue
        yield _column(path, named[name], hint, inner, defaults[name], node)


def _spread(owner: type, inner: type, node: Schema, path: Path) -> Iterator[Column]:
    headings = HEADINGS[owner].words
    for name, hint in _hints(inner).items():
        heading = headings[f"{path[-1]}.{name}"]
        yield _column((*path, name), heading, hint, _plain(hint), MISSING, node["properties"][name])


def _column(path: Path, heading: str, hint: Any, inner: type, default: Any, node: Schema) -> Column:
    name = path[-1]
    many = get_origin(hint) is tuple
    kind: type = Demander if heading == "只对这些单位" else inner
    code = name in CODES or (many and name == "cases")
    return Column(path, heading, kind, many, _blank(name, hint, default), code, node)


def _blank(name: str, hint: Any, default: Any) -> Any:
    if get_origin(hint) is tuple:
        return ()
    if _optional(hint):
        return None
    if default is not MISSING:
        return default
    return "" if name in MAY_BE_BLANK else MISSING


def _hints(cls: type) -> dict[str, Any]:
    return {one.name: typing.get_type_hints(cls)[one.name] for one in fields(cls)}


def _optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)


def _plain(hint: Any) -> Any:
    """Return the class inside a hint: what a tuple holds, what an optional value is."""
    if get_origin(hint) is tuple or _optional(hint):
        return next(one for one in get_args(hint) if one is not type(None))
    return hint


def words(column: Column) -> tuple[str, ...]:
    """Return the words that the column takes, if it takes only those of a closed list."""
    if column.type is bool:
        return ("是", "否")
    return tuple(term.label for term in column.type) if issubclass(column.type, Term) else ()
