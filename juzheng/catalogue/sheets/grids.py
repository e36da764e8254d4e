"""Between entries and grids of cells (表格与条目): what XLSX and CSV have in common."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from juzheng.catalogue.sheets import entry_cells
from juzheng.catalogue.sheets.shape import GUIDE, Column, Table, all_tables, tables
from juzheng.catalogue.tables import spoken
from juzheng.catalogue.tables.cells import narrow, short
from juzheng.catalogue.tables.grid import Grid
from juzheng.catalogue.tables.problems import Place, Problem, Unclear

HEADER_WITHIN = 20  # rows above the headings: titles, remarks
MOST_ENTRIES = 1_000  # in one file; the largest catalogue we know has some hundred
MOST_PROBLEMS = 1_000  # after so many nobody reads on, and neither do we
CLOSE = 0.6  # how alike a heading must be to be offered as the one that was meant


@dataclass
class Draft:
    """One entry being put together (待成条目) and where each of its values stands."""

    kind: str
    page: dict[str, Any]
    place: Place
    places: dict[tuple[Any, ...], Place] = field(default_factory=dict)

    def place_of(self, path: Sequence[Any]) -> Place:
        """Return where the value at ``path`` stands, or what is nearest to it."""
        steps = tuple(path)
        while steps:
            if found := self.places.get(steps):
                return found
            steps = steps[:-1]
        return self.place


def written(table: Table, entries: Iterable[Any]) -> Iterator[list[str]]:
    """Yield the rows of ``table`` for ``entries``, as texts in the order of its columns."""
    for entry in entries:
        yield from _rows_of(table, entry)


def _rows_of(table: Table, entry: Any) -> Iterator[list[str]]:
    if not table.field:
        yield [_cell(column, entry) for column in table.columns]
        return
    inner = getattr(entry, table.field)
    for one in inner if isinstance(inner, tuple) else filter(None, [inner]):
        yield [
            entry_cells.written(table.key, entry.id),
            *(_cell(c, one) for c in table.columns[1:]),
        ]


def _cell(column: Column, entry: Any) -> str:
    value = entry
    for step in column.path:
        value = getattr(value, step)
        if value is None:
            return ""
    return entry_cells.written(column, value)


def assembled(grids: Iterable[Grid]) -> tuple[list[Draft], list[Problem]]:
    """Return the entries written in ``grids`` as far as they can be read, and all problems."""
    problems: list[Problem] = []
    mains: dict[tuple[str, str], Draft] = {}
    others: list[tuple[Table, Grid, int]] = []
    for grid in grids:
        if grid.name.strip() == GUIDE or not grid.rows or len(problems) > MOST_PROBLEMS:
            continue
        table, header = _recognized(grid)
        if table is None and not grid.hidden:
            problems.append(_stranger(grid))
        elif table is None:
            continue  # lists of choices that no officer sees
        elif table.field:
            others.append((table, grid, header))
        else:
            _mains(table, grid, header, mains, problems)
    for table, grid, header in others:
        _children(table, grid, header, mains, problems)
    return list(mains.values()), problems


def insist_on_few(entries: int) -> None:
    """
    Refuse more entries than anybody would look through.

    :raises Unclear: if there are
    """
    if entries > MOST_ENTRIES:
        raise Unclear(f"超过 {MOST_ENTRIES} 项。", "请分成几个文件。")


def _stranger(grid: Grid) -> Problem:
    known = "、".join(table.sheet for table in all_tables())
    return Problem(
        Place(grid.name), "认不出这张表。", f"请删去这张表，或用这些表名和模板里的列名：{known}。"
    )


def _recognized(grid: Grid) -> tuple[Table | None, int]:
    """Return which table a grid is, by its name or else by its headings, and its header's place."""
    named = [table for table in all_tables() if table.sheet == grid.name.strip()]
    best = max(
        (
            (_fit(table, row), -at, table)
            for table in named or all_tables()
            for at, (_, row) in enumerate(grid.rows[:HEADER_WITHIN])
        ),
        key=lambda found: found[:2],
    )
    score, at, table = best
    if named or score >= min(3, len(table.columns)):
        return table, -at
    return None, 0


def _fit(table: Table, row: Sequence[Any]) -> int:
    return len({_heading(cell) for cell in row} & set(_by_heading(table)))


def _by_heading(table: Table) -> dict[str, Column]:
    return {_heading(name): one for one in table.columns for name in one.headings}


def _heading(cell: Any) -> str:
    """Return a heading without what officers add to it: white space, stars, width."""
    return narrow("".join(str(cell or "").split())).strip("*")


def _mains(
    table: Table,
    grid: Grid,
    header: int,
    mains: dict[tuple[str, str], Draft],
    problems: list[Problem],
) -> None:
    for row, places in _read(table, grid, header, problems):
        key = row.get(table.key.path[0])
        place = places[table.key.path]
        if not key:
            continue
        if (known := mains.get((table.kind, key))) is not None:
            problems.append(_again(key, place, known.place))
            continue
        several = [one.field for one in tables(table.kind) if one.field and not one.single]
        row.update({name: [] for name in several})
        draft = Draft(table.kind, row, Place(place.sheet, place.row), dict(places))
        mains[table.kind, key] = draft
        insist_on_few(len(mains))


def _again(key: str, place: Place, known: Place) -> Problem:
    return Problem(place, f"编号“{key}”与{known}重复。", "请删去一行，或改成另一个编号。")


def _children(
    table: Table,
    grid: Grid,
    header: int,
    mains: Mapping[tuple[str, str], Draft],
    problems: list[Problem],
) -> None:
    for row, places in _read(table, grid, header, problems):
        key = row.pop(table.key.path[0], "")
        place = places[table.key.path]
        draft = mains.get((table.kind, key))
        if draft is None:
            if key:
                problems.append(_orphan(table, key, place))
        elif table.single and draft.page.get(table.field) is not None:
            problems.append(_again(key, place, draft.place_of((table.field,))))
        else:
            _join(table, draft, row, places)


def _orphan(table: Table, key: str, place: Place) -> Problem:
    sheet = tables(table.kind)[0].sheet
    return Problem(
        place, f"“{sheet}”表里没有编号“{key}”，或那一行有错。", f"请先在“{sheet}”表里写好这一项。"
    )


def _join(
    table: Table, draft: Draft, row: dict[str, Any], places: Mapping[tuple[str, ...], Place]
) -> None:
    whole = Place(places[table.key.path].sheet, places[table.key.path].row)
    at: tuple[Any, ...] = (table.field,)
    if table.single:
        draft.page[table.field] = row
    else:
        several = draft.page.setdefault(table.field, [])
        at = (table.field, len(several))
        several.append(row)
    draft.places[at] = whole
    draft.places.update({(*at, *path): place for path, place in places.items()})


def _read(
    table: Table, grid: Grid, header: int, problems: list[Problem]
) -> Iterator[tuple[dict[str, Any], dict[tuple[str, ...], Place]]]:
    """Yield each row's values and places; a row with a problem keeps what could be read of it."""
    columns = _header(table, grid, header, problems)
    if columns is None:
        return
    above: Any = None
    for number, row in grid.rows[header + 1 :]:
        if len(problems) > MOST_PROBLEMS:
            return
        if not any(_filled(cell) for cell in row):
            continue
        found = {column: row[at] if at < len(row) else None for at, column in columns.items()}
        if table.field and not _filled(found[table.key]):
            found[table.key] = above  # merged down, or left out because it is the same
        above = found[table.key]
        places = {column.path: Place(grid.name, number, at + 1) for at, column in columns.items()}
        yield _values(table, found, places, problems), places


def _filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _header(
    table: Table, grid: Grid, header: int, problems: list[Problem]
) -> dict[int, Column] | None:
    """Return which column stands where; None if one that must be there is missing."""
    number, row = grid.rows[header]
    by_name = _by_heading(table)
    found: dict[int, Column] = {}
    for at, cell in enumerate(row):
        name = _heading(cell)
        column = by_name.get(name)
        if not name or (column is None and spoken.numbering(cell)):
            continue
        if column is None or column in found.values():
            problems.append(_odd_heading(table, Place(grid.name, number, at + 1), cell, column))
        else:
            found[at] = column
    missing = [
        one.heading
        for one in table.columns
        if one.required and one.path[0] not in table.loose and one not in found.values()
    ]
    if missing:
        what = f"缺少列：{'、'.join(missing)}。"
        problems.append(Problem(Place(grid.name, number), what, "请照模板补上这些列。"))
        return None
    return found


def _odd_heading(table: Table, place: Place, cell: Any, column: Column | None) -> Problem:
    said = short(str(cell).strip())
    if column is not None:
        return Problem(place, f"列名“{said}”出现了两次。", "请删去一列。")
    close = difflib.get_close_matches(said, [c.heading for c in table.columns], 1, CLOSE)
    guess = f"是不是“{close[0]}”？" if close else ""
    return Problem(place, f"不认识的列“{said}”。", f"{guess}请改正列名，或删去这一列。")


def _values(
    table: Table,
    found: Mapping[Column, Any],
    places: Mapping[tuple[str, ...], Place],
    problems: list[Problem],
) -> dict[str, Any]:
    """Return a row as a page of plain values; what can't be read is named and left out."""
    page: dict[str, Any] = {}
    empty = {
        group
        for group in table.loose
        if not any(_filled(raw) for column, raw in found.items() if column.path[0] == group)
    }
    for column, raw in found.items():
        if column.path[0] in empty:
            page[column.path[0]] = None
            continue
        try:
            value = entry_cells.read(column, raw)
        except Unclear as unclear:
            problems.append(unclear.at(places[column.path]))
            continue
        inner = page
        for step in column.path[:-1]:
            inner = inner.setdefault(step, {})
        inner[column.path[-1]] = value
    return page
