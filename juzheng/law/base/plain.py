"""Plain values (纯数据): the law's dataclasses as JSON values, to be stored, sent and digested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from juzheng.law.base.terms import Term


def as_mapping(value: Any) -> dict[str, Any]:
    """
    Return a dataclass as plain JSON values, in the order of its fields.

    Dates are ISO texts, terms their codes, sets sorted lists.
    ``catalogue.forms.build`` turns it back.
    """
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, bool):  # nearly everything, so asked first
        return value
    if isinstance(value, Term):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return as_mapping(value) if is_dataclass(value) else value


def texts(value: object) -> Iterator[str]:
    """Yield every text in ``value`` (全部文字), in the order of its fields; codes are no texts."""
    if isinstance(value, str) and not isinstance(value, Term):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
