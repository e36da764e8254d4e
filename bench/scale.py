"""
How commands grow (命令的规模), ``python -m bench.scale``: the same command at several sizes.

Each runs in a process of its own, started and reading included: processor seconds, peak memory,
and how much it said. The exponent says how that grows from the first size to the last: 1 is in
step with the size, 2 is quadratic. JSON on standard output.

    python -m bench.scale                           # 10,000 and 100,000: a paper is 77 kB
    python -m bench.scale 100000 1000000 --only tangle
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import commands, measure

SIZES = (10_000, 100_000)
FEW = 20  # facts, however many demands there are
SHAPES = ("few", "growing")  # a list of one county's few facts; of a nation's, one in fifty
KINDS_OF_UNIT = ("bank", "committee", "school")
BASES = ("《公证法》第二十七条", "《户口登记条例》第九条", "", "《某市办事规定》第三条")


def network(demands: int, shape: str) -> dict[str, list[dict[str, Any]]]:
    """
    Return a list of demands as a nation's would be (要求清单): the same each time.

    One paper in fifty is held, one fact in twenty is negative, three of ten thousand papers stand
    in a ring that nobody can leave.
    """
    chance = random.Random(20201120)
    facts = FEW if shape == "few" else max(FEW, demands // 50)
    bodies, matters, papers = (max(2, demands // some) for some in (500, 10, 5))
    rings = max(1, papers // 10_000)
    whole: dict[str, list[dict[str, Any]]] = {
        "bodies": [
            {"id": f"U{one}", "name": f"某单位{one}", "kind": KINDS_OF_UNIT[one % 3]}
            for one in range(bodies)
        ],
        "facts": [
            {"id": f"F{one}", "name": f"事实{one}", "negative": one % 20 == 19}
            for one in range(facts)
        ],
        "data": [
            {"id": f"S{one}", "name": f"数据{one}", "shows": [f"F{chance.randrange(facts)}"],
             "open_to": [f"U{chance.randrange(bodies)}" for _ in range(3)]}
            for one in range(max(1, facts // 10))
        ],
        "papers": [
            {"id": f"P{one}", "name": f"材料{one}", "issued_by": f"U{chance.randrange(bodies)}",
             "shows": [f"F{chance.randrange(facts)}"], "held": one % 50 == 1}
            for one in range(papers)
        ],
        "matters": [
            {"id": f"M{one}", "name": f"事项{one}", "handled_by": f"U{chance.randrange(bodies)}"}
            for one in range(matters)
        ],
    }  # fmt: skip
    whole["demands"] = list(_demands(chance, demands, (facts, matters, papers, rings)))
    return whole


def _demands(
    chance: random.Random, demands: int, counts: tuple[int, int, int, int]
) -> Iterator[dict[str, Any]]:
    """Yield demands: papers ask only for papers before them, but for the rings at the end."""
    facts, matters, papers, rings = counts
    plain = papers - 3 * rings
    for one in range(demands - 3 * rings):
        owner = chance.randrange(matters + plain)
        below = plain if owner < matters else max(1, owner - matters)
        told: dict[str, Any] = {
            "id": f"D{one}",
            "owner": f"M{owner}" if owner < matters else f"P{owner - matters}",
            "papers": sorted({f"P{chance.randrange(below)}" for _ in range(1 + one % 3)}),
            "basis": BASES[one % len(BASES)],
        }
        if one % 2:
            told["fact"] = f"F{chance.randrange(facts)}"
        yield told
    for one in range(3 * rings):
        ring, at = divmod(one, 3)
        here, there = (plain + 3 * ring + (at + step) % 3 for step in (0, 1))
        yield {"id": f"R{one}", "owner": f"P{here}", "papers": [f"P{there}"], "basis": BASES[0]}


def spent(folder: Path, *words: str) -> dict[str, Any]:
    """Return what one command took: its own processor seconds, peak and words (命令的开销)."""
    out = folder / "said"
    begun = time.monotonic()
    with out.open("wb") as said, open(os.devnull, "wb") as nobody:
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "juzheng", *words],
            commands.environment(folder),
            file_actions=[
                (os.POSIX_SPAWN_DUP2, said.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, nobody.fileno(), 2),
            ],
        )
        _, status, used = os.wait4(child, 0)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "wall_s": round(time.monotonic() - begun, 2),
        "peak_mb": round(used.ru_maxrss * 1024 / 1e6),
        "said_mb": round(out.stat().st_size / 1e6, 3),
    }


def tangle(folder: Path, size: int) -> dict[str, Any]:
    """Untangle a list of ``size`` demands, of few facts and of growing ones."""
    found = {}
    for shape in SHAPES:
        file = folder / f"{shape}.json"
        with file.open("w", encoding="utf-8") as target:
            json.dump(network(size, shape), target, ensure_ascii=False)
        found[shape] = {
            "file_mb": round(file.stat().st_size / 1e6, 1),
            **spent(folder, "tangle", str(file), "--on", "2026-12-01"),
        }
        file.unlink()
    return found


def check(folder: Path, size: int) -> dict[str, Any]:
    """Check a folder of ``size`` papers: copies of one real paper, each read and checked anew."""
    from juzheng.outside import keys
    from tests.outside.conftest import signed
    from tests.papers import AT, CERTIFICATE

    paper = signed(CERTIFICATE, keys.create_development_keys(folder / "keys", at=AT))
    papers = folder / "papers"
    papers.mkdir()
    for number in range(size):
        (papers / f"{number}.pdf").write_bytes(paper)
    took = spent(folder, "check", str(papers), "--on", AT.date().isoformat())
    for made in (papers, folder / "keys"):
        shutil.rmtree(made)
    return {"bytes_each": len(paper), **took}


def ask(folder: Path, size: int) -> dict[str, Any]:
    """Ask ``size`` questions of a batch, none of them twice: the items' names, each in a number."""
    from juzheng.catalogue import catalogue

    texts = [text for item in catalogue().items.values() for text in item.aliases]
    file = folder / "questions.jsonl"
    with file.open("w", encoding="utf-8") as target:
        for at in range(size):
            said = f"{texts[at % len(texts)]}，第{at}次问"
            target.write(json.dumps({"id": at, "text": said}, ensure_ascii=False) + "\n")
    return spent(folder, "ask", "--batch", str(file))


KINDS: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "tangle": tangle,
    "check": check,
    "ask": ask,
}


def _warm(folder: Path) -> None:
    """Compile what commands read, so that the first size does not pay for it."""
    spent(folder, "tangle", "docs/examples/inheritance.json")


def _leaves(found: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, float]]:
    for key, value in found.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        elif key in ("cpu_s", "peak_mb", "said_mb"):
            yield ".".join((*path, key)), float(value)


def exponents(first: dict[str, Any], last: dict[str, Any], times: float) -> dict[str, float]:
    """Return with which power of the size each figure grows (增长指数)."""
    before = dict(_leaves(first))
    return {
        name: round(math.log(max(value, 1e-9) / max(before[name], 1e-9)) / math.log(times), 2)
        for name, value in _leaves(last)
    }


def document(sizes: Sequence[int], names: Sequence[str]) -> dict[str, Any]:
    """Return all figures."""
    found: dict[str, Any] = {"machine": measure.machine(), "load": os.getloadavg()}
    with tempfile.TemporaryDirectory(prefix="juzheng-scale-") as place:
        folder = Path(place)
        _warm(folder)
        for name in names:
            each = {}
            for size in sizes:
                each[size] = KINDS[name](folder, size)
                sys.stderr.write(f"{name} {size} {each[size]}\n")
            found[name] = {str(size): figures for size, figures in each.items()}
            if len(sizes) > 1:
                grown = exponents(each[sizes[0]], each[sizes[-1]], sizes[-1] / sizes[0])
                found[name]["exponents"] = grown
    return {**found, "reference_ms": commands.reference_ms()}


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--only", nargs="+", choices=KINDS, default=tuple(KINDS))
    words = parser.parse_args()
    json.dump(document(words.sizes, words.only), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
