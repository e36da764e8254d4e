"""
The lines of tests/data/redaction.yaml, with what must be hidden in each (脱敏测试集).

``python -m tests.law.redaction_lines`` prints how much leaks and how much is lost, set by set;
``python -m tests.law.redaction_lines file …`` does it for texts of one's own, one on each line,
with ⟦ ⟧ around what is private.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import yaml

from juzheng.law.base.redaction import spans

FILE = Path(__file__).parents[1] / "data" / "redaction.yaml"
MARKED = re.compile("⟦([^⟧]+)⟧")


def read(part: str) -> list[tuple[str, frozenset[int]]]:
    """Return each text of ``part`` with the places of the characters that must be hidden."""
    return [unmarked(str(line)) for line in yaml.safe_load(FILE.read_text("utf-8"))[part]]


def unmarked(line: str) -> tuple[str, frozenset[int]]:
    """Return the text without its marks, and the places between them."""
    text, hidden, last = "", set[int](), 0
    for mark in MARKED.finditer(line):
        text += line[last : mark.start()]
        hidden |= set(range(len(text), len(text) + len(mark[1])))
        text += mark[1]
        last = mark.end()
    return text + line[last:], frozenset(hidden)


def score(lines: Iterable[tuple[str, frozenset[int]]]) -> tuple[float, float]:
    """Return which part of the private characters leaks, and which of the others is lost."""
    private = innocent = leaked = lost = 0
    for text, marked in lines:
        hidden = {place for span in spans(text) for place in range(span.start, span.end)}
        shown = {place for place, char in enumerate(text) if not char.isspace()}
        private += len(marked & shown)
        innocent += len(shown - marked)
        leaked += len(marked & shown - hidden)
        lost += len(hidden & shown - marked)
    return leaked / max(private, 1), lost / max(innocent, 1)


def main(files: list[str]) -> None:
    """Print the figures of ``files``, or of the sets that are kept here."""
    sets = {name: map(unmarked, Path(name).read_text("utf-8").splitlines()) for name in files}
    for name, lines in (sets or {part: read(part) for part in PARTS}).items():
        leaked, lost = score(lines)
        sys.stdout.write(f"{name:14} leaks {leaked:6.1%}  loses {lost:6.1%}\n")


PARTS = ("tuned", "blind", "later", "second_blind", "missed", "written", "unseen")

if __name__ == "__main__":
    main(sys.argv[1:])
