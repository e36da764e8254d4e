"""Reading a paper (读来文): DOCX, XLSX, CSV or text becomes lines, each of one cell or more."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from juzheng.catalogue.tables import archive, commas, marked_up, spreadsheet
from juzheng.catalogue.tables.cells import as_text
from juzheng.catalogue.tables.grid import LONGEST, Budget, Grid, Limits
from juzheng.catalogue.tables.problems import Unclear

BOUNDS = Limits(packed=10 * 1024 * 1024, unpacked=30_000_000, rows=5_000, columns=50, cells=40_000)
LARGEST = BOUNDS.packed
TAGS = 600_000  # of XML in one document: some hundred pages with every format there is
DOCUMENT, WORKBOOK = "word/document.xml", "xl/workbook.xml"
PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
NO_WORDS = (
    "这是 PDF 或图片，里面的字读不出来。",
    "请用办公软件打开原文件（.docx、.xlsx）上传，或者把名单的文字复制后粘贴。",
)
OLD = (
    "是旧版文档（.doc、.xls、.wps、.et），或者加了密码。",
    "请用办公软件去掉密码，另存为 .docx 或 .xlsx。",
)
ALIEN = ("压缩包里没有文档，也没有表格。", "请上传 .docx 或 .xlsx，或者把名单的文字复制后粘贴。")
NO_TEXT = ("文字编码认不出来。", "请把名单的文字复制后粘贴。")


@dataclass(frozen=True)
class Line:
    """One line of a paper (来文的一行): a paragraph, or the cells of a row."""

    cells: tuple[str, ...]
    numbered: bool = False  # the program itself puts a number before it
    table: int = 0  # which table or sheet of the paper it stands in, or after

    @property
    def text(self) -> str:
        """Return the whole line as people read it."""
        return " ".join(filter(None, self.cells))


def read(raw: bytes) -> tuple[str, tuple[Line, ...]]:
    """
    Return what ``raw`` is, "docx", "xlsx", "csv" or "txt", and its lines that are not empty.

    :raises Unclear: if no text can be read from it, or it is too large, or made to do harm
    """
    if raw.startswith(archive.OLE):
        raise Unclear(*OLD)
    if raw.startswith(PICTURES):
        raise Unclear(*NO_WORDS)
    if archive.looks_like_one(raw, BOUNDS):
        return _packed(raw)
    text = _decoded(raw)
    budget = Budget(BOUNDS.cells)
    if _of_cells(text):
        return "csv", _rows([commas.read(text.encode(), "", limits=BOUNDS, budget=budget)])
    return "txt", tuple(_lines(text.splitlines(), budget))


def _packed(raw: bytes) -> tuple[str, tuple[Line, ...]]:
    with archive.opened(raw, BOUNDS) as whole:
        names = set(whole.namelist())
        if DOCUMENT in names:
            return "docx", _document(whole)
    if WORKBOOK not in names:
        raise Unclear(*ALIEN)
    return "xlsx", _rows(spreadsheet.read(raw, BOUNDS, results=True))


def _decoded(raw: bytes) -> str:
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    named = marks.get(raw[:2])
    for encoding in (named,) if named else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unclear(*NO_TEXT)


def _of_cells(text: str) -> bool:
    """Return whether the lines are rows of a table: most of them have the same commas."""
    counts = [line.count(",") for line in text.splitlines() if line.strip()]
    if len(counts) > 1 and min(counts) > 0:
        return True
    # A heading over the table, or a cell of two lines, has none.
    commas_in_rows, rows = next(iter(Counter(counts).most_common(1)), (0, 0))
    return commas_in_rows > 0 and rows > 1 and 2 * rows >= len(counts)


def _lines(texts: Iterable[str], budget: Budget) -> Iterator[Line]:
    for text in texts:
        cells = tuple(cell.strip() for cell in text.split("\t"))
        if any(cells):
            budget.spend_row(cells)
            yield Line(cells)


def _rows(grids: Iterable[Grid]) -> tuple[Line, ...]:
    rows = ((at, row) for at, grid in enumerate(grids) for _, row in grid.rows)
    return tuple(Line(tuple(map(_cell, row)), table=at) for at, row in rows)


def _cell(raw: object) -> str:
    return "" if isinstance(raw, Unclear) else " ".join(as_text(raw).split())


def _document(whole: zipfile.ZipFile) -> tuple[Line, ...]:
    listener = _Document(Budget(BOUNDS.cells))
    marked_up.walk(whole, DOCUMENT, listener, Budget(TAGS))
    return tuple(listener.found)


class _Document:
    """Hears a document (文档): its paragraphs, and the rows of its tables, in their order."""

    def __init__(self, budget: Budget) -> None:
        self.found: list[Line] = []
        self._budget = budget
        self._parts: list[list[str]] = []  # of the paragraphs that are open, the inner one last
        self._cells: list[list[str]] = []  # of the rows that are open
        self._cell: list[list[str]] = []
        self._numbered = self._heard = False
        self._table = 0
        self._twice = 0  # depth within what says the same again for older programs

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        """Open a paragraph, a row or a cell."""
        self._heard = tag == "t"
        if tag == "Fallback":
            self._twice += 1
        elif tag == "p":
            self._parts.append([])
            self._numbered = False
        elif tag == "numPr":
            self._numbered = True
        elif tag == "tbl" and not self._cells:
            self._table += 1
        elif tag == "tr":
            self._cells.append([])
        elif tag == "tc":
            self._cell.append([])
        elif tag in ("tab", "br", "cr") and self._parts:
            self._parts[-1].append(" " if tag == "tab" else "\n")

    def end(self, tag: str) -> None:
        """Close what was open, and keep what was in it."""
        self._heard = False
        if tag == "Fallback":
            self._twice -= 1
        elif tag == "p" and self._parts:
            self._paragraph("".join(self._parts.pop()))
        elif tag == "tc" and self._cell and self._cells:
            self._cells[-1].append(" ".join(self._cell.pop()))
        elif tag == "tr" and self._cells:
            self._keep(tuple(self._cells.pop()), numbered=False)

    def text(self, text: str) -> None:
        """Take a text of the paragraph that is open; what was deleted is no text."""
        if self._heard and self._parts and not self._twice:
            self._parts[-1].append(text)

    def _paragraph(self, text: str) -> None:
        for line in text.split("\n"):
            said = " ".join(line.split())
            if said and self._cell:
                self._cell[-1].append(said)
            elif said:
                self._keep((said,), numbered=self._numbered)

    def _keep(self, cells: tuple[str, ...], *, numbered: bool) -> None:
        if any(cells):
            if len(cells) > BOUNDS.columns or max(map(len, cells)) > LONGEST:
                raise Unclear("有一行太长。", "请把名单单独放进一个文件，再上传。")
            self._budget.spend_row(cells)
            self.found.append(Line(cells, numbered, self._table))
