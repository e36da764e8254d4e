"""Fields (字段): each field of a page, its type taken apart and with what the manual says of it."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import MISSING, dataclass
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin

from juzheng.law.catalogue.manual import MANUAL, Said

DAY = "写成 2020-02-29。"
NOTHING_SAID = Said("")


@dataclass(frozen=True, eq=False)
class Field:
    """One field of a page (字段), or of a part of one."""

    name: str
    type: Any  # str, int, bool, date, a Term or a dataclass
    many: bool
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


def fields_of(cls: Any) -> tuple[Field, ...]:
    """Return the fields of a dataclass in their order."""
    return _fields_of(cls)


@cache
def _fields_of(cls: Any) -> tuple[Field, ...]:
    hints = typing.get_type_hints(cls)
    manual = MANUAL.get(cls, {})
    return tuple(
        _field(one, hints[one.name], manual.get(one.name, NOTHING_SAID))
        for one in dataclasses.fields(cls)
    )


def _field(one: dataclasses.Field[Any], hint: Any, said: Said) -> Field:
    many = get_origin(hint) is tuple
    optional = get_origin(hint) in (Union, types.UnionType)
    inner = next((arg for arg in get_args(hint) if arg is not type(None)), hint)
    empty: Any = MISSING
    if one.default is not MISSING:
        empty = one.default
    elif many or optional:
        empty = () if many else None
    elif said.blank:
        empty = ""
    return Field(one.name, inner, many, optional, empty, said)
