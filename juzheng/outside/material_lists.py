"""Lists of materials (事项材料清单): what a unit demands, from XLSX or JSON; docs/demands.md.

Every problem is told at once, with its row and column; a list is read whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeVar

from juzheng.catalogue.tables import spoken, workbook
from juzheng.catalogue.tables.cells import short
from juzheng.catalogue.tables.grid import MEGABYTE, Grid, Limits
from juzheng.law.base.terms import Term
from juzheng.law.demands.registry import AskedOf, Held, Stated, unplaced, unready
from juzheng.outside import rows
from juzheng.outside.cells import bases, names, text, yes
from juzheng.outside.rows import Column, Problem, Row, UnreadableDemands, only

LARGEST_BYTES = MEGABYTE
MOST_LINES = 1000
LIMITS = Limits(LARGEST_BYTES, 20 * MEGABYTE, rows=10 * MOST_LINES, columns=100, cells=100_000)
SHEET = "清单"
T = TypeVar("T", bound=Term)


def _one_of(kind: type[T], empty: T) -> Callable[[Any], T]:
    labels = {one.label: one for one in kind}
    known = {word: labels[label] for word, label in spoken.words(labels).items()}
    known |= {one.value: one for one in kind}

    def read(raw: Any) -> T:
        word = text(raw)
        found = known.get(word) or known.get(spoken.heading(word))
        if word and found is None:
            raise ValueError(f"没有“{short(word)}”这一种。请从这些里选：{'、'.join(labels)}。")
        return found or empty

    return read


COLUMNS = (
    Column("matter", "事项", text, needed=True, longest=100, example="房屋所有权转移登记"),
    Column("paper", "要什么证明", text, needed=True, longest=100, example="亲属关系证明"),
    Column("asked_of", "向谁要", _one_of(AskedOf, AskedOf.OTHER), example="居（村）委会"),
    Column(
        "fact", "要证明的事实", text, needed=True, longest=200, example="申请人与原权利人的亲属关系"
    ),
    Column("bases", "依据", bases, example="《不动产登记暂行条例》第十六条"),
    Column("item", "目录事项", text, longest=20),
    Column("other_papers", "其他材料", names, example="身份证、不动产权证书"),
    Column("held", "是否已经掌握", _one_of(Held, Held.NO), example="能查的共享数据里有"),
    Column("held_where", "在哪里掌握", text, longest=100, example="人口库"),
    Column("commitment", "可以承诺", yes, example="否"),
)
_ITEM, _WHERE = (next(one for one in COLUMNS if one.key == key) for key in ("item", "held_where"))
EXAMPLE = Stated(**{column.key: column.read(column.example) for column in COLUMNS})


def read(content: bytes, name: str, items: Collection[str]) -> tuple[Stated, ...]:
    """
    Return the demands in a file, XLSX or JSON by its name.

    :param items: the ids of the catalogue, which a line may name
    :raises UnreadableDemands: with every problem and its row and column
    """
    if len(content) > LARGEST_BYTES:
        raise only(name, "文件超过 1 MB。请分成几个文件。")
    problems: list[Problem] = []
    grids = rows.sheets(content, name, LIMITS)
    lines = _of_sheets(grids, problems) if grids is not None else _of_json(content, name, problems)
    if problems:
        raise UnreadableDemands(problems)
    if not lines:
        raise only(name, "一行也没有。请从表头下面一行起填写。")
    if len(lines) > MOST_LINES:
        raise only(name, f"超过 {MOST_LINES} 行。请分成几个文件。")
    found = [_stated(line, items, problems) for line in lines]
    if problems:
        raise UnreadableDemands(problems)
    # The template's own line is nobody's demand, whether or not somebody deleted it.
    listed = tuple(one for one in found if one not in (None, EXAMPLE))
    if not listed:
        raise only(name, "只有示例那一行。请从它下面一行起填写。")
    return tuple(one for one in listed if one is not None)


def template() -> bytes:
    """Return an empty list as XLSX, with the titles and one example line."""
    titles, examples = ([getattr(c, part) for c in COLUMNS] for part in ("title", "example"))
    return workbook.plain({SHEET: [titles, examples]})


def _stated(line: Row, items: Collection[str], problems: list[Problem]) -> Stated | None:
    before = len(problems)
    values = {column.key: line.read(column, problems) for column in COLUMNS}
    if values["item"] and values["item"] not in items:
        what = f"目录里没有“{values['item']}”。请核对编号，或留空。"
        problems.append(Problem(line.at(_ITEM), what))
    lacking = unplaced(values["held"] or Held.NO, line.values.get(_WHERE.key) or "")
    problems += [Problem(line.at(_WHERE), str(what)) for what in lacking]
    if len(problems) > before:
        return None
    stated = Stated(**values)
    problems += [Problem(line.where, str(what)) for what in unready(stated)]
    return stated


def _of_json(content: bytes, name: str, problems: list[Problem]) -> list[Row]:
    whole = rows.parsed(content, name, "docs/demands.md")
    listed = whole.get("demands") if isinstance(whole, dict) else None
    if not isinstance(listed, list):
        raise only(name, '最外层要写成 {"demands": [ … ]}。')
    return rows.of_array("demands", listed, COLUMNS, problems)


def _of_sheets(grids: Sequence[Grid], problems: list[Problem]) -> list[Row]:
    """Return the rows of the sheet that is named after the list, or of the first one in sight."""
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        return []
    named = (one for one in filled if one.name.strip() == SHEET)
    seen = (one for one in filled if not one.hidden)
    grid = next(named, None) or next(seen, filled[0])
    return rows.of_grid("", grid, COLUMNS, problems, missing=("事项", "要什么证明", "要证明的事实"))
