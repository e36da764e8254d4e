"""Workbooks of entries (条目的 XLSX 工作簿): one sheet for each kind, and one that explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from juzheng.catalogue.sheets import guide
from juzheng.catalogue.sheets.grids import written
from juzheng.catalogue.sheets.shape import GUIDE, Column, Table, words
from juzheng.catalogue.tables.grid import LONGEST
from juzheng.catalogue.tables.problems import Unclear
from juzheng.catalogue.tables.workbook import TEXT, WRAPPED, put, saved

CHOOSABLE_ROWS = 2_000  # how far down the drop-down lists reach in a sheet with fewer rows
LONGEST_CHOICE = 255  # characters in a drop-down list: a limit of the format
HEADER = PatternFill("solid", start_color="FFE8EEF4", end_color="FFE8EEF4")
WIDTHS = {bool: 10, int: 12}
LONG = frozenset({"summary", "do", "sentence", "note", "label", "hint", "disabled_reason"})


def write(tables: Sequence[Table], entries: Sequence[Any]) -> bytes:
    """
    Return a workbook with ``entries`` on ``tables`` after a sheet that explains them.

    :raises Unclear: if a text is longer than a cell can hold
    """
    book = Workbook()
    first = book.worksheets[0]
    first.title = GUIDE
    _explain(first, tables)
    for table in tables:
        _fill(book.create_sheet(table.sheet), table, entries)
    return saved(book)


def _explain(sheet: Worksheet, tables: Sequence[Table]) -> None:
    for line in guide.rows(tables):
        sheet.append(line)
    for letter, width in zip("ABCDE", (18, 26, 8, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = WRAPPED
    for cell in sheet[1]:
        cell.font = Font(bold=True)


def _fill(sheet: Worksheet, table: Table, entries: Sequence[Any]) -> None:
    sheet.append([column.heading for column in table.columns])
    for at, column in enumerate(table.columns, start=1):
        head = sheet.cell(1, at)
        head.font = Font(bold=True)
        head.fill = HEADER
        head.alignment = WRAPPED
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = _width(column)
        sheet.column_dimensions[letter].number_format = "General" if _numeric(column) else TEXT
    sheet.freeze_panes = "B2"
    last = 1
    mine = [one for one in entries if isinstance(one, table.cls)]
    for last, texts in enumerate(written(table, mine), start=2):
        for at, text in enumerate(texts, start=1):
            if text:
                _put(sheet, last, at, text, table.columns[at - 1])
    _offer_choices(sheet, table, max(last, CHOOSABLE_ROWS))


def _put(sheet: Worksheet, row: int, at: int, text: str, column: Column) -> None:
    if len(text) > LONGEST:
        raise Unclear(
            f"{sheet.title} 第{row}行“{column.heading}”有{len(text)}个字，一格最多{LONGEST}个字。",
            "请改用 YAML 或 CSV 导出。",
        )
    cell = sheet.cell(row, at)
    if _numeric(column):
        cell.alignment, cell.value = WRAPPED, int(text)
    else:
        put(cell, text)


def _numeric(column: Column) -> bool:
    return column.type is int and not column.many


def _width(column: Column) -> int:
    if column.path[-1] in LONG or (column.many and column.type is str and not column.code):
        return 40
    return WIDTHS.get(column.type, 18)


def _offer_choices(sheet: Worksheet, table: Table, last: int) -> None:
    """Let the program offer the words of a closed list; what is typed is checked here anyway."""
    for at, column in enumerate(table.columns, start=1):
        offered = "" if column.many else ",".join(words(column))
        if not offered or len(offered) > LONGEST_CHOICE:
            continue
        choice = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
        choice.errorTitle, choice.error = column.heading, "请从列表中选一个。"
        choice.add(f"{get_column_letter(at)}2:{get_column_letter(at)}{last}")
        sheet.add_data_validation(choice)
