"""Demand files (要求清单文件): who demands what, from JSON or XLSX; described in docs/tangle.md."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from juzheng.catalogue.tables import spoken, workbook
from juzheng.catalogue.tables.cells import short
from juzheng.catalogue.tables.grid import MEGABYTE, Grid, Limits
from juzheng.law.base.demanders import Demander
from juzheng.law.base.watching import Watched, unwatched
from juzheng.law.demands import network as law
from juzheng.outside import array_files, rows
from juzheng.outside.cells import bases, names, text, yes
from juzheng.outside.rows import NOTE, Column, Problem, Row, UnreadableDemands, only

GUIDE = "说明"
# For the command line, where nobody else waits; as many rows as the format knows.
LARGE = Limits(500 * MEGABYTE, 2_000 * MEGABYTE, rows=1_048_576, cells=20_000_000)
EXPLAINED = (
    "每张表一行写一个。编号不填，就用名称当编号；一格里写几个，用顿号隔开；是或否的栏写“是”。",
    "要求：“为了”写事项或材料的编号；“接受的材料”有几种写几种，有一种就行。",
    "同一个“为了”有几行要求的，每一行都要满足。",
    "依据写成《公证法》第二十七条这样；没有的不填。",
)

KINDS = (
    {word: unit.value for unit in Demander for word in (unit.value, unit.label)}
    | dict.fromkeys(spoken.words(("居（村）委会",)), law.COMMITTEE)
    | {law.COMMITTEE: law.COMMITTEE}
)


@dataclass(frozen=True)
class _Table:
    key: str
    title: str
    columns: tuple[Column, ...]
    make: Callable[..., Any]


def _set(raw: Any) -> frozenset[str]:
    return frozenset(names(raw))


def _kind(raw: Any) -> str:
    word = text(raw)
    found = KINDS.get(word) or KINDS.get(spoken.heading(word))
    if word and found is None:
        known = "、".join(unit.label for unit in Demander)
        raise ValueError(f"没有“{short(word)}”这一类单位。请从这些里选：居（村）委会、{known}。")
    return found or ""


_ID = Column("id", "编号", text)
_NAME = Column("name", "名称", text, needed=True)
TABLES = (
    _Table("bodies", "单位", (_ID, _NAME, Column("kind", "类别", _kind)), law.Body),
    _Table(
        "facts", "事实",
        (_ID, _NAME, Column("negative", "否定性", yes), Column("judgement", "评价性", yes)),
        law.Fact,
    ),
    _Table(
        "data", "共享数据",
        (_ID, _NAME, Column("shows", "能证明的事实", _set, "facts"),
         Column("open_to", "能查的单位", _set, "bodies")),
        law.DataSource,
    ),
    _Table(
        "papers", "材料",
        (_ID, _NAME, Column("issued_by", "出具单位", text, "bodies"),
         Column("shows", "能证明的事实", _set, "facts"), Column("held", "居民已持有", yes),
         Column("item", "目录事项", text, "items")),
        law.Document,
    ),
    _Table(
        "matters", "事项",
        (_ID, _NAME, Column("handled_by", "办理单位", text, "bodies")), law.Matter,
    ),
    _Table(
        "demands", "要求",
        (_ID, Column("owner", "为了", text, "owners", needed=True),
         Column("papers", "接受的材料", names, "papers"),
         Column("data", "接受的数据", names, "data"),
         Column("fact", "要证明的事实", text, "facts"),
         Column("basis", "依据", bases), Column("commitment", "可以承诺", yes)),
        law.Demand,
    ),
)  # fmt: skip


def read(path: Path, items: Collection[str], *, watched: Watched = unwatched) -> law.Network:
    """
    Return the network of demands in ``path``, JSON or XLSX; a large JSON file is never held whole.

    :param items: the ids of the catalogue, which a paper may name
    :param watched: hears of each row as it is read
    :raises UnreadableDemands: with every problem and its place
    """
    try:
        if path.stat().st_size > LARGE.packed:
            raise only(path.name, "文件超过 500 MB。请分成几个文件。")
        if path.suffix.lower() == ".json":
            with path.open("rb") as file:
                if (streamed := _streamed(file, items, watched)) is not None:
                    return streamed
        return parse(path.read_bytes(), path.name, items)
    except OSError as error:
        raise only(path.name, f"打不开：{error.strerror}。请核对路径。") from None


def parse(
    content: bytes, name: str, items: Collection[str], *, limits: Limits = LARGE
) -> law.Network:
    """
    Return the network of demands in a file's content; ``name`` is used in messages.

    :raises UnreadableDemands: with every problem and its place
    """
    problems: list[Problem] = []
    grids = rows.sheets(content, name, limits)
    if grids is None:
        found = _of_json(rows.parsed(content, name, "docs/tangle.md"), name, problems)
    else:
        found = _of_sheets(grids, problems)
    if problems:
        raise UnreadableDemands(problems)
    if grids is not None and not any(found.values()):
        raise only(name, "一行也没有。请从表头下面一行起填写。")
    return _assembled(found, items)


def _streamed(file: IO[bytes], items: Collection[str], watched: Watched) -> law.Network | None:
    """
    Return the network of a JSON file in which nothing is wrong, read row by row (逐条读).

    Nothing, if anything is: then it is read whole, to say everything that is wrong with it, and
    where.
    """
    made: dict[str, list[Any]] = {table.key: [] for table in TABLES}
    texts: dict[str, str] = {}
    makers = {table.key: _Maker(table, texts) for table in TABLES}
    try:
        for key, elements in array_files.Arrays(file):
            if key not in makers:
                return None
            made[key] = list(map(makers[key].make, watched(elements)))
        found = law.network(**made)
    except (array_files.NotStreamed, ValueError):
        return None
    known = {*items, ""}
    return found if all(paper.item in known for paper in found.papers.values()) else None


class _Maker:
    """Makes the entries of one table of what is written as it should be (逐行成条)."""

    def __init__(self, table: _Table, texts: dict[str, str]) -> None:
        quick: dict[Callable[..., Any], Callable[[Any], Any]] = {
            text: self._text,
            names: self._names,
            _set: self._set,
        }
        self._readers = {
            column.key: quick.get(column.read, column.read) if column.to else column.read
            for column in table.columns
        }
        self._empty = {column.key: column.read(None) for column in table.columns}
        self._needed = [column.key for column in table.columns if column.needed]
        self._entry = table.make
        self._texts = texts  # what names other rows, held once: a million rows name few
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self._number = 0

    def make(self, written: Any) -> Any:
        """
        Return the entry of one row.

        :raises ValueError: if anything is wrong with it
        """
        if type(written) is not dict:
            raise ValueError("no object")
        self._number += 1
        values = dict(self._empty)
        readers = self._readers
        for key, raw in written.items():
            if key in readers:
                values[key] = readers[key](raw)
            elif key != NOTE[0]:
                raise ValueError(key)
        for key in self._needed:
            if not values[key]:
                raise ValueError(key)
        values["id"] = values["id"] or values.get("name") or f"要求{self._number}"
        return self._entry(**values)

    def _text(self, raw: Any) -> str:
        if type(raw) is not str:
            return text(raw)
        found = self._texts.get(raw)
        if found is None:
            found = self._texts[raw] = text(raw)
        return found

    def _names(self, raw: Any) -> tuple[str, ...]:
        if type(raw) is not list:
            return names(raw)
        if len(raw) == 1 and (one := self._text(raw[0])):
            return (one,)
        return tuple(dict.fromkeys(name for name in map(self._text, raw) if name))

    def _set(self, raw: Any) -> frozenset[str]:
        found = frozenset(self._names(raw))
        return self._sets.setdefault(found, found)


def template() -> bytes:
    """Return an empty workbook (模板) with every sheet and column, and a sheet that explains."""
    explained = {GUIDE: [[line] for line in EXPLAINED]}
    titles = {t.title: [[*(column.title for column in t.columns), NOTE[1]]] for t in TABLES}
    return workbook.plain({**explained, **titles})


def _of_json(whole: Any, name: str, problems: list[Problem]) -> dict[str, list[Row]]:
    known = {table.key for table in TABLES}
    if not isinstance(whole, dict) or not whole.keys() <= known | {"title", "note"}:
        other = sorted(whole.keys() - known) if isinstance(whole, dict) else []
        what = f"不认识“{short(other[0])}”。" if other else "最外层不是对象。"
        raise only(name, f"{what}要有的是：{'、'.join(sorted(known))}。")
    return {
        table.key: rows.of_array(table.key, whole.get(table.key, []), table.columns, problems)
        for table in TABLES
    }


def _of_sheets(grids: list[Grid], problems: list[Problem]) -> dict[str, list[Row]]:
    by_title = {table.title: table for table in TABLES}
    found: dict[str, list[Row]] = {table.key: [] for table in TABLES}
    for grid in grids:
        where = f"工作表“{grid.name}”"
        if table := by_title.get(grid.name):
            found[table.key] += rows.of_grid(where, grid, table.columns, problems)
        elif grid.name != GUIDE and grid.rows and not grid.hidden:
            what = f"不认识这张表。要有的是：{'、'.join(by_title)}；说明写在“{GUIDE}”。"
            problems.append(Problem(where, what))
    return found


def _assembled(found: Mapping[str, list[Row]], items: Collection[str]) -> law.Network:
    """Return the network of all rows, or raise with everything that is wrong with them."""
    problems: list[Problem] = []
    read_rows = {
        table.key: [_values(table, at, row, problems) for at, row in enumerate(found[table.key], 1)]
        for table in TABLES
    }
    known: dict[str, Collection[str]] = {
        key: {values["id"] for values in listed} for key, listed in read_rows.items()
    }
    known |= {"items": items, "owners": {*known["papers"], *known["matters"]}}
    for table in TABLES:
        for row, values in zip(found[table.key], read_rows[table.key], strict=True):
            problems += _absent(table, row, values, known)
        problems += _twice(found[table.key], read_rows[table.key])
    if problems:
        raise UnreadableDemands(problems)
    made = {t.key: [t.make(**values) for values in read_rows[t.key]] for t in TABLES}
    try:
        return law.network(**made)
    except ValueError as error:
        raise only("文件", str(error)) from None


def _values(table: _Table, number: int, row: Row, problems: list[Problem]) -> dict[str, Any]:
    """Return one row's values; an id that is not given is the name, or the demand's number."""
    values: dict[str, Any] = {}
    for column in table.columns:
        value = row.read(column, problems)
        values[column.key] = column.read(None) if value is None else value
    values["id"] = values["id"] or values.get("name") or f"要求{number}"
    return values


def _absent(
    table: _Table, row: Row, values: Mapping[str, Any], known: Mapping[str, Collection[str]]
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


def _twice(written: list[Row], read_rows: list[dict[str, Any]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for row, values in zip(written, read_rows, strict=True):
        if values["id"] in seen:
            first = seen[values["id"]]
            yield Problem(row.at(_ID), f"编号“{values['id']}”用了两次，第一次在{first}。请改一个。")
        seen.setdefault(values["id"], row.where)
