"""The figures of the house (房屋量度): counted right on a small house made for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "docs"))

import house

PROJECT = """
[tool.importlinter]
root_package = "juzheng"
[[tool.importlinter.contracts]]
name = "kept"
type = "forbidden"
source_modules = ["juzheng.law"]
forbidden_modules = ["juzheng.acts"]
[[tool.importlinter.contracts]]
name = "broken"
type = "forbidden"
source_modules = ["juzheng.acts"]
forbidden_modules = ["juzheng.law"]
"""
TWICE = "".join(f"    total_{n} = sum(range({n}))\n" for n in range(7))
FILES = {
    "pyproject.toml": PROJECT,
    "juzheng/__init__.py": "",
    "juzheng/law/__init__.py": "",
    "juzheng/law/one.py": f'''"""One
thing."""

# why
class Step:
    """Said."""


def a():
{TWICE}''',
    "juzheng/law/two.py": f"class Step:\n    size = 1\n\n\ndef b():\n{TWICE}",
    "juzheng/law/deep/__init__.py": "",
    "juzheng/law/deep/one.py": "import juzheng.law.deep.other\n",
    "juzheng/law/deep/other.py": "import juzheng.law.deep.one\n",
    "juzheng/acts/__init__.py": "",
    "juzheng/acts/one.py": "import juzheng.law.one\n\n\nclass Step:\n    pass\n",
    "juzheng/acts/migrations/0001.py": "x = 1\n" * 500,
    "juzheng/web/page.html": f"<p>\n{'字' * 120}\n{'字' * 121}\n</p>\n",
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_small_house_is_counted_right(tree: Path) -> None:
    assert house.measure(tree) == {
        "product Python, lines": 16 + 12 + 1 + 1 + 5,
        "product Python, lines of code": 9 + 10 + 1 + 1 + 3,
        "product Python, files": 9,
        "files in one folder, at most": 3,
        "function, lines: median": 8,
        "function, lines: 95 %": 8,
        "function, lines: longest": 8,
        "file, lines: median": 1,
        "file, lines: 95 %": 16,
        "file, lines: longest": 16,
        "import contracts kept": "1 of 2",
        "modules in cyclic imports": 2,
        "repeated blocks, 6 lines or more": 1,
        "lines in repeated blocks": 7,
        "classes of one name in one room": 1,
        "modules of one name in one room": 1,
        "template lines": 4,
        "template lines over 120": 1,
        "template lines over 120, %": 25.0,
    }


def test_what_stands_behind_a_figure_is_named(tree: Path) -> None:
    behind = house.details(tree)

    assert behind["classes"] == ["law: Step × 2"]
    assert behind["modules"] == ["law: one × 2"]
    assert next(iter(behind["folders"].items())) == ("juzheng/law", 3)


def test_figures_stand_side_by_side() -> None:
    told = house.table({"base": {"lines": 3, "CPU": None}, "now": {"lines": 2, "CPU": "480"}})

    assert told.splitlines() == [
        "|  | base | now |",
        "| --- | ---: | ---: |",
        "| lines | 3 | 2 |",
        "| CPU | – | 480 |",
    ]


def test_a_commit_is_exported_whole(tmp_path: Path) -> None:
    assert (house.export("HEAD", tmp_path) / "docs" / "duties.md").is_file()
