"""YAML files (YAML 文档): one document for each entry, in the manner of the shipped catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import yaml

from juzheng.catalogue.pages import CLASSES
from juzheng.catalogue.reader import catalogue
from juzheng.catalogue.schemas import schema
from juzheng.catalogue.sheets.grids import Draft
from juzheng.catalogue.tables import documents
from juzheng.catalogue.tables.grid import Budget
from juzheng.catalogue.tables.problems import Place, Problem, Unclear
from juzheng.law.base.plain import as_mapping

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


def read(raw: bytes, name: str, budget: Budget) -> tuple[list[Draft], list[Problem]]:
    """
    Return the entries of a YAML file and what is wrong with it.

    :raises Unclear: if it is no YAML, or refers to itself, or is nested too deeply
    """
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for node in documents.nodes(raw, budget):
        if isinstance(node, yaml.ScalarNode) and not node.value:
            continue
        place = Place(name, documents.line_of(node))
        if not isinstance(node, yaml.MappingNode):
            problems.append(Problem(place, "不是一组“字段： 值”。", "请按字段说明改写。"))
        elif wrong := [one.at(Place(name, line)) for line, one in documents.faults(node)]:
            problems += wrong
        else:
            _document(node, place, drafts, problems)
    return drafts, problems


def _document(
    node: yaml.MappingNode, place: Place, drafts: list[Draft], problems: list[Problem]
) -> None:
    try:
        page = documents.value_of(node)
    except Unclear as unclear:
        problems.append(unclear.at(place))
        return
    draft = Draft(_kind_of(page), page, place, dict(_places(node, place.sheet, ())))
    _resolve_rule(draft, problems)
    drafts.append(draft)


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
        inside = [(key.value, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        inside = list(enumerate(node.value))
    for step, value in inside:
        yield (*above, step), Place(name, documents.line_of(value))
        yield from _places(value, name, (*above, step))


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
