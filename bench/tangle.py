"""``python -m bench.tangle``: a million papers and five million alternatives, beside the others.

One file is generated (the same numbers every time), and every contestant reads it in a process of
its own: ours (what can be had, then where demands lead back), and the strongly connected components
alone in scipy, rustworkx and networkx, which know no alternatives. JSON on standard output.

    python -m bench.tangle                  # all sizes, all contestants: some minutes
    python -m bench.tangle 250000 --only ours scipy
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import machine

SIZES = (125_000, 250_000, 500_000, 1_000_000)
ALTERNATIVES = 5  # to each node
LOOPS, RING = 28, 5  # that cannot be broken, and as many that can; papers in each
HELD = 0.2  # of all papers are in residents' hands
CHAIN = 0.01  # of all nodes stand in one line: the worst case for whoever goes front by front


def generate(nodes: int, path: Path) -> None:
    """
    Write a network of ``nodes`` and five times as many alternatives, with planted cycles.

    Nodes demand only what has a lower number, so nothing cycles by chance. The last few nodes are
    56 rings; in 28 of them one paper may be replaced by one that residents hold, so they are no
    cycles: whoever knows no alternatives counts them too. One node in a hundred asks for a ring's
    paper.
    """
    chance = np.random.default_rng(20201120)
    held, plain = int(nodes * HELD), nodes - 2 * LOOPS * RING
    sizes = chance.integers(1, 4, nodes * ALTERNATIVES)  # of each demand: one to three
    sizes = sizes[np.cumsum(sizes) <= nodes * ALTERNATIVES]
    owner = np.sort(chance.integers(held, plain, sizes.size)).astype(np.int32)
    whose = np.repeat(owner, sizes)
    parts = [(owner, sizes, (chance.random(whose.size) * whose).astype(np.int32))]
    chain = np.arange(held + 1, held + int(nodes * CHAIN), dtype=np.int32)
    parts.append((chain, np.ones(chain.size, np.int64), chain - 1))
    led_in = chance.integers(held, plain, nodes // 100).astype(np.int32)
    rings = np.arange(plain, nodes, dtype=np.int32)
    parts.append((led_in, np.ones(led_in.size, np.int64), chance.choice(rings, led_in.size)))
    parts += [
        _ring(ring, open_=number % 2 == 1) for number, ring in enumerate(rings.reshape(-1, RING))
    ]
    owner, sizes, accepts = (np.concatenate(column) for column in zip(*parts, strict=True))
    start = np.concatenate(([0], np.cumsum(sizes)))
    np.savez(path, nodes=nodes, owner=owner, start=start, accepts=accepts)


def _ring(ring: Any, *, open_: bool) -> tuple[Any, Any, Any]:
    """Return the demands of a ring; an open one also accepts paper 0, which residents hold."""
    after, sizes = np.roll(ring, -1), np.ones(RING, np.int64)
    if not open_:
        return ring, sizes, after
    sizes[0] = 2
    return ring, sizes, np.concatenate(([after[0], 0], after[1:])).astype(np.int32)


def ours(path: Path) -> dict[str, Any]:
    """Find what can be had, and where demands lead back."""
    from juzheng.law.demands import arrays

    read = np.load(path)
    nodes, owner = int(read["nodes"]), read["owner"]
    start, accepts = read["start"].astype(np.int64), read["accepts"]
    none = np.zeros(owner.size, np.bool_)
    network = arrays.Arrays(nodes, owner, start, accepts, none, np.zeros(nodes, np.bool_))
    begun = time.process_time()
    had = arrays.obtainable(network)
    fixpoint = time.process_time() - begun
    tied, label = arrays.tied(network, had)
    return {
        "loops": int(np.unique(label).size),
        "tied_nodes": int(tied.size),
        "cannot_be_had": int((~had).sum()),
        "fixpoint_cpu_s": round(fixpoint, 2),
        "work_cpu_s": round(time.process_time() - begun, 2),
    }


def _edges(path: Path) -> tuple[int, Any, Any]:
    read = np.load(path)
    return int(read["nodes"]), np.repeat(read["owner"], np.diff(read["start"])), read["accepts"]


def scipy(path: Path) -> dict[str, Any]:
    """Find strongly connected components with scipy."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    nodes, source, target = _edges(path)
    begun = time.process_time()
    graph = csr_array((np.ones(source.size, np.int8), (source, target)), shape=(nodes, nodes))
    _, label = connected_components(graph, directed=True, connection="strong")
    found = int((np.bincount(label) > 1).sum())
    return {"loops": found, "work_cpu_s": round(time.process_time() - begun, 2)}


def rustworkx(path: Path) -> dict[str, Any]:
    """Find strongly connected components with rustworkx."""
    import rustworkx as rx

    nodes, source, target = _edges(path)
    begun = time.process_time()
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from_no_data(list(zip(source.tolist(), target.tolist(), strict=True)))
    found = sum(len(part) > 1 for part in rx.strongly_connected_components(graph))
    return {"loops": found, "work_cpu_s": round(time.process_time() - begun, 2)}


def networkx(path: Path) -> dict[str, Any]:
    """Find strongly connected components with networkx."""
    import networkx as nx

    _, source, target = _edges(path)
    begun = time.process_time()
    graph = nx.DiGraph()
    graph.add_edges_from(zip(source.tolist(), target.tolist(), strict=True))
    found = sum(len(part) > 1 for part in nx.strongly_connected_components(graph))
    return {"loops": found, "work_cpu_s": round(time.process_time() - begun, 2)}


CONTESTANTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "ours": ours,
    "scipy": scipy,
    "rustworkx": rustworkx,
    "networkx": networkx,
}


def one(name: str, path: Path) -> dict[str, Any]:
    """Run one contestant in this process and return its figures with the memory at its peak."""
    found = CONTESTANTS[name](path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    return {**found, "peak_memory_gb": round(peak, 2)}


def apart(name: str, path: Path) -> dict[str, Any]:
    """Run one contestant in a process of its own."""
    words = [sys.executable, "-m", "bench.tangle", "--one", name, str(path)]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    if ended.returncode:
        return {"failed": ended.stderr.strip().splitlines()[-1:]}
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def document(sizes: tuple[int, ...], names: tuple[str, ...]) -> dict[str, Any]:
    """Return all figures."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="juzheng-bench-") as folder:
        for nodes in sizes:
            path = Path(folder) / f"{nodes}.npz"
            generate(nodes, path)
            edges = int(np.load(path)["accepts"].size)
            figures = {name: apart(name, path) for name in names}
            rows.append({"nodes": nodes, "alternatives": edges, **figures})
            path.unlink()
    versions = {
        name: metadata.version(name) for name in ("numpy", "scipy", *names) if name != "ours"
    }
    return {"machine": machine(), "versions": versions, "planted_loops": LOOPS, "sizes": rows}


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, default=tuple(CONTESTANTS))
    parser.add_argument("--one", nargs=2, metavar=("NAME", "FILE"), help=argparse.SUPPRESS)
    words = parser.parse_args()
    found = (
        one(words.one[0], Path(words.one[1]))
        if words.one
        else document(tuple(words.sizes), tuple(words.only))
    )
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
