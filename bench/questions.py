"""
Questions (测评用语): what people said, and what a fair judge expects of the finder.

Two kinds of set lie under ``tests/finder/data``. The older: YAML files whose ``queries`` are lines
of ``expected | words``. The newer (``blind/*.txt``), written by people who had read nothing but the
names of the items: ``expected | style | place | words``. ``expected`` is the id of an item or of a
matter, several with commas where a judge accepts each (the best first), with ``+`` two wishes; or
``none``, ``ask`` (the words say too little), ``emergency``, ``info`` (hours, telephone, address).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import yaml

SETS = Path("tests/finder/data")
BLIND = SETS / "blind"
# After they were scored at first contact; the others are not.
LEARNED_FROM = tuple(f"blind{number}" for number in range(1, 12))


class Kind(Enum):
    """What is expected of the finder (预期)."""

    ITEM = "item"
    NONE = "none"  # no matter of certificates, or one of the OUT matters
    ASK = "ask"
    URGENT = "emergency"
    OFFICE = "info"


@dataclass(frozen=True)
class Question:
    """What somebody said (一句话), where, and what is right; ``expected`` has the best first."""

    text: str
    expected: tuple[str, ...]
    kind: Kind
    set: str
    style: str = ""
    place: str = ""
    both: bool = False  # two wishes: each of ``expected`` is one


def read(path: Path) -> tuple[Question, ...]:
    """Return the questions of the set in ``path``, of either kind."""
    lines = path.read_text("utf-8")
    if path.suffix == ".yaml":
        lines = yaml.safe_load(lines)["queries"]
    return tuple(_question(line, path.stem) for line in lines.splitlines() if line.strip())


def older() -> Iterator[Question]:
    """Yield the questions of the sets that words were tuned on, as everybody here knows them."""
    for path in sorted(SETS.glob("*.yaml")):
        yield from read(path)


def blind() -> Iterator[Question]:
    """Yield the questions written by people who had read neither words nor code."""
    for path in sorted(BLIND.glob("*.txt")):
        yield from read(path)


def _question(line: str, name: str) -> Question:
    expected, *between, text = (part.strip() for part in line.split("|", _columns(line)))
    style, place = between or ("", "")
    labels = tuple(re.split(r"[,+]", expected.partition(":")[0]))
    return Question(text, labels, _kind(labels), name, style, place, "+" in expected)


def _columns(line: str) -> int:
    return 3 if re.match(r"[^|]*\|[^|]*\|\s*\d{6}\s*\|", line) else 1


def _kind(labels: tuple[str, ...]) -> Kind:
    if labels[0] in ("ask", "emergency", "info"):
        return Kind(labels[0])
    nothing = all(one == "none" or one.startswith("OUT-") for one in labels)
    return Kind.NONE if nothing else Kind.ITEM
