"""Papers whose term is over (内容已按期删除): that they were issued can still be found, no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from juzheng.acts import retention
from juzheng.acts.base import files
from juzheng.acts.cases import intake, signing
from juzheng.law.cases.certificates import short_fingerprint
from juzheng.records.models import Case, Certificate, User
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=5000)


@pytest.fixture
def erased(drafted_for: Callable[..., Case], responsible: User) -> tuple[Certificate, bytes]:
    """Return a certificate whose term is over, and the file that its holder kept."""
    paper = signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    kept = files.read(paper.file)
    retention.sweep(at=LATER)
    paper.refresh_from_db()
    return paper, kept


def page(response: Any) -> str:
    return str(response.content.decode())


def by_number(client: Client, paper: Certificate, fingerprint: str) -> Any:
    sent = {"way": "number", "number": paper.number, "fingerprint": fingerprint}
    return client.post("/check/", sent)


def test_number_and_fingerprint_still_find_it(erased: Any, client: Client) -> None:
    paper, _ = erased
    answer = by_number(client, paper, short_fingerprint(paper.fingerprint))
    assert answer.status_code == 200
    assert "出具过这个编号的文书，内容已按期删除" in page(answer)
    assert "李秀英" not in page(answer)
    assert "看纸上应当写明的内容" not in page(answer)


def test_a_wrong_fingerprint_finds_nothing(erased: Any, client: Client) -> None:
    paper, _ = erased
    answer = by_number(client, paper, "0000 0000 0000")
    assert answer.status_code == 404
    assert "已按期删除" not in page(answer)


def test_its_code_leads_to_the_same(erased: Any, client: Client) -> None:
    paper, _ = erased
    answer = client.get(f"/c/{paper.opaque}")
    assert answer.status_code == 200
    assert "内容已按期删除" in page(answer)


def test_the_file_that_somebody_kept_is_as_sound_as_before(erased: Any, client: Client) -> None:
    _, kept = erased
    sent = {"way": "file", "file": SimpleUploadedFile("a.pdf", kept, "application/pdf")}
    answer = client.post("/check/", sent)
    assert answer.status_code == 200
    assert "不是本系统出具" not in page(answer)
    altered = SimpleUploadedFile("a.pdf", kept.replace(b"obj", b"obk", 1), "application/pdf")
    assert client.post("/check/", {"way": "file", "file": altered}).status_code == 404


def test_whoever_follows_it_reads_that_it_is_gone(erased: Any, client: Client) -> None:
    paper, _ = erased
    case = paper.case
    client.post("/cases/", {"number": case.number, "code": intake.code_of(case)})
    answer = client.get(f"/cases/{case.number}/")
    assert answer.status_code == 410
    assert "内容已按期删除" in page(answer)
    assert client.get(f"/cases/{case.number}/papers/certificate/").status_code == 404


def test_the_desk_shows_what_is_left(erased: Any, clerk: User, responsible: User) -> None:
    paper, _ = erased
    for user in (clerk, responsible):
        desk = Client()
        desk.force_login(user)
        shown = page(desk.get(f"/desk/cases/{paper.case.number}/"))
        assert "已按期删除" in shown
        assert "李秀英" not in shown
        assert desk.get(f"/desk/certificates/{paper.number}/").status_code == 404
    sent = {"reason": "核实有误", "proof": "correct-horse-battery"}
    desk.post(f"/desk/certificates/{paper.number}/revocation/", sent)
    paper.refresh_from_db()
    assert paper.status == "issued"
