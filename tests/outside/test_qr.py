"""QR codes (二维码): read back from the drawing and from the printed page."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from juzheng.outside import paper, qr


def _painted(svg: str) -> Image.Image:
    """Paint the squares of our SVG, eight pixels a module, with the quiet zone around."""
    found = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    assert found
    side = int(found[1])
    image = Image.new("L", (side + 8, side + 8), 255)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        image.paste(0, (int(x) + 4, int(y) + 4, int(x) + 4 + int(width), int(y) + 5))
    return image.resize((8 * (side + 8), 8 * (side + 8)), Image.Resampling.NEAREST)


@settings(max_examples=40, deadline=None)
@given(st.text("0123456789abcdefghij/:#.-", min_size=1, max_size=400))
def test_the_drawing_is_read_back(text: str) -> None:
    (found,) = zxingcpp.read_barcodes(_painted(qr.svg(text)))
    assert found.text == text


def test_error_correction_is_m(draft: paper.Draft) -> None:
    (found,) = zxingcpp.read_barcodes(_painted(qr.svg(draft.qr_text)))
    assert found.ec_level == "M"


def test_a_usual_paper_needs_no_more_than_version_13(draft: paper.Draft) -> None:
    assert (qr.modules(draft.qr_text) - 17) // 4 <= 13


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_the_code_is_read_from_the_printed_page(
    signed_file: Path, draft: paper.Draft, tmp_path: Path, dpi: int
) -> None:
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", signed_file, tmp_path / "page"], check=True)
    (page,) = tmp_path.glob("*.png")
    (found,) = zxingcpp.read_barcodes(Image.open(page))
    assert found.text == draft.qr_text
