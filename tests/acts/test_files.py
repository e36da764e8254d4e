"""Files at rest: whoever takes them reads nothing, whoever exchanges them is refused."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.audit import audit
from juzheng.acts.base import files, papers
from juzheng.acts.cases import signing
from juzheng.records.models import Case, Certificate, User
from juzheng.web.shared import startup
from tests.conftest import NOON
from tests.web.clerk.conftest import at, desk  # noqa: F401 - a clerk who is signed in

PDF = b"%PDF-1.7 " + "王小明 11010519491231002X".encode() * 50
OTHER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def place(name: str) -> Path:
    return files.folder() / name


def plain(content: bytes = PDF) -> str:
    """Leave a file as an older version did."""
    name, _ = files.keep(content, "meetings/x", "pdf")
    place(name).write_bytes(content)
    place(name).chmod(0o644)
    return name


def test_a_stolen_file_says_nothing(settings: Any) -> None:
    name, _ = files.keep(PDF, "meetings/x", "pdf")
    assert files.read(name) == PDF
    stolen = place(name).read_bytes()
    assert b"PDF" not in stolen
    assert "王小明".encode() not in stolen
    assert b"110105" not in stolen

    settings.DATA_KEY = OTHER_KEY
    with pytest.raises(files.FileAltered):
        files.read(name)


def test_the_same_content_never_looks_the_same() -> None:
    name, _ = files.keep(PDF, "meetings/x", "pdf")
    first = place(name).read_bytes()
    files.keep(PDF, "meetings/x", "pdf")
    assert place(name).read_bytes() != first


@pytest.mark.parametrize("seal", [True, False], ids=["sealed", "from before"])
def test_what_was_put_in_another_ones_place_is_refused(seal: bool) -> None:
    one, other = (plain(content) for content in (PDF, b"%PDF-1.7 another"))
    if seal:
        assert files.renew() == 2
    place(one).write_bytes(place(other).read_bytes())
    with pytest.raises(files.FileAltered, match="没有打开"):
        files.read(one)


@pytest.mark.parametrize("length", [0, 1, 16, 17, 40, 77, 89, 90, 200, -1])
def test_a_file_cut_short_is_refused(length: int) -> None:
    name, _ = files.keep(PDF, "meetings/x", "pdf")
    place(name).write_bytes(place(name).read_bytes()[:length])
    with pytest.raises(files.FileAltered):
        files.read(name)


def test_a_changed_byte_is_refused_wherever_it_is() -> None:
    name, _ = files.keep(b"%PDF-", "meetings/x", "pdf")
    stored = place(name).read_bytes()
    for where in range(len(stored)):
        place(name).write_bytes(stored[:where] + bytes([stored[where] ^ 1]) + stored[where + 1 :])
        with pytest.raises(files.FileAltered):
            files.read(name)


def test_a_folder_from_before_is_read_and_then_sealed_once() -> None:
    name = plain()
    place(name).parent.chmod(0o755)
    assert files.read(name) == PDF

    assert files.renew() == 1
    assert files.renew() == 0
    assert b"PDF" not in place(name).read_bytes()
    assert files.read(name) == PDF
    assert mode(place(name)) == 0o600
    assert mode(place(name).parent) == 0o700


def test_an_altered_file_from_before_is_not_vouched_for_by_sealing_it() -> None:
    name = plain()
    place(name).write_bytes(b"%PDF-1.7 forged")
    assert files.renew() == 0
    with pytest.raises(files.FileAltered):
        files.read(name)


def test_interrupted_while_sealing_it_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [plain(b"%PDF-1.7 " + bytes([65 + each])) for each in range(5)]
    flush, left = files._flush_folder, [2]

    def die(path: Path) -> None:
        flush(path)
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    monkeypatch.setattr(files, "_flush_folder", die)
    with pytest.raises(KeyboardInterrupt):
        files.renew()
    assert {files.read(name)[:9] for name in names} == {b"%PDF-1.7 "}
    monkeypatch.setattr(files, "_flush_folder", flush)
    assert files.renew() == 3


def test_it_is_written_for_nobody_else() -> None:
    name, _ = files.keep(PDF, "papers/990121001001/2026", "pdf")
    assert mode(place(name)) == 0o600
    assert mode(place(name).parent) == 0o700


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_papers_are_served_and_audited_through_the_seal(
    desk: Client,  # noqa: F811
    responsible: User,
    drafted_for: Callable[..., Case],
) -> None:
    paper = signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    assert not place(paper.file).read_bytes().startswith(b"%PDF")
    address = at("certificate", paper.number)
    served = desk.get(address)
    assert served.content.startswith(b"%PDF")
    assert audit().faults == ()

    other = signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    place(paper.file).write_bytes(place(other.file).read_bytes())
    assert {fault.where for fault in audit().faults} == {paper.number}
    refused = desk.get(address)
    assert refused.status_code == 500
    assert "存着的内容打不开" in refused.content.decode()


def test_an_exchanged_scan_is_found(
    case_for: Callable[..., Case], clerk: User, everything_said: Callable[[Case], str]
) -> None:
    case = case_for("POS-003")
    name = everything_said(case)
    assert audit().faults == ()
    place(name).write_bytes(b"%PDF-1.7 forged")
    assert any(name in fault.what for fault in audit().faults)
    place(name).unlink()
    assert any("不见了" in fault.what for fault in audit().faults)


@pytest.fixture
def everything_said(clerk: User) -> Callable[[Case], str]:
    """Return what records a meeting with its sheet, and says where the sheet is kept."""
    from juzheng.acts.cases import deliberation
    from tests.acts.test_working_on_a_case import meeting

    def record(case: Case) -> str:
        return deliberation.record(case, meeting(), sheet=PDF, by=clerk, at=NOON).sheet

    return record


def test_a_crash_between_file_and_row_leaves_a_paper_that_is_finished(
    responsible: User, drafted_for: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    from juzheng.acts.base.papers import PaperNotMade

    keep = files.keep

    def die(*parts: Any) -> None:
        keep(*parts)
        raise OSError("power")

    monkeypatch.setattr(files, "keep", die)
    case = drafted_for("POS-001")
    with pytest.raises(PaperNotMade):
        signing.sign(case, by=responsible, at=NOON)
    monkeypatch.setattr(files, "keep", keep)
    assert papers.finish_all(at=NOON) == (1, 0)
    paper = Certificate.objects.get()
    assert files.read(paper.file).startswith(b"%PDF")
    assert audit().faults == ()


def test_starting_seals_what_lies_open(db: None) -> None:
    name = plain()
    said = list(startup.database(at=NOON))
    assert any("已加密 1 个" in line for line in said)
    assert files.read(name) == PDF
    assert list(startup.database(at=NOON)) == []
