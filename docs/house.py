"""
The figures of the house (房屋量度): how large, how deep, how repeated; ``make house``.

``python docs/house.py`` measures this checkout; ``--base REV`` exports that commit into a temporary
folder and prints both side by side; ``--json`` leaves out what differs from machine to machine. The
counting is ours, the judging is public tools': import-linter (contracts), grimp (imports), pylint's
symilar (repeated lines), and the interpreter's own ``ast`` and ``tokenize``.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import os
import re
import statistics
import subprocess
import sys
import tarfile
import tempfile
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "juzheng"
SIGNS = 120  # of a template's line
REPEATED = 6  # lines that make a repetition
EVERYWHERE = {"__init__", "urls"}  # names that Python and Django give
LAYOUT = {"COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENCODING", "ENDMARKER"}
Figure = float | int | str | None


def sources(root: Path) -> list[Path]:
    """Return the product's modules, without migrations."""
    found = sorted((root / PACKAGE).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts]


def code_lines(text: str) -> int:
    """Count the lines that say something to the interpreter: no blanks, comments, docstrings."""
    docs: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        said = node.value if isinstance(node, ast.Expr) else None
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            docs |= set(range(said.lineno, (said.end_lineno or said.lineno) + 1))
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {
        line
        for token in tokens
        if tokenize.tok_name[token.type] not in LAYOUT
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(lines - docs)


def sizes(what: str, values: list[int]) -> dict[str, Figure]:
    """Return median, 95th percentile and maximum."""
    ordered = sorted(values)
    nearly = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return {
        f"{what}: median": statistics.median(ordered),
        f"{what}: 95 %": nearly,
        f"{what}: longest": ordered[-1],
    }


def functions(tree: ast.Module) -> Iterator[int]:
    """Yield the length of every function and method, from ``def`` to its last line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def folders(root: Path) -> dict[str, int]:
    """Return how many modules stand directly in each folder, most first."""
    counted = Counter(path.parent.relative_to(root).as_posix() for path in sources(root))
    return dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def ambiguous(root: Path) -> tuple[list[str], list[str]]:
    """Return classes, and names of modules, that mean more than one thing in one room."""
    classes: defaultdict[tuple[str, str], set[Path]] = defaultdict(set)
    stems: defaultdict[tuple[str, str], set[Path]] = defaultdict(set)
    for path in sources(root):
        inside = path.relative_to(root / PACKAGE)
        if len(inside.parts) < 2 or "commands" in inside.parts:  # Django wants each a Command
            continue
        room = inside.parts[0]
        if path.stem not in EVERYWHERE:
            stems[room, path.stem].add(path)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                classes[room, node.name].add(path)
    return several(classes), several(stems)


def several(found: dict[tuple[str, str], set[Path]]) -> list[str]:
    """Return ``room: name × n`` for each name that stands in more than one module."""
    return sorted(
        f"{room}: {name} × {len(paths)}" for (room, name), paths in found.items() if len(paths) > 1
    )


def run(*command: str, root: Path) -> str:
    """Return what a tool prints about the tree at ``root``."""
    env = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True)  # noqa: S603, PLW1510 - a tool that finds something ends with 1
    return done.stdout + done.stderr


def contracts(root: Path) -> str:
    """Return how many of import-linter's contracts are kept, of how many."""
    call = "from importlinter.cli import lint_imports_command as go; go()"
    said = run(sys.executable, "-c", call, "--no-cache", root=root)
    found = re.search(r"Contracts: (\d+) kept, (\d+) broken", said)
    return f"{found[1]} of {int(found[1]) + int(found[2])}" if found else "none could be read"


def cyclic(root: Path) -> int | None:
    """Return how many modules import themselves by way of others, type hints apart."""
    call = (
        "import grimp; g = grimp.build_graph('juzheng', cache_dir=None,"
        " exclude_type_checking_imports=True); up = g.find_upstream_modules;"
        "print('cyclic', sum(any(m in up(x) for x in"
        " g.find_modules_directly_imported_by(m)) for m in g.modules))"
    )
    found = re.search(r"cyclic (\d+)", run(sys.executable, "-c", call, root=root))
    return int(found[1]) if found else None


def repeated(root: Path) -> tuple[int, int] | tuple[None, None]:
    """Return how many blocks, and lines, of six lines or more stand twice."""
    call = "from pylint import run_symilar; run_symilar()"
    apart = [f"--ignore-{what}" for what in ("comments", "docstrings", "imports", "signatures")]
    paths = [str(path.relative_to(root)) for path in sources(root)]
    said = run(sys.executable, "-c", call, f"--duplicates={REPEATED}", *apart, *paths, root=root)
    total = re.search(r"TOTAL lines=\d+ duplicates=(\d+)", said)
    if not total:
        return None, None
    return len(re.findall(r"^\d+ similar lines in \d+ files", said, re.MULTILINE)), int(total[1])


def templates(root: Path) -> tuple[int, int]:
    """Return how many lines the templates have, and how many of them are too long."""
    lines = [
        line
        for path in sorted((root / PACKAGE).rglob("*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return len(lines), sum(len(line) > SIGNS for line in lines)


def installed(root: Path) -> str:
    """Return the size of what ``requirements.txt`` names, as it is installed beside this Python."""
    names = re.findall(r"^([\w.-]+)==", (root / "requirements.txt").read_text(), re.MULTILINE)
    size, missing = 0, 0
    for name in names:
        try:
            paths = [Path(str(file.locate())) for file in metadata.files(name) or ()]
            size += sum(path.stat().st_size for path in paths if path.is_file())
        except metadata.PackageNotFoundError:
            missing += 1
    return f"{size / 2**20:.0f}" + (f" and {missing} not installed here" if missing else "")


def measure(root: Path) -> dict[str, Figure]:
    """Return every figure of the tree at ``root``."""
    texts = [path.read_text(encoding="utf-8") for path in sources(root)]
    lengths = [len(text.splitlines()) for text in texts]
    classes, stems = ambiguous(root)
    blocks, twice = repeated(root)
    lines, long = templates(root)
    return {
        "product Python, lines": sum(lengths),
        "product Python, lines of code": sum(map(code_lines, texts)),
        "product Python, files": len(texts),
        "files in one folder, at most": max(folders(root).values()),
        **sizes("function, lines", [n for text in texts for n in functions(ast.parse(text))]),
        **sizes("file, lines", lengths),
        "import contracts kept": contracts(root),
        "modules in cyclic imports": cyclic(root),
        "repeated blocks, 6 lines or more": blocks,
        "lines in repeated blocks": twice,
        "classes of one name in one room": len(classes),
        "modules of one name in one room": len(stems),
        "template lines": lines,
        f"template lines over {SIGNS}": long,
        f"template lines over {SIGNS}, %": round(100 * long / lines, 1) if lines else 0.0,
    }


def details(root: Path) -> dict[str, object]:
    """Return the lists behind the figures: folders, and words that mean several things."""
    classes, stems = ambiguous(root)
    return {"folders": folders(root), "classes": classes, "modules": stems}


def export(revision: str, into: Path) -> Path:
    """Write the tree of a commit into a folder."""
    command = ("git", "archive", revision)
    packed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        # Debian 12 has a Python from before the filter was brought to 3.11; the archive is our own.
        safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(into, **safely)  # noqa: S202 - what git has packed
    return into


def table(columns: dict[str, dict[str, Figure]]) -> str:
    """Return figures side by side, as Markdown."""
    rows = list(next(iter(columns.values())))
    head = ["", *columns]
    lines = [head, ["---", *("---:" for _ in columns)]]
    for row in rows:
        said = (figures.get(row) for figures in columns.values())
        lines.append([row, *("–" if one is None else str(one) for one in said)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Measure this checkout, and a commit before it if one is named."""
    parser = argparse.ArgumentParser(description="the figures of the house")
    parser.add_argument("--base", default="", help="a commit to stand beside this checkout")
    parser.add_argument("--json", action="store_true", help="what no machine changes, as JSON")
    parser.add_argument("--cpu", default=os.environ.get("SUITE_CPU"), help="seconds, as measured")
    parser.add_argument("--base-cpu", default=os.environ.get("BASE_CPU"), help="of the base")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="house-") as folder:
        trees = {given.base: export(given.base, Path(folder))} if given.base else {}
        trees["now"] = ROOT
        columns = {name: measure(root) for name, root in trees.items()}
        if given.json:
            behind = {name: details(root) for name, root in trees.items()}
            both = {name: {"figures": columns[name], **behind[name]} for name in trees}
            print(json.dumps(both, ensure_ascii=False, indent=1))
            return
        for name, root in trees.items():
            cpu = given.cpu if name == "now" else given.base_cpu
            columns[name] |= {"suite CPU, s": cpu, "installed, MB": installed(root)}
    print(table(columns))
    for name, count in list(folders(ROOT).items())[:8]:
        print(f"{count:4} {name}")


if __name__ == "__main__":
    main()
