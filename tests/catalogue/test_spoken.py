"""What people write around their own tables (表格里的叫法): one vocabulary for all readers."""

from __future__ import annotations

import pytest

from juzheng.catalogue.tables import spoken


@pytest.mark.parametrize(
    "cells",
    [
        ("合计：10项",),
        ("合 计", "10"),
        ("共 10 项",),
        (11, "总 计", "10项"),
        ("", None, "小计"),
        ("填表人：某某", "", ""),
    ],
)
def test_a_line_below_the_table_is_none_of_its_rows(cells: tuple[object, ...]) -> None:
    assert spoken.closes(cells)


@pytest.mark.parametrize(
    "cells", [("共有产权房申购证明",), (3, "合计收入证明"), ("健在证明", "共 3 项"), ("", None)]
)
def test_a_name_that_begins_like_one_is_a_row(cells: tuple[object, ...]) -> None:
    assert not spoken.closes(cells)
