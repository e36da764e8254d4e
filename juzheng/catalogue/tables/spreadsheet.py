"""Reading workbooks (读取工作簿): XLSX in either dialect, one pass, nothing calculated or trusted.

Neither the size that a sheet gives itself nor an address in it costs anything: only what is there
is looked at, and only within the limits.
"""

from __future__ import annotations

import math
import posixpath
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from juzheng.catalogue.tables import archive, marked_up
from juzheng.catalogue.tables.grid import LONGEST, OFFICE, Budget, Grid, Limits
from juzheng.catalogue.tables.problems import Place, Unclear

LONGEST_FORMAT = 255
TAGS_A_CELL = 3  # elements of XML for each cell that a workbook may hold
ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
WHOLE = re.compile(r"-?\d{1,15}")
# The days and hours of Chinese programs, which write only their numbers.
CHINESE_DAYS = frozenset({*range(27, 37), *range(50, 59)})
FORMULA = ("是公式，系统不计算公式。", "请复制这一列，用“选择性粘贴 - 数值”贴回。")
ERROR = ("是错误值。", "请改成正确的内容。")
NO_DAY = ("不是能读的日期。", "请写成 2020-02-29 这样的格式。")
TOO_LONG = (f"超过 {LONGEST} 个字。", "请写短一些。")
ALIEN = (
    "不是能读的 XLSX，里面没有工作簿。",
    "请用表格软件另存为 .xlsx（不是 .xlsb、.ods 或 .numbers）。",
)


class OldNumber(int):
    """A number in a workbook that counts days from 1904 (1904 日期系统)."""


def read(raw: bytes, limits: Limits = OFFICE, *, results: bool = False) -> list[Grid]:
    """
    Return the sheets of a workbook as grids; in place of a cell that can't be taken, why not.

    :param results: take the results that the program has stored beside its formulas
    :raises Unclear: if it is no workbook, too large, or made to do harm
    """
    with archive.opened(raw, limits) as whole:
        book = _Book(whole, limits)
        return [
            replace(_grid(book, title, part, results=results), hidden=hidden)
            for title, part, hidden in book.sheets()
        ]


Tags = list[tuple[str, str, Mapping[str, str]]]  # a tag, the one that it stands in, its attributes


class _Book:
    """What the sheets of a workbook share (工作簿): texts, formats, bounds."""

    def __init__(self, whole: zipfile.ZipFile, limits: Limits) -> None:
        self._whole, self.limits = whole, limits
        self.budget = Budget(limits.cells)
        self._tags = Budget(limits.cells * TAGS_A_CELL)
        self._main = next(iter(self._linked("", "/officeDocument").values()), "")
        if self._main not in whole.namelist() or not self._main.endswith(".xml"):
            raise Unclear(*ALIEN)
        self._links = self._linked(self._main, "/worksheet")
        self._described = self.tags(self._main)
        old = [tag for tag in self._described if tag[2].get("date1904") in ("1", "true", "on")]
        self.epoch = CALENDAR_MAC_1904 if old else CALENDAR_WINDOWS_1900
        texts = _Texts(self.budget)
        for part in list(self._linked(self._main, "/sharedStrings").values())[:1]:
            self.walk(part, texts)
        self.texts = texts.found
        styles = list(self._linked(self._main, "/styles").values())[:1]
        self.days = {number for part in styles for number in self._day_styles(part)}

    def sheets(self) -> Iterator[tuple[str, str, bool]]:
        """Yield the sheets' titles, the members that hold them, and whether they are hidden."""
        for tag, _, values in self._described:
            link = next((values[name] for name in values if name.endswith(" id")), "")
            if tag == "sheet" and link in self._links:
                hidden = values.get("state", "visible") != "visible"
                yield values.get("name", ""), self._links.pop(link), hidden

    def walk(self, part: str, listener: _Listener) -> None:
        """Read one member through ``listener``, which hears of tags and texts."""
        marked_up.walk(self._whole, part, listener, self._tags)

    def tags(self, part: str) -> Tags:
        """Return the tags of a small member in their order."""
        listing = _Listing()
        self.walk(part, listing)
        return listing.found

    def _linked(self, part: str, kind: str) -> dict[str, str]:
        """Return where the links of ``kind`` lead that a member has, by their ids."""
        folder, name = posixpath.split(part)
        links = f"{folder}/_rels/{name}.rels".lstrip("/")
        if links not in self._whole.namelist():
            return {}
        return {
            values.get("Id", ""): _path(folder, values.get("Target", ""))
            for tag, _, values in self.tags(links)
            if tag == "Relationship" and values.get("Type", "").endswith(kind)
        }

    def _day_styles(self, part: str) -> Iterator[int]:
        """Yield the numbers of the styles that show a number as a day."""
        tags = self.tags(part)
        own = {
            values.get("numFmtId"): values.get("formatCode", "")
            for tag, _, values in tags
            if tag == "numFmt"
        }
        styles = [values for tag, above, values in tags if (tag, above) == ("xf", "cellXfs")]
        for number, values in enumerate(styles):
            if _shows_day(values.get("numFmtId", "0"), own):
                yield number


def _path(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _shows_day(number: str, own: Mapping[str | None, str]) -> bool:
    if number in own:
        return len(own[number]) <= LONGEST_FORMAT and bool(is_date_format(own[number]))
    known = int(number)
    return known in CHINESE_DAYS or bool(is_date_format(BUILTIN_FORMATS.get(known, "")))


class _Listener:
    """Hears the texts of a member (文字); how they sound (注音) is no part of them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._inside = self._sounds = False

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        if tag in ("si", "c"):
            self.parts = []
        self._sounds = self._sounds or tag == "rPh"
        self._inside = tag in ("t", "v") and not self._sounds

    def end(self, tag: str) -> None:
        self._inside = False
        self._sounds = self._sounds and tag != "rPh"

    def text(self, text: str) -> None:
        if self._inside:
            self.parts.append(text)


class _Listing(_Listener):
    """Hears all tags (标签清单)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Tags = []
        self._open = [""]

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        self.found.append((tag, self._open[-1], values))
        self._open.append(tag)

    def end(self, tag: str) -> None:
        self._open.pop()


class _Texts(_Listener):
    """Hears the texts that cells point to (共享文字)."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.found: list[str] = []
        self._budget = budget

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "si":
            self.found.append("".join(self.parts))
            self._budget.spend_row(self.found[-1:])


class _Sheet(_Listener):
    """Hears one sheet (工作表): its cells row by row, then which of them are merged."""

    def __init__(self, book: _Book, title: str, *, results: bool) -> None:
        super().__init__()
        self.rows: dict[int, list[Any]] = {}
        self.merged: list[str] = []
        self._book, self._title, self._results = book, title, results
        self._row = self._column = 0
        self._kind, self._style, self._formula = "n", "0", False

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        super().start(tag, values)
        if tag == "c":
            found = ADDRESS.fullmatch(values.get("r", ""))
            self._row = int(found[2]) if found else self._row
            self._column = _number_of(found[1]) if found else self._column + 1
            self._kind, self._style = values.get("t", "n"), values.get("s", "0")
            self._formula = False
        elif tag == "row":
            self._row, self._column = int(values.get("r", self._row + 1)), 0
        elif tag == "mergeCell":
            self.merged.append(values.get("ref", ""))
        self._formula = self._formula or tag == "f"

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "c":
            self._take(self._value("".join(self.parts)))

    def _take(self, value: Any) -> None:
        limits = self._book.limits
        if value is None or value == "":
            return
        if not 0 < self._row <= limits.rows or not 0 < self._column <= limits.columns:
            place = Place(f"“{self._title}”表", self._row, self._column)
            raise Unclear(
                f"{place}有内容，最多 {limits.rows} 行、{limits.columns} 列。",
                "请删去多余的内容，或分成几个文件。",
            )
        put(self.rows.setdefault(self._row, []), self._column, value, self._book.budget)

    def _value(self, text: str) -> Any:
        """Return what stands in the cell; why not, if it can't be read; nothing if it is empty."""
        if self._formula and not (self._results and text):  # not calculated yet is not empty
            return Unclear(*FORMULA)
        if self._kind == "s" and text:
            text = self._book.texts[int(text)]
        if len(text) > LONGEST:
            return Unclear(*TOO_LONG)
        if self._kind in ("s", "str", "inlineStr"):
            return _decoded(text)
        if self._kind == "e":
            return Unclear(*ERROR)
        if not text or self._kind == "b":
            return text not in ("0", "false") if text else None
        if self._kind == "d":
            return _iso(text)
        return _number(text, self._book, day=int(self._style) in self._book.days)


def put(row: list[Any], column: int, value: Any, budget: Budget) -> None:
    """Put ``value`` into its column, counted from 1, and pay for what that takes."""
    wider = [None] * (column - len(row))
    row.extend(wider)
    row[column - 1] = value
    budget.spend_row([*wider, value])


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _grid(book: _Book, title: str, part: str, *, results: bool) -> Grid:
    sheet = _Sheet(book, title, results=results)
    book.walk(part, sheet)
    numbers = sorted(sheet.rows)
    for reference in sheet.merged:
        _spread(reference, sheet.rows, numbers, book.budget)
    return Grid(title, [(number, sheet.rows[number]) for number in numbers])


def _spread(
    reference: str, rows: Mapping[int, list[Any]], numbers: Sequence[int], budget: Budget
) -> None:
    """Let what stands in a merged cell stand in every row that it covers, as people read it."""
    corners = [ADDRESS.fullmatch(corner) for corner in reference.split(":")]
    if len(corners) != 2 or not corners[0] or not corners[1]:
        return
    column, first, last = _number_of(corners[0][1]), int(corners[0][2]), int(corners[1][2])
    value = rows.get(first, [])[column - 1 : column]
    for number in numbers[bisect_right(numbers, first) : bisect_left(numbers, last + 1)]:
        budget.spend(1)
        beside = rows[number]
        if value and value != [None] and beside[column - 1 : column] in ([], [None]):
            put(beside, column, value[0], budget)


def _decoded(text: str) -> str:
    """Return a text without the format's own escapes (_x000D_) and with single line ends."""
    if "_x" in text:
        text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _iso(text: str) -> Any:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return Unclear(*NO_DAY)


def _number(text: str, book: _Book, *, day: bool) -> Any:
    try:
        number = int(text) if WHOLE.fullmatch(text) else float(text)
        if not math.isfinite(number):
            return Unclear(*ERROR)
        if day:
            return from_excel(number, book.epoch)
    except (ValueError, OverflowError):
        return Unclear(*(NO_DAY if day else ERROR))
    old = book.epoch == CALENDAR_MAC_1904 and number == int(number)
    return OldNumber(number) if old else number
