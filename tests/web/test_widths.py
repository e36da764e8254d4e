"""What lets the walk over all pages look at few widths (量哪几种宽度): the built style sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import juzheng.web

STYLES = Path(juzheng.web.__file__).parent / "static" / "juzheng"
MEDIA = re.compile(r"@media([^{]*)\{")
WIDTH = re.compile(r"(min-width:|max-width:|width\s*[<>]=?)\s*([\d.]+)(em|px)")
LARGE = re.compile(r"[^{}]*\.jz-large[^{}]*\{([^}]*)\}")
EM = 16  # pixels: in a media query an em is that of the browser, not of the page


@pytest.fixture(scope="module")
def styles() -> str:
    (built,) = STYLES.glob("juzheng.*.css")
    return built.read_text(encoding="utf-8")


def test_nothing_is_laid_out_anew_between_a_narrow_phone_and_a_screen_at_twice_its_size(
    styles: str,
) -> None:
    """So what fits in 320 pixels fits in 640: a desk of 1280 at 200 %."""
    asked = WIDTH.findall(" ".join(MEDIA.findall(styles)))
    widths = [float(number) * (EM if unit == "em" else 1) for _, number, unit in asked]
    assert widths
    assert [one for one in widths if 320 < one < 640] == []


def test_large_type_changes_the_size_of_type_alone(styles: str) -> None:
    """So what fits in large type fits in the usual one."""
    rules = LARGE.findall(styles)
    assert rules
    changed = {line.partition(":")[0] for rule in rules for line in rule.split(";") if line}
    assert changed <= {"font-size", "line-height"}
