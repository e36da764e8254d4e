"""Reports as spreadsheets (比对报告表格): plain rows, no formula, the same rows the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

# openpyxl writes the clock into the file; a report is told apart by what it says, not by when.
MADE = datetime(2020, 2, 29)  # noqa: DTZ001 - a spreadsheet's own time has no zone
ZIP_DATE = (2020, 2, 29, 0, 0, 0)
WIDEST = 60
# Which attributes stand in the tag depends on the XML library that openpyxl finds.
MODIFIED = re.compile(rb"(<dcterms:modified\b[^>]*>)[^<]*(</dcterms:modified>)")


def xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """
    Return one sheet with ``rows`` under ``head`` as an XLSX file.

    Every cell is text, so nothing in it is ever taken for a formula.
    """
    book = Workbook()
    book.properties.created = book.properties.modified = MADE
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = title[:31]
    widths = [len(name) * 2 for name in head]
    for at, row in enumerate([head, *rows], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(at, column, text)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=at == 1)
            widths[column - 1] = min(WIDEST, max(widths[column - 1], len(text) * 2))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width + 2
    sheet.freeze_panes = "A2"
    made = io.BytesIO()
    book.save(made)
    return _without_clock(made.getvalue())


def _without_clock(made: bytes) -> bytes:
    """Return the same file with one date on all its parts."""
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(told, "w") as new:
        for name in sorted(old.namelist()):
            part = zipfile.ZipInfo(name, ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _pinned(content)
            new.writestr(part, content)
    return told.getvalue()


def _pinned(core: bytes) -> bytes:
    """Put the pinned moment where openpyxl has written the clock on saving."""
    return MODIFIED.sub(rb"\g<1>" + f"{MADE.isoformat()}Z".encode() + rb"\g<2>", core)
