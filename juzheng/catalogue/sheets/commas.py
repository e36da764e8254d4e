"""CSV files (逗号分隔文件): one for each sheet, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from juzheng.catalogue.sheets import archive
from juzheng.catalogue.sheets.grids import COLUMNS, ROWS, Grid, written
from juzheng.catalogue.sheets.problems import Unclear
from juzheng.catalogue.sheets.shape import Table

BOM = "\ufeff"  # without it Excel takes UTF-8 for the machine's own encoding
GUARD = "'"
GUARDED = (GUARD, *archive.FORMULA_STARTS)
LONGEST = 131_072  # characters in a cell: the csv module's own limit


def write(tables: Sequence[Table], entries: Sequence[Any]) -> bytes:
    """Return ``entries`` as one CSV file, or as a ZIP of them if they need several sheets."""
    files = [(f"{table.sheet}.csv", _file(table, entries)) for table in tables]
    return files[0][1] if len(files) == 1 else archive.packed(files)


def _file(table: Table, entries: Sequence[Any]) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([column.heading for column in table.columns])
    mine = [one for one in entries if isinstance(one, table.cls)]
    for row in written(table, mine):
        lines.writerow([_guarded(cell) for cell in row])
    return (BOM + text.getvalue()).encode()


def _guarded(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    return GUARD + text if text.startswith(GUARDED) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(GUARDED) else text


def read(raw: bytes, name: str) -> Grid:
    """
    Return one CSV file as a grid; ``name`` is the sheet's.

    :raises Unclear: if it is no text, or no table, or too large
    """
    text = _decoded(raw)
    rows = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if number > ROWS or len(row) > COLUMNS:
                raise Unclear(f"“{name}”太大，最多 {ROWS} 行、{COLUMNS} 列。", "请分成几个文件。")
            rows.append((number, [_unguarded(cell) or None for cell in row]))
    except csv.Error as error:
        raise Unclear(
            f"不是合格的 CSV 文件（{error}）。", "请用表格软件另存为“CSV UTF-8（逗号分隔）”。"
        ) from None
    return Grid(name, rows)


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unclear("文字编码认不出来。", "请用表格软件另存为“CSV UTF-8（逗号分隔）”。")


def stem(name: str) -> str:
    """Return the sheet's name that a file's name gives: without folders, ending and numbering."""
    last = re.split(r"[/\\]", name)[-1]
    return last.rpartition(".")[0] or last


def files(members: Iterable[tuple[str, bytes]]) -> list[Grid]:
    """Return the CSV files among an archive's members as grids."""
    return [read(raw, stem(name)) for name, raw in members if name.lower().endswith(".csv")]
