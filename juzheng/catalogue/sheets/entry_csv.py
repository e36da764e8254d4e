"""CSV files of entries (条目的逗号分隔文件): one for each sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from juzheng.catalogue.sheets.grids import written
from juzheng.catalogue.sheets.shape import Table
from juzheng.catalogue.tables import archive, commas


def write(tables: Sequence[Table], entries: Sequence[Any]) -> bytes:
    """Return ``entries`` as one CSV file, or as a ZIP of them if they need several sheets."""
    files = [(f"{table.sheet}.csv", _file(table, entries)) for table in tables]
    return files[0][1] if len(files) == 1 else archive.packed(files)


def _file(table: Table, entries: Sequence[Any]) -> bytes:
    mine = [one for one in entries if isinstance(one, table.cls)]
    return commas.write([[column.heading for column in table.columns], *written(table, mine)])


def stem(name: str) -> str:
    """Return the sheet's name that a file's name gives: without folders, ending and numbering."""
    last = re.split(r"[/\\]", name)[-1]
    return last.rpartition(".")[0] or last
