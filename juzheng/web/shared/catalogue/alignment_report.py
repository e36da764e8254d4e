"""Alignment reports (衔接比对报告): the same findings as words, JSON and rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from juzheng.catalogue import Catalogue
from juzheng.law.catalogue import alignment
from juzheng.law.catalogue.alignment import AlignedDemand, AlignmentFinding

HEAD = ("发现", "轻重", "事项编号", "事项名称", "说明", "依据")


def findings(
    listed: Catalogue, above: str, division: str, on: date, demands: Iterable[AlignedDemand] = ()
) -> tuple[AlignmentFinding, ...]:
    """Return where the lists of ``division`` part ways with ``above``, the law, and ``demands``."""
    book = listed.rulebook(division, on)
    return (
        *alignment.between(listed.rulebook(above, on), book, listed.items),
        *alignment.with_the_law(listed, division, on),
        *alignment.with_demands(book, listed.items, demands),
    )


def rows(found: Sequence[AlignmentFinding]) -> list[tuple[str, ...]]:
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


def as_mapping(found: Sequence[AlignmentFinding]) -> list[dict[str, Any]]:
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


def in_words(found: Sequence[AlignmentFinding]) -> str:
    """Return the findings for a person to read, each in a line, and their number."""
    lines = [f"{one.kind.label} {one.item} {one.name}：{one.sentence}" for one in found]
    return "\n".join([*lines, f"共 {len(found)} 处。" if found else "没有发现不一致。"])
