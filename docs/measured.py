"""What was measured (测量结果): the page docs/performance.md from the figures that benches keep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import plots

DOCS = Path(__file__).resolve().parent


def _kept(name: str) -> dict[str, Any]:
    """Return figures that a bench wrote; nothing if it never did."""
    path = DOCS / name
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def growth_drawn() -> str:
    """Return the picture of how pages grow."""
    return plots.growth(_kept("performance.json"))


def performance() -> str:
    """Return the page: two commits beside each other, a peer beside us, and growth."""
    kept = _kept("performance.json")
    lines = [
        "# Performance (性能)",
        "",
        *_compared(_kept("compared.json")),
        *_beside_a_peer(_kept("peers.json")),
        "## Growth (增长)",
        "",
        "![Steps of each page over the number of cases](performance.svg)",
        "",
        "Measured by `python -m bench.growth SIZES --keep NAME` (ADR 43): the same request at each",
        "number of cases, with reports, corrections and demands beside them. Milliseconds are the",
        "serving process's own processor time, on a machine that others used meanwhile; rows are",
        "those fetched; steps are those of SQLite's machine: what was read, not only handed over.",
        "The exponent says how the steps grow: 0 is flat, 1 in step with the cases. It is",
        "true of lists only once they are full. `before` was taken with a meter that did not",
        "count what is read while rows are fetched: its steps are too few.",
        "",
    ]
    for name, run in kept.items():
        sizes = [str(size) for size in run["sizes"]]
        heads = [f"{what} {size}" for what in ("ms", "queries", "rows", "steps") for size in sizes]
        lines += [f"### {name}", "", f"| page | {' | '.join(heads)} | exponent | scans |"]
        lines += ["|---|" + "--:|" * (len(heads) + 1) + "---|"]
        lines += [_grown(page, found, sizes) for page, found in run["pages"].items()]
        lines.append("")
    return "\n".join(lines)


def _grown(page: str, found: dict[str, dict[str, object]], sizes: list[str]) -> str:
    """Return the line of one page or command."""
    named = (("cpu_ms", "cpu_s"), ("queries", "lines"), ("rows", "peak_mb"), ("steps", "faults"))
    cells = [
        str(found[size].get(one, found[size].get(other, "—")))
        for one, other in named
        for size in sizes
    ]
    scans = len(found[sizes[-1]].get("scans", ()))  # type: ignore[arg-type]
    grown = found["growth"].get("steps", found["growth"].get("cpu_s", "—"))
    note = " (s, lines, peak MB, faults)" if "cpu_s" in found[sizes[-1]] else ""
    return f"| `{page}`{note} | {' | '.join(cells)} | {grown} | {scans or '—'} |"


def _compared(run: dict[str, Any]) -> list[str]:
    """Return what `make bench-compare` found: two commits in one run."""
    if not run:
        return []
    lines = [
        "## Two commits in one run (两个版本对比)",
        "",
        f"`make bench-compare BASE={run['against']}`: processor milliseconds, medians, both sides",
        "in turns on a machine that others used; look at the ratio. Pages: 500 cases.",
        "",
        "| what | before | now | ratio |",
        "|---|--:|--:|--:|",
    ]
    pages = {
        name: {side: one[side]["cpu_ms"] for side in ("before", "now")}
        | {"now_to_before": one["now_to_before"]}
        for name, one in run["pages"].items()
    }
    for what, rows in (("case", run["case"]), ("command", run["commands"]), ("page", pages)):
        lines += [
            f"| {what}: {name} | {row['before']} | {row['now']} | {row['now_to_before']} |"
            for name, row in rows.items()
        ]
    return [*lines, ""]


def _beside_a_peer(run: dict[str, Any]) -> list[str]:
    """Return what `make peers` found: the same errand in pretix."""
    if not run:
        return []
    told = {
        "ask_to_paper": "asked for, until the paper is there",
        "paper_alone": "the paper alone",
        "check_online": "checked online",
        "public_page": "a public page",
    }
    lines = [
        f"## The same errand in pretix {run['pretix_version']} (同一件事)",
        "",
        "`make peers`: processor milliseconds through each one's own addresses, in turns, in one",
        "process each, on a machine that others used. Asking is 32 requests with us, one question",
        "a page and no script needed, and one call of an interface in pretix: there we cost more.",
        "Our paper is a signed PDF, pretix's a PDF with a signed code.",
        "",
        "| step | ours | pretix | times less |",
        "|---|--:|--:|--:|",
    ]
    ours, theirs = run["ours"], run["pretix"]
    for name, (here, there) in run["pairs"].items():
        times = run["times_less"][name]
        lines.append(f"| {told[name]} | {ours[here]} | {theirs[there]} | {times} |")
    return [*lines, ""]
