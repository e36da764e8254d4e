"""The database (数据库): SQLite in the data folder, or whichever JUZHENG_DATABASE_URL names."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE = "juzheng.config.sqlite"  # Django's own, and it waits when it opens a file
POSTGRESQL = ("postgresql", "postgres")
KNOWN = ("sqlite", *POSTGRESQL)
SQLITE_OPTIONS = {
    # IMMEDIATE: a writer takes the lock when it begins, so two writers queue instead of
    # one failing half-way. FULL: evidence survives a power cut. secure_delete: what is erased is
    # written over, not only forgotten.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}


def chosen(url: str, folder: Path) -> dict[str, Any]:
    """
    Return Django's settings for the database at ``url``; without one, SQLite in ``folder``.

    :raises ImproperlyConfigured: with what is wrong; never with the password in the address
    """
    if not url:
        return _sqlite({"NAME": folder / "juzheng.sqlite3"})
    scheme = url[: max(url.find("://"), 0)].lower()
    if scheme not in KNOWN:
        raise ImproperlyConfigured(
            f"JUZHENG_DATABASE_URL 开头是“{scheme}”，不认识。只能用 PostgreSQL"
            "（postgresql://用户:密码@主机/库名）或 SQLite（sqlite:////路径/文件）；"
            "不写就用数据目录里的 SQLite。见 docs/running.md。"
        )
    if scheme in POSTGRESQL and find_spec("psycopg") is None:
        raise ImproperlyConfigured(
            "JUZHENG_DATABASE_URL 是 PostgreSQL 的，它的驱动还没有安装。"
            "请运行 pip install 'juzheng[postgresql]'。见 docs/running.md。"
        )
    return _parsed(url)


def _parsed(url: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = {**dj_database_url.parse(url)}
    except ValueError:
        raise ImproperlyConfigured(
            "JUZHENG_DATABASE_URL 读不懂。密码或路径里的特殊字符要写成百分号编码，"
            "例如 @ 写成 %40、/ 写成 %2F。见 docs/running.md。"
        ) from None
    if "sqlite" not in found["ENGINE"]:
        return found | {"CONN_MAX_AGE": 60}
    if found["NAME"] == ":memory:":
        raise ImproperlyConfigured(
            "JUZHENG_DATABASE_URL 没有写文件，程序一停数据就没了。"
            "请写成 sqlite:////路径/文件。见 docs/running.md。"
        )
    return _sqlite(found)


def _sqlite(found: dict[str, Any]) -> dict[str, Any]:
    options = SQLITE_OPTIONS | found.get("OPTIONS", {})
    test = {"NAME": os.environ.get("JUZHENG_TEST_SQLITE") or ":memory:"}
    # A connection stays open: with the last one SQLite's own files go, and a full disk could not
    # make them anew, not even to read.
    return found | {"ENGINE": SQLITE, "OPTIONS": options, "TEST": test, "CONN_MAX_AGE": None}
