"""
Days at work (一天的工作), ``make days``: what each task took, by clicks, keys and pages.

``python -m bench.days FILE`` reads what the browser tests wrote with ``--days FILE``, prints the
table, and writes ``docs/days.json``, from which ``make docs`` makes docs/days.md. Seconds are a
practised person's by the keystroke-level model (``tests/web/browser/days/conftest.py``).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

KEPT = Path(__file__).resolve().parent.parent / "docs" / "days.json"
COLUMNS = ("role", "task", "screen", "clicks", "keys", "said", "fields", "pages", "seconds")


def read(lines: Iterable[str]) -> list[Mapping[str, Any]]:
    """Return the tasks of a run in the order of roles, each once: the last count of it."""
    rows = (json.loads(line) for line in lines if line.strip())
    last = {(row["role"], row["task"], row["screen"]): row for row in rows}
    roles = list(dict.fromkeys(sorted(role for role, _, _ in last)))
    return sorted(last.values(), key=lambda row: roles.index(row["role"]))


def main(arguments: Sequence[str]) -> None:
    """Print the table, and keep it (计步表)."""
    rows = read(Path(arguments[0]).read_text("utf-8").splitlines())
    for row in rows:
        sys.stdout.write("  ".join(str(row[name]) for name in COLUMNS) + "\n")
    plain = [{name: row[name] for name in COLUMNS} for row in rows]
    KEPT.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
