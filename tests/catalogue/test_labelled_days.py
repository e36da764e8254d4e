"""Days and offices that a table labels: each is read as what its label says, or asked."""

from __future__ import annotations

from datetime import date

import pytest

from juzheng.catalogue import papers
from juzheng.catalogue.papers.reading import Line
from juzheng.law.catalogue.items import ListKind

TITLE = ("示例县村（社区）不应出具证明事项清单",)
ITEMS = (("序号", "证明名称"), ("1", "贫困证明"), ("2", "健在证明"))
FIRST, LATER, NEXT_YEAR = date(2026, 12, 1), date(2026, 12, 20), date(2027, 1, 1)
OFFICE = "示例县民政局"


def recognised(*rows: tuple[str, ...]) -> papers.Paper:
    (one,) = papers.recognised([Line(row, table=1) for row in (TITLE, *rows, *ITEMS)])
    assert [name.name for name in one.names] == ["贫困证明", "健在证明"]
    return one


@pytest.mark.parametrize(
    ("rows", "issued", "effective", "issuer"),
    [
        ([("施行日期：2026年12月20日", "印发日期：2026年12月1日")], FIRST, LATER, ""),
        ([("印发日期：2026年12月1日 实施时间：2026年12月20日",)], FIRST, LATER, ""),
        (
            [("印发日期", "2026年12月1日"), ("实施日期", "2027年1月1日"), ("印发单位", OFFICE)],
            FIRST,
            NEXT_YEAR,
            OFFICE,
        ),
        ([("实施日期", "2027-01-01"), ("发文机关：", OFFICE)], None, NEXT_YEAR, OFFICE),
        ([("印发日期", "施行日期"), ("2026年12月1日", "2026年12月20日")], FIRST, LATER, ""),
    ],
)
def test_a_day_is_what_its_label_says(rows, issued, effective, issuer) -> None:
    found = recognised(*rows)
    assert (found.issued_on, found.effective_on, found.issuer) == (issued, effective, issuer)
    assert not found.asks_effective
    texts = [" ".join(row) for row in rows]
    if "2026年12月1日" not in map(str, rows[-1][:1]):  # what stands in the row below reads alone
        assert papers.unread(texts, (), ListKind.NEGATIVE) == ()


@pytest.mark.parametrize(
    "row", [("施行日期", "另行通知"), ("本清单自2027年元旦起施行。",), ("施行日期：2026年2月30日",)]
)
def test_a_day_from_which_it_holds_that_was_not_read_is_asked(row) -> None:
    found = recognised(row)
    assert found.effective_on is None
    assert found.asks_effective
    assert not recognised().asks_effective


def test_a_labelled_row_below_the_items_is_no_item() -> None:
    rows = (TITLE, *ITEMS, ("", "施行日期", "2026年12月20日"), ("", "印发单位", OFFICE))
    (found,) = papers.recognised([Line(row, table=1) for row in rows])
    assert [name.name for name in found.names] == ["贫困证明", "健在证明"]
    assert (found.effective_on, found.issuer) == (LATER, OFFICE)
