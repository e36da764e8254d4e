"""A new database (新库): made from one file, it is what the migrations would have made."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from juzheng.records import fresh

ROOT = Path(__file__).parent.parent.parent
MAKE = """
import json, sys
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from juzheng.records import fresh
from pathlib import Path

def make():
    executor = MigrationExecutor(connection)
    made = fresh.make(connection, executor.loader, at=timezone.now())
    executor = MigrationExecutor(connection)
    return made, len(executor.migration_plan(executor.loader.graph.leaf_nodes()))

if sys.argv[1:]:
    fresh.FILE = Path(sys.argv[1])
print(json.dumps([make(), make()]))
"""


def _made(folder: Path, *words: str) -> Any:
    """Run in a process of its own: this one may have been told to do without migrations."""
    ended = subprocess.run(
        [sys.executable, "-c", MAKE, *words],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
            "JUZHENG_DATA": str(folder),
            "JUZHENG_DATABASE_URL": "",
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(ended.stdout)


def test_nothing_is_left_to_migrate_and_nothing_is_made_twice(tmp_path: Path) -> None:
    (first, left), (second, _) = _made(tmp_path)
    assert first, "run python assets/schema.py"
    assert left == 0
    assert not second
    with closing(sqlite3.connect(tmp_path / "juzheng.sqlite3")) as opened:
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("SELECT count(*) FROM records_case").fetchone() == (0,)
        days = opened.execute("SELECT DISTINCT date(applied) FROM django_migrations").fetchall()
        assert days != [("2026-01-01",)]


def test_a_file_of_other_migrations_makes_nothing(tmp_path: Path) -> None:
    old = tmp_path / "old.sql"
    old.write_text("-- 0000\nCREATE TABLE other (n);\n", encoding="utf-8")
    (made, left), _ = _made(tmp_path, str(old))
    assert not made
    assert left > 0


@pytest.mark.slow
def test_the_file_says_what_the_migrations_make() -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    checked = [sys.executable, str(ROOT / "assets" / "schema.py"), "--check"]
    assert not subprocess.run(checked, env=env, check=False).returncode, (
        f"run python assets/schema.py: {fresh.FILE.name} is of another day"
    )
