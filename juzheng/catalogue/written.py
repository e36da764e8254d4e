"""Whether a page is written as the field manual says (写法核对): codes, counts, what must stand.

The reader asks only for the shape. This is asked of whatever is to be published, whichever door
it came in by, so that an address can be made of every code and a page of every entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from juzheng.catalogue.fields import CLOSED_LISTS, Field, fields_of
from juzheng.law.base.characters import told, unseen
from juzheng.law.base.terms import Term


@dataclass(frozen=True)
class Slip:
    """One thing that is not written as it should be (写法不对)."""

    field: str  # as the editor's boxes are named: questions-0-key
    text: str


def slips(entry: object) -> tuple[Slip, ...]:
    """Return all that is not written as the manual says in the page ``entry``, in its order."""
    return tuple(_slips(entry, ""))


def _slips(entry: object, prefix: str) -> Iterator[Slip]:
    for field in fields_of(type(entry)):
        value, name = getattr(entry, field.name), f"{prefix}{field.name}"
        texts = _of_field(field, value)
        yield from (Slip(name, f"“{field.label}”{text}") for text in texts)
        if field.nested and value is not None:
            parts = value if field.many else (value,)
            for at, part in enumerate(parts):
                yield from _slips(part, f"{name}-{at}-" if field.many else f"{name}-")


def _of_field(field: Field, value: Any) -> Iterator[str]:
    said = field.said
    if field.many:
        yield from _of_many(field, value)
        if not field.nested:
            yield from (text for one in value for text in _of_one(field, one))
    elif field.type is int:
        if (said.least is not None and value < said.least) or (said.most or value) < value:
            yield f"应当在 {said.least} 到 {said.most or '…'} 之间，写的是 {value}。"
    elif not field.nested and value is not None:
        yield from _of_one(field, value)


def _of_many(field: Field, value: tuple[Any, ...]) -> Iterator[str]:
    said = field.said
    if said.most is not None and len(value) > said.most:
        yield f"最多 {said.most} 条，写了 {len(value)} 条。"
    if value and said.least is not None and len(value) < said.least:
        yield f"至少 {said.least} 条，写了 {len(value)} 条。"
    if not field.nested and len(set(value)) < len(value):
        yield "有重复的。"


def _of_one(field: Field, value: Any) -> Iterator[str]:
    if not isinstance(value, str) or isinstance(value, Term):
        return
    said = field.said
    pattern = said.code or said.pattern
    if found := unseen(value.replace("\n", "")):
        yield f"里有看不见的字符（{told(found)}）。请删掉后重新输入。"
    if not value.strip():
        if field.required and not said.blank:
            yield "没有填写。"
    elif pattern and not re.fullmatch(pattern, value):
        yield f"写的是“{value}”，写法不对。{field.hint}"
    elif said.terms and value not in set(CLOSED_LISTS[said.terms]):
        yield f"写的是“{value}”，不在可选范围内。"
    elif said.most and not field.many and len(value) > said.most:
        yield f"最多 {said.most} 个字，写了 {len(value)} 个。"
