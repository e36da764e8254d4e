"""Which tests of acts and pages send PostgreSQL nothing new (没有新语句的测试): ADR 26.

A plugin, for ``make statements``: it notes what each test of ``postgresql`` sends to the database,
and writes the names of those in ``tests/acts`` and ``tests/web`` whose every statement another one
sends too. A test that is not named there is asked of PostgreSQL, so a new one is.
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
FOLDERS = ("tests/acts/", "tests/web/")  # acts first: what pages send is mostly theirs
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
    """Note what a test sends, and what is refused of it: on PostgreSQL that ends a transaction."""
    if not request.node.get_closest_marker("postgresql"):
        yield
        return
    from django.db import connection

    name = request.node.nodeid.partition("[")[0]
    seen = SENT.setdefault(name, set())
    if in_any_case(request.node):
        seen.add(name)  # like no other

    def note(execute: Callable[..., Any], statement: str, *more: Any) -> Any:
        sent = "" if statement.startswith(ALWAYS) else shape(statement)
        try:
            answer = execute(statement, *more)
        except Exception:
            seen.add(f"refused: {sent}")
            raise
        if sent:
            seen.add(sent)
        return answer

    with connection.execute_wrapper(note):
        yield


def in_any_case(item: pytest.Item) -> bool:
    """Return whether a test commits, as two hands at once do, or is of many acts or tamperings."""
    marker = item.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    commits |= "transactional_db" in getattr(item, "fixturenames", ())
    return commits or (item.path.parent.name == "acts" and bool(item.get_closest_marker("slow")))


def superfluous(sent: Mapping[str, set[str]]) -> list[str]:
    """Return who of ``FOLDERS`` sends only what the others send, the fewest kept greedily."""
    known = set().union(*(what for name, what in sent.items() if not name.startswith(FOLDERS)))
    left: list[str] = []
    for folder in FOLDERS:
        here = {name: what for name, what in sent.items() if name.startswith(folder)}
        while here:
            most = max(sorted(here), key=lambda name: len(here[name] - known))
            if not here[most] - known:
                break
            known |= here.pop(most)
        left += sorted(here)
    return left


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
