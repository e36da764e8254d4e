"""Alignment reports (衔接比对报告): the same findings as words, JSON and rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from juzheng.catalogue import Catalogue
from juzheng.law import alignment
from juzheng.law.alignment import Finding

HEAD = ("发现", "轻重", "事项编号", "事项名称", "说明", "依据")


def findings(listed: Catalogue, above: str, division: str, on: date) -> tuple[Finding, ...]:
    """Return what the lists of ``division`` say otherwise than ``above`` and than the law."""
    between = alignment.between(
        listed.rulebook(above, on), listed.rulebook(division, on), listed.items
    )
    return (*between, *alignment.with_the_law(listed, division, on))


def rows(found: Sequence[Finding]) -> list[tuple[str, ...]]:
    """Return one row of texts for each finding, in the order of ``HEAD``."""
    return [
        (
            one.kind.label,
            one.severity.label,
            one.item,
            one.name,
            one.sentence,
            "；".join(map(str, one.citations)),
        )
        for one in found
    ]


def as_mapping(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the findings as plain JSON values."""
    return [
        {
            "kind": one.kind.value,
            "severity": one.severity.value,
            "item": one.item,
            "name": one.name,
            "sentence": one.sentence,
            "citations": [str(citation) for citation in one.citations],
        }
        for one in found
    ]


def in_words(found: Sequence[Finding]) -> str:
    """Return the findings for a person to read, each in a line, and their number."""
    lines = [f"{one.kind.label} {one.item} {one.name}：{one.sentence}" for one in found]
    return "\n".join([*lines, f"共 {len(found)} 处。" if found else "没有发现不一致。"])
