"""
A signed paper with a QR code, beside pretix (与 pretix 同台): ``python -m bench.peers.pretix``.

pretix sells tickets; of what runs in Python it comes closest to our errand: somebody asks, gets a
PDF with a signed code, and is checked at a door. It is installed from ``pretix.txt`` (versions and
hashes) into an environment of its own, with SQLite as a village has it, and does its part there:
an order paid, its ticket as PDF, a redemption, a public page. We do ours: a case filed through all
its pages, signed and written as signed PDF, checked online, a guide opened. Both through their own
addresses by Django's test client, which keeps its connection; processor time of one process, in
turns. What pretix hands to background workers runs in the same process and is counted, as ours is.

One JSON document. The first run installs pretix and prepares its database: some minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

from bench import measure

HERE = Path(__file__).resolve().parent
LOCK = HERE / "pretix.txt"
KEPT = HERE.parent.parent / ".venv" / "peers" / "pretix"
TURNS, ROUNDS = 3, 20
OURS = "from bench.peers import ours; ours.main({rounds})"
# ours → theirs: the step that does the same for the person
PAIRS = {
    "ask_to_paper": ("file_and_sign", "order_and_ticket"),
    "paper_alone": ("sign", "order_and_ticket"),
    "check_online": ("check_online", "redeem"),
    "public_page": ("public_page", "public_page"),
}


def main() -> None:
    """Print what each did, and how many times less ours takes."""
    python = installed()
    ready_s = prepared(python)
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(our_turn())
        theirs.append(their_turn(python))
    json.dump(document(ours, theirs, ready_s), sys.stdout, ensure_ascii=False, indent=1)
    print()


def document(
    ours: list[dict[str, float]], theirs: list[dict[str, float]], ready_s: float | None
) -> dict[str, Any]:
    """Return the medians over all turns, and the quotients."""
    mine, their = medians(ours), medians(theirs)
    their["order_and_ticket"] = round(their["order_paid"] + their["ticket_pdf"], 3)
    return {
        "unit": "milliseconds of processor time for one operation, median of turns",
        "machine": measure.machine(),
        "load": os.getloadavg(),
        "ours": mine,
        "pretix": their,
        "pretix_version": version(),
        "pretix_migrations_cpu_s": ready_s,
        "times_less": {
            name: round(their[there] / mine[here], 1) for name, (here, there) in PAIRS.items()
        },
        "pairs": PAIRS,
        "turns": TURNS,
        "rounds": ROUNDS,
    }


def medians(turns: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each operation over the turns."""
    return {name: statistics.median(turn[name] for turn in turns) for name in turns[0]}


def installed() -> Path:
    """Return pretix's interpreter; what the lock file names is installed once."""
    python, stamp = KEPT / "env" / "bin" / "python", KEPT / "installed"
    if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
        print("installing pretix ...", file=sys.stderr)
        shutil.rmtree(KEPT, ignore_errors=True)
        venv.create(KEPT / "env", with_pip=True)
        pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--require-hashes", "-r", str(LOCK)], check=True)
        stamp.write_bytes(LOCK.read_bytes())
    return python


def prepared(python: Path) -> float | None:
    """Make pretix's database once; return the processor's seconds, None if it was there."""
    if (KEPT / "empty" / "db.sqlite3").exists():
        return None
    print("preparing pretix's database ...", file=sys.stderr)
    (KEPT / "empty").mkdir(exist_ok=True)
    before = os.times()
    subprocess.run(
        [str(python), "-m", "pretix", "migrate"],
        env=settings(KEPT / "empty"),
        cwd=KEPT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    return round(
        after.children_user + after.children_system - before.children_user - before.children_system,
        1,
    )


def settings(folder: Path) -> dict[str, str]:
    """Write pretix's settings for a folder of data; return the surroundings that name them."""
    file = folder / "pretix.cfg"
    file.write_text(
        f"[pretix]\ninstance_name=bench\nurl=http://localhost\ndatadir={folder}\n"
        "[database]\nbackend=sqlite3\n",
        encoding="utf-8",
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PRETIX_CONFIG_FILE": str(file)}


def their_turn(python: Path) -> dict[str, float]:
    """Let pretix do its part in a copy of the prepared database."""
    with tempfile.TemporaryDirectory(prefix="juzheng-peer-") as name:
        folder = Path(name) / "data"
        shutil.copytree(KEPT / "empty", folder)
        return worked(
            [str(python), "-I", str(HERE / "pretix_work.py"), str(ROUNDS)], settings(folder), folder
        )


def our_turn() -> dict[str, float]:
    """Do our part in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="juzheng-bench-") as name:
        return worked(
            [sys.executable, "-c", OURS.format(rounds=ROUNDS)],
            {**os.environ, "JUZHENG_BENCH_FOLDER": name},
            Path.cwd(),
        )


def worked(command: list[str], env: dict[str, str], folder: Path) -> dict[str, float]:
    """
    Return the numbers that a child printed.

    :raises RuntimeError: if it failed, with the last it said
    """
    made = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{made.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return {name: number for name, number in found.items() if isinstance(number, float)}


def version() -> str:
    """Return pretix's version as the lock file has it."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return next(line.split("==")[1].split()[0] for line in lines if line.startswith("pretix=="))


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
