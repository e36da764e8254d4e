"""Handling times (实际办理时间): real ones, never of single people."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.cases.handling import handling_times

FEWEST = 10  # below it single people could be recognised


@given(st.lists(st.integers(0, 60), min_size=FEWEST, max_size=200))
def test_half_had_it_within_the_median_and_nine_in_ten_within_the_ninetieth(
    days: list[int],
) -> None:
    """OP-2.3.d: the limit that was promised, beside what was kept."""
    found = handling_times(days)
    assert found is not None
    assert found.count == len(days)
    for reached, share in ((found.median, 0.5), (found.ninetieth, 0.9)):
        assert reached in days
        assert sum(day <= reached for day in days) >= share * len(days)
        assert sum(day < reached for day in days) < share * len(days)


@given(st.lists(st.integers(0, 60), max_size=FEWEST - 1))
def test_few_cases_are_nobodys_business(days: list[int]) -> None:
    assert handling_times(days) is None
