"""What is wrong with a table, at which row and column (表格问题), in three parts."""

from __future__ import annotations

from dataclasses import dataclass

MANUAL = "“说明”工作表；docs/fields.md"


@dataclass(frozen=True)
class Place:
    """Where something stands (位置): a sheet, a row from 1, a column from 1; 0 is the whole."""

    sheet: str
    row: int = 0
    column: int = 0

    @property
    def letters(self) -> str:
        """Return the column as a spreadsheet names it, or nothing: 1 is A, 27 is AA."""
        found, rest = "", self.column
        while rest:
            rest, digit = divmod(rest - 1, 26)
            found = chr(ord("A") + digit) + found
        return found

    def __str__(self) -> str:
        row = f" 第{self.row}行" if self.row else ""
        column = f" {self.letters}列" if self.column else ""
        return f"{self.sheet}{row}{column}"


@dataclass(frozen=True)
class Problem:
    """One thing to put right (问题): what is so, what to do now, where it is written."""

    place: Place
    what: str
    do: str
    where: str = MANUAL

    @property
    def sheet(self) -> str:
        """Return the sheet's name, or the file's where the file itself is at fault."""
        return self.place.sheet

    @property
    def row(self) -> int:
        """Return the row as the officer's own program counts it; 0: the whole sheet."""
        return self.place.row

    @property
    def column(self) -> str:
        """Return the column's letters; empty: the whole row."""
        return self.place.letters

    def __str__(self) -> str:
        return f"{self.place}：{self.what}{self.do}（{self.where}）"


class Unclear(ValueError):
    """A cell or a file can't be taken as it stands (看不懂): what is so, what to do."""

    def __init__(self, what: str, do: str) -> None:
        self.what, self.do = what, do
        super().__init__(what + do)

    def at(self, place: Place) -> Problem:
        """Return it as a problem that stands at ``place``."""
        return Problem(place, self.what, self.do)
