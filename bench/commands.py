"""Commands and a first start (命令和首次启动): processor time, cold and warm, and peak memory.

``python -m bench.commands`` prints one JSON document. *Cold* is without compiled modules, as
straight after an installation that did not compile; *warm* is every time after. On a busy machine
processor time grows too: ``reference_ms`` is a fixed piece of arithmetic, taken before and after,
by which two runs can be compared.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import measure, village

ROUNDS, PAPERS, QUESTIONS, SIGN_INS = 5, 1000, 500, 8
COMMANDS = {
    "help": ["--help"],
    "check_help": ["check", "--help"],
    "ask": ["ask", "证明我妈是我妈"],
}


def main() -> None:
    """Measure in a folder of its own, print, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="juzheng-bench-") as name:
        folder = Path(name)
        found = {
            "machine": measure.machine(),
            "load": os.getloadavg(),
            "reference_ms_before": reference_ms(),
            "commands": {name: command(folder, words) for name, words in COMMANDS.items()},
            "check_many": check_many(folder),
            "ask_batch": ask_batch(folder),
            "first_start": first_start(folder / "new"),
            "sign_ins": sign_ins(),
            "reference_ms_after": reference_ms(),
        }
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    print()


def reference_ms() -> float:
    """Return what three million steps of arithmetic take here and now."""
    began, total = time.process_time(), 0
    for number in range(3_000_000):
        total += number * number % 7
    return round((time.process_time() - began) * 1000)


def environment(folder: Path) -> dict[str, str]:
    """Return an environment with a data folder and a folder of compiled modules of its own."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    own = {"JUZHENG_DATA": str(folder / "data"), "JUZHENG_KEYS": str(folder / "keys")}
    return {**env, **own, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def run(folder: Path, *words: str) -> dict[str, float]:
    """Return processor seconds and peak memory of one command."""
    before = measure.children_cpu_seconds()
    ended = subprocess.run(
        [sys.executable, "-m", "juzheng", *words],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"juzheng {words} ended with {ended.returncode}")
    return {
        "cpu_s": round(measure.children_cpu_seconds() - before, 3),
        "peak_mb_of_all_so_far": round(
            resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        ),
    }


def command(folder: Path, words: list[str]) -> dict[str, Any]:
    """Return the first run, which compiles, and the median of those after it."""
    with tempfile.TemporaryDirectory(dir=folder) as empty:
        cold = run(Path(empty), *words)["cpu_s"]
        warm = [run(Path(empty), *words)["cpu_s"] for _ in range(ROUNDS)]
    return {"cold_cpu_s": cold, "warm_cpu_s": statistics.median(warm), "rounds": ROUNDS}


def check_many(folder: Path) -> dict[str, Any]:
    """Check a folder of copies of one real paper; reading and start included."""
    from juzheng.outside import keys
    from tests.outside.conftest import signed
    from tests.papers import AT, CERTIFICATE

    paper = signed(CERTIFICATE, keys.create_development_keys(folder / "keys", at=AT))
    papers = folder / "papers"
    papers.mkdir()
    for number in range(PAPERS):
        (papers / f"{number}.pdf").write_bytes(paper)
    run(folder, "check", "--help")  # compiles
    took = run(folder, "check", str(papers), "--on", AT.date().isoformat())
    return {**took, "papers": PAPERS, "bytes_each": len(paper)}


def ask_batch(folder: Path) -> dict[str, Any]:
    """Ask a file of questions, none of them twice, and take off what the start costs."""
    from juzheng.catalogue import catalogue

    texts = [text for item in catalogue().items.values() for text in item.aliases][:QUESTIONS]
    file = folder / "questions.jsonl"
    rows = ({"id": at, "text": text} for at, text in enumerate(texts))
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    one = folder / "one.jsonl"
    one.write_text('{"id": 0, "text": "证明"}', encoding="utf-8")
    run(folder, "ask", "--batch", str(one))
    start = run(folder, "ask", "--batch", str(one))["cpu_s"]
    took = run(folder, "ask", "--batch", str(file))["cpu_s"]
    return {
        "questions": len(texts),
        "start_cpu_s": start,
        "cpu_ms_each": round((took - start) * 1000 / (len(texts) - 1), 3),
    }


def first_start(folder: Path) -> dict[str, Any]:
    """Return what a start from nothing and a second one cost until the first page is there."""
    return {"from_nothing": _start(folder), "again": _start(folder)}


def _start(folder: Path) -> dict[str, Any]:
    began = time.monotonic()
    with village.serving(folder) as (_, server):
        return {
            "cpu_s": round(sum(map(_cpu_s, measure.family(server))), 2),
            "wall_s": round(time.monotonic() - began, 2),
            **measure.memory_mb(server),
        }


def _cpu_s(process: int) -> float:
    spent = Path(f"/proc/{process}/stat").read_text().rsplit(")")[-1].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def sign_ins() -> dict[str, Any]:
    """Return what one password costs, and the peak of eight at once in a process of their own."""
    code = "import bench.commands as it; import django; django.setup(); print(it.hashed_together())"
    as_serve_does = {"MALLOC_ARENA_MAX": "2"}
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "juzheng.config.settings", **as_serve_does}
    ended = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def hashed_together() -> str:
    """Hash eight passwords in eight threads."""
    from django.contrib.auth.hashers import make_password

    rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with ThreadPoolExecutor(SIGN_INS) as many:
        list(many.map(make_password, ["x" * 12] * SIGN_INS))
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return json.dumps(
        {
            "at_once": SIGN_INS,
            "cpu_ms_each": round(spent * 1000 / SIGN_INS, 1),
            "peak_above_rest_mb": round((peak - rest) / 1000),
        }
    )


if __name__ == "__main__":
    main()
