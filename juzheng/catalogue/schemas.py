"""The JSON Schema of each folder (格式定义): derived from the field manual, with what it can't say.

``schema/*.json`` holds only the rest: titles, conditions between fields, what stands in files and
in no entry; and the folders of which the manual has nothing, whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from juzheng.catalogue.fields import Field, fields_of
from juzheng.catalogue.pages import CLASSES
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import DeliberationRule

Schema = Mapping[str, Any]

DESCRIBED: Mapping[str, type] = {**CLASSES, "deliberation": DeliberationRule}
DAY = {
    "type": "string",
    "minLength": 1,
    "format": "date",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}


@cache
def schema(folder: str) -> Schema:
    """Return the JSON Schema of a folder of the catalogue."""
    path = Path(__file__).parent / "schema" / f"{folder}.json"
    rest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return _joined(_object(DESCRIBED[folder]), rest) if folder in DESCRIBED else rest


@cache
def validator(folder: str) -> Draft202012Validator:
    """Return what tells whether a page follows the schema of its folder (格式核对器)."""
    known = dict(schema(folder))
    Draft202012Validator.check_schema(known)
    return Draft202012Validator(known, format_checker=Draft202012Validator.FORMAT_CHECKER)


def in_files(field: Field) -> str:
    """Return how a field is filled in in a file, which is written in codes (文件里的写法)."""
    if isinstance(field.type, type) and issubclass(field.type, Term):
        codes = "、".join(f"{one}（{one.label}）" for one in field.type)
        return f"{field.hint}写成：{codes}。"
    return f"{field.hint}写成：true（是）、false（否）。" if field.type is bool else field.hint


def _joined(derived: Any, rest: Any) -> Any:
    if isinstance(derived, dict) and isinstance(rest, dict):
        return derived | {key: _joined(derived.get(key), value) for key, value in rest.items()}
    return [*derived, *rest] if isinstance(derived, list) else rest


def _object(cls: type) -> dict[str, Any]:
    fields = fields_of(cls)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [one.name for one in fields if one.required or one.said.must],
        "properties": {one.name: {**_node(one), "description": in_files(one)} for one in fields},
    }


def _node(field: Field) -> dict[str, Any]:
    if not field.many:
        return _one(field)
    each = _one(field) | ({"description": field.said.each} if field.said.each else {})
    limits = _limits(minItems=field.said.least, maxItems=field.said.most)
    unique = {} if field.nested else {"uniqueItems": True}
    return {"type": "array", "items": each, **unique, **limits}


def _one(field: Field) -> dict[str, Any]:
    said = field.said
    if field.nested and not said.code:
        return _object(field.type)
    if field.type is bool:
        return {"type": "boolean"}
    if field.type is int:
        return {"type": "integer", **_limits(minimum=said.least, maximum=said.most)}
    if field.type is date:
        return dict(DAY)
    if issubclass(field.type, Term):
        return {"enum": [str(term) for term in field.type]}
    pattern = said.code or said.pattern
    node = {"type": "string", **({"pattern": pattern} if pattern else {})}
    return node | _limits(
        minLength=None if said.blank and said.must and pattern else 1,
        maxLength=None if field.many else said.most,
    )


def _limits(**limits: int | None) -> dict[str, int]:
    return {name: limit for name, limit in limits.items() if limit is not None}
