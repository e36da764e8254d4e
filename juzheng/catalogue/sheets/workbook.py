"""Workbooks (XLSX 工作簿): written the same to the byte each time, read with suspicion."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from juzheng.catalogue.sheets import archive, guide
from juzheng.catalogue.sheets.grids import COLUMNS, ROWS, Grid, written
from juzheng.catalogue.sheets.problems import Unclear
from juzheng.catalogue.sheets.shape import GUIDE, Column, Table, words

LONGEST = 32_767  # characters in a cell; programs cut off the rest without a word
CHOOSABLE_ROWS = 2_000  # how far down the drop-down lists reach in a sheet with fewer rows
LONGEST_CHOICE = 255  # characters in a drop-down list: a limit of the format
WRITTEN_ON = "2020-02-29T00:00:00Z"  # in every workbook: what is the same shall look the same
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
TEXT = "@"
HEADER = PatternFill("solid", start_color="FFE8EEF4", end_color="FFE8EEF4")
WRAPPED = Alignment(vertical="top", wrap_text=True)
REFUSED = {  # kinds of cell: nothing is calculated here, and an error says nothing
    "f": ("是公式，系统不计算公式。", "请复制这一列，用“选择性粘贴 - 数值”贴回。"),
    "e": ("是错误值。", "请改成正确的内容。"),
}
WIDTHS = {bool: 10, int: 12}
LONG = frozenset({"summary", "do", "sentence", "note", "label", "hint", "disabled_reason"})


def write(tables: Sequence[Table], entries: Sequence[Any]) -> bytes:
    """
    Return a workbook with ``entries`` on ``tables`` after a sheet that explains them.

    :raises Unclear: if a text is longer than a cell can hold
    """
    book = Workbook()
    book.properties.creator = "juzheng"
    first = book.worksheets[0]
    first.title = GUIDE
    _explain(first, tables)
    for table in tables:
        _fill(book.create_sheet(table.sheet), table, entries)
    raw = io.BytesIO()
    book.save(raw)
    return _settled(raw.getvalue())


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
    cell.alignment = WRAPPED
    if _numeric(column):
        cell.value = int(text)
        return
    cell.value = text
    cell.data_type = "s"  # a text that begins with "=" is a text
    cell.number_format = TEXT
    cell.quotePrefix = text.startswith(archive.FORMULA_STARTS)


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


def _settled(raw: bytes) -> bytes:
    """Return the workbook with the hour of writing taken out, inside and around its members."""
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        members = [(info.filename, whole.read(info)) for info in whole.infolist()]
    stamp = rb"\g<1>" + WRITTEN_ON.encode()
    return archive.packed(
        (name, STAMP.sub(stamp, content) if name == "docProps/core.xml" else content)
        for name, content in members
    )


def read(raw: bytes) -> list[Grid]:
    """
    Return the sheets of a workbook as grids; in place of a cell that can't be taken, why not.

    Nothing is calculated and nothing outside the file is opened.

    :raises Unclear: if it is no workbook, or one that is made to do harm
    """
    _insist_on_plain_xml(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl promises no error of its own for a broken file
        raise _broken(error) from None
    try:
        return [_grid(sheet) for sheet in book.worksheets]
    except Unclear:
        raise
    except Exception as error:
        raise _broken(error) from None
    finally:
        book.close()


def _broken(error: Exception) -> Unclear:
    return Unclear(
        f"工作簿已损坏，读不出来（{type(error).__name__}）。", "请用表格软件打开后另存为 .xlsx。"
    )


def _insist_on_plain_xml(raw: bytes) -> None:
    for name, content in archive.members(raw):
        if name.endswith((".xml", ".rels", ".vml")) and (
            b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:400]
        ):
            raise Unclear(
                f"工作簿里的 {name} 带有实体声明，表格软件不会写出这样的文件。",
                "请用表格软件重新保存。",
            )


def _grid(sheet: Any) -> Grid:
    sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    rows = []
    bounded = sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS + 1)
    for number, row in enumerate(bounded, start=1):
        cells = [
            Unclear(*REFUSED[cell.data_type]) if cell.data_type in REFUSED else cell.value
            for cell in row
        ]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        if number > ROWS or len(cells) > COLUMNS:
            raise Unclear(
                f"“{sheet.title}”表太大，最多 {ROWS} 行、{COLUMNS} 列。", "请分成几个文件。"
            )
        rows.append((number, cells))
    return Grid(sheet.title, rows)
