"""What fails without dying: a full disk, a paper that does not hold."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import pytest

from juzheng.acts.audit import audit
from juzheng.acts.base import files, papers
from juzheng.acts.cases import signing
from juzheng.law.base.papers import PaperState
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.outside import paper as printing
from juzheng.records.models import Case, Certificate, User
from tests.conftest import NOON


def full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def unsound(*_: Any, **__: Any) -> None:
    raise ValueError("not sound")


def test_a_full_disk_keeps_the_intent_and_the_next_round_finishes_it(
    drafted_for: Callable[..., Case], responsible: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = drafted_for("POS-001")
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        with pytest.raises(papers.PaperNotMade):
            signing.sign(case, by=responsible, at=NOON)
    certificate = Certificate.objects.get()
    assert (certificate.status, certificate.tries) == (PaperState.INTENDED.value, 1)
    assert [fault.where for fault in audit().faults] == [certificate.number]

    assert papers.finish_all(at=NOON) == (1, 0)

    certificate.refresh_from_db()
    assert certificate.status == PaperState.ISSUED.value
    assert audit().faults == ()


def test_a_paper_that_fails_three_times_is_void_and_the_gap_is_explained(
    drafted_for: Callable[..., Case], responsible: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = drafted_for("POS-001")
    with monkeypatch.context() as patch:
        patch.setattr(printing, "validate", unsound)
        with pytest.raises(papers.PaperNotMade):
            signing.sign(case, by=responsible, at=NOON)
        assert papers.finish_all(at=NOON) == (0, 1)
        assert papers.finish_all(at=NOON) == (0, 1)
        assert papers.finish_all(at=NOON) == (0, 0)  # void: nobody tries again

    void = Certificate.objects.get()
    case.refresh_from_db()
    assert (void.status, void.file) == (PaperState.VOID.value, "")
    assert case.state == "awaiting_signature"
    assert (
        case.entries.filter(event=CASES.line(Event.VOIDED)).get().details["number"] == void.number
    )
    assert audit().faults == ()

    again = signing.sign(case, by=responsible, at=NOON)

    assert (void.serial, again.serial) == (1, 2)
    assert audit().faults == ()


def test_nothing_that_is_not_issued_has_a_file(
    drafted_for: Callable[..., Case], responsible: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = drafted_for("POS-001")
    monkeypatch.setattr(printing, "validate", unsound)

    with pytest.raises(papers.PaperNotMade):
        signing.sign(case, by=responsible, at=NOON)

    assert not files.folder().exists() or not list(files.folder().rglob("*.pdf"))
