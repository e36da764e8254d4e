"""The sheet that explains the others (说明), made from the field manual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from juzheng.catalogue.sheets.shape import Column, Table, words

HEAD = ["工作表", "列名", "必填", "怎么填", "可选的内容"]
REMARKS = (
    "一行一项；同一项的依据、去向、问题、事实写在各自的表里，第一列写编号，与上一行相同的可以空着。",
    "一格里有几条的，一条一行（按 Alt+Enter 换行）；编号、区划和可选内容也可以用顿号隔开。",
    "日期写成 2020-02-29。不能写公式。表头上面可以有标题行，列的先后可以调换，不能多出别的列。",
    "文字里的 \\\\ 代表一个反斜线，\\n 代表一条之内的换行；一般用不到。",
)


def rows(tables: Sequence[Table]) -> Iterator[list[str]]:
    """Yield the rows of the explaining sheet: a head, remarks, and one for each column."""
    yield HEAD
    for remark in REMARKS:
        yield ["", "", "", remark, ""]
    for table in tables:
        for column in table.columns:
            yield [
                table.sheet,
                column.heading,
                "必填" if _must(table, column) else "",
                column.hint,
                "、".join(words(column)),
            ]


def _must(table: Table, column: Column) -> bool:
    """Return whether the column must be filled: for reading, or for the schema."""
    if column.path[0] in table.loose:
        return False
    must = column.said.must and not table.field and not column.many
    return column.required or must
