"""Another data key: sealed anew in batches, whenever it was interrupted, and written down."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from juzheng.acts.audit import audit
from juzheng.acts.base import data_key, files, ledger
from juzheng.acts.cases import intake, signing
from juzheng.records import sealed
from juzheng.records.models import Case, Entry, User
from juzheng.web.shared import startup
from tests.commands.conftest import Ended
from tests.conftest import NOON

NEW, NEWER = (base64.b64encode(bytes(range(at, at + 32))).decode() for at in (3, 99))
Run = Callable[..., Ended]


@pytest.fixture
def filled(
    case_for: Callable[..., Case], drafted_for: Callable[..., Case], responsible: User
) -> Case:
    """Return one of some cases, whose server has started, as ever."""
    signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    list(startup.database(at=NOON))
    return case_for("POS-001")


def with_keys(settings: Any, *keys: str) -> None:
    settings.DATA_KEY = ",".join(keys)


def sealed_with_older() -> int:
    """Count what the first key does not open."""
    models = data_key._sealed_models()
    rows = [row for model in models for row in model._default_manager.all()]
    found = sum(len(list(sealed.reclosed(row))) for row in rows)
    for path in files.folder().rglob("*.pdf"):
        head = path.read_bytes()[len(files.HEAD) : files.BODY]
        name = path.relative_to(files.folder()).as_posix()
        found += not sealed.reopen(head, files._bound_to(name))[1]
    return found


def test_everything_is_sealed_anew_and_stays_what_it_was(
    filled: Case, juzheng: Run, settings: Any
) -> None:
    old = settings.DATA_KEY
    code = intake.code_of(filled)
    with_keys(settings, NEW, old)
    startup.serving()
    assert sealed_with_older() > 10

    ended = juzheng("keys", "data")
    assert ended.status == 0, ended.err
    assert sealed_with_older() == 0
    assert "0 处" in juzheng("keys", "data").out
    case = Case.objects.get(pk=filled.pk)
    assert (case.applicant_name, case.answers) == (filled.applicant_name, filled.answers)
    assert intake.code_fits(case, code)
    assert audit().faults == ()
    line = Entry.objects.filter(event=data_key.ROTATED).earliest("position")
    assert line.by_text == ledger.OPERATOR
    assert line.details["sealed_anew"] > 10
    assert NEW not in str(line.details)
    with_keys(settings, NEW)  # what is stored opens with the new key alone
    assert Case.objects.get(pk=filled.pk).answers == filled.answers
    assert all(files.read(p.relative_to(files.folder()).as_posix()) for p in _papers())


def _papers() -> list[Path]:
    found = list(files.folder().rglob("*.pdf"))
    assert found
    return found


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_killed_at_any_point_it_goes_on(
    filled: Case, settings: Any, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Whatever was done before is whole, and both keys read it."""
    with_keys(settings, NEW, settings.DATA_KEY)
    data_key.begin(at=NOON)
    monkeypatch.setattr(ledger, "AT_ONCE", 1)
    before, left = sealed_with_older(), [after]
    reclosed = sealed.reclosed

    def dies(row: Any) -> Any:
        for one in reclosed(row):
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr(data_key, "reclosed", dies)
    with pytest.raises(KeyboardInterrupt):
        data_key.rotate(at=NOON)
    assert not Entry.objects.filter(event=data_key.ROTATED).exists()
    assert Case.objects.get(pk=filled.pk).answers == filled.answers
    assert data_key.fits()
    monkeypatch.setattr(data_key, "reclosed", reclosed)
    assert 0 < data_key.rotate(at=NOON) <= before
    assert sealed_with_older() == 0
    assert audit().faults == ()


def test_a_server_that_does_not_know_the_new_key_is_waited_for(
    filled: Case, juzheng: Run, settings: Any
) -> None:
    with_keys(settings, NEW, settings.DATA_KEY)
    assert juzheng("load").status == 0  # which is no server
    ended = juzheng("keys", "data")
    assert ended.status == 1
    assert "重新启动 juzheng serve" in ended.err
    assert not Entry.objects.filter(event=data_key.ROTATED).exists()


def test_while_it_lasts_both_keys_are_needed_and_then_no_middle_one(
    filled: Case, settings: Any
) -> None:
    first = settings.DATA_KEY
    with_keys(settings, NEW, first)
    data_key.begin(at=NOON)
    for wrong in ((first,), (NEW,), (first, NEW)):
        with_keys(settings, *wrong)
        assert not data_key.fits()
    with_keys(settings, NEW, first)
    assert data_key.fits()
    data_key.rotate(at=NOON)

    with_keys(settings, NEWER, NEW, first)
    data_key.begin(at=NOON)
    with_keys(settings, NEWER, first)
    assert not data_key.fits()  # what NEW sealed has not been sealed anew
    with_keys(settings, NEWER, NEW, first)
    data_key.rotate(at=NOON)
    with_keys(settings, NEWER, first)
    assert data_key.fits()
    assert Case.objects.get(pk=filled.pk).answers == filled.answers
    assert audit().faults == ()


def test_whoever_was_faster_is_not_overwritten(
    filled: Case, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_keys(settings, NEW, settings.DATA_KEY)
    data_key.begin(at=NOON)
    reclosed = sealed.reclosed

    def meanwhile(row: Any) -> Any:
        for name, before, after in reclosed(row):
            if isinstance(row, Case) and name == "purpose":
                Case.objects.filter(pk=row.pk).update(**sealed.closed(row, {"purpose": "刚刚改的"}))
            yield name, before, after

    monkeypatch.setattr(data_key, "reclosed", meanwhile)
    data_key.rotate(at=NOON)
    assert Case.objects.get(pk=filled.pk).purpose == "刚刚改的"
