"""Writing workbooks (写工作簿): texts only, no formula, the same to the byte each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from juzheng.catalogue.tables import archive, formulas

MADE = datetime(2020, 2, 29, tzinfo=UTC)  # in every workbook: what is the same shall look the same
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
TEXT = "@"
WRAPPED = Alignment(vertical="top", wrap_text=True)
WIDEST, LONGEST_TITLE = 60, 31


def plain(sheets: Mapping[str, Iterable[Sequence[str]]]) -> bytes:
    """Return a workbook with these rows of texts on its sheets, the first of each in bold."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:LONGEST_TITLE])
        widths: dict[int, int] = {}
        for at, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                put(sheet.cell(at, column), text)
                sheet.cell(at, column).font = Font(bold=at == 1)
                widths[column] = min(WIDEST, max(widths.get(column, 0), len(text) * 2))
        for column, width in widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = width + 2
        sheet.freeze_panes = "A2"
    return saved(book)


def put(cell: Cell | MergedCell, text: str) -> None:
    """Write ``text`` as a text, whatever it begins with."""
    cell.alignment = WRAPPED
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.number_format = TEXT
        cell.quotePrefix = text.startswith(formulas.SIGNS)


def saved(book: Workbook) -> bytes:
    """Return the workbook with the hour of writing taken out, inside and around its members."""
    raw = io.BytesIO()
    book.properties.creator = "juzheng"
    book.save(raw)
    stamp = rb"\g<1>" + MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(raw) as whole:
        return archive.packed(
            (name, STAMP.sub(stamp, content) if name == "docProps/core.xml" else content)
            for name, content in ((info.filename, whole.read(info)) for info in whole.infolist())
        )
