"""QR codes drawn as one path (二维码)."""

from __future__ import annotations

import re

import pytest

from juzheng.outside import qr

TEXT = "https://juzheng.example.cn/c/abc#123"


def _modules(svg: str) -> set[tuple[int, int]]:
    """Return the black modules that the path fills, as (column, row)."""
    found = set()
    for column, row, width in re.findall(r"M(\d+) (\d+)h(\d+)v1H\d+z", svg):
        found |= {(int(column) + step, int(row)) for step in range(int(width))}
    return found


def test_the_path_fills_just_the_black_modules() -> None:
    side, pixels = qr._drawn(TEXT)
    black = {(at % side, at // side) for at, value in enumerate(pixels) if value == 0}
    assert _modules(qr.svg(TEXT)) == black
    assert black


def test_the_drawing_has_the_three_finder_patterns() -> None:
    side = qr.modules(TEXT)
    black = _modules(qr.svg(TEXT))
    ring = {(x, y) for x in range(7) for y in range(7) if x in (0, 6) or y in (0, 6)}
    for dx, dy in ((0, 0), (side - 7, 0), (0, side - 7)):
        assert {(x + dx, y + dy) for x, y in ring} <= black


@pytest.mark.parametrize(("length", "version"), [(10, 1), (200, 5), (600, 10)])
def test_digits_are_dense(length: int, version: int) -> None:
    """ISO/IEC 18004, numeric mode at M: 34 digits in version 1, 202 in 5, 652 in 11."""
    assert qr.modules("7" * length) <= 17 + 4 * (version + 1)


def test_a_text_too_long_for_any_symbol_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"."):
        qr.svg("x" * 5000)
