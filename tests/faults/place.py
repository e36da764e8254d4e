"""Places in which processes may die (可毁之地): a folder and a database for each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from tests.faults import process

ROOT = Path(__file__).parent.parent.parent
SERVER = os.environ.get("JUZHENG_DATABASE_URL", "")


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
        """Drop them, unless their server is thrown away whole: each waits for a checkpoint."""
        for name in [] if "DATABASE_SERVER_IS_THROWN_AWAY" in os.environ else self.made:
            self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _say(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(SERVER.replace("%2f", "%2F"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]
