"""Lists of materials (事项材料清单): what a unit demands, from XLSX or JSON; docs/demands.md.

Every problem is told at once, with its row and column; a list is read whole or not at all.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

import openpyxl

from juzheng.law.base.terms import Term
from juzheng.law.demands.registry import AskedOf, Held, Stated, unready
from juzheng.outside.cells import bases, names, text, yes
from juzheng.outside.demand_files import Problem, UnreadableDemands

LARGEST_BYTES = 1_000_000
LARGEST_UNPACKED_BYTES = 20_000_000
MOST_LINES = 1000
SHEET = "清单"
T = TypeVar("T", bound=Term)


@dataclass(frozen=True)
class Column:
    """One column of the list (栏): its key in JSON, its title in a sheet, how it is read."""

    key: str
    title: str
    read: Callable[[Any], Any]
    longest: int
    example: str


def _one_of(kind: type[T], empty: T) -> Callable[[Any], T]:
    known = {word: one for one in kind for word in (one.value, one.label)}

    def read(raw: Any) -> T:
        word = text(raw)
        if word and word not in known:
            listed = "、".join(one.label for one in kind)
            raise ValueError(f"没有“{word}”这一种。请从这些里选：{listed}。")
        return known[word] if word else empty

    return read


COLUMNS = (
    Column("matter", "事项", text, 100, "房屋所有权转移登记"),
    Column("paper", "要什么证明", text, 100, "亲属关系证明"),
    Column("asked_of", "向谁要", _one_of(AskedOf, AskedOf.OTHER), 0, "居（村）委会"),
    Column("fact", "要证明的事实", text, 200, "申请人与原权利人的亲属关系"),
    Column("bases", "依据", bases, 0, "《不动产登记暂行条例》第十六条"),
    Column("item", "目录事项", text, 20, ""),
    Column("other_papers", "其他材料", names, 0, "身份证、不动产权证书"),
    Column("held", "是否已经掌握", _one_of(Held, Held.NO), 0, "能查的共享数据里有"),
    Column("held_where", "在哪里掌握", text, 100, "人口库"),
    Column("commitment", "可以承诺", yes, 0, "否"),
)
_BY_TITLE = {column.title: column for column in COLUMNS}
_BY_KEY = {column.key: column for column in COLUMNS}


def read(content: bytes, name: str, items: Collection[str]) -> tuple[Stated, ...]:
    """
    Return the demands in a file, XLSX or JSON by its name.

    :param items: the ids of the catalogue, which a line may name
    :raises UnreadableDemands: with every problem and its row and column
    """
    if len(content) > LARGEST_BYTES:
        raise _only(name, "文件超过 1 MB。请分成几个文件。")
    lines = list((_xlsx if name.lower().endswith(".xlsx") else _json)(content, name))
    if not lines:
        raise _only(name, "一行也没有。请从第 2 行起填写。")
    if len(lines) > MOST_LINES:
        raise _only(name, f"超过 {MOST_LINES} 行。请分成几个文件。")
    problems: list[Problem] = []
    found = [_stated(line, items, problems) for line in lines]
    if problems:
        raise UnreadableDemands(problems)
    return tuple(one for one in found if one is not None)


def template() -> bytes:
    """Return an empty list as XLSX, with the titles and one example line."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = SHEET
    sheet.append([column.title for column in COLUMNS])
    sheet.append([column.example for column in COLUMNS])
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class _Line:
    where: str
    values: dict[str, Any]  # by the column's key
    titles: bool  # columns are told by their titles, else by their keys

    def at(self, column: Column) -> str:
        return f"{self.where}“{column.title}”栏" if self.titles else f"{self.where}.{column.key}"


def _only(where: str, what: str) -> UnreadableDemands:
    return UnreadableDemands([Problem(where, what)])


def _stated(line: _Line, items: Collection[str], problems: list[Problem]) -> Stated | None:
    values: dict[str, Any] = {}
    before = len(problems)
    for column in COLUMNS:
        try:
            value = values[column.key] = column.read(line.values.get(column.key))
        except ValueError as error:
            problems.append(Problem(line.at(column), str(error)))
            continue
        if column.longest and len(value) > column.longest:
            what = f"最多 {column.longest} 个字，现在是 {len(value)} 个。请写短一些。"
            problems.append(Problem(line.at(column), what))
    if values.get("item") and values["item"] not in items:
        what = f"目录里没有“{values['item']}”。请核对编号，或留空。"
        problems.append(Problem(line.at(_BY_KEY["item"]), what))
    if len(problems) > before:
        return None
    stated = Stated(**values)
    problems += [Problem(line.where, str(what)) for what in unready(stated)]
    return stated


def _json(content: bytes, name: str) -> Iterator[_Line]:
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        at = f"第 {error.lineno} 行" if isinstance(error, json.JSONDecodeError) else name
        raise _only(at, "不是 UTF-8 的 JSON，也不是 .xlsx。请核对文件。") from None
    listed = whole.get("demands") if isinstance(whole, dict) else None
    if not isinstance(listed, list):
        raise _only(name, '最外层要写成 {"demands": [ … ]}。')
    problems = []
    for number, values in enumerate(listed):
        where = f"demands[{number}]"
        if not isinstance(values, dict):
            problems.append(Problem(where, "要写成对象 { … }。"))
            continue
        problems += [
            Problem(f"{where}.{key[:30]}", f"没有这一栏。可以写：{'、'.join(_BY_KEY)}。")
            for key in values
            if key not in _BY_KEY
        ]
        yield _Line(where, values, titles=False)
    if problems:
        raise UnreadableDemands(problems)


def _xlsx(content: bytes, name: str) -> Iterator[_Line]:
    sheet = _sheet(content, name)
    rows = sheet.iter_rows(values_only=True, max_row=MOST_LINES + 2, max_col=2 * len(COLUMNS))
    titles = [str(cell or "").strip() for cell in next(rows, ())]
    problems = [
        Problem(f"第 1 行“{title[:30]}”", f"没有这一栏。可以写：{'、'.join(_BY_TITLE)}。")
        for title in titles
        if title and title not in _BY_TITLE
    ]
    needed = ("事项", "要什么证明", "要证明的事实")
    problems += [
        Problem("第 1 行", f"少了“{title}”这一栏。") for title in needed if title not in titles
    ]
    if problems:
        raise UnreadableDemands(problems)
    for number, cells in enumerate(rows, 2):
        values = {
            _BY_TITLE[title].key: cell
            for title, cell in zip(titles, cells, strict=False)
            if title and cell not in (None, "")
        }
        if values:
            yield _Line(f"第 {number} 行", values, titles=True)


def _sheet(content: bytes, name: str) -> Any:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED_BYTES:
                raise _only(name, "展开后超过 20 MB。请分成几个文件。")
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        return book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    except UnreadableDemands:
        raise
    except Exception:  # a broken XLSX breaks the reader in many places, each in its own way
        raise _only(name, "不是能读的 XLSX。请用表格软件另存为 .xlsx。") from None
