"""Our part beside a peer (我们的一份): a case filed, signed, checked, and a page read."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main(rounds: int) -> None:
    """Do the job ``rounds`` times in the folder that ``JUZHENG_BENCH_FOLDER`` names; print it."""
    folder = Path(os.environ["JUZHENG_BENCH_FOLDER"])
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
        "JUZHENG_DATA": str(folder / "data"),
        "JUZHENG_KEYS": str(folder / "data" / "keys"),
        "JUZHENG_DATABASE_URL": "",
        "JUZHENG_ALLOWED_HOSTS": "127.0.0.1,testserver",
    }
    import django

    django.setup()
    json.dump(measured(rounds), sys.stdout)


def measured(rounds: int) -> dict[str, float]:
    """Return the median of each step; every paper is checked once, by its own code."""
    from django.test import Client

    from bench import __main__ as bench
    from bench import measure
    from bench.journey import file

    scene = bench.prepared(rounds)
    issued: list[Any] = []
    reader = Client(REMOTE_ADDR="192.0.2.1")

    def cost(work: Callable[[Any], Any], things: list[Any]) -> float:
        return measure.cpu_ms_of_each(work, things)["cpu_ms"]

    filed = cost(lambda _: file(scene.committee.code), list(range(rounds + 1)))
    signed = cost(lambda case: issued.append(bench.sign(case, scene)), scene.drafted)
    checked = cost(lambda paper: opened(reader, f"/c/{paper.opaque}"), issued)
    page = cost(lambda _: opened(reader, "/items/POS-001/"), list(range(rounds + 1)))
    return {
        "file_journey": filed,
        "sign": signed,
        "file_and_sign": round(filed + signed, 3),
        "check_online": checked,
        "public_page": page,
    }


def opened(client: Any, address: str) -> None:
    """
    Open a page.

    :raises RuntimeError: if it does not answer 200
    """
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code} at {time.time()}")
