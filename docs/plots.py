"""Pictures of measured figures (数字的图), as SVG without a library: lines that grow, or not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

WIDE, HIGH, LEFT, TOP, BETWEEN = 210, 130, 44, 46, 34  # of one small picture, in pixels
IN_A_ROW = 4
COLOURS = ("#942514", "#0f7a52", "#1d70b8")  # before, now, a third; told apart by dashes too
DASHES = ("5 3", "", "2 2")
FACE = 'font-family="sans-serif" fill="#0b0c0c"'

Points = Sequence[tuple[float, float]]


def growth(runs: Mapping[str, Any], *, what: str = "steps") -> str:
    """
    Return small pictures, one for each page: ``what`` over the number of cases, both logarithmic.

    A level line is a page that costs the same at any size; each run has its own colour and dash.
    """
    pages = list(dict.fromkeys(page for run in runs.values() for page in run["pages"]))
    told = {page: {name: _points(run, page, what) for name, run in runs.items()} for page in pages}
    shown = [page for page in pages if any(len(points) > 1 for points in told[page].values())]
    rows = math.ceil(len(shown) / IN_A_ROW)
    width = IN_A_ROW * (WIDE + BETWEEN) + LEFT
    height = TOP + rows * (HIGH + BETWEEN + 22)
    inside = [*_legend(runs)]
    for place, page in enumerate(shown):
        x = LEFT + place % IN_A_ROW * (WIDE + BETWEEN)
        y = TOP + place // IN_A_ROW * (HIGH + BETWEEN + 22)
        inside.append(f'<g transform="translate({x} {y})">{_one(page, told[page], list(runs))}</g>')
    title = f"{what} of each page over the number of cases"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'aria-label="{title}">',
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *inside,
            "</svg>\n",
        ]
    )


def _points(run: Mapping[str, Any], page: str, what: str) -> Points:
    """Return size and figure for each size at which a page was measured; zero counts as one."""
    found = run["pages"].get(page, {})
    sizes = [str(size) for size in run["sizes"]]
    return [
        (float(size), max(1.0, float(found[size][what])))
        for size in sizes
        if what in found.get(size, {})
    ]


def _legend(names: Iterable[str]) -> Iterable[str]:
    for place, name in enumerate(names):
        x = LEFT + place * 190
        yield _line(((x, 16), (x + 26, 16)), place)
        yield f'<text x="{x + 32}" y="20" font-size="12" {FACE}>{escape(name)}</text>'


def _one(page: str, lines: Mapping[str, Points], order: Sequence[str]) -> str:
    """Return one small picture: its frame, its name, the ends of both scales, its lines."""
    every = [point for points in lines.values() for point in points]
    left, right = _ends([x for x, _ in every])
    low, high = _ends([y for _, y in every])

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - left) / (right - left) * WIDE
        up = HIGH - (math.log10(y) - low) / (high - low) * HIGH
        return round(across, 1), round(up, 1)

    small = f'font-size="10" {FACE}'
    drawn = [
        f'<rect width="{WIDE}" height="{HIGH}" fill="none" stroke="#b1b4b6"/>',
        f'<text y="-5" font-size="12" {FACE}>{escape(page)}</text>',
        f'<text x="-4" y="{HIGH}" text-anchor="end" {small}>{_short(10**low)}</text>',
        f'<text x="-4" y="8" text-anchor="end" {small}>{_short(10**high)}</text>',
        f'<text y="{HIGH + 13}" {small}>{_short(10**left)}</text>',
        f'<text x="{WIDE}" y="{HIGH + 13}" text-anchor="end" {small}>{_short(10**right)}</text>',
    ]
    for name, points in lines.items():
        if points:
            drawn.append(_line([at(*point) for point in points], order.index(name)))
    return "".join(drawn)


def _line(points: Points, place: int) -> str:
    told = " ".join(f"{x},{y}" for x, y in points)
    dash = f' stroke-dasharray="{DASHES[place % 3]}"' if DASHES[place % 3] else ""
    return (
        f'<polyline points="{told}" fill="none" stroke="{COLOURS[place % 3]}" '
        f'stroke-width="2"{dash}/>'
    )


def _ends(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten around ``values``, at least one apart."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _short(number: float) -> str:
    """Return 1, 10, 100, 1k, 10k, 1M."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return f"{number:g}"
