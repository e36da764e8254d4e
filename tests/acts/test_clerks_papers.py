"""The clerk's papers: notes, what was asked for, and the sheet that is sealed and handed out."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from juzheng.acts import retention
from juzheng.acts.audit import audit
from juzheng.acts.base import files, moves
from juzheng.acts.cases import (
    correcting,
    custody,
    intake,
    missing,
    notes,
    recounting,
    revocation,
    signing,
    withdrawal,
)
from juzheng.law.base.retention import Kept
from juzheng.law.cases.custody import Custody, Wanted
from juzheng.law.cases.lifecycle import Event, State
from juzheng.law.cases.missing import Asked
from juzheng.outside import photos
from juzheng.records.models import Case, Certificate, Entry, User, ViewLog
from tests.acts.test_mending import as_filed
from tests.conftest import NOON

BY = (NOON + timedelta(days=14)).date()
HOUSEHOLD = Asked(("户口簿",), BY)


def photo(*, place: bool = True) -> bytes:
    """Return a photo as a telephone takes it: with the place where it was taken."""
    exif = Image.Exif()
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif[0x010F] = "Telephone"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def seen(case: Case, by: User, at: Any = NOON) -> dict[str, Any]:
    case.refresh_from_db()
    return {"version": case.version, "by": by, "at": at}


def one_of_each(paper: Certificate, case_for: Any, clerk: User) -> None:
    """Write down one of each of the clerk's papers, some ended, corrected and undone."""
    asked = Asked(("户口簿",), NOON.date())
    for again in (False, True):
        case = case_for("POS-001")
        first = notes.add(case, "打过电话", upload=b"%PDF-1.7", by=clerk, at=NOON)
        notes.add(case, "没有打通", corrects=first.pk, by=clerk, at=NOON)
        missing.ask(case, asked, version=case.version, by=clerk, at=NOON)
        if again:
            missing.receive(case, "户口簿原件", version=case.version, by=clerk, at=NOON)
    told = (Wanted(Custody.SEALED, 2, "孙保管"), Wanted(Custody.COLLECTED, 1, "王小明", "身份证"))
    paper.owner.refresh_from_db()
    version = paper.owner.version
    rows = custody.record(paper, *told, version=version, by=clerk, at=NOON)
    custody.undo(rows[1], "点错了", version=version + 2, by=clerk, at=NOON)


@pytest.fixture
def issued(drafted_for: Callable[..., Case], responsible: User) -> Certificate:
    return signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)


def test_a_photo_is_drawn_anew_sealed_and_in_the_chain(
    case_for: Callable[..., Case], clerk: User
) -> None:
    case = case_for("POS-001")
    note = notes.add(case, "门牌照片", upload=photo(), by=clerk, at=NOON)
    kept = files.read(note.file)
    assert kept != photo()
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert b"Telephone" not in kept
    assert b"\xff\xd8\xff" not in (files.folder() / note.file).read_bytes()[:64], "sealed"
    line = Entry.objects.filter(chain=case.chain).latest("position")
    assert (line.event, line.details["file"]) == ("note.added", note.file_digest)
    assert "门牌照片" not in str(line.details)
    assert audit().faults == ()


def test_a_note_is_corrected_by_another_and_both_stay(
    case_for: Callable[..., Case], clerk: User, responsible: User
) -> None:
    case, other = case_for("POS-001"), case_for("POS-001")
    first = notes.add(case, "电话问过了", by=clerk, at=NOON)
    second = notes.add(case, "没有打通", corrects=first.pk, by=responsible, at=NOON)
    assert [one.text for one in case.notes.all()] == ["电话问过了", "没有打通"]
    assert second.corrects == first
    with pytest.raises(notes.NoSuchNote):
        notes.add(other, "别的件", corrects=first.pk, by=clerk, at=NOON)
    with pytest.raises(notes.NothingNoted):
        notes.add(case, "  ", by=clerk, at=NOON)


@pytest.mark.parametrize("upload", [b"GIF89a", b"<html>", b"\xff\xd8\xff cut short"])
def test_what_is_neither_a_photo_nor_a_pdf_is_not_kept(
    case_for: Callable[..., Case], clerk: User, upload: bytes
) -> None:
    case = case_for("POS-001")
    with pytest.raises(files.FileNotAccepted, match="PDF，不超过 10 MB"):
        notes.add(case, "", upload=upload, by=clerk, at=NOON)
    assert not case.notes.exists()
    assert not [one for one in files.folder().rglob("*") if one.is_file()]


def test_the_clock_stands_still_and_goes_on_with_what_was_left(
    case_for: Callable[..., Case], clerk: User
) -> None:
    case = case_for("POS-007")  # five working days
    due, asked_at = case.due_on, NOON + timedelta(days=1)
    assert due is not None
    missing.ask(case, HOUSEHOLD, **seen(case, clerk, asked_at))
    case.refresh_from_db()
    assert (case.state, case.due_on) == (State.AWAITING_MATERIALS.value, None)
    assert not Case.objects.overdue(due + timedelta(days=30)).exists()
    missing.receive(case, "户口簿原件", **seen(case, clerk, asked_at + timedelta(days=7)))
    case.refresh_from_db()
    assert (case.state, case.due_on) == (State.RECEIVED.value, due + timedelta(days=7))
    assert recounting.recount(at=NOON + timedelta(days=9)) == 0, "the stop is not forgotten"
    assert audit().faults == ()


def test_what_was_written_wrong_is_put_right_while_the_clock_stands_still(
    case_for: Callable[..., Case], clerk: User
) -> None:
    case = case_for("POS-002")
    due, asked_at = case.due_on, NOON
    assert due is not None
    missing.ask(case, HOUSEHOLD, **seen(case, clerk, asked_at))
    case.refresh_from_db()
    right = as_filed(case, applicant_name="李秀瑛", recipient="示例市公证处", purpose="委托公证")
    correcting.correct(case, right, reason="照证件", **seen(case, clerk, asked_at))
    intake.supplement(case, {"spouse_name": "王晓明"}, **seen(case, clerk, asked_at))
    case.refresh_from_db()
    waits = (case.state, case.applicant_name, case.answers["spouse_name"], case.due_on)
    assert waits == (State.AWAITING_MATERIALS.value, "李秀瑛", "王晓明", None)
    missing.receive(case, "户口簿原件", **seen(case, clerk, asked_at + timedelta(days=7)))
    case.refresh_from_db()
    assert (case.state, case.due_on) == (State.RECEIVED.value, due + timedelta(days=7))
    assert audit().faults == ()


def test_nothing_is_claimed_before_the_day_is_over_and_another_may_be_filed(
    case_for: Callable[..., Case], clerk: User
) -> None:
    case = case_for("POS-001")
    missing.ask(case, HOUSEHOLD, **seen(case, clerk))
    last_day = NOON + timedelta(days=14)
    with pytest.raises(moves.NotReady):
        missing.lapse(case, "联系不上", **seen(case, clerk, last_day))
    case.refresh_from_db()
    assert case.state == State.AWAITING_MATERIALS.value
    missing.lapse(case, "联系不上", **seen(case, clerk, last_day + timedelta(days=1)))
    case.refresh_from_db()
    assert (case.state, case.is_open) == (State.LAPSED.value, False)
    assert case_for("POS-001").state == State.RECEIVED.value
    assert audit().faults == ()


def test_an_old_page_asks_nobody_and_who_waits_may_withdraw(
    case_for: Callable[..., Case], clerk: User
) -> None:
    case = case_for("POS-001")
    old = seen(case, clerk)
    notes.add(case, "电话问过了", by=clerk, at=NOON)
    with pytest.raises(moves.MovedMeanwhile):
        missing.ask(case, HOUSEHOLD, **old)
    assert not case.requests.exists()
    missing.ask(case, HOUSEHOLD, **seen(case, clerk))
    with pytest.raises(moves.StepNotAllowed):
        missing.ask(case, HOUSEHOLD, **seen(case, clerk))
    withdrawal.withdraw(case, at=NOON)
    assert case.state == State.WITHDRAWN.value


def test_sealed_collected_and_undone_leave_the_paper_as_valid_as_it_was(
    issued: Certificate, clerk: User
) -> None:
    case, before = issued.case, issued.status
    assert case is not None
    both = (Wanted(Custody.SEALED, 2), Wanted(Custody.COLLECTED, 2))
    sealed, collected = custody.record(issued, *both, **seen(case, clerk))
    issued.refresh_from_db()
    assert issued.status == before
    assert case.state == State.ISSUED.value
    with pytest.raises(moves.NotReady):
        custody.record(issued, Wanted(Custody.SEALED), **seen(case, clerk))
    with pytest.raises(custody.ReasonMissing):
        custody.undo(collected, " ", **seen(case, clerk))
    custody.undo(collected, "点错了，人还没有来", **seen(case, clerk))
    with pytest.raises(moves.StepNotAllowed):
        custody.undo(collected, "再来一次", **seen(case, clerk))
    told = Wanted(Custody.COLLECTED, 1, "王小明", "身份证原件和委托书")
    custody.record(issued, told, **seen(case, clerk))
    assert issued.custody.count() == 3
    chain = "".join(str(one.details) for one in Entry.objects.filter(chain=case.chain))
    assert "王小明" not in chain
    assert audit().faults == ()
    del sealed


def test_printed_again_are_the_same_bytes_counted_and_looked_at(
    issued: Certificate, clerk: User
) -> None:
    case = issued.case
    assert case is not None
    looks = ViewLog.objects.filter(case=case).count()
    told = Wanted(Custody.REPRINTED, 1, reason="第一份盖花了")
    assert custody.reprint(issued, told, **seen(case, clerk)) == files.read(issued.file)
    assert case.certificates.count() == 1, "no new number"
    assert ViewLog.objects.filter(case=case).count() == looks + 1
    (files.folder() / issued.file).write_bytes(b"juzheng sealed 1\nnothing of ours")
    with pytest.raises(files.FileAltered):
        custody.reprint(issued, told, **seen(case, clerk))
    assert issued.custody.count() == 1


def test_a_revoked_paper_is_neither_sealed_nor_handed_out_nor_printed(
    issued: Certificate, clerk: User, responsible: User
) -> None:
    case = issued.case
    assert case is not None
    revocation.revoke(issued, reason="事实有误", by=responsible, at=NOON)
    for what in Custody:
        with pytest.raises(moves.StepNotAllowed):
            custody.record(issued, Wanted(what, reason="补"), **seen(case, clerk))
    assert not issued.custody.exists()


def test_all_of_it_goes_when_the_term_is_over_and_nothing_is_kept_longer_for_it(
    case_for: Callable[..., Case], clerk: User
) -> None:
    case = case_for("POS-001")
    note = notes.add(case, "门牌照片", upload=photo(), by=clerk, at=NOON)
    missing.ask(case, Asked(("王小明的户口簿",), BY), **seen(case, clerk))
    ended = NOON + timedelta(days=15)
    missing.lapse(case, "王小明联系不上", **seen(case, clerk, ended))
    case.refresh_from_db()
    notes.add(case, "又打过电话", by=clerk, at=ended + timedelta(days=170))
    retention.sweep(at=ended + timedelta(days=180))
    assert files.digest_of(note.file) == note.file_digest
    done = retention.sweep(at=ended + timedelta(days=181))
    assert done[Kept.WITHDRAWN] == 1
    request = case.requests.get()
    assert (request.wanted, request.said) == ("", "")
    assert {(one.text, one.file) for one in case.notes.all()} == {("", "")}
    assert not (files.folder() / note.file).exists()
    case.refresh_from_db()
    with pytest.raises(moves.StepNotAllowed):
        notes.add(case, "还记一条", by=clerk, at=ended + timedelta(days=190))
    assert audit().faults == ()
    assert Event.NOTED.label


def test_a_photo_may_be_as_large_as_any_other_file() -> None:
    assert photos.LARGEST_FILE == files.LARGEST_BYTES


def test_nothing_is_handed_out_without_its_seal_and_no_more_than_was_sealed(
    issued: Certificate, clerk: User
) -> None:
    case, taken = issued.owner, Wanted(Custody.COLLECTED, 3, "王小明", "身份证原件和委托书")
    for before in ((), (Wanted(Custody.SEALED, 2),)):
        with pytest.raises(moves.NotReady):
            custody.record(issued, *before, taken, **seen(case, clerk))
        assert not issued.custody.exists(), "nor is half of it written down"
    custody.record(issued, Wanted(Custody.SEALED, 3), taken, **seen(case, clerk))
    assert issued.custody.count() == 2
