"""Rows of a list that a unit or an officer hands in (清单的行): from XLSX or JSON, told alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from juzheng.catalogue.tables import archive, spoken, spreadsheet
from juzheng.catalogue.tables.cells import short
from juzheng.catalogue.tables.grid import Grid, Limits
from juzheng.catalogue.tables.problems import Unclear

MOST_TOLD = 30  # problems; whoever has more has made the same one everywhere
HEADER_WITHIN = 10  # rows above which the titles stand: the list's own name, a remark
NOTE = ("note", "备注")  # what may stand in a row and is not read


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file (文件中的问题): where, and what to write instead."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}"


class UnreadableDemands(Exception):
    """The file cannot be read as demands (文件不能用); ``problems`` says where."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep all problems; the text holds the first thirty."""
        self.problems = tuple(problems)
        told = [str(problem) for problem in self.problems[:MOST_TOLD]]
        rest = len(self.problems) - len(told)
        super().__init__("\n".join([*told, f"还有 {rest} 处。"] if rest else told))


@dataclass(frozen=True)
class Column:
    """One column (栏): its key in JSON, its title in a sheet, how it is read."""

    key: str
    title: str
    read: Callable[[Any], Any]
    to: str = ""  # the table whose ids it names
    needed: bool = False
    longest: int = 0  # characters; 0: as many as a cell holds
    example: str = ""


@dataclass(frozen=True)
class Row:
    """One row (行): where it stands, and what was written, by the columns' keys."""

    where: str
    values: Mapping[str, Any]
    titled: bool = False  # columns are told by their titles, else by their keys

    def at(self, column: Column) -> str:
        """Return where the row's cell in ``column`` stands."""
        return f"{self.where}“{column.title}”栏" if self.titled else f"{self.where}.{column.key}"

    def read(self, column: Column, problems: list[Problem]) -> Any:
        """Return the value in ``column``, or nothing and one problem more."""
        try:
            value = column.read(self.values.get(column.key))
            if column.longest and len(value) > column.longest:
                what = f"最多 {column.longest} 个字，现在是 {len(value)} 个。请写短一些。"
                raise ValueError(what)  # noqa: TRY301 - told with what the cell's reader raises
            if column.needed and not value:
                raise ValueError("没有填。")  # noqa: TRY301 - as above
        except ValueError as error:
            problems.append(Problem(self.at(column), str(error)))
            return None
        return value


def only(where: str, what: str) -> UnreadableDemands:
    """Return that one thing is wrong."""
    return UnreadableDemands([Problem(where, what)])


def sheets(content: bytes, name: str, limits: Limits) -> list[Grid] | None:
    """
    Return the sheets of a workbook; nothing if the file is none, by its name and its content.

    :raises UnreadableDemands: if it is one that can't be taken
    """
    try:
        if archive.looks_like_one(content, limits) or name.lower().endswith(".xlsx"):
            return spreadsheet.read(content, limits, results=True)
    except Unclear as unclear:
        raise only(name, str(unclear)) from None
    return None


def parsed(content: bytes, name: str, manual: str) -> Any:
    """
    Return what stands in a JSON file.

    :raises UnreadableDemands: if it is none
    """
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        if not name.lower().endswith(".json"):
            what = "不是 .xlsx。其他表格（CSV、.xls、.et、.ods）请用表格软件打开，另存为 .xlsx。"
            raise only(name, what) from None
        at = f"第 {error.lineno} 行" if isinstance(error, json.JSONDecodeError) else name
        raise only(at, f"不是 UTF-8 的 JSON。格式见 {manual}。") from None


def of_array(
    where: str, listed: Any, columns: Sequence[Column], problems: list[Problem]
) -> list[Row]:
    """Return the rows of an array of objects, and note what no column is for."""
    if not isinstance(listed, list):
        raise only(where, "要写成数组 [ … ]。")
    keys = [column.key for column in columns]
    rows = []
    for number, values in enumerate(listed):
        row = Row(f"{where}[{number}]", values if isinstance(values, dict) else {})
        if not isinstance(values, dict):
            problems.append(Problem(row.where, "要写成对象 { … }。"))
        problems += [
            Problem(f"{row.where}.{short(key)}", f"没有这一栏。可以写：{'、'.join(keys)}。")
            for key in row.values
            if key not in (*keys, NOTE[0])
        ]
        rows.append(row)
    return rows


def of_grid(
    where: str,
    grid: Grid,
    columns: Sequence[Column],
    problems: list[Problem],
    missing: Collection[str] = (),
) -> list[Row]:
    """
    Return the rows under a sheet's titles, and note what no column is for.

    What stands above the titles, the list's own name or a remark, is passed over; rows keep the
    numbers that the sheet gives them.

    :param missing: titles of columns that must be there
    """
    by_title = _by_title(columns)
    found: dict[int, Column] = {}
    header = _header(grid, by_title)
    for number, cells in grid.rows[header : header + 1]:
        known = [by_title.get(spoken.heading(cell)) for cell in cells]
        problems += [
            Problem(f"{where}第 {number} 行", _lacking(one))
            for one in missing
            if one not in {column.title for column in known if column}
        ]
        for at, (cell, column) in enumerate(zip(cells, known, strict=True)):
            if column is not None and column not in found.values():
                found[at] = column
            elif spoken.heading(cell) and (column or not spoken.passed_over(cell)):
                place = f"{where}第 {number} 行“{short(cell)}”"
                problems.append(Problem(place, _odd(column, found, cells, columns)))
    rows = []
    for number, cells in grid.rows[header + 1 :]:
        values = {
            found[at].key: cell for at, cell in enumerate(cells) if at in found and cell is not None
        }
        if values and not spoken.closes(cells):
            rows.append(Row(f"{where}第 {number} 行", values, titled=True))
    return rows


def _by_title(columns: Sequence[Column]) -> dict[str, Column]:
    """Return the column that each heading means; a column's own title leads."""
    called = {spoken.heading(name): one for one in columns for name in spoken.titles(one.title)}
    return called | {spoken.heading(one.title): one for one in columns}


def _odd(
    column: Column | None, found: Mapping[int, Column], cells: Sequence[Any], columns: Any
) -> str:
    """Say of a heading that no column is for it, or that another one is it already."""
    if column is None:
        known = "、".join((*(one.title for one in columns), NOTE[1]))
        return f"没有这一栏（这一行看作表头）。可以写：{known}。"
    first = next(cells[at] for at, one in found.items() if one is column)
    return f"和“{short(first)}”是同一栏（{column.title}），写了两次。请删去一栏。"


def _lacking(title: str) -> str:
    said = f"少了“{title}”这一栏（这一行看作表头）。"
    others = "、".join(spoken.titles(title)[1:4])
    return said + (f"也可以叫：{others}。" if others else "")


def _header(grid: Grid, known: Collection[str]) -> int:
    """
    Return which of the first rows has the titles (表头在哪一行): the most that are known.

    Where none is known, the first that has several cells: a table's own name stands in one.
    """
    first = [{spoken.heading(cell) for cell in cells} - {""} for _, cells in grid.rows]
    first = first[:HEADER_WITHIN]
    fits = [len(titles & set(known)) for titles in first]
    if not any(fits):
        return next((at for at, titles in enumerate(first) if len(titles) > 1), 0)
    return fits.index(max(fits))
