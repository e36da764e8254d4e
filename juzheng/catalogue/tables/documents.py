"""YAML within bounds (限量读取 YAML): texts, numbers, days and lists; faults by their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from juzheng.catalogue.tables.grid import LONGEST, Budget
from juzheng.catalogue.tables.problems import Unclear

DEEPEST = 12  # levels inside one another; an entry of the catalogue has four
MOST_EVENTS = 200_000  # of the parser, in one file; ten times the whole catalogue
MOST_DOCUMENTS = 1_000
DECIMAL = re.compile(r"[-+]?(0|[1-9]\d{0,17})(\.\d{0,17})?")
NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
TEXT = "tag:yaml.org,2002:str"


def nodes(raw: bytes, budget: Budget | None = None) -> list[yaml.Node]:
    """
    Return the documents of a YAML file, not yet taken for values.

    :param budget: what the file that this one came in may still hold, in the parser's events
    :raises Unclear: if it is no YAML, or refers to itself, or is too deep or too long
    """
    try:
        _insist_on_plain(raw, budget or Budget(MOST_EVENTS))
        return list(yaml.compose_all(raw, Loader=yaml.CSafeLoader))
    except Unclear:
        raise
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"第{mark.line + 1}行" if mark else ""
        raise Unclear(f"不是合格的 YAML 文件{line}。", "请按字段说明改正缩进和引号。") from None


def _insist_on_plain(raw: bytes, budget: Budget) -> None:
    depth = documents = 0
    for event in yaml.parse(raw, Loader=yaml.CSafeLoader):
        budget.spend(1)
        if isinstance(event, yaml.AliasEvent):
            raise Unclear("YAML 文件用了引用（*）。", "请把引用的内容写全。")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        elif isinstance(event, yaml.ScalarEvent) and len(event.value) > LONGEST:
            raise Unclear(f"第{line_of(event)}行的文字超过 {LONGEST} 个字。", "请写短一些。")
        if depth > DEEPEST or documents > MOST_DOCUMENTS:
            raise Unclear("YAML 文件层次太深或太长。", "请按字段说明改写，或分成几个文件。")


def faults(node: yaml.Node) -> Iterator[tuple[int, Unclear]]:
    """Yield what can't be taken for a value, or would not be the one that was meant; its line."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.tag != TEXT:
                yield line_of(key), Unclear("字段名不是文字。", "请写字段名，或加上引号。")
            elif key.value in seen:
                yield line_of(key), Unclear("同一个字段写了两次。", "请删去一个。")
            seen.add(key.value if key.tag == TEXT else None)
            yield from faults(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from faults(value)
    elif node.tag in NUMBERS and not DECIMAL.fullmatch(node.value):
        do = "请只写十进制数字；不是数字的，请加引号。"
        yield line_of(node), Unclear("有不认识的数字写法。", do)


def line_of(part: Any) -> int:
    """Return the line that a node or an event begins on, counted from 1."""
    return int(part.start_mark.line) + 1


def value_of(node: yaml.Node) -> Any:
    """
    Return the value that a node without ``faults`` stands for.

    :raises Unclear: if it is a thing of a programming language, or a day that never was
    """
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise Unclear("有不认识的写法。", "请只写文字、数字、日期、列表。") from None
    finally:
        loader.dispose()


def read(raw: bytes) -> Any:
    """
    Return the value of the one document in a YAML or JSON file.

    :raises Unclear: if it is not what was meant, with the line
    """
    found = nodes(raw)
    if len(found) != 1:
        raise Unclear("要正好有一个 YAML 文档。", "请分成几个文件。")
    for line, unclear in faults(found[0]):
        raise Unclear(f"第{line}行{unclear.what}", unclear.do)
    return value_of(found[0])
