"""``python -m bench.whatif``: a hundred thousand cases under a list that is not published yet.

The cases are written once (the same ones every time) into an SQLite file; each contestant reads it
in a process of its own and must come to the same figures:

- ours: ``records.catalogue.past_cases``, a stream of the columns that decide, folded into counters
- list: what comes to mind first, ``list(Case.objects.select_related(...))``: all rows at once

JSON on standard output.

    python -m bench.whatif                  # 100,000 cases
    python -m bench.whatif 20000 --only ours
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.measure import machine

if TYPE_CHECKING:
    from juzheng.law.catalogue.whatif import Lived, Tally

CASES = 100_000
COMMITTEES = 200
AT = datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=8)))
ON = date(2026, 11, 24)
EVERY = 5_000
BATCH = 5_000
DEMANDERS = ("", "civil_affairs", "court")


def ready(folder: Path) -> None:
    """Let Django use the file in ``folder``."""
    os.environ["JUZHENG_DATA"] = str(folder)
    os.environ.pop("JUZHENG_DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "juzheng.config.settings"
    import django

    django.setup()


def generate(folder: Path, cases: int) -> None:
    """Write the catalogue, the committees and the cases; of the people only made-up words."""
    ready(folder)
    from django.core.management import call_command

    from juzheng.acts.catalogue import loading
    from juzheng.records.models import Case, Committee, Revision

    call_command("migrate", verbosity=0)
    loading.load(at=AT)
    places = Committee.objects.bulk_create(
        Committee(code=f"4201{n:08}", name=f"示例{n}社区", kind="residents", fictional=True)
        for n in range(COMMITTEES)
    )
    revisions = list(Revision.objects.filter(kind="item").order_by("subject"))
    chance = random.Random(20201120)  # the same cases every time
    for start in range(0, cases, BATCH):
        Case.objects.bulk_create(
            _case(number, chance, places, revisions)
            for number in range(start, min(cases, start + BATCH))
        )


def _case(number: int, chance: random.Random, places: list[Any], revisions: list[Any]) -> Any:
    from juzheng.records.models import Case

    return Case(
        number=f"{number:09}",
        committee=chance.choice(places),
        revision=chance.choice(revisions),
        channel="online",
        received_at=AT - timedelta(minutes=number % 500_000),
        idempotency_key=f"{number:064}",
        applicant_name="示例居民",
        identity_kind="resident_card",
        identity_number=f"{number:018}",
        identity_index=hashlib.sha256(str(number).encode()).hexdigest(),
        answers={"address": "示例街道1号楼2单元301室"},
        recipient="示例单位",
        purpose="示例用途",
        demander=chance.choice(DEMANDERS),
        secret_hash="",
        outcome="refuse",
        decision={"outcome": "refuse", "trace": ["示例"] * 12},
        circumstances={
            "still_demanded": chance.random() < 0.1,
            "legal_risk": chance.random() < 0.05,
            "verifiable": chance.random() < 0.9,
        },
        state="received",
    )


def tally() -> Tally:
    """Return an empty tally: what is published, and Hubei's prepared list on top of it."""
    from juzheng.catalogue.pages import kind_of
    from juzheng.catalogue.prepared import prepared
    from juzheng.law.catalogue.whatif import Tally
    from juzheng.records.catalogue import governing

    before, hubei = governing.governing(ON), prepared("hubei-2020")
    pages = {
        (kind_of(entry), entry.id): replace(entry)
        for table in (hubei.instruments, hubei.items, hubei.lists)
        for entry in table.values()
    }
    return Tally(before, governing.with_pages(before, pages))


def ours() -> Iterator[Lived]:
    """Stream the columns that decide."""
    from juzheng.records.catalogue import past_cases

    asked = past_cases.received("420000", AT - timedelta(days=365), AT + timedelta(seconds=1))
    return past_cases.lived(asked, ON)


def everything() -> Iterator[Lived]:
    """Hold every row in one list, as objects, and read from that."""
    from juzheng.law.catalogue.whatif import Lived
    from juzheng.records.cases import case_file
    from juzheng.records.catalogue import past_cases

    asked = past_cases.received("420000", AT - timedelta(days=365), AT + timedelta(seconds=1))
    rows = list(asked.select_related("committee", "revision"))
    return (
        Lived(case.revision.item, case_file.circumstances_of(case, ON), case.committee.name)
        for case in rows
    )


CONTESTANTS: dict[str, Callable[[], Iterator[Any]]] = {"ours": ours, "list": everything}


def one(name: str, folder: Path) -> dict[str, Any]:
    """Run one contestant in this process."""
    ready(folder)
    from juzheng.law.catalogue.whatif import fold

    counted = tally()
    at_rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, first = time.process_time(), 0.0
    for _ in fold(counted, CONTESTANTS[name](), EVERY):
        first = first or time.process_time() - begun
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ends = {end.value: [old, new] for end, old, new in counted.ends()}
    return {
        "cases": counted.cases,
        "changed": counted.changed,
        "ends": ends,
        "cpu_s": round(spent, 2),
        "cases_per_cpu_s": round(counted.cases / spent),
        "cpu_s_to_first_progress": round(first, 2),
        "peak_memory_mb": round(peak / 1024),
        "memory_over_rest_mb": round((peak - at_rest) / 1024),
    }


def apart(*words: str) -> dict[str, Any]:
    """Run a part in a process of its own."""
    line = [sys.executable, "-m", "bench.whatif", *words]
    ended = subprocess.run(line, capture_output=True, text=True, check=False)
    if ended.returncode:
        return {"failed": ended.stderr.strip().splitlines()[-1:]}
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def document(cases: int, names: tuple[str, ...]) -> dict[str, Any]:
    """Return all figures."""
    with tempfile.TemporaryDirectory(prefix="juzheng-bench-") as folder:
        made = apart("--make", folder, str(cases))
        figures = {name: apart("--one", name, folder) for name in names} if "made" in made else made
    return {"machine": machine(), "cases": cases, **figures}


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="?", type=int, default=CASES)
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, default=tuple(CONTESTANTS))
    parser.add_argument("--one", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=1, metavar="FOLDER", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.make:
        generate(Path(words.make[0]), words.cases)
        found: dict[str, Any] = {"made": words.cases}
    elif words.one:
        found = one(words.one[0], Path(words.one[1]))
    else:
        found = document(words.cases, tuple(words.only))
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
