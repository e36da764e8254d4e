"""Cases sorted by kind, with the confusion table (案例归类), for ``juzheng tangle --cases``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from juzheng.catalogue import Catalogue
from juzheng.catalogue.tables import documents
from juzheng.catalogue.tables.problems import Unclear
from juzheng.finder import finder_over, matters
from juzheng.finder.classifying import classify
from juzheng.law.demands.classifying import Classified, DemandKind


@dataclass(frozen=True)
class CaseAccount:
    """What somebody was asked for (案例), with its kind where a person has given it."""

    id: str
    text: str
    demanded_by: str = ""
    kind: DemandKind | None = None


@dataclass(frozen=True)
class Sorted:
    """A case and what was made of it (归类结果)."""

    told: CaseAccount
    found: Classified
    item: str  # of the item or matter that was found; empty if none


class UnreadableCases(Exception):
    """The file holds no cases (案例文件不能用): what is so, and what to write."""


def read(path: Path) -> tuple[CaseAccount, ...]:
    """
    Return the cases in ``path``: YAML or JSON, a list or an object with ``cases``.

    Each has ``text`` (or ``resident_phrase``), and may have ``id``, ``demanded_by`` and ``kind``.

    :raises UnreadableCases: with what is so and what to write
    """
    try:
        whole = documents.read(path.read_bytes())
    except OSError as error:
        raise UnreadableCases(f"{path} 打不开：{error.strerror}。请核对路径。") from None
    except Unclear as unclear:
        raise UnreadableCases(f"{path}：{unclear}格式见 docs/tangle.md。") from None
    rows = whole.get("cases") if isinstance(whole, dict) else whole
    if not isinstance(rows, list) or not rows:
        raise UnreadableCases(f"{path} 里没有 cases。格式见 docs/tangle.md。")
    return tuple(_told(number, row) for number, row in enumerate(rows, 1))


def _told(number: int, row: Any) -> CaseAccount:
    text = (row.get("text") or row.get("resident_phrase")) if isinstance(row, dict) else None
    if not isinstance(text, str):
        raise UnreadableCases(f"第 {number} 个案例没有 text。请写居民的原话。")
    kind = row.get("kind")
    if kind is not None and kind not in set(DemandKind):
        known = "、".join(DemandKind)
        raise UnreadableCases(f"第 {number} 个案例的 kind“{kind}”不认识。可以写：{known}。")
    return CaseAccount(
        str(row.get("id") or number),
        text,
        str(row.get("demanded_by") or ""),
        DemandKind(kind) if kind else None,
    )


def classify_all(cases: Iterable[CaseAccount], listed: Catalogue, on: date) -> tuple[Sorted, ...]:
    """Return each case with its kind by what ``listed`` says on the day ``on``."""
    others, finder = dict(matters()), finder_over(listed)
    sorted_cases = []
    for told in cases:
        found, finding = classify(
            told.text, finder=finder, catalogue=listed, matters=others, on=on,
            demanded_by=told.demanded_by,
        )  # fmt: skip
        sorted_cases.append(Sorted(told, found, finding.item or finding.matter or ""))
    return tuple(sorted_cases)


def confusion(found: Sequence[Sorted]) -> dict[DemandKind, Counter[DemandKind]]:
    """Return, for each kind given by a person, how often each kind was found (混淆表)."""
    table: dict[DemandKind, Counter[DemandKind]] = {}
    for one in found:
        if one.told.kind is not None:
            table.setdefault(one.told.kind, Counter())[one.found.kind] += 1
    return table


def in_words(found: Sequence[Sorted]) -> str:
    """Return one line for each case, and the confusion table where kinds were given."""
    return "\n".join((*_lines(found), *_table(confusion(found))))


def _lines(found: Sequence[Sorted]) -> Iterator[str]:
    for one in found:
        wrong = one.told.kind not in (None, one.found.kind)
        given = f"（人工标注：{one.told.kind.label}）" if wrong and one.told.kind else ""
        yield f"{one.told.id} {one.found.kind.label}{given}：{one.told.text} —— {one.found.reason}"


def _table(table: dict[DemandKind, Counter[DemandKind]]) -> Iterator[str]:
    if not table:
        return
    count = sum(row.total() for row in table.values())
    right = sum(row[kind] for kind, row in table.items())
    yield ""
    yield f"归类对了 {right}/{count}（{right / count:.1%}）。行是人工标注，列是系统归类："
    yield "  ".join([" " * 10, *(f"{kind.value:>9}" for kind in DemandKind)])
    for kind in DemandKind:
        if kind in table:
            cells = (f"{table[kind][other]:>9}" for other in DemandKind)
            yield "  ".join([f"{kind.value:<10}", *cells, kind.label])


def as_mapping(found: Sequence[Sorted]) -> dict[str, Any]:
    """Return the same as plain JSON values."""
    return {
        "cases": [
            {
                "id": one.told.id,
                "text": one.told.text,
                "kind": one.found.kind.value,
                "also": [kind.value for kind in one.found.also],
                "given": one.told.kind.value if one.told.kind else None,
                "item": one.item,
                "reason": one.found.reason,
                "citations": [asdict(citation) for citation in one.found.citations],
            }
            for one in found
        ],
        "confusion": {
            kind.value: {other.value: count for other, count in row.items()}
            for kind, row in confusion(found).items()
        },
    }
