"""Processes that may be killed (可杀的进程): forked from one that has everything imported.

Importing takes far longer than what a process then does before it dies. So one server imports the
program once, touches no database and no file, and each process is a fork of it that takes its
settings from its own environment.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
from pathlib import Path
from subprocess import CompletedProcess

MODULES = ["tests.faults.imported", "tests.faults.child", "tests.faults.publisher"]
CONTEXT = multiprocessing.get_context("forkserver")
PATIENCE_S = 120


def run(
    module: str, *words: str, environment: dict[str, str], folder: Path
) -> CompletedProcess[str]:
    """Run ``module`` with ``words`` in its own process; what it says goes through ``folder``."""
    CONTEXT.set_forkserver_preload(MODULES)
    out, err = folder / "said.out", folder / "said.err"
    process = CONTEXT.Process(target=_become, args=(module, words, environment, out, err))
    process.start()
    process.join(PATIENCE_S)
    if process.exitcode is None:
        process.kill()
        process.join()
    code = process.exitcode
    process.close()
    return CompletedProcess(
        [module, *words],
        code or 0,
        out.read_text(encoding="utf-8"),
        err.read_text(encoding="utf-8"),
    )


def _become(
    module: str, words: tuple[str, ...], environment: dict[str, str], out: Path, err: Path
) -> None:
    """Be the process that ``python -m module words`` would have been in ``environment``."""
    for stream, path in ((sys.stdout, out), (sys.stderr, err)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    os.environ.update(environment)
    _read_settings_again()
    importlib.import_module(module).main(words)


def _read_settings_again() -> None:
    from django.conf import settings
    from django.db import connections

    from juzheng.config import settings as shipped

    again = importlib.reload(shipped)
    for name in filter(str.isupper, dir(again)):
        setattr(settings, name, getattr(again, name))
    for one in connections.all(initialized_only=True):
        assert one.connection is None, "the server has opened a database"
        del connections[one.alias]
    connections._settings = None  # type: ignore[attr-defined]
    del connections.settings
