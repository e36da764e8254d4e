"""
Fields (字段): each field of a page, its type taken apart and with what the manual says of it.

``manual.yaml`` is the one place that the JSON Schema, the editor, the workbook, the differences and
docs/fields.md take it from. A field that is missing there, or the other way round, fails a test.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from juzheng.catalogue.parsed import parsed
from juzheng.law.base.demanders import Demander
from juzheng.law.base.terms import Term
from juzheng.law.catalogue import items, lists, looking, offers

DAY = "写成 2020-02-29。"
CLOSED_LISTS: Mapping[str, type[Term]] = {"Demander": Demander}


@dataclass(frozen=True)
class Said:
    """What is said of a field (字段的说法) beyond its name and type."""

    label: str
    hint: str = ""  # how to fill it in; empty: the label says it
    officer: str = ""  # the same to an officer on a page, where the hint speaks of files
    unit: str = ""
    heading: str = ""  # of its column, where a sheet needs other words than the label
    formerly: tuple[str, ...] = ()  # headings of workbooks that are still about
    blank: bool = False  # a text that the program can do without
    must: bool = False  # must stand in a file, though the program could do without
    code: str = ""  # an identifier, of this pattern: width and spaces in it mean nothing
    pattern: str = ""
    least: int | None = None  # parts, or the number itself
    most: int | None = None  # characters, parts, or the number itself
    each: str = ""  # what one of several is
    long: bool = False
    texts: bool = False  # the id of a legal text
    terms: str = ""  # the closed list that a text is taken from


ROOMS = (items, lists, looking, offers)  # where the things that the manual describes are found
NOTHING_SAID = Said("")


@dataclass(frozen=True, eq=False)
class Field:
    """One field of a page (字段), or of a part of one."""

    name: str
    type: Any  # str, int, bool, date, a Term or a dataclass
    many: bool
    unordered: bool  # many, in no order
    optional: bool
    empty: Any  # the value when it is left out; MISSING: it may not be
    said: Said

    @property
    def nested(self) -> bool:
        """Return whether it holds parts with fields of their own."""
        return dataclasses.is_dataclass(self.type)

    @property
    def label(self) -> str:
        """Return what people call it, with its unit."""
        return f"{self.said.label}（{self.said.unit}）" if self.said.unit else self.said.label

    @property
    def hint(self) -> str:
        """Return how to fill it in."""
        return (self.said.hint or f"{self.said.label}。") + (DAY if self.type is date else "")

    @property
    def heading(self) -> str:
        """Return the heading of its column."""
        return self.said.heading or self.label

    @property
    def required(self) -> bool:
        """Return whether the program can't do without it."""
        return self.empty is MISSING


@cache
def manual() -> Mapping[type, Mapping[str, Said]]:
    """
    Return the field manual (字段手册), read once in a process.

    :raises StopIteration: if it describes a thing that the law does not have
    """
    path = Path(__file__).with_name("manual.yaml")
    pages = parsed(path.read_bytes())
    return {
        next(one for room in ROOMS if (one := getattr(room, name, None))): {
            field: Said(**{**said, "formerly": tuple(said.get("formerly", ()))})
            for field, said in page.items()
        }
        for name, page in pages.items()
    }


def fields_of(cls: Any) -> tuple[Field, ...]:
    """Return the fields of a dataclass in their order."""
    return _fields_of(cls)


@cache
def _fields_of(cls: Any) -> tuple[Field, ...]:
    hints = typing.get_type_hints(cls)
    told = manual().get(cls, {})
    return tuple(
        _field(one, hints[one.name], told.get(one.name, NOTHING_SAID))
        for one in dataclasses.fields(cls)
    )


def _field(one: dataclasses.Field[Any], hint: Any, said: Said) -> Field:
    many = get_origin(hint) in (tuple, frozenset)
    optional = get_origin(hint) in (Union, types.UnionType)
    inner = next((arg for arg in get_args(hint) if arg is not type(None)), hint)
    empty: Any = MISSING
    if one.default is not MISSING:
        empty = one.default
    elif many or optional:
        empty = () if many else None
    elif said.blank:
        empty = ""
    return Field(one.name, inner, many, get_origin(hint) is frozenset, optional, empty, said)
