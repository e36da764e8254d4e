"""Which database an address means, and what is said of one that means none."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import util
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from juzheng.config.database import SQLITE_OPTIONS, chosen

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path("somewhere")


def test_without_an_address_it_is_sqlite_in_the_data_folder() -> None:
    found = chosen("", FOLDER)
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == FOLDER / "juzheng.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_what_is_deleted_is_written_over_in_the_file(tmp_path: Path) -> None:
    found = chosen("", tmp_path)
    secret = "身份证号码".encode() * 40
    with closing(sqlite3.connect(found["NAME"], isolation_level=None)) as opened:
        opened.execute("PRAGMA secure_delete=OFF")  # some SQLite are built with it on
        opened.executescript(found["OPTIONS"]["init_command"])
        opened.execute("CREATE TABLE kept (words BLOB)")
        opened.executemany("INSERT INTO kept VALUES (?)", [(secret,)] * 3)
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert secret in found["NAME"].read_bytes()
        opened.execute("DELETE FROM kept")
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert secret not in found["NAME"].read_bytes()


def test_another_sqlite_file_is_opened_as_ours_is_and_keeps_what_its_address_asks() -> None:
    found = chosen("sqlite:////srv/juzheng.db?timeout=60", FOLDER)
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == "/srv/juzheng.db"
    assert found["OPTIONS"] == SQLITE_OPTIONS | {"timeout": 60}


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "POSTGRESQL"])
def test_every_part_of_an_address_reaches_postgresql(scheme: str) -> None:
    found = chosen(f"{scheme}://ju%40zheng:p%2Fw%40@db.example:5433/lists?sslmode=require", FOLDER)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("ju@zheng", "p/w@")
    assert (found["HOST"], str(found["PORT"]), found["NAME"]) == ("db.example", "5433", "lists")
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert found["CONN_MAX_AGE"] == 60


def test_a_unix_socket_is_written_in_percents() -> None:
    found = chosen("postgresql://juzheng@%2ftmp%2fjuzheng-postgresql-7/postgres", FOLDER)
    assert found["HOST"] == "/tmp/juzheng-postgresql-7"
    assert (found["USER"], found["NAME"]) == ("juzheng", "postgres")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://u:secret@host/name", "“mysql”"),
        ("oracle://u:secret@host/name", "“oracle”"),
        ("u:secret@host/name", "“”"),
        ("postgresql://u:secret@host:port/name", "百分号"),
        ("postgresql://u:secret[@host/name", "百分号"),
        ("sqlite://", "没有写文件"),
        ("sqlite://:memory:", "没有写文件"),
    ],
)
def test_an_address_that_means_no_database_of_ours_is_refused(url: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said) as refusal:
        chosen(url, FOLDER)
    assert "docs/running.md" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_without_the_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("juzheng.config.database.find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"juzheng\[postgresql\]"):
        chosen("postgresql://host/name", FOLDER)
    assert chosen("", FOLDER)
    assert util.find_spec("psycopg"), "the tests themselves have the driver"


def test_the_command_says_it_in_words(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "juzheng", "ask", "证明我妈是我妈"],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "JUZHENG_DATABASE_URL": "mysql://u:secret@host/name",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "JUZHENG_DATABASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "secret" not in ended.stderr
