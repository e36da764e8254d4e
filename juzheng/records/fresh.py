"""
A new database (新库): all tables at once, as the migrations would make them one after the other.

``schema.sqlite.sql`` is what SQLite tells of an empty database that all migrations have made
(``python assets/schema.py``), under a sum over these migrations. With others, with any table there,
or on PostgreSQL, it is not used, and the migrations run.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from sys import modules

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

FILE = Path(__file__).with_name("schema.sqlite.sql")
_HEAD = "-- "


def make(connection: BaseDatabaseWrapper, loader: MigrationLoader, *, at: datetime) -> bool:
    """Make all tables and return True, if this is an empty SQLite and the file is of today."""
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return False
    head, _, script = FILE.read_text("utf-8").partition("\n")
    if head.removeprefix(_HEAD) != sum_of(loader):
        return False
    connection.ensure_connection()
    opened: sqlite3.Connection = connection.connection
    try:
        with connection.wrap_database_errors:
            opened.executescript(script)  # one transaction: all or nothing
    finally:
        opened.rollback()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = %s", [at])
    return True


def sum_of(loader: MigrationLoader) -> str:
    """Return a sum over all migrations, ours and Django's, as they are written."""
    each = []
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        source = Path(str(modules[type(migration).__module__].__file__)).read_bytes()
        each.append(f"{app}.{name} {hashlib.sha256(source).hexdigest()}\n")
    return hashlib.sha256("".join(each).encode()).hexdigest()


def told(made: sqlite3.Connection, loader: MigrationLoader) -> str:
    """Return the file for a database that the migrations have made; the same one each time."""
    made.execute("UPDATE django_migrations SET applied = '2026-01-01 00:00:00'")
    return "\n".join([_HEAD + sum_of(loader), *_lines(made), ""])


def _lines(made: sqlite3.Connection) -> Iterator[str]:
    """Yield the statements, all tables first: a row may point at one that comes later."""
    begin, *between, commit = made.iterdump()
    tables = [each for each in between if each.startswith("CREATE TABLE")]
    yield from (begin, *tables, *(each for each in between if each not in tables), commit)
