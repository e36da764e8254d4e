"""Between plain mappings and the law's dataclasses (读写格式): one shape in files and records."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from juzheng.catalogue.fields import Field, fields_of
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Item

T = TypeVar("T")

SCHEMA = "字段说明见 docs/fields.md"


class CatalogueError(Exception):
    """The catalogue can't be read (目录有误): what is so, what to do, where it is written."""

    def __init__(self, what: str, do: str, where: str = SCHEMA) -> None:
        self.what, self.do, self.where = what, do, where
        super().__init__(f"{what} {do} ({where})")


def read_item(mapping: Mapping[str, Any], where: str = "事项") -> Item:
    """
    Return the item written in ``mapping``: a YAML file's content or a stored revision's JSON.

    Lists may be left out when empty and texts when blank. A deliberation rule must be written
    out in full; the name of a rule is resolved by ``reader.load`` before it comes here.

    ``read_item(as_mapping(item)) == item``.

    :raises CatalogueError: naming ``where`` and the field that is missing, unknown or wrong
    """
    return build(Item, mapping, where)


def build(cls: type[T], mapping: Mapping[str, Any], where: str) -> T:
    """Return a ``cls`` (a frozen dataclass) made from ``mapping``; ``where`` goes into errors."""
    if not isinstance(mapping, Mapping):
        raise CatalogueError(f"{where} 应当是一组“字段： 值”。", "请按字段说明改写。")
    shape = {field.name: field for field in fields_of(cls)}
    if unknown := sorted(set(mapping) - set(shape)):
        raise CatalogueError(
            f"{where} 有不认识的字段：{'、'.join(map(str, unknown))}。", "请改正字段名或删去。"
        )
    values = {}
    for name, field in shape.items():
        if name in mapping:
            values[name] = _value(field, mapping[name], f"{where} · {name}")
        elif field.required:
            raise CatalogueError(f"{where} 缺少字段 {name}。", "请补上。")
        else:
            values[name] = field.empty
    return cls(**values)


def _value(field: Field, raw: Any, where: str) -> Any:
    if field.many:
        several = _several(field.type, raw, where)
        return frozenset(several) if field.unordered else tuple(several)
    return None if raw is None and field.optional else _one(field.type, raw, where)


def _one(kind: Any, raw: Any, where: str) -> Any:
    if is_dataclass(kind):
        return build(typing.cast(type, kind), raw, where)
    if kind is date:
        return _date(raw, where)
    if issubclass(kind, Term):
        return _term(kind, raw, where)
    if type(raw) is not kind:
        raise CatalogueError(
            f"{where} 的值“{raw}”类型不对，应为{_KINDS[kind]}。", "请按字段说明改写。"
        )
    return raw


_KINDS = {str: "文字", int: "整数", bool: "true 或 false"}


def _several(kind: Any, raw: Any, where: str) -> Iterator[Any]:
    if isinstance(raw, str) or not isinstance(raw, Sequence):
        raise CatalogueError(f"{where} 应当是一个列表。", "请每行以“- ”开头列出。")
    for n, one in enumerate(raw, start=1):
        yield _one(kind, one, f"{where}[{n}]")


def _date(raw: Any, where: str) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise CatalogueError(
            f"{where} 的值“{raw}”不是日期。", "请写成 2020-02-29 这样的格式。"
        ) from None


def _term(hint: type[Term], raw: Any, where: str) -> Term:
    try:
        return hint(raw)
    except ValueError:
        choices = "、".join(str(term) for term in hint)
        raise CatalogueError(f"{where} 的值“{raw}”不在可选范围内。", f"可选：{choices}。") from None
