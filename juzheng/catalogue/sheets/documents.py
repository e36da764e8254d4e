"""YAML files (YAML 文档): one document for each entry, in the manner of the shipped catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import yaml

from juzheng.catalogue.forms import as_mapping
from juzheng.catalogue.pages import CLASSES
from juzheng.catalogue.reader import catalogue
from juzheng.catalogue.schemas import schema
from juzheng.catalogue.sheets.grids import Draft
from juzheng.catalogue.sheets.problems import Place, Problem, Unclear

DEEPEST = 12  # levels inside one another; an entry has four
MOST_NODES = 2_000_000
WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """YAML without references to what stood before (不用锚点)."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> Any:
    """Write line ends that YAML folds as escapes."""
    style = '"' if FOLDED.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


FOLDED = re.compile("[\x85\u2028\u2029]")
_Dumper.add_representer(str, _text)


def write(entries: Sequence[Any]) -> bytes:
    """Return ``entries`` as YAML, one document each; blanks are left out where they may be."""
    pages = [_page(entry) for entry in entries]
    text: bytes = yaml.dump_all(
        pages,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH,
        explicit_start=True,
        encoding="utf-8",
    )
    return text


def _page(entry: Any) -> dict[str, Any]:
    kind = next(name for name, cls in CLASSES.items() if isinstance(entry, cls))
    page = {
        key: value
        for key, value in as_mapping(entry).items()
        if value not in (None, "", []) or key in schema(kind)["required"]
    }
    page.update({key: getattr(entry, key) for key in page if key in DATES})
    return page


DATES = frozenset({"in_force_from", "in_force_until", "issued_on", "checked_on"})


def read(raw: bytes, name: str) -> tuple[list[Draft], list[Problem]]:
    """
    Return the entries of a YAML file and what is wrong with it.

    :raises Unclear: if it is no YAML, or refers to itself, or is nested too deeply
    """
    try:
        _insist_on_plain(raw)
        nodes = list(yaml.compose_all(raw, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, UnicodeError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第{mark.line + 1}行" if mark else ""
        raise Unclear(f"不是合格的 YAML 文件{line}。", "请按字段说明改正缩进和引号。") from None
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for node in nodes:
        _document(node, name, drafts, problems)
    return drafts, problems


def _insist_on_plain(raw: bytes) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(raw, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise Unclear("YAML 文件用了引用（*）。", "请把引用的内容写全。")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST or count > MOST_NODES:
            raise Unclear("YAML 文件层次太深或太长。", "请按字段说明改写，或分成几个文件。")


def _document(node: Any, name: str, drafts: list[Draft], problems: list[Problem]) -> None:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return
    place = Place(name, node.start_mark.line + 1)
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem(place, "不是一组“字段： 值”。", "请按字段说明改写。"))
        return
    try:
        page = _constructed(node)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        problems.append(Problem(place, "有不认识的写法。", "请只写文字、数字、日期、列表。"))
        return
    places = dict(_places(node, name, ()))
    for twice in _twice(node, name):
        problems.append(Problem(twice, "同一个字段写了两次。", "请删去一个。"))
    draft = Draft(_kind_of(page), page, place, places)
    _resolve_rule(draft, problems)
    drafts.append(draft)


def _constructed(node: yaml.MappingNode) -> dict[str, Any]:
    loader = yaml.SafeLoader("")
    try:
        page: dict[str, Any] = loader.construct_document(node)
        return page
    finally:
        loader.dispose()


def _kind_of(page: Mapping[str, Any]) -> str:
    """Return the kind of entry whose fields the page shares most of."""
    return max(
        CLASSES, key=lambda kind: len({one.name for one in fields(CLASSES[kind])} & set(page))
    )


def _places(
    node: Any, name: str, above: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], Place]]:
    """Yield each path in a document with the line that it stands on."""
    inside: Sequence[tuple[Any, Any]] = ()
    if isinstance(node, yaml.MappingNode):
        inside = [
            (key.value, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)
        ]
    elif isinstance(node, yaml.SequenceNode):
        inside = list(enumerate(node.value))
    for step, value in inside:
        yield (*above, step), Place(name, value.start_mark.line + 1)
        yield from _places(value, name, (*above, step))


def _twice(node: Any, name: str) -> Iterator[Place]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            said = key.value if isinstance(key, yaml.ScalarNode) else id(key)
            if said in seen:
                yield Place(name, key.start_mark.line + 1)
            seen.add(said)
            yield from _twice(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value, name)


def _resolve_rule(draft: Draft, problems: list[Problem]) -> None:
    """Put the deliberation rule itself where the document only names one (议事规则)."""
    rule = draft.page.get("deliberation_rule")
    if not isinstance(rule, str):
        return
    known = catalogue().procedures.get(rule)
    if known is None:
        place = draft.place_of(("deliberation_rule",))
        choices = "、".join(catalogue().procedures)
        problems.append(Problem(place, f"没有议事规则“{rule[:40]}”。", f"可选：{choices}。"))
        del draft.page["deliberation_rule"]
    else:
        draft.page["deliberation_rule"] = as_mapping(known.rule)
