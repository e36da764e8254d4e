"""Counting processor time (计时): the machine is shared, so the clock on the wall is not fair."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

ROUNDS = 5


def cpu_ms(work: Callable[[], Any], times: int, *, warm: int = 2) -> dict[str, float]:
    """Return the median over five rounds of the processor's milliseconds for one ``work``."""
    for _ in range(warm):
        work()
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - start) / times * 1000)
    return {"cpu_ms": round(statistics.median(found), 3), "times": times * ROUNDS}


def cpu_ms_of_each(work: Callable[[Any], Any], things: list[Any]) -> dict[str, float]:
    """Return the median of the processor's milliseconds over ``things``; the first one warms."""
    work(things[0])
    found = []
    for thing in things[1:]:
        start = time.process_time()
        work(thing)
        found.append((time.process_time() - start) * 1000)
    return {"cpu_ms": round(statistics.median(found), 3), "times": len(found)}


def children_cpu_seconds() -> float:
    """Return the processor time of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def family(process: int) -> list[int]:
    """Return a process and everything that it started."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in listed for one in family(int(child)))]


def memory_mb(process: int) -> dict[str, float]:
    """
    Return the memory of a server in MB (1,000,000 bytes), in three ways of counting.

    Resident memory counts a page that two processes share twice; the proportional set size
    counts it once, but shares it with strangers too, if others run the same Python.
    """
    each = [_counted(one) for one in family(process)]
    return {
        "serving_process_resident": max(one["Rss"] for one in each),
        "all_processes_resident": round(sum(one["Rss"] for one in each), 1),
        "all_processes_proportional": round(sum(one["Pss"] for one in each), 1),
    }


def _counted(process: int) -> dict[str, float]:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    rows = {line.split(":")[0]: line.split() for line in lines if line.startswith(("Rss:", "Pss:"))}
    return {name: round(int(row[1]) * 1024 / 1e6, 1) for name, row in rows.items()}


def machine() -> dict[str, Any]:
    """Return what the figures were taken on."""
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": model[0] if model else platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {
            name: _version(name)
            for name in ("django", "waitress", "typst", "cryptography", "cbor2", "zxing-cpp")
        },
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
