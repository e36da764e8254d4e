"""kill −9 at every step of an erasure: the next round finishes it, and the bytes are gone."""

from __future__ import annotations

import json
import signal
import sqlite3
from typing import Any

import pytest

from tests.faults.place import SERVER, Place

pytestmark = [pytest.mark.slow, pytest.mark.database]

STEPS = ("before-line", "before-commit", "after-commit", "before-unlink", "after-unlink")


def look(place: Place) -> dict[str, Any]:
    ended = place.run("tests.faults.eraser", "look")
    assert ended.returncode == 0, ended.stderr
    seen: dict[str, Any] = json.loads(ended.stdout)
    return seen


@pytest.fixture
def issued(place: Place) -> Place:
    """Return a place with one paper issued and one refused."""
    for act in ("sign", "refuse"):
        ended = place.run("tests.faults.child", act)
        assert ended.returncode == 0, ended.stderr
    return place


def bytes_of(place: Place) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(place.folder.glob("*.sqlite3*")))


def pieces_of(place: Place) -> list[bytes]:
    """Return pieces of what stands sealed in the columns of people, as they lie on the disk."""
    with sqlite3.connect(place.folder / "juzheng.sqlite3") as database:
        rows = database.execute(
            "SELECT applicant_name, identity_number, identity_index, answers, purpose, recipient "
            "FROM records_case"
        ).fetchall()
        rows += database.execute("SELECT content, subject_index FROM records_certificate")
        rows += database.execute("SELECT note, sentence FROM records_verification")
    database.close()
    values = [str(value).encode() for row in rows for value in row if value]
    return [one[at : at + 32] for one in values for at in range(3, len(one) - 32, 32)]


@pytest.mark.parametrize("step", STEPS)
def test_the_next_round_finishes_what_a_dead_one_began(issued: Place, step: str) -> None:
    ended = issued.run("tests.faults.eraser", "erase", step)
    assert ended.returncode == -signal.SIGKILL, ended.stderr

    ended = issued.run("tests.faults.eraser", "erase")
    assert ended.returncode == 0, ended.stderr
    seen = look(issued)
    assert seen["faults"] == []
    assert (seen["erased"], seen["left"], seen["lines"]) == (2, 0, 2)
    assert seen["names"] == seen["numbers"] == []
    assert list((issued.folder / "files").rglob("*.pdf")) == []


def test_between_the_row_and_its_files_the_audit_says_what_to_do(issued: Place) -> None:
    issued.run("tests.faults.eraser", "erase", "before-unlink")
    assert [one for one in look(issued)["faults"] if "juzheng retention" in one]


def test_what_is_erased_is_gone_from_the_disk(issued: Place) -> None:
    pieces = [] if SERVER else pieces_of(issued)
    files = issued.folder / "files"
    assert len(list(files.rglob("*.pdf"))) == 2
    before = bytes_of(issued)
    # A long value is cut where a page of the database ends, and the piece there with it.
    assert len([one for one in pieces if one in before]) >= len(pieces) * 0.9
    assert SERVER or len(pieces) > 100

    assert issued.run("tests.faults.eraser", "erase").returncode == 0

    left = bytes_of(issued)
    assert [one for one in pieces if one in left] == []
    assert not [path for path in files.rglob("*") if path.is_file()]
    assert look(issued)["names"] == []
