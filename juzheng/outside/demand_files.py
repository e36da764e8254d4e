"""Demand files (要求清单文件): who demands what, from JSON or XLSX; described in docs/tangle.md."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl

from juzheng.law.base.demanders import Demander
from juzheng.law.demands.network import (
    COMMITTEE,
    Body,
    DataSource,
    Demand,
    Fact,
    Matter,
    Network,
    Paper,
    network,
)
from juzheng.outside.cells import bases, names, text, yes

LARGEST_BYTES = 500 * 1024 * 1024
LARGEST_SHEET_BYTES = 2_000_000_000  # unpacked; an XLSX is a ZIP, and a small one may hold a lot
EXPLAINED = (
    "每张表一行写一个。编号不填，就用名称当编号；一格里写几个，用顿号隔开；是或否的栏写“是”。",
    "要求：“为了”写事项或材料的编号；“接受的材料”有几种写几种，有一种就行。",
    "同一个“为了”有几行要求的，每一行都要满足。",
    "依据写成《公证法》第二十七条这样；没有的不填。",
)
MOST_TOLD = 30  # problems; whoever has more has made the same one everywhere

KINDS = {
    word: unit.value for unit in Demander for word in (unit.value, unit.label)
} | dict.fromkeys(
    (COMMITTEE, "居委会", "村委会", "居民委员会", "村民委员会", "居（村）委会"), COMMITTEE
)


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
class _Column:
    key: str
    title: str
    read: Callable[[Any], Any]
    to: str = ""  # the table whose ids it names
    needed: bool = False

    @cached_property
    def empty(self) -> Any:
        """What stands where nothing is written."""
        return self.read(None)


@dataclass(frozen=True)
class _Table:
    key: str
    title: str
    columns: tuple[_Column, ...]
    make: Callable[..., Any]


@dataclass(frozen=True)
class _Row:
    where: str  # of the row
    at: Callable[[_Column], str]  # of one of its cells
    values: dict[str, Any]


def _set(raw: Any) -> frozenset[str]:
    return frozenset(names(raw))


def _kind(raw: Any) -> str:
    word = text(raw)
    if word and word not in KINDS:
        known = "、".join(unit.label for unit in Demander)
        raise ValueError(f"没有“{word}”这一类单位。请从这些里选：居（村）委会、{known}。")
    return str(KINDS.get(word, ""))


_ID = _Column("id", "编号", text)
_NAME = _Column("name", "名称", text, needed=True)
TABLES = (
    _Table("bodies", "单位", (_ID, _NAME, _Column("kind", "类别", _kind)), Body),
    _Table(
        "facts", "事实",
        (_ID, _NAME, _Column("negative", "否定性", yes), _Column("judgement", "评价性", yes)),
        Fact,
    ),
    _Table(
        "data", "共享数据",
        (_ID, _NAME, _Column("shows", "能证明的事实", _set, "facts"),
         _Column("open_to", "能查的单位", _set, "bodies")),
        DataSource,
    ),
    _Table(
        "papers", "材料",
        (_ID, _NAME, _Column("issued_by", "出具单位", text, "bodies"),
         _Column("shows", "能证明的事实", _set, "facts"), _Column("held", "居民已持有", yes),
         _Column("item", "目录事项", text, "items")),
        Paper,
    ),
    _Table(
        "matters", "事项",
        (_ID, _NAME, _Column("handled_by", "办理单位", text, "bodies")), Matter,
    ),
    _Table(
        "demands", "要求",
        (_ID, _Column("owner", "为了", text, "owners", needed=True),
         _Column("papers", "接受的材料", names, "papers"),
         _Column("data", "接受的数据", names, "data"),
         _Column("fact", "要证明的事实", text, "facts"),
         _Column("basis", "依据", bases), _Column("commitment", "可以承诺", yes)),
        Demand,
    ),
)  # fmt: skip


def read(
    path: Path, items: Collection[str], *, unpacked_bytes: int = LARGEST_SHEET_BYTES
) -> Network:
    """
    Return the network of demands in ``path``, JSON or XLSX by its ending.

    :param items: the ids of the catalogue, which a paper may name
    :param unpacked_bytes: as large an XLSX may become when it is unpacked
    :raises UnreadableDemands: with every problem and its place
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _only(path.name, "文件超过 500 MB。请分成几个文件。")
        sheets = path.suffix.lower() == ".xlsx"
        rows = _from_xlsx(path, unpacked_bytes) if sheets else _from_json(path)
    except OSError as error:
        raise _only(path.name, f"打不开：{error.strerror}。请核对路径。") from None
    return _assembled(rows, items)


def template() -> bytes:
    """Return an empty workbook (模板) with every sheet and column, and a sheet that explains."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    told = book.create_sheet("说明")
    for line in EXPLAINED:
        told.append([line])
    told.column_dimensions["A"].width = 80
    for table in TABLES:
        sheet = book.create_sheet(table.title)
        sheet.append([*(column.title for column in table.columns), "备注"])
        sheet.freeze_panes = "A2"
        for letter in "ABCDEFGH":
            sheet.column_dimensions[letter].width = 20
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _only(where: str, what: str) -> UnreadableDemands:
    return UnreadableDemands([Problem(where, what)])


def _from_json(path: Path) -> dict[str, list[_Row]]:
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        at = f"第 {error.lineno} 行" if isinstance(error, json.JSONDecodeError) else path.name
        raise _only(at, "不是 UTF-8 的 JSON。格式见 docs/tangle.md。") from None
    known = {table.key for table in TABLES}
    if not isinstance(whole, dict) or not whole.keys() <= known | {"title", "note"}:
        other = sorted(whole.keys() - known) if isinstance(whole, dict) else []
        what = f"不认识“{other[0]}”。" if other else "最外层不是对象。"
        raise _only(path.name, f"{what}要有的是：{'、'.join(sorted(known))}。")
    return {table.key: list(_json_rows(table, whole.get(table.key, []))) for table in TABLES}


def _json_rows(table: _Table, listed: Any) -> Iterator[_Row]:
    if not isinstance(listed, list):
        raise _only(table.key, "要写成数组 [ … ]。")
    keys = {column.key for column in table.columns}
    for number, values in enumerate(listed):
        where = f"{table.key}[{number}]"
        if not isinstance(values, dict):
            raise _only(where, "要写成对象 { … }。")
        for key in values.keys() - keys - {"note"}:
            raise _only(f"{where}.{key}", f"没有这一栏。可以写：{'、'.join(sorted(keys))}。")
        yield _Row(where, lambda column, where=where: f"{where}.{column.key}", values)  # type: ignore[misc]


def _from_xlsx(path: Path, most: int) -> dict[str, list[_Row]]:
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as packed:
                if sum(part.file_size for part in packed.infolist()) > most:
                    what = f"展开后超过 {most // 1_000_000} MB。请分成几个文件。"
                    raise _only(path.name, what)
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except (UnreadableDemands, OSError):
            raise
        except Exception:  # a broken XLSX breaks the reader in many places, each in its own way
            raise _only(path.name, "不是能读的 XLSX。请用表格软件另存为 .xlsx。") from None
        return _sheets(book)


def _sheets(book: openpyxl.Workbook) -> dict[str, list[_Row]]:
    names = [table.title for table in TABLES]
    for title in book.sheetnames:
        if title not in (*names, "说明"):
            listed = "、".join(names)
            raise _only(f"工作表“{title}”", f"不认识这张表。要有的是：{listed}；说明写在“说明”。")
    return {
        table.key: list(_xlsx_rows(table, book[table.title]))
        if table.title in book.sheetnames
        else []
        for table in TABLES
    }


def _xlsx_rows(table: _Table, sheet: Any) -> Iterator[_Row]:
    rows = sheet.iter_rows(values_only=True)
    titles = [text(cell) for cell in next(rows, ())]
    by_title = {column.title: column for column in table.columns}
    for title in filter(None, titles):
        if title not in by_title and title != "备注":
            what = f"没有这一栏。可以写：{'、'.join(by_title)}、备注。"
            raise _only(f"工作表“{table.title}”第 1 行“{title}”", what)
    for number, cells in enumerate(rows, 2):
        where = f"工作表“{table.title}”第 {number} 行"
        values = {
            by_title[title].key: cell
            for title, cell in zip(titles, cells, strict=False)
            if title in by_title and cell is not None and cell != ""
        }
        if values:
            yield _Row(where, lambda column, where=where: f"{where}“{column.title}”栏", values)  # type: ignore[misc]


def _assembled(rows: Mapping[str, list[_Row]], items: Collection[str]) -> Network:
    """Return the network of all rows, or raise with everything that is wrong with them."""
    problems: list[Problem] = []
    read_rows = {
        table.key: [
            _values(table, number, row, problems) for number, row in enumerate(rows[table.key], 1)
        ]
        for table in TABLES
    }
    known: dict[str, Collection[str]] = {
        key: {values["id"] for values in listed} for key, listed in read_rows.items()
    }
    known |= {"items": items, "owners": {*known["papers"], *known["matters"]}}
    for table in TABLES:
        for row, values in zip(rows[table.key], read_rows[table.key], strict=True):
            problems += _absent(table, row, values, known)
        problems += _twice(rows[table.key], read_rows[table.key])
    if problems:
        raise UnreadableDemands(problems)
    made = {
        table.key: [table.make(**values) for values in read_rows[table.key]] for table in TABLES
    }
    try:
        return network(**made)
    except ValueError as error:
        raise _only("文件", str(error)) from None


def _values(table: _Table, number: int, row: _Row, problems: list[Problem]) -> dict[str, Any]:
    """Return one row's values; an id that is not given is the name, or the demand's number."""
    values: dict[str, Any] = {}
    for column in table.columns:
        values[column.key] = column.empty
        if column.key in row.values:
            try:
                values[column.key] = column.read(row.values[column.key])
            except ValueError as error:
                problems.append(Problem(row.at(column), str(error)))
                continue
        if column.needed and not values[column.key]:
            problems.append(Problem(row.at(column), "没有填。"))
    values["id"] = values["id"] or values.get("name") or f"要求{number}"
    return values


def _absent(
    table: _Table, row: _Row, values: Mapping[str, Any], known: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    for column in table.columns:
        named = values[column.key] if column.to else ()
        for name in (named,) if isinstance(named, str) else sorted(named):
            if name and name not in known[column.to]:
                place = _PLACES[column.to]
                yield Problem(row.at(column), f"“{name}”没有登记在{place}里。请核对编号。")


_PLACES = {
    **{table.key: f"“{table.title}”（{table.key}）" for table in TABLES},
    "items": "目录",
    "owners": "“事项”（matters）或“材料”（papers）",
}


def _twice(rows: list[_Row], read_rows: list[dict[str, Any]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for row, values in zip(rows, read_rows, strict=True):
        if values["id"] in seen:
            first = seen[values["id"]]
            yield Problem(row.at(_ID), f"编号“{values['id']}”用了两次，第一次在{first}。请改一个。")
        seen.setdefault(values["id"], row.where)
