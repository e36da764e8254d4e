"""
What pages cost (页面开销): ``python -m bench.pages [--against COMMIT] [--same]`` prints JSON.

Processor time of the serving process for each request, the median of many. Each side is a process
of its own with its own copy of the same database of some 500 cases. The application is called as a
server calls it (``bench/pages_served.py``): no test client, but no socket either; ``over_http_ms``
says what the server's own reading and writing adds to every page. Everybody who asks has another
address, so that nobody has asked too often, and the clock stands still.

With ``--against`` the other side is a work tree of that commit. The two take turns, a page at a
time, so that what else the machine does falls on both; look at the ratio. ``--same`` compares
every page of both instead, in Chinese, English and large type, byte by byte but for the form
tokens, and ends with 1 where one differs.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench import commands, measure

ROUNDS, TIMES = 12, 5  # rounds of all pages, requests of each in a round
HERE = Path(__file__).resolve().parent.parent
WAYS = ("", "english", "accepts english", "large")
# What is made anew for each page: form tokens, and the keys by which a form is sent once.
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+|(value=")[\w-]{32}(?=")')
# What no commit holds, taken from here: styles, fonts, translations, word books.
BUILT = (
    "juzheng/web/static", "juzheng/outside/fonts", "juzheng/*/kept", "juzheng/**/*.mo",
)  # fmt: skip
MOST_LINES = 12  # of a difference


class Side:
    """One commit's application in a process of its own (一方)."""

    def __init__(self, tree: Path, folder: Path) -> None:
        self.process = subprocess.Popen(
            started(tree, folder),
            cwd=tree,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.listed: dict[str, list[str]] = self._answer()

    def ask(self, *words: Any) -> Any:
        """Return what the other process says to an order (下令)."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a side ended; run bench/pages_served.py by hand to see why")
        return json.loads(line)

    def end(self) -> None:
        """Let it end (结束)."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)


def started(tree: Path, folder: Path, *order: str) -> list[str]:
    """Return the command that serves ``tree`` with ``folder``'s database (启动命令)."""
    served = str(HERE / "bench" / "pages_served.py")
    return [sys.executable, served, str(tree), str(folder), *order]


@contextmanager
def sides(against: str) -> Iterator[dict[str, Side]]:
    """Serve the same database by this tree, and by that of a commit if one is named (两方)."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="juzheng-pages-")))
        trees = {"now": HERE}
        if against:
            trees = {"before": held.enter_context(checked_out(against, folder)), **trees}
        first = folder / "built"
        first.mkdir(mode=0o700)
        oldest = next(iter(trees.values()))  # a newer schema is reached by migrating
        subprocess.run(started(oldest, first, "build"), cwd=oldest, check=True, stdout=sys.stderr)
        made = {}
        for name, tree in trees.items():
            shutil.copytree(first, folder / name)
            made[name] = Side(tree, folder / name)
            held.callback(made[name].end)
        yield made


@contextmanager
def checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """Return a work tree of ``commit``, gone afterwards (检出)."""
    tree = folder / "tree"
    git = ["git", "-C", str(HERE), "worktree"]
    subprocess.run([*git, "add", "--detach", str(tree), commit], check=True, stdout=sys.stderr)
    try:
        for name in BUILT:
            for one in HERE.glob(name):
                there = tree / one.relative_to(HERE)
                there.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if one.is_dir() else shutil.copy)(one, there)
        yield tree
    finally:
        subprocess.run([*git, "remove", "--force", str(tree)], check=True, stdout=sys.stderr)


def figures(served: dict[str, Side], names: Sequence[str], rounds: int) -> dict[str, Any]:
    """Return each page's figures of each side, and how the newer one compares (各页数字)."""
    took: dict[str, dict[str, list[float]]] = {
        name: {side: [] for side in served} for name in names
    }
    for name in names:
        for side in served.values():
            side.ask("measure", name, TIMES)  # warms
    for turn in range(rounds):
        order = list(served.items())[:: -1 if turn % 2 else 1]
        for name in names:
            for key, side in order:
                took[name][key] += side.ask("measure", name, TIMES)
    found: dict[str, Any] = {}
    for name in names:
        found[name] = {
            key: {"cpu_ms": round(statistics.median(took[name][key]), 2), **side.ask("look", name)}
            for key, side in served.items()
        }
        if "before" in served:
            before, now = (found[name][key]["cpu_ms"] for key in ("before", "now"))
            found[name]["now_to_before"] = round(now / before, 2)
    return found


def over_http(side: Side, requests: int = 200) -> float:
    """Return what the server itself adds to a page, over one open line (服务器本身的开销)."""
    home = statistics.median(side.ask("measure", "home", requests))
    line = HTTPConnection("127.0.0.1", side.ask("serve"))
    for counted in (False, True):
        start = side.ask("spent")
        for _ in range(requests if counted else TIMES):
            line.request("GET", "/")
            line.getresponse().read()
    return round((side.ask("spent") - start) / requests - home, 2)


def different(served: dict[str, Side]) -> list[str]:
    """Return which pages are not the same on both sides, with their first lines (不同的页面)."""
    found = []
    for name in served["before"].listed["pages"]:
        for way in WAYS:
            before, now = (plain(served[key].ask("html", name, way)) for key in ("before", "now"))
            if before != now:
                lines = difflib.unified_diff(
                    before.splitlines(), now.splitlines(), n=0, lineterm=""
                )
                found.append("\n".join((f"{name}, {way or 'as it is'}", *list(lines)[:MOST_LINES])))
    return found


def plain(page: str) -> str:
    """Return a page without what is made anew each time (去掉每次都变的)."""
    return TOKEN.sub(r"\1\2", page)


def main(arguments: Sequence[str]) -> int:
    """Measure, or compare, and print (测量)."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--against", metavar="COMMIT", default="")
    parser.add_argument("--same", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", action="append", default=[], metavar="PAGE")
    parser.add_argument("--all", action="store_true", help="the pages that are only compared too")
    asked = parser.parse_args(arguments)
    document: dict[str, Any] = {"machine": measure.machine(), "load": os.getloadavg()}
    with sides(asked.against or ("HEAD" if asked.same else "")) as served:
        listed = served["now"].listed["pages" if asked.all or asked.only else "measured"]
        names = [one for one in listed if not asked.only or one in asked.only]
        if asked.same:
            odd = different(served)
            document = {"compared": len(served["now"].listed["pages"]) * len(WAYS), "differ": odd}
        else:
            document["reference_ms_before"] = commands.reference_ms()
            document["unit"] = "processor milliseconds of the serving process for one request"
            document["against"] = asked.against
            document["pages"] = figures(served, names, asked.rounds)
            document["over_http_ms"] = over_http(served["now"])
            document["reference_ms_after"] = commands.reference_ms()
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
    return 1 if document.get("differ") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
