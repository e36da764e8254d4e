"""What is written is nobody else's to read: the folder, the database, and every file."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from juzheng.web.shared import startup
from tests.commands.conftest import Ended

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_installation_is_closed_to_others(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run = [sys.executable, "-m", "juzheng"]
    environment = {**os.environ, "JUZHENG_DATA": str(data), "PYTHONPATH": str(ROOT)}
    environment.pop("JUZHENG_DATABASE_URL", None)
    subprocess.run([*run, "load"], env=environment, check=True, capture_output=True, cwd=tmp_path)
    kept = tmp_path / "heads.json"
    words = [*run, "audit", "--keep", str(kept)]
    subprocess.run(words, env=environment, check=True, capture_output=True, cwd=tmp_path)
    found = {path: mode(path) for path in [data, kept, *data.rglob("*")]}
    assert data / "juzheng.sqlite3" in found
    assert {path: bits for path, bits in found.items() if bits & 0o077} == {}


def test_the_files_of_an_older_database_are_closed(
    db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "juzheng.sqlite3"))
    names = ("juzheng.sqlite3", "juzheng.sqlite3-wal", "juzheng.sqlite3-shm")
    for name in names:
        (tmp_path / name).touch(0o644)
    list(startup.private())
    assert {mode(tmp_path / name) for name in names} == {0o600}


@pytest.mark.parametrize("bits", [0o755, 0o711, 0o750])
def test_an_open_folder_is_said_and_in_production_refused(
    db: None, tmp_path: Path, settings: Any, bits: int
) -> None:
    tmp_path.chmod(bits)
    (said,) = startup.private()
    assert f"chmod 700 {tmp_path}" in said
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="chmod 700"):
        list(startup.private())
    tmp_path.chmod(0o700)
    assert list(startup.private()) == []


def test_what_is_public_stays_so(juzheng: Callable[..., Ended], loaded: None) -> None:
    assert juzheng("ask", "结婚证明").status == 0
    assert os.umask(0o022) == 0o022


@pytest.mark.parametrize("words", [("audit",), ("staff", "list"), ("load",), ("work", "--once")])
def test_a_command_that_writes_in_private_closes_what_it_writes(
    juzheng: Callable[..., Ended], loaded: None, words: tuple[str, ...]
) -> None:
    juzheng(*words)
    assert os.umask(0o022) == 0o077
