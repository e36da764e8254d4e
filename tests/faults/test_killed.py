"""kill −9 at every step of issuing: the next start finishes the paper or nothing ever happened."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.faults import process
from tests.faults.scene import TO_REFUSE, TO_SIGN

pytestmark = [pytest.mark.slow, pytest.mark.database]  # each makes its own

ROOT = Path(__file__).parent.parent.parent
SERVER = os.environ.get("JUZHENG_DATABASE_URL", "")

UNDONE = ("before-intent", "after-number", "after-intent-line", "after-intent-row")
FINISHED = (
    "after-intent-commit",
    "before-compose",
    "after-compose",
    "after-sign",
    "after-validate",
    "half-written",
    "before-rename",
    "after-rename",
    "before-issue",
    "inside-issue",
)
DONE_BEFORE = ("after-issue",)

ACTS = {
    "sign": (TO_SIGN, "certificate", "awaiting_signature", "issued"),
    "refuse": (TO_REFUSE, "refusal_notice", "received", "refused"),
}


class Place:
    """A folder and a database of one's own, in which processes may die."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
            "JUZHENG_DATA": str(folder),
            "JUZHENG_KEYS": str(folder / "keys"),
        }
        if database:
            self.environment["JUZHENG_DATABASE_URL"] = database

    def run(self, module: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a module of ours in a fork that has everything imported."""
        said = self.folder.parent
        return process.run(module, *words, environment=self.environment, folder=said)

    def start(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a module from nothing, as a service manager would."""
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def recover(self) -> dict[str, Any]:
        return self._seen(self.run("tests.faults.child", "recover"))

    def start_again(self) -> dict[str, Any]:
        """Recover in a process that shares nothing with the dead one, not even its imports."""
        return self._seen(self.start("tests.faults.child", "recover"))

    def _seen(self, ended: subprocess.CompletedProcess[str]) -> dict[str, Any]:
        assert ended.returncode == 0, ended.stderr
        seen: dict[str, Any] = json.loads(ended.stdout)
        return seen


class Databases:
    """A new database for each place: a copied file, or a copy made by the server."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def new(self, template: str = "") -> str:
        if not SERVER:
            return ""
        name = f"faults_{os.getpid()}_{len(self.made)}"
        source = f' TEMPLATE "{urlsplit(template).path[1:]}"' if template else ""
        self._say(f'CREATE DATABASE "{name}"{source}')
        self.made.append(name)
        parts = urlsplit(SERVER)
        return parts._replace(path=quote(f"/{name}")).geturl()

    def remove(self) -> None:
        for name in self.made:
            self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _say(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(SERVER.replace("%2f", "%2F"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    databases = Databases()
    yield databases
    databases.remove()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Place:
    """Build the scene once; each test dies in its own copy."""
    place = Place(tmp_path_factory.mktemp("prepared"), databases.new())
    built = place.run("tests.faults.scene")
    assert built.returncode == 0, built.stderr
    return place


@pytest.fixture
def place(prepared: Place, databases: Databases, tmp_path: Path) -> Place:
    folder = tmp_path / "data"
    shutil.copytree(prepared.folder, folder)
    return Place(folder, databases.new(prepared.environment.get("JUZHENG_DATABASE_URL", "")))


def kill(place: Place, act: str, step: str) -> None:
    ended = place.run("tests.faults.child", act, step)
    assert ended.returncode == -signal.SIGKILL, f"{ended.returncode}\n{ended.stderr}"


def assert_one_paper(seen: dict[str, Any], act: str) -> None:
    item, kind, _, end = ACTS[act]
    assert seen["papers"] == [[kind, 1, "issued"]]
    given = {name: last for name, last in seen["counters"].items() if name != "revision"}
    assert list(given.values()) == [1]
    assert seen["states"][item] == end
    assert seen["faults"] == []


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", UNDONE)
def test_before_the_intent_is_on_record_nothing_happened(place: Place, act: str, step: str) -> None:
    item, _, waiting, _ = ACTS[act]

    kill(place, act, step)

    seen = place.recover()
    assert seen["papers"] == []
    assert set(seen["counters"]) <= {"revision"}
    assert seen["states"][item] == waiting
    assert seen["faults"] == []
    assert place.run("tests.faults.child", act).returncode == 0
    assert_one_paper(place.recover(), act)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", FINISHED)
def test_after_the_intent_is_on_record_the_next_start_finishes_the_paper(
    place: Place, act: str, step: str
) -> None:
    kill(place, act, step)

    seen = place.recover()

    assert (seen["done"], seen["failed"]) == (1, 0)
    assert_one_paper(seen, act)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", DONE_BEFORE)
def test_after_the_paper_is_issued_there_is_nothing_left_to_finish(
    place: Place, act: str, step: str
) -> None:
    kill(place, act, step)

    seen = place.recover()

    assert (seen["done"], seen["failed"]) == (0, 0)
    assert_one_paper(seen, act)


def test_two_deaths_in_a_row_still_make_one_paper(place: Place) -> None:
    kill(place, "sign", "after-sign")
    first = place.start("tests.faults.child", "sign", "before-intent")  # a second tab, refused
    assert first.returncode != 0

    seen = place.start_again()

    assert_one_paper(seen, "sign")


def test_half_a_file_never_stands_under_a_real_name(place: Place) -> None:
    kill(place, "sign", "half-written")

    names = [path.name for path in (place.folder / "files").rglob("*") if path.is_file()]

    assert [name for name in names if not name.endswith(".part")] == []
    place.recover()
    assert len(list((place.folder / "files").rglob("*.pdf"))) == 1
