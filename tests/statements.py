"""Which tests of pages send PostgreSQL nothing new (没有新语句的测试): ``make statements``, ADR 26.

A plugin: it notes what each test of ``postgresql`` sends to the database, and writes the names of
those in ``tests/web`` whose every statement another one sends too. A test that is not named there
is asked of PostgreSQL, so a new one is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).with_name("nothing-new.txt")
ALWAYS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "BEGIN")
SHAPES = (
    (re.compile(r"IN \([^()]*\)"), "IN ()"),  # however many are asked for
    (re.compile(r"\(%s(?:, %s)*\)(?:, \(%s(?:, %s)*\))*"), "(V)"),
    (re.compile(r"\d+"), "9"),
)
SENT: dict[str, set[str]] = {}


def nothing_new() -> set[str]:
    """Return the names of the tests whose statements others send too."""
    return set(FILE.read_text(encoding="utf-8").split()) if FILE.exists() else set()


def shape(statement: str) -> str:
    """Return a statement without its values and their number."""
    for pattern, instead in SHAPES:
        statement = pattern.sub(instead, statement)
    return statement


@pytest.fixture(autouse=True)
def noted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Note what a test sends."""
    if not request.node.get_closest_marker("postgresql"):
        yield
        return
    from django.db import connection

    seen = SENT.setdefault(request.node.nodeid.partition("[")[0], set())

    def note(execute: Callable[..., Any], statement: str, *more: Any) -> Any:
        if not statement.startswith(ALWAYS):
            seen.add(shape(statement))
        return execute(statement, *more)

    with connection.execute_wrapper(note):
        yield


def superfluous(sent: Mapping[str, set[str]]) -> list[str]:
    """Return who of ``tests/web`` sends only what the others send, the fewest kept greedily."""
    pages = {name: what for name, what in sent.items() if name.startswith("tests/web/")}
    known = set().union(*(what for name, what in sent.items() if name not in pages))
    while pages:
        most = max(sorted(pages), key=lambda name: len(pages[name] - known))
        if not pages[most] - known:
            break
        known |= pages.pop(most)
    return sorted(pages)


def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker has noted."""
    for name, what in node.workeroutput.get("sent", {}).items():
        SENT.setdefault(name, set()).update(what)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over to the controller, or write the file."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["sent"] = {name: sorted(what) for name, what in SENT.items()}
    elif SENT:
        FILE.write_text("".join(f"{name}\n" for name in superfluous(SENT)), encoding="utf-8")
