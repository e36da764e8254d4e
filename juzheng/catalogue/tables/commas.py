"""CSV files (逗号分隔文件): safe to open in a spreadsheet, read within limits."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from juzheng.catalogue.tables.formulas import guarded, unguarded
from juzheng.catalogue.tables.grid import OFFICE, Budget, Grid, Limits, Row
from juzheng.catalogue.tables.problems import Unclear

BOM = "\ufeff"  # without it Excel takes UTF-8 for the machine's own encoding
ADVICE = "请用表格软件另存为“CSV UTF-8（逗号分隔）”。"


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """Return ``rows`` as a CSV file that holds no formula."""
    return BOM.encode() + more(rows)


def more(rows: Iterable[Sequence[str]]) -> bytes:
    """Return ``rows`` as further lines of such a file."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def read(raw: bytes, name: str, *, limits: Limits = OFFICE, budget: Budget | None = None) -> Grid:
    """
    Return one CSV file as a grid; ``name`` is the sheet's.

    :param budget: what the file that this one came in may still hold
    :raises Unclear: if it is no text, or no table, or too large
    """
    whole = budget or Budget(limits.cells)
    for encoding in ("utf-8-sig", "gb18030"):
        text = io.TextIOWrapper(io.BytesIO(raw), encoding, newline="")
        try:
            rows = list(_rows(text, name, limits, whole))
            _insist_on_commas(rows)
            return Grid(name, rows)
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise Unclear(f"不是合格的 CSV 文件（{error}）。", ADVICE) from None
    raise Unclear("文字编码认不出来。", ADVICE)


def _insist_on_commas(rows: Sequence[Row]) -> None:
    """:raises Unclear: if the first rows are parted by another mark, each of them as often"""
    for mark, called in ((";", "分号"), ("；", "分号"), ("\t", "制表符")):
        each = [str(cells[0]).count(mark) if len(cells) == 1 else 0 for _, cells in rows[:20]]
        marks, times = next(iter(Counter(each).most_common(1)), (0, 0))
        if marks and times > 1 and 2 * times >= len(each):
            raise Unclear(f"各栏是用{called}分开的，不是逗号。", ADVICE)


def _rows(text: Iterable[str], name: str, limits: Limits, budget: Budget) -> Iterator[Row]:
    for number, row in enumerate(csv.reader(text, strict=True), 1):
        if number > limits.rows or len(row) > limits.columns:
            what = f"“{name}”太大，最多 {limits.rows} 行、{limits.columns} 列。"
            raise Unclear(what, "请分成几个文件。")
        cells = [unguarded(cell) or None for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            budget.spend_row(cells)
            yield number, cells
