"""Which database an address means, and what is said of one that means none."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from juzheng.__main__ import no_database
from juzheng.config.database import SQLITE, SQLITE_OPTIONS, chosen
from juzheng.config.sqlite import base
from juzheng.web.shared import errors

ROOT = Path(__file__).parent.parent.parent
FOLDER = Path("somewhere")


def test_without_an_address_it_is_sqlite_in_the_data_folder() -> None:
    found = chosen("", FOLDER)
    assert found["ENGINE"] == SQLITE
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


@pytest.fixture
def written_to(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return who writes to a file that has no write-ahead log yet."""
    with closing(sqlite3.connect(tmp_path / "juzheng.sqlite3", isolation_level=None)) as writer:
        writer.execute("CREATE TABLE kept (words TEXT)")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO kept VALUES ('one')")
        yield writer


def opened(folder: Path, **options: int) -> sqlite3.Connection:
    """Open the file in ``folder`` as the application does."""
    found = chosen("", folder)
    wrapper = base.DatabaseWrapper(found | {"OPTIONS": found["OPTIONS"] | options})
    connection: sqlite3.Connection = wrapper.get_new_connection(wrapper.get_connection_params())
    return connection


def test_whoever_opens_a_file_that_another_writes_to_for_the_first_time_waits(
    tmp_path: Path, written_to: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base.time, "sleep", lambda _: written_to.execute("COMMIT"))
    with closing(opened(tmp_path)) as late:
        assert late.execute("SELECT words FROM kept").fetchall() == [("one",)]
        assert late.execute("PRAGMA journal_mode").fetchall() == [("wal",)]


def test_it_waits_no_longer_than_it_may_and_for_nothing_else(
    tmp_path: Path, written_to: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(base.time, "sleep", waited.append)
    monkeypatch.setattr(base.time, "monotonic", lambda: 100.0 + len(waited))
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        opened(tmp_path, timeout=3)
    assert len(waited) == 4
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        opened(tmp_path / "nowhere")
    assert len(waited) == 4


def test_another_sqlite_file_is_opened_as_ours_is_and_keeps_what_its_address_asks() -> None:
    found = chosen("sqlite:////srv/juzheng.db?timeout=60", FOLDER)
    assert found["ENGINE"] == SQLITE
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


TURNS = """
import django, sys
django.setup()
from django.db import connection, transaction
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE IF NOT EXISTS told (n INTEGER)")
for _ in range(60):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO told SELECT coalesce(max(n), 0) + 1 FROM told")
"""


def test_two_processes_that_write_wait_for_each_other(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "juzheng.config.settings",
        "JUZHENG_DATA": str(tmp_path),
        "JUZHENG_DATABASE_URL": "",
    }
    both = [
        subprocess.Popen([sys.executable, "-c", TURNS], env=env, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for each in both:
        _, said = each.communicate(timeout=120)
        assert each.returncode == 0, said.decode()
    with closing(sqlite3.connect(tmp_path / "juzheng.sqlite3")) as opened:
        told = [n for (n,) in opened.execute("SELECT n FROM told ORDER BY n")]
    assert told == list(range(1, 121))


def test_a_database_that_stays_busy_is_said_in_words(rf: Any) -> None:
    busy = OperationalError("database is locked")
    try:
        raise busy
    except OperationalError:
        page = errors.server_error(rf.get("/"))
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "什么都没有改动" in page.content.decode()
    assert "locked" not in page.content.decode()
    assert "数据库正忙" in no_database(busy)
    assert errors.server_error(rf.get("/")).status_code == 500


def test_a_connection_stays_open() -> None:
    """With the last one SQLite's own files go: five fdatasync a page instead of one."""
    assert chosen("", FOLDER)["CONN_MAX_AGE"] is None
