"""
Opening an SQLite file (打开数据库文件): by whoever comes, and as many as come at once.

A file that has no write-ahead log yet (just made, or brought here by other means than ours) gets
one from the first who opens it. SQLite refuses that change at once while another holds the file,
whatever its patience: between two who wait for each other only one may be told to go on. Nobody
here holds anything yet, so trying again is the waiting that SQLite leaves to us.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from django.db.backends.sqlite3 import base

PAUSE_S = 0.02


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection (数据库连接), opened with the patience of its ``timeout``."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """
        Return an open connection.

        :raises sqlite3.OperationalError: as SQLite does; that it is locked only after ``timeout``
        """
        until = time.monotonic() + conn_params["timeout"]
        while True:
            try:
                return super().get_new_connection(conn_params)
            except sqlite3.OperationalError as problem:
                if "locked" not in str(problem) or time.monotonic() > until:
                    raise
            time.sleep(PAUSE_S)
