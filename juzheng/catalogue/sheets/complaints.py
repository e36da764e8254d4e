"""What the JSON Schema has against an entry (格式核对), said so that an officer can act on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from juzheng.catalogue.schemas import schema, validator
from juzheng.catalogue.sheets.grids import Draft
from juzheng.catalogue.sheets.shape import Table, tables
from juzheng.catalogue.tables.cells import insist_on_printable
from juzheng.catalogue.tables.problems import Problem, Unclear

Said = tuple[str, str]  # what is so, what to do

STAND_IN = "rule"  # the schema of files knows a deliberation rule by name only


def of(draft: Draft) -> Iterator[Problem]:
    """Yield what the schema of the catalogue's files has against ``draft``."""
    yield from _unprintable(draft, draft.page, ())
    page = dict(draft.page)
    rule = page.get("deliberation_rule")
    bare = _bare(page, schema(draft.kind))
    if isinstance(rule, Mapping):
        bare["deliberation_rule"] = STAND_IN
        inner = _bare({"id": STAND_IN, **rule}, schema("deliberation"))
        yield from _complaints("deliberation", inner, draft, ("deliberation_rule",))
    yield from _complaints(draft.kind, bare, draft, ())


def _unprintable(draft: Draft, value: Any, path: tuple[Any, ...]) -> Iterator[Problem]:
    """Yield each text that no page could show, escaped or not, whatever format it came in."""
    if isinstance(value, Mapping | list | tuple):
        inside = value.items() if isinstance(value, Mapping) else enumerate(value)
        for step, inner in inside:
            yield from _unprintable(draft, inner, (*path, step))
    elif isinstance(value, str):
        try:
            insist_on_printable(value)
        except Unclear as unclear:
            what, do = unclear.what, unclear.do
            yield _problem(draft, path, lambda name: (f"{name}的内容读不了：{what}", do))


def _complaints(
    name: str, page: Mapping[str, Any], draft: Draft, above: tuple[str, ...]
) -> Iterator[Problem]:
    seen = set()
    for error in validator(name).iter_errors(page):
        for problem in _said(error, page, draft, above):
            if problem not in seen:
                seen.add(problem)
                yield problem


def _bare(page: Any, described: Mapping[str, Any]) -> Any:
    """Return ``page`` as one writes a file: blanks left out, days and terms as texts."""
    if isinstance(page, Mapping):
        required, inner = described.get("required", ()), described.get("properties", {})
        return {
            key: _bare(value, inner.get(key, {}))
            for key, value in page.items()
            if value not in (None, "", [], ()) or (key in required and value is not None)
        }
    if isinstance(page, list | tuple):
        return [_bare(one, described.get("items", {})) for one in page]
    return page.isoformat() if isinstance(page, date) else page


def _said(
    error: Any, page: Mapping[str, Any], draft: Draft, above: tuple[str, ...]
) -> Iterator[Problem]:
    path = (*above, *error.absolute_path)
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield _problem(draft, (*path, name), _empty)
        return
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        for name in error.instance:
            if name not in known:
                yield _problem(draft, (*path, name), _strange)
        return
    if error.validator is None:  # the schema says: not here
        yield _problem(draft, (*above, *_unwanted(error, page)), _not_wanted)
        return
    yield _problem(draft, path, partial(_by_the_schema, error))


def _by_the_schema(error: Any, name: str) -> Said:
    what, do = WRONG.get(str(error.validator), _unfit)(error, name)
    return what, do or _described(error)


def _problem(draft: Draft, path: tuple[Any, ...], told: Callable[[str], Said]) -> Problem:
    what, do = told(_name(draft, path))
    return Problem(draft.place_of(path), what, do)


def _name(draft: Draft, path: tuple[Any, ...]) -> str:
    """Return what the place is called: the column's heading, or the sheet that should have it."""
    steps = tuple(step for step in path if isinstance(step, str))
    for table in tables(draft.kind):
        if found := _column(table, steps):
            return f"“{found}”"
        if table.field and steps == (table.field,):
            return f"“{table.sheet}”表中本项的内容"
    return f"“{'.'.join(steps)}”" if steps else "这一项"


def _column(table: Table, steps: tuple[str, ...]) -> str:
    inner = steps[1:] if table.field and steps[:1] == (table.field,) else steps
    if bool(table.field) != (inner != steps):
        return ""
    column = table.column(inner) or next(
        (one for one in table.columns if inner and one.path[: len(inner)] == inner), None
    )
    return column.heading if column else ""


def _described(error: Any) -> str:
    told = error.schema.get("description", "") if isinstance(error.schema, Mapping) else ""
    return str(told) or "请按“说明”改写。"


def _empty(name: str) -> Said:
    return f"{name}没有填写。", "请填写。"


def _strange(name: str) -> Said:
    return f"{name}不是这里的字段。", "请删去。"


def _not_wanted(name: str) -> Said:
    return f"{name}在这种情形下不填。", "请清空；或改正启用、填写方式等前提。"


def _unfit(_error: Any, name: str) -> Said:
    return f"{name}不合要求。", ""


def _const(error: Any, name: str) -> Said:
    if error.validator_value == 0:
        return f"{name}与办理方式不符。", "当场办结的填 0。"
    return _unfit(error, name)


def _minimum(error: Any, name: str) -> Said:
    value, least = error.instance, error.validator_value
    return f"{name}是{value}，不得小于{least}。", ""


def _maximum(error: Any, name: str) -> Said:
    value, most = error.instance, error.validator_value
    return f"{name}是{value}，不得大于{most}。", ""


def _enum(error: Any, name: str) -> Said:
    if error.instance == "low":
        do = "请先核实来源；没有核实的，“启用”填“否”并写明原因。"
        return f"{name}是“未核实”，不能启用。", do
    value = str(error.instance)[:40]
    return f"{name}的值“{value}”不在可选范围内。", ""


def _pattern(error: Any, name: str) -> Said:
    value = str(error.instance)[:40]
    return f"{name}“{value}”的写法不对。", ""


def _too_long(error: Any, name: str) -> Said:
    count, most = len(error.instance), error.validator_value
    return f"{name}有{count}个字，最多{most}个字。", "请写短一些。"


def _too_few(error: Any, name: str) -> Said:
    least = error.validator_value
    return f"{name}至少要有{least}条。", "请补上。"


def _too_many(error: Any, name: str) -> Said:
    most = error.validator_value
    return f"{name}最多{most}条。", "请删减。"


def _unwanted(error: Any, page: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the path of what should not be there; the validator names only what it stands in."""
    inside: Any = page
    for step in error.absolute_path:
        inside = inside[step]
    names = (name for name, value in inside.items() if value is error.instance)
    return (*error.absolute_path, *list(names)[:1])


Wrong = Callable[[Any, str], Said]

WRONG: Mapping[str, Wrong] = {
    "pattern": _pattern,
    "format": _pattern,
    "minLength": lambda _error, name: _empty(name),
    "maxLength": _too_long,
    "minimum": _minimum,
    "maximum": _maximum,
    "minItems": _too_few,
    "maxItems": _too_many,
    "uniqueItems": lambda _error, name: (f"{name}有重复的内容。", "请删去重复的一条。"),
    "enum": _enum,
    "const": _const,
    "type": lambda _error, name: (f"{name}的类型不对。", ""),
}
