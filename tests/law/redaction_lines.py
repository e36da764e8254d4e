"""The lines of tests/data/redaction.yaml, with what must be hidden in each (脱敏测试集)."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

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
