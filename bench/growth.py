"""
How pages and commands grow (增长), ``python -m bench.growth``: the same work at several sizes.

For each page: processor time, queries, rows fetched, steps of SQLite's machine (what was read, not
only what was handed over), scans of growing tables by EXPLAIN, and the exponent with which each
grows from the smallest size to the largest: 0 is flat, 1 is in step with the cases.

    python -m bench.growth [SIZE …] [--audit] [--keep NAME]

``JUZHENG_DATABASE_URL`` or ``DATABASE_URL`` names a PostgreSQL; without one it is SQLite in a
folder of its own. ``--keep NAME`` writes the figures under NAME (before, after) into
docs/performance.json, from which ``make docs`` makes docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

KEPT = Path(__file__).resolve().parent.parent / "docs" / "performance.json"
SIZES = (1_000, 10_000)
ROUNDS = 5
STEP = 20  # steps of SQLite's machine between two looks at it
GROWING = (
    "case", "certificate", "entry", "report", "correction", "demand", "demandreview", "amendment",
    "verification", "papercustody", "viewlog", "exhibit", "deliberation",
)  # fmt: skip
_SCAN = re.compile(r"\bSCAN (?:TABLE )?\"?([\w]+)\"?(?P<by> USING (?:COVERING )?INDEX)?")


@dataclass
class Read:
    """What a page read of the database (读库情况)."""

    queries: list[str] = field(default_factory=list)
    plans: list[list[str]] = field(default_factory=list)
    rows: int = 0
    steps: int = 0

    @property
    def scans(self) -> list[str]:
        """Return the scans of tables that grow, each with its query (全表扫描)."""
        return [
            f"{line} | {query}"
            for query, plan in zip(self.queries, self.plans, strict=True)
            for line in plan
            if scanned(line, query)
        ]


def scanned(line: str, query: str) -> bool:
    """Return whether a line of a plan reads a growing table from end to end (是否全表扫描)."""
    found = _SCAN.search(line)
    if found is None:
        return False
    names = {alias: table for table, alias in re.findall(r'"records_(\w+)" (\w+)\b', query)}
    table = names.get(found[1], found[1].removeprefix("records_"))
    return table in GROWING


@contextmanager
def reading(*, plans: bool = True) -> Iterator[Read]:
    """Count what is read of the database meanwhile (读库计数)."""
    from django.db import connection

    seen = Read()
    connection.ensure_connection()
    raw: Any = connection.connection
    sqlite = connection.vendor == "sqlite"

    def counted(cursor: Any, row: Any) -> Any:
        seen.rows += 1
        return row

    def stepped() -> int:
        seen.steps += STEP
        return 0

    def asked(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        finally:
            if sql.startswith(("SELECT", "UPDATE", "DELETE")) and not many:
                seen.queries.append(sql)
                seen.plans.append(_plan(raw, sql, params) if sqlite and plans else [])
            if sqlite:  # rows are read as they are fetched: what that takes is counted too
                raw.set_progress_handler(stepped, STEP)

    with connection.execute_wrapper(asked):
        if sqlite:
            raw.row_factory = counted
            raw.set_progress_handler(stepped, STEP)
        try:
            yield seen
        finally:
            if sqlite:
                raw.row_factory = None
                raw.set_progress_handler(None, 0)


def _plan(raw: Any, sql: str, params: Any) -> list[str]:
    cursor = raw.cursor()
    cursor.row_factory = None
    raw.set_progress_handler(None, 0)
    marks = "?" * len(params or ())
    return [
        row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql % tuple(marks)}", params or ())
    ]


def pages(made: Any) -> dict[str, Callable[[], Any]]:
    """Return each page of the table: what to call to be shown it (各页面)."""
    from django.test import Client

    from juzheng.records.models import Case, Certificate, Correction

    def client(user: Any = None) -> Any:
        one = Client(REMOTE_ADDR="192.0.2.1")
        if user is not None:
            one.force_login(user)
        return one

    def get(who: Any, address: str) -> Callable[[], Any]:
        return lambda: who.get(address)

    anyone, clerk, pen = client(), client(made.clerk), client(made.pen)
    officer, unit = client(made.officer), client(made.registrar)
    mine = Case.objects.filter(committee=made.clerk.committee)
    case = mine.filter(state="issued").order_by("pk")[0]
    paper = Certificate.objects.filter(case=case).order_by("pk")[0]
    shown = Correction.objects.filter(state="exposed").order_by("pk")[0]
    search = {
        "case": case.number[-6:].lstrip("0") or "1",
        "paper": f"证{paper.serial}",
        "name": "王不在",
    }
    return {
        "/items/POS-001/": get(anyone, "/items/POS-001/"),
        "/exposures/": get(anyone, "/exposures/"),
        "/exposures/…/": get(anyone, f"/exposures/{shown.number}/"),
        "/demands/": get(anyone, "/demands/"),
        "/demands/?basis=valid": get(anyone, "/demands/?basis=valid"),
        "/desk/": get(clerk, "/desk/"),
        "/desk/?show=sealing": get(clerk, "/desk/?show=sealing"),
        "/desk/?show=closed": get(clerk, "/desk/?show=closed"),
        **{
            f"/desk/search/ {what}": (
                lambda text=text: clerk.post("/desk/search/", {"wanted": text})
            )
            for what, text in search.items()
        },
        "/desk/register/": get(clerk, "/desk/register/"),
        "/desk/signatures/": get(pen, "/desk/signatures/"),
        "/desk/cases/…/": get(clerk, f"/desk/cases/{case.number}/"),
        "/office/": get(officer, "/office/"),
        "/office/amendments/": get(officer, "/office/amendments/"),
        "/office/reports/": get(officer, "/office/reports/"),
        "/office/demands/": get(officer, "/office/demands/"),
        "/unit/": get(unit, "/unit/"),
        "/unit/notices/": get(unit, "/unit/notices/"),
    }


def measured(ask: Callable[[], Any]) -> dict[str, Any]:
    """Return what one page costs: the median of some rounds, warm (一页的开销)."""
    answer = ask()
    if answer.status_code not in (200, 302):
        return {"status": answer.status_code}
    ask()
    with reading() as seen:
        ask()
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        ask()
        found.append((time.process_time() - start) * 1000)
    return {
        "cpu_ms": round(statistics.median(found), 2),
        "queries": len(seen.queries),
        "rows": seen.rows,
        "steps": seen.steps,
        "scans": sorted({line.partition(" | ")[0] for line in seen.scans}),
    }


def exponent(first: float, last: float, times: float) -> float:
    """Return with which power of the size it grows (增长指数)."""
    return round(math.log(max(last, 1e-9) / max(first, 1e-9)) / math.log(times), 2)


def audited() -> dict[str, Any]:
    """Return what ``juzheng audit`` costs in a process of its own, with its memory's peak."""
    import subprocess

    start = os.times()
    said = subprocess.run(
        [sys.executable, "-c", _AUDIT], capture_output=True, text=True, check=False
    )
    end = os.times()
    told = (
        json.loads(said.stdout.splitlines()[-1])
        if said.stdout.strip()
        else {"error": said.stderr[-400:]}
    )
    return {
        "cpu_s": round(
            end.children_user + end.children_system - start.children_user - start.children_system, 2
        ),
        **told,
    }


_AUDIT = """
import json, resource, django
django.setup()
from juzheng.acts.audit import audit
found = audit()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
told = {"lines": found.lines, "faults": len(found.faults), "peak_mb": round(peak / 1024)}
print(json.dumps(told))
"""


def figures(sizes: Sequence[int], *, audit: bool = False) -> dict[str, Any]:
    """Return all figures, size by size, in the database that the settings name (全部数字)."""
    from django.db import connection

    from bench import filled, measure
    from juzheng.records.models import User
    from tests.conftest import NOON
    from tests.faults import scene

    scene.build()
    people = {user.username: user for user in User.objects.all()}
    made = filled.scene(people["clerk"], people["responsible"])
    each: dict[str, dict[str, Any]] = {}
    later = NOON + timedelta(days=30)
    for size in sizes:
        started = time.monotonic()
        filled.fill(made, size)
        say(f"{size} cases after {time.monotonic() - started:.0f} s")
        with mock.patch("django.utils.timezone.now", return_value=later):
            for name, ask in pages(made).items():
                each.setdefault(name, {})[str(size)] = measured(ask)
                say(f"{name} {each[name][str(size)]}")
        if audit:
            each.setdefault("juzheng audit", {})[str(size)] = audited()
            say(f"audit {each['juzheng audit'][str(size)]}")
    first, last = str(sizes[0]), str(sizes[-1])
    for found in each.values():
        found["growth"] = {
            what: exponent(found[first][what], found[last][what], sizes[-1] / sizes[0])
            for what in ("cpu_ms", "queries", "rows", "steps", "cpu_s", "peak_mb")
            if what in found[first] and what in found[last]
        }
    return {
        "machine": measure.machine(),
        "database": connection.vendor,
        "sizes": list(sizes),
        "unit": "processor milliseconds of the serving process; steps are SQLite's own",
        "pages": each,
    }


def say(text: str) -> None:
    """Tell how far it is, where it is not part of the document."""
    sys.stderr.write(text + "\n")


def keep(name: str, document: dict[str, Any]) -> None:
    """Write the figures into docs/performance.json under ``name`` and their database (存档)."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    kept[f"{name} {document['database']}"] = document
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Measure in a folder of its own, print, and leave nothing behind (测增长)."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--audit", action="store_true")
    parser.add_argument("--keep", metavar="NAME")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="juzheng-growth-") as folder:
        database = os.environ.get("JUZHENG_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
            "JUZHENG_DATA": f"{folder}/data",
            "JUZHENG_KEYS": f"{folder}/data/keys",
            "JUZHENG_DATABASE_URL": database,
            "JUZHENG_ALLOWED_HOSTS": "127.0.0.1,testserver",
        }
        import django

        django.setup()
        document = figures(asked.sizes, audit=asked.audit)
    if asked.keep:
        keep(asked.keep, document)
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main(sys.argv[1:])
