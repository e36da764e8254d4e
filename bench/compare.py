"""
Two commits in one run (两个版本对比): ``python -m bench.compare BASE`` prints ratios as JSON.

The scripts of this tree measure both: pages as a server calls them (``bench.pages``), what one
case costs (filed, signed, checked: ``bench.peers.ours``), and commands from their start. The two
take turns, so that what else the machine does falls on both; a ratio under 1 is cheaper now.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import commands, measure, pages

TURNS, ROUNDS, PAGE_ROUNDS = 5, 15, 6
CASE = "from bench.peers import ours; ours.main({rounds})"


def main(arguments: Sequence[str]) -> None:
    """Measure both and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.compare", description=__doc__)
    parser.add_argument("base", metavar="BASE", help="the commit to compare with")
    base = parser.parse_args(arguments).base
    with tempfile.TemporaryDirectory(prefix="juzheng-compare-") as name:
        folder = Path(name)
        with pages.checked_out(base, folder) as tree:
            trees = {"before": tree, "now": pages.HERE}
            document = {
                "unit": "milliseconds of processor time, medians; ratios are now to before",
                "machine": measure.machine(),
                "load": os.getloadavg(),
                "reference_ms": commands.reference_ms(),
                "against": base,
                "case": turns(trees, lambda tree: one_case(tree, folder)),
                "commands": turns(trees, lambda tree: each_command(tree, folder)),
            }
    with pages.sides(base) as served:
        names = served["now"].listed["measured"]
        document["pages"] = pages.figures(served, names, PAGE_ROUNDS)
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()


def turns(
    trees: Mapping[str, Path], measured: Callable[[Path], dict[str, float]]
) -> dict[str, dict[str, float]]:
    """Return the medians of both sides and the ratio, taken in turns, each first as often."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in trees}
    for turn in range(TURNS):
        for name, tree in list(trees.items())[:: -1 if turn % 2 else 1]:
            found[name].append(measured(tree))
    return {what: _beside(found, what) for what in found["now"][0]}


def _beside(found: Mapping[str, list[dict[str, float]]], what: str) -> dict[str, float]:
    middle = {
        name: statistics.median(turn[what] for turn in each if what in turn)
        for name, each in found.items()
    }
    return {
        **{name: round(number, 2) for name, number in middle.items()},
        "now_to_before": round(middle["now"] / middle["before"], 2),
    }


def one_case(tree: Path, folder: Path) -> dict[str, float]:
    """Return what a case filed, signed and checked costs in ``tree``, measured by our script."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        made = subprocess.run(
            [sys.executable, "-c", CASE.format(rounds=ROUNDS)],
            env={**surroundings(tree, folder), "JUZHENG_BENCH_FOLDER": own},
            cwd=folder,  # before the path comes where one stands
            capture_output=True,
            text=True,
            check=False,
        )
    if made.returncode:
        raise RuntimeError(f"{tree}: {made.stderr[-2000:]}")
    told: dict[str, float] = json.loads(made.stdout.splitlines()[-1])
    return told


def each_command(tree: Path, folder: Path) -> dict[str, float]:
    """Return the processor's milliseconds of each command from its start, modules compiled."""
    found = {}
    for name, words in commands.COMMANDS.items():
        if name == "ask":  # the other tree has no word books of its own: it would read them anew
            continue
        before = os.times()
        subprocess.run(
            [sys.executable, "-m", "juzheng", *words],
            env={**surroundings(tree, folder), "JUZHENG_DATA": str(folder / "none")},
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        after = os.times()
        spent = after.children_user + after.children_system
        found[name] = (spent - before.children_user - before.children_system) * 1000
    return found


def surroundings(tree: Path, folder: Path) -> dict[str, Any]:
    """Return the environment in which ``bench`` is ours and all else is the tree's."""
    ours = folder / "ours"
    ours.mkdir(exist_ok=True)
    if not (ours / "bench").exists():
        (ours / "bench").symlink_to(pages.HERE / "bench")
    kept = {name: text for name, text in os.environ.items() if not name.startswith("JUZHENG_")}
    return {**kept, "PYTHONPATH": f"{ours}{os.pathsep}{tree}"}


if __name__ == "__main__":
    main(sys.argv[1:])
