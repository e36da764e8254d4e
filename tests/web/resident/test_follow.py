"""Following: number and code, then where it is, whose turn it is, until when, and the papers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.base import files
from juzheng.acts.cases import drafting, intake, refusal, replacing, revocation, signing
from juzheng.law.cases.lifecycle import State
from juzheng.records.models import Case, User, ViewLog
from tests.conftest import IDENTITY, NOON
from tests.web.visiting import CHINESE, mistakes_of, rows

pytestmark = pytest.mark.django_db
Follow = Callable[[Case], Any]


def text(response: Any) -> str:
    return str(response.content.decode())


def test_number_and_code_open_the_case(
    case_for: Callable[..., Case], follow: Follow, visitor: Client
) -> None:
    case = case_for("POS-001")

    response = follow(case)

    assert response.status_code == 302
    assert intake.code_of(case) not in response.url
    shown = text(visitor.get(response.url))
    assert "收到您的申请" in shown
    assert "居（村）委会正在核实" in shown
    assert "等经办人核实您填的情况。" in shown  # nobody has taken it up yet
    assert "最晚到 2026年12月1日（星期二） 有结果。" in shown
    assert IDENTITY not in shown


def test_every_look_is_written_down(
    case_for: Callable[..., Case], follow: Follow, visitor: Client
) -> None:
    case = case_for("POS-001")
    address = follow(case).url
    for page in ("", "withdrawal/"):
        visitor.get(address + page)

    assert list(ViewLog.objects.values_list("what", "by")) == [
        *(("resident.case", None), ("resident.withdrawal", None))
    ]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("9901210010012026000001", "abcde 23456"),
        ("990121001001－2026－办000001", "ａbcde23456"),
    ],
)
def test_number_and_code_may_be_typed_loosely(
    case_for: Callable[..., Case], visitor: Client, number: str, code: str
) -> None:
    case = case_for("POS-001")
    real = intake.code_of(case).replace("-", "").lower()

    response = visitor.post("/cases/", {"number": number, "code": real})

    assert response.status_code == 302, code


def test_a_wrong_number_and_a_wrong_code_sound_the_same(
    case_for: Callable[..., Case], visitor: Client
) -> None:
    case = case_for("POS-001")
    tries = (
        {"number": case.number, "code": "AAAAA-AAAAA"},
        {"number": "990121001001-2026-办999999", "code": intake.code_of(case)},
    )

    answers = [visitor.post("/cases/", told) for told in tries]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert mistakes_of(answers[0]) == mistakes_of(answers[1])
    assert "编号或查询码不对" in mistakes_of(answers[0])[0]


def test_a_number_alone_opens_nothing_and_tells_nothing(
    case_for: Callable[..., Case], visitor: Client
) -> None:
    case = case_for("POS-001")
    for number in (case.number, "990121001001-2026-办999999"):
        for rest in ("", "withdrawal/", "papers/certificate/"):
            response = visitor.get(f"/cases/{number}/{rest}")
            assert response.status_code == 302
            assert response.url == "/cases/"
    assert not ViewLog.objects.exists()


def test_the_right_ends_after_an_hour(
    case_for: Callable[..., Case],
    follow: Follow,
    visitor: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = follow(case_for("POS-001")).url
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(hours=1, seconds=1))

    assert visitor.get(address).status_code == 302


def test_guessing_is_slowed_down_by_number_and_by_address(
    case_for: Callable[..., Case], follow: Follow, visitor: Client
) -> None:
    case = case_for("POS-001")
    for _ in range(10):
        visitor.post("/cases/", {"number": case.number, "code": "AAAAA-AAAAA"})

    response = follow(case)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"


def test_a_stranger_who_guesses_locks_nobody_out_of_their_case(
    case_for: Callable[..., Case], follow: Follow, visitor: Client
) -> None:
    case = case_for("POS-001")
    wrong = {"number": case.number, "code": "AAAAA-AAAAA"}
    for _ in range(20):
        answer = visitor.post("/cases/", wrong, REMOTE_ADDR="198.51.100.7")
    assert answer.status_code == 429
    assert follow(case).status_code == 302


def test_guessing_many_numbers_from_one_address_is_slowed_down(visitor: Client) -> None:
    said = [
        visitor.post("/cases/", {"number": f"990121001001-2026-办{n:06d}", "code": "AAAAA-AAAAA"})
        for n in range(31)
    ]

    assert [answer.status_code for answer in said] == [422] * 30 + [429]


def test_a_case_is_told_to_its_end_and_the_paper_handed_out(
    drafted_for: Callable[..., Case], responsible: User, follow: Follow, visitor: Client
) -> None:
    case = drafted_for("POS-001", channel="online")
    address = follow(case).url
    assert "等负责人审核签字" in text(visitor.get(address))

    certificate = signing.sign(case, by=responsible, at=NOON)

    shown = text(visitor.get(address))
    assert "文书已出具" in shown
    assert certificate.number in shown
    assert "没有超期" in shown
    assert "请到居（村）委会领取" in shown
    assert "撤回申请" not in shown
    pdf = visitor.get(f"{address}papers/certificate/")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "attachment" in pdf.headers["Content-Disposition"]
    assert pdf.headers["Cache-Control"] == "no-store, private"
    assert pdf.content.startswith(b"%PDF-")
    assert ViewLog.objects.filter(what="resident.certificate", by=None).count() == 1

    revocation.revoke(certificate, reason="事实有变化", by=responsible, at=NOON)
    assert "这份文书已经撤销，不能再用。" in text(visitor.get(address))


def test_each_link_hands_out_the_paper_under_which_it_stands(
    drafted_for: Callable[..., Case],
    clerk: User,
    responsible: User,
    follow: Follow,
    visitor: Client,
) -> None:
    case = drafted_for("POS-001", channel="online")
    wrong = signing.sign(case, by=responsible, at=NOON)
    seen = {"by": clerk, "at": NOON}
    case.refresh_from_db()
    case = replacing.begin(wrong, reason="单位写错", version=case.version, **seen)
    case.recipient = "示例县教育局"  # as the desk corrects it
    case.save()
    new = signing.sign(drafting.send(case, **seen), by=responsible, at=NOON)
    address = follow(case).url
    page = text(visitor.get(address))
    assert f"已由 {new.number} 号代替" in page
    assert "请用新的一份" in page

    links = re.findall(r'href="([^"]*/papers/[^"]*)"', page)
    handed = [b"".join(visitor.get(unescape(one))) for one in links]
    for one in (wrong, new):
        one.refresh_from_db()
    assert handed == [files.read(new.file), files.read(wrong.file)]
    plain = visitor.get(f"{address}papers/certificate/")
    assert plain.content == files.read(new.file)
    assert visitor.get(f"{address}papers/certificate/?number=x").status_code == 404


def test_what_was_issued_is_called_what_it_is(
    drafted_for: Callable[..., Case], responsible: User, follow: Follow, visitor: Client
) -> None:
    extract, certificate = (drafted_for(one, channel="online") for one in ("POS-021", "POS-001"))
    for case in (extract, certificate):
        signing.sign(case, by=responsible, at=NOON)
    shown = text(visitor.get(follow(extract).url))
    assert "记录摘录已经出具" in shown
    assert "不设有效期" in shown
    assert "下载记录摘录（PDF）" in shown
    assert "（期限是系统默认的，法律法规没有规定）" in text(visitor.get(follow(certificate).url))


def test_of_what_is_revoked_no_validity_is_told(
    drafted_for: Callable[..., Case], responsible: User, follow: Follow, visitor: Client
) -> None:
    case = drafted_for("POS-001", channel="online")
    paper = signing.sign(case, by=responsible, at=NOON)
    address = follow(case).url
    assert "有效期到" in text(visitor.get(address))
    revocation.revoke(paper, reason="核实有误", by=responsible, at=NOON)
    shown = text(visitor.get(address))
    assert "这份文书已经撤销" in shown
    assert "有效期" not in shown


def test_a_refusal_is_told_with_the_way_onward_and_its_notice(
    case_for: Callable[..., Case], clerk: User, follow: Follow, visitor: Client
) -> None:
    case = case_for("NEG-05")
    address = follow(case).url
    assert "居（村）委会正在写书面告知单" in text(visitor.get(address))

    refusal.refuse(case, by=clerk, at=NOON)

    shown = text(visitor.get(address))
    assert "书面告知单已出具" in shown
    assert 'class="jz-onward"' in shown
    assert visitor.get(f"{address}papers/refusal_notice/").content.startswith(b"%PDF-")
    assert visitor.get(f"{address}papers/certificate/").status_code == 404


def test_an_overdue_case_says_so_and_whom_to_call(
    case_for: Callable[..., Case],
    follow: Follow,
    visitor: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = case_for("POS-001")
    later = NOON + timedelta(days=14)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    shown = text(visitor.get(follow(case).url))

    assert "现在已经超过" in shown
    assert "12345" in shown


def test_the_applicant_may_withdraw_until_it_is_signed(
    case_for: Callable[..., Case], follow: Follow, visitor: Client
) -> None:
    case = case_for("POS-001")
    address = follow(case).url
    assert "要撤回申请吗？" in text(visitor.get(f"{address}withdrawal/"))

    response = visitor.post(f"{address}withdrawal/", follow=True)

    case.refresh_from_db()
    assert case.state == State.WITHDRAWN.value
    assert "申请已撤回" in text(response)
    assert "您撤回了申请" in text(response)
    assert 'href="/items/POS-001/"' in response.content.decode()  # where to apply again


def test_after_an_end_withdrawing_changes_nothing_and_says_so(
    case_for: Callable[..., Case], follow: Follow, visitor: Client
) -> None:
    case = case_for("POS-001")
    address = follow(case).url
    visitor.post(f"{address}withdrawal/")
    before = rows()

    response = visitor.post(f"{address}withdrawal/")

    assert response.status_code == 302
    assert rows() == before
    assert "不能再撤回" in text(visitor.get(response.url))


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("put", ""),
        ("delete", ""),
        ("post", ""),
        ("post", "papers/certificate/"),
        ("put", "withdrawal/"),
    ],
)
def test_wrong_methods_are_405(
    case_for: Callable[..., Case], follow: Follow, visitor: Client, method: str, rest: str
) -> None:
    address = follow(case_for("POS-001")).url

    assert getattr(visitor, method)(address + rest).status_code == 405


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", ""),
        ("9" * 100_000, "A" * 100_000),
        ("abc", "1"),
        ("990121001001-2026-办000001", "AAAAA-AAAA1"),
        ("😀😀", "😀"),
        ("㐂𠮷", "㛃"),
        ("' OR 1=1 --", "x'; DROP TABLE records_case; --"),
        ("<script>alert(1)</script>", "<b>x</b>"),
        ("\x00\x01", "\x02"),
        ("990121001002-2026-办000001", "AAAAA-AAAAA"),
    ],
    ids=["empty", "huge", "type", "code", "emoji", "rare", "sql", "html", "control", "foreign"],
)
def test_bad_input_opens_nothing_and_changes_nothing(
    case_for: Callable[..., Case], visitor: Client, number: str, code: str
) -> None:
    case_for("POS-001")
    before = rows()

    response = visitor.post("/cases/", {"number": number, "code": code})

    assert response.status_code == 422
    assert all(CHINESE.search(message) for message in mistakes_of(response))
    assert mistakes_of(response)
    assert "<script>alert" not in text(response)
    assert rows() == before
