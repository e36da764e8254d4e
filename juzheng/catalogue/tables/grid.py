"""A sheet as it came (原始表格), and how much of it is taken (限量)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from juzheng.catalogue.tables.problems import Unclear

MEGABYTE = 1_000_000
LONGEST = 32_767  # characters in a cell: a limit of XLSX, beyond which programs cut off
CHARACTERS_A_CELL = 100  # a longer text counts as several cells

Row = tuple[int, Sequence[Any]]  # its number as the officer's program counts it, and its cells


@dataclass(frozen=True)
class Limits:
    """How large a file may be (限量)."""

    packed: int = 10 * 1024 * 1024  # bytes as they are handed in
    unpacked: int = 100 * MEGABYTE
    rows: int = 50_000  # in one sheet
    columns: int = 200
    cells: int = 400_000  # in all sheets together


OFFICE = Limits()


class Budget:
    """What a whole file may still hold (余量), however many parts it has."""

    def __init__(self, most: int) -> None:
        self.left = most

    def spend(self, count: int) -> None:
        """
        Take ``count`` cells, or whatever is counted, off what is left.

        :raises Unclear: if there is less
        """
        self.left -= count
        if self.left < 0:
            raise Unclear(
                "文件太大：内容或带格式的空格太多。",
                "请只把有内容的部分复制到新表，或分成几个文件。",
            )

    def spend_row(self, cells: Sequence[Any]) -> None:
        """
        Take a row off what is left: its cells, and more for long texts.

        :raises Unclear: if there is less
        """
        long = sum(len(cell) for cell in cells if isinstance(cell, str))
        self.spend(1 + len(cells) + long // CHARACTERS_A_CELL)


@dataclass(frozen=True)
class Grid:
    """One sheet (工作表): its name, its rows that are not empty, and whether people see it."""

    name: str
    rows: Sequence[Row]
    hidden: bool = False
