"""The check page: one verdict, nothing that is not on the paper, nothing to walk through."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from juzheng.acts.base import files, papers, signing_keys
from juzheng.acts.cases import deliberation, drafting, refusal, revocation, signing
from juzheng.acts.inquiries import inquiries
from juzheng.law.base.papers import PaperState
from juzheng.law.cases.authenticity import RegisterStatus
from juzheng.law.cases.certificates import Paper, canonical, day, fingerprint, short_fingerprint
from juzheng.law.cases.missing import Asked
from juzheng.law.catalogue.act_kinds import Part
from juzheng.outside import credential, keys
from juzheng.outside import paper as printing
from juzheng.outside.desk_papers import Told, missing_pdf
from juzheng.outside.keys import Keyring
from juzheng.outside.typesetting import full_width
from juzheng.records.cases.paper_register import Registered
from juzheng.records.models import Case, Certificate, User
from juzheng.web.public.cases import checking
from juzheng.web.public.cases.checking import CHECKS, PROOFS
from tests.acts.test_inquiries import drafted
from tests.acts.test_working_on_a_case import PDF, meeting
from tests.conftest import IDENTITY, NOON
from tests.outside.conftest import keyring as keyring
from tests.outside.conftest import signed
from tests.outside.test_paper import _plain, _text
from tests.papers import ACTS, NOTICE

GENUINE, EXPIRED, REVOKED = "真实有效", "已过期", "已撤销或被替换"
ON_RECORD, UNTOLD = "登记有效，请对照纸面", "没有查到，不能判断真伪"
NOT_OURS = "不是本系统出具或已被改动"
UNSIGNED = "没有本系统的签名，不能当证明采用"
NAME = "李秀英"
REMEDY = "对方仍要的，可以拨打12345反映。"


@pytest.fixture
def certificate(
    drafted_for: Callable[..., Case], responsible: User, freeze: Callable[..., None]
) -> Certificate:
    return signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the door read NOON from its clock, or so many days later."""

    def at(days: int = 0) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=days))

    at()
    return at


def link(certificate: Certificate) -> str:
    return f"/c/{certificate.opaque}"


def typed(certificate: Certificate, **changes: str) -> dict[str, str]:
    short = short_fingerprint(certificate.fingerprint)
    return {"way": "number", "number": certificate.number, "fingerprint": short, **changes}


def code(certificate: Certificate) -> str:
    ring = signing_keys.keyring()
    signed = credential.encode(credential.of(papers.paper_of(certificate)), ring.current)
    return credential.qr_text("http://127.0.0.1:8000", certificate.opaque, signed)


def pdf(content: bytes) -> dict[str, Any]:
    return {"way": "file", "file": SimpleUploadedFile("证明.pdf", content, "application/pdf")}


def verdict(response: HttpResponse) -> str:
    page = response.content.decode()
    headings = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert len(headings) == 1, page
    said = re.sub(r"<[^>]+>|\s", "", headings[0])  # the page breaks it at pauses
    assert said in (GENUINE, ON_RECORD, EXPIRED, REVOKED, NOT_OURS, UNSIGNED, UNTOLD)
    return said


def test_the_code_on_the_paper_leads_to_one_verdict(
    client: Client, certificate: Certificate
) -> None:
    response = client.get(link(certificate))
    page = response.content.decode()
    assert (response.status_code, verdict(response)) == (200, ON_RECORD)
    for shown in (
        certificate.number,
        "李*英",
        "示例县民政局",
        certificate.committee.name,
    ):
        assert shown in page
    # Whoever has the link only is not told what opens the facts.
    assert short_fingerprint(certificate.fingerprint) not in page


def test_the_verdict_in_english(client: Client, certificate: Certificate) -> None:
    client.cookies["django_language"] = "en"
    page = client.get(link(certificate)).content.decode()
    assert "<title>On record and in force; compare the print" in page
    assert "unaltered" not in page
    assert "真实" not in page
    assert certificate.number in page


def test_capitals_do_not_matter(client: Client, certificate: Certificate) -> None:
    assert verdict(client.get(link(certificate).upper().replace("/C/", "/c/"))) == ON_RECORD


def test_the_page_shows_nothing_that_the_paper_does_not(
    client: Client, certificate: Certificate
) -> None:
    page = client.get(link(certificate)).content.decode()
    for hidden in (NAME, IDENTITY, certificate.case.number, "13800000000"):
        assert hidden not in page


def test_what_is_demonstration_says_so(client: Client, certificate: Certificate) -> None:
    assert "演示数据" in client.get(link(certificate)).content.decode()


def test_after_the_last_day_it_is_expired(
    client: Client, certificate: Certificate, freeze: Callable[..., None]
) -> None:
    assert certificate.valid_until
    left = (certificate.valid_until - NOON.date()).days
    freeze(left)
    assert verdict(client.get(link(certificate))) == ON_RECORD  # the last day is a day of validity
    freeze(left + 1)
    assert verdict(client.get(link(certificate))) == EXPIRED


def test_a_revoked_paper_shows_day_and_reason(
    client: Client, certificate: Certificate, responsible: User
) -> None:
    revocation.revoke(certificate, reason="查明事实有误", by=responsible, at=NOON)
    response = client.get(link(certificate))
    assert (response.status_code, verdict(response)) == (200, REVOKED)
    assert "查明事实有误" in response.content.decode()
    assert "2026年11月24日" in response.content.decode()


def test_a_refusal_notice_is_checked_the_same_way(
    client: Client, case_for: Callable[..., Case], clerk: User, freeze: Callable[..., None]
) -> None:
    notice = refusal.refuse(case_for("NEG-01"), by=clerk, at=NOON)
    response = client.get(link(notice))
    assert verdict(response) == ON_RECORD
    assert "委员会没有出具这项证明" in response.content.decode()
    written = papers.paper_of(notice).remedy
    assert "现阶段仍需办理" in written
    assert "日内" not in written
    assert "同时提供有关依据" not in written or "对方是政府部门的" in written
    assert verdict(client.post("/check/", typed(notice))) == ON_RECORD
    assert verdict(client.post("/check/", {"way": "code", "code": code(notice)})) == ON_RECORD


def test_number_and_short_fingerprint_are_asked_together(
    client: Client, certificate: Certificate
) -> None:
    assert verdict(client.post("/check/", typed(certificate))) == ON_RECORD
    wide = certificate.number.translate(
        {ord("-"): "－", **{ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789"}}
    )
    assert verdict(client.post("/check/", typed(certificate, number=f" {wide} "))) == ON_RECORD
    wrong = client.post("/check/", typed(certificate, fingerprint="0000 0000 0000"))
    assert (wrong.status_code, verdict(wrong)) == (404, UNTOLD)
    assert certificate.committee.name not in wrong.content.decode()


def test_the_text_of_the_code(client: Client, certificate: Certificate) -> None:
    whole = code(certificate)
    assert verdict(client.post("/check/", {"way": "code", "code": f" {whole}\n"})) == ON_RECORD
    last = "1" if whole[-1] != "1" else "2"
    altered = client.post("/check/", {"way": "code", "code": whole[:-1] + last})
    assert (altered.status_code, verdict(altered)) == (404, NOT_OURS)


def test_the_file_itself(client: Client, certificate: Certificate) -> None:
    content = files.read(certificate.file)
    assert verdict(client.post("/check/", pdf(content))) == GENUINE
    changed = bytearray(content)
    changed[len(content) // 2] ^= 1
    assert verdict(client.post("/check/", pdf(bytes(changed)))) == NOT_OURS


def test_a_file_whose_paper_was_revoked(
    client: Client, certificate: Certificate, responsible: User
) -> None:
    revocation.revoke(certificate, reason="事实有误", by=responsible, at=NOON)
    content = files.read(certificate.file)
    assert verdict(client.post("/check/", pdf(content))) == REVOKED


def test_a_signed_paper_that_the_register_does_not_hold_is_not_ours(
    client: Client, certificate: Certificate
) -> None:
    content, text = files.read(certificate.file), code(certificate)
    Certificate.objects.filter(pk=certificate.pk).update(status=PaperState.VOID.value)
    for sent in (pdf(content), {"way": "code", "code": text}):
        response = client.post("/check/", sent)
        assert (response.status_code, verdict(response)) == (404, NOT_OURS)


@pytest.mark.usefixtures("db")
def test_a_sheet_of_ours_that_bears_no_signature_is_not_called_forged(client: Client) -> None:
    place = ("东街", "东街1号", "110", "9点")
    told = Told(NAME, "亲属关系证明", "办000001", *place, "陈经办", "https://example.org/mine/")
    sheet = missing_pdf(Asked(("户口簿",), NOON.date()), told, on=NOON.date())
    response = client.post("/check/", pdf(sheet))
    page = response.content.decode()
    assert (response.status_code, verdict(response)) == (404, UNSIGNED)
    assert "请不要当证明采用" in page
    assert "不是本系统出具的，或者" not in page
    assert "对照纸面核对一次" not in page, "there is no number to compare"
    assert "只有收到时的原样 PDF 才能这样查" in page


@pytest.mark.parametrize("status", [PaperState.INTENDED, PaperState.VOID])
def test_what_was_never_issued_does_not_exist(
    client: Client, certificate: Certificate, status: PaperState
) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(status=status.value)
    response = client.get(link(certificate))
    assert (response.status_code, verdict(response)) == (404, UNTOLD)


def test_a_wording_altered_in_the_database_is_not_ours(
    client: Client, certificate: Certificate
) -> None:
    altered = replace(papers.paper_of(certificate), purpose="贷款")
    for wording, expected in ((canonical(altered).decode(), NOT_OURS), ("{}", UNTOLD)):
        certificate.content = {"canonical": wording}
        certificate.save(update_fields=["content"])
        assert verdict(client.get(link(certificate))) == expected


UNKNOWN = "a" * 26
MALFORMED = ("x", "1" * 26, "a" * 5000, "..%2f..%2fetc", "😀", "a%00b", "a/b/c", "'; DROP TABLE x")


@pytest.mark.parametrize("opaque", MALFORMED)
def test_unknown_and_malformed_ids_get_the_same_page_after_the_same_work(
    client: Client, certificate: Certificate, opaque: str
) -> None:
    client.get(f"/c/{UNKNOWN}")  # the first of a window opens the count
    with CaptureQueriesContext(
        connection,
    ) as for_unknown:
        unknown = client.get(f"/c/{UNKNOWN}")
    with CaptureQueriesContext(connection) as for_malformed:
        malformed = client.get(f"/c/{opaque}")
    with CaptureQueriesContext(connection) as for_known:
        client.get(link(certificate))
    assert (unknown.status_code, malformed.status_code) == (404, 404)
    assert plain(unknown, f"/c/{UNKNOWN}") == plain(
        malformed, malformed.wsgi_request.get_full_path()
    )
    assert len(for_unknown) == len(for_malformed) == len(for_known)


def plain(response: HttpResponse, here: str) -> str:
    """Return the page without the address that the language switch comes back to."""
    return response.content.decode().replace(escape(here), "")


@pytest.mark.parametrize(
    ("sent", "part"),
    [
        ({}, "查证明真伪"),
        ({"way": "dance"}, "查证明真伪"),
        ({"way": "number"}, "请照纸面填写编号"),
        ({"way": "number", "number": "x" * 5000, "fingerprint": "1"}, "编号太长"),
        ({"way": "number", "number": "1", "fingerprint": "12345"}, "短指纹是 12 位数字"),
        ({"way": "number", "number": "1", "fingerprint": "😀" * 12}, "短指纹是 12 位数字"),
        ({"way": "code"}, "请粘贴"),
        ({"way": "code", "code": "x" * 5000}, "内容太长"),
        ({"way": "file"}, "请选择"),
        (lambda: pdf(b""), "空的"),
        (lambda: pdf(b"\x89PNG\r\n\x1a\n picture"), "不是 PDF"),
        (lambda: pdf(b"%PDF-" + bytes(5 * 1024 * 1024)), "超过 5 MB"),
    ],
)
def test_bad_input_says_what_to_do(client: Client, db: None, sent: Any, part: str) -> None:
    response = client.post("/check/", sent() if callable(sent) else sent)
    assert response.status_code == 422
    assert part in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "number", ["<script>alert(1)</script>", "'; DROP TABLE records_case; --", "\x00", "㐂𠮷", "0"]
)
def test_a_nonsense_number_is_only_not_ours(client: Client, loaded: None, number: str) -> None:
    sent = {"way": "number", "number": number, "fingerprint": "1234 5678 9012"}
    response = client.post("/check/", sent)
    assert response.status_code in (404, 422)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "text", ["x", "http://127.0.0.1/c/" + "a" * 26 + "#1", "％００", "9" * 2500]
)
def test_a_nonsense_code_is_not_called_forged(client: Client, loaded: None, text: str) -> None:
    response = client.post("/check/", {"way": "code", "code": text})
    assert (response.status_code, verdict(response)) == (404, UNTOLD)


ZERO_WIDTH = "\u200b"


def pasted(whole: str) -> dict[str, str]:
    """Return the text of a code as messengers, mail and keyboards hand it on."""
    address, _, number = whole.partition("#")
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in whole)
    return {
        "as it is": whole,
        "without its fragment": address,
        "with a query instead": f"{address}?from=singlemessage&isappinstalled=0",
        "with a query before": f"{address}?from=timeline#{number}",
        "with a query behind": f"{whole}?from=singlemessage",
        "with another fragment": f"{address}#wechat_redirect",
        "wrapped": "\n".join(whole[at : at + 60] for at in range(0, len(whole), 60)),
        "quoted": "\r\n".join("> " + whole[at : at + 72] for at in range(0, len(whole), 72)),
        "without width": whole[:30] + ZERO_WIDTH + whole[30:90] + "\u2060" + whole[90:] + "\ufeff",
        "full-width": wide,
        "escaped": quote(whole, safe=""),
        "escaped twice": "https://a.cn/go?url=" + quote(quote(whole, safe=""), safe=""),
        "with words": f"请核验：{whole} 谢谢，2026年11月24日",
        "in brackets": f"（{address}）。",
        "no scheme": whole.partition("://")[2],
        "capitals": address.upper().replace("/C/", "/c/"),
        "cut off": whole[:-9],
        "the number only": number,
    }


@pytest.mark.parametrize("how", pasted("https://a.cn/c/b#1"))
def test_a_genuine_code_is_recognised_however_it_was_copied(
    client: Client, certificate: Certificate, how: str
) -> None:
    sent = {"way": "code", "code": pasted(code(certificate))[how]}
    assert verdict(client.post("/check/", sent)) == ON_RECORD


@pytest.mark.parametrize(
    "behind",
    ["?from=singlemessage", ZERO_WIDTH, "%20", "%23123456", "）。", "/", "?a=1&b=2", "%E3%80%80"],
)
def test_an_address_opens_with_what_a_messenger_adds(
    client: Client, certificate: Certificate, behind: str
) -> None:
    assert verdict(client.get(link(certificate) + behind)) == ON_RECORD


def test_a_number_is_read_however_it_is_typed(client: Client, certificate: Certificate) -> None:
    plain_number = certificate.number.replace("-", "")
    short = typed(certificate)["fingerprint"]
    for number in (plain_number, f"编号：{certificate.number}", f"{ZERO_WIDTH}{plain_number}\n"):
        sent = typed(certificate, number=number, fingerprint=short.replace(" ", ZERO_WIDTH))
        assert verdict(client.post("/check/", sent)) == ON_RECORD, number


def test_a_forged_print_around_a_genuine_code_is_not_vouched_for(
    client: Client, certificate: Certificate
) -> None:
    """Nobody but the file itself shows that nothing was altered; a print must be compared."""
    by_eye = (
        client.get(link(certificate)),
        client.post("/check/", typed(certificate)),
        client.post("/check/", {"way": "code", "code": code(certificate)}),
    )
    for response in by_eye:
        page = response.content.decode()
        assert "没有被改动" not in page
        assert "真实有效" not in page
        assert f"{certificate.committee.name}出具过这个编号的文书" in page
        assert "有一处不同就请不要采用" in page
    whole = client.post("/check/", pdf(files.read(certificate.file))).content.decode()
    assert "这份电子文件真实有效，内容没有被改动" in whole
    assert "打印件" in whole


def proven(certificate: Certificate, proof: str) -> dict[str, str]:
    return {"way": "facts", "opaque": certificate.opaque, "proof": proof}


def facts(certificate: Certificate) -> list[str]:
    paper = papers.paper_of(certificate)
    return [escape(full_width(fact.sentence)) for fact in paper.facts] + [
        paper.identity_masked,
        NAME,
    ]


@pytest.mark.parametrize("how", ["identity", "wide", "fingerprint"])
def test_whoever_has_the_paper_sees_what_must_stand_on_it(
    client: Client, certificate: Certificate, how: str
) -> None:
    last = IDENTITY[-4:]
    proof = {
        "identity": last.lower(),
        "wide": "".join(chr(ord(c) + 0xFEE0) for c in last) + " ",
        "fingerprint": short_fingerprint(certificate.fingerprint).replace(" ", ""),
    }[how]
    page = client.get(link(certificate)).content.decode()
    assert [fact for fact in facts(certificate) if fact in page] == []
    response = client.post("/check/", proven(certificate, proof))
    assert verdict(response) == ON_RECORD
    assert [fact for fact in facts(certificate) if fact not in response.content.decode()] == []
    assert IDENTITY not in response.content.decode()
    view = certificate.case.views.get()
    assert (view.what, view.by) == ("public.paper", None)


def test_typing_from_the_paper_and_the_file_show_the_facts_at_once(
    client: Client, certificate: Certificate
) -> None:
    for sent in (typed(certificate), pdf(files.read(certificate.file))):
        page = client.post("/check/", sent).content.decode()
        assert [fact for fact in facts(certificate) if fact not in page] == []
    assert certificate.case.views.count() == 2


def test_what_must_stand_on_the_paper_is_shown_as_printed(
    client: Client, certificate: Certificate
) -> None:
    """Compared word by word, so neither translated nor with other marks than on the sheet."""
    client.cookies["django_language"] = "en"
    page = client.post("/check/", typed(certificate)).content.decode()
    for fact in papers.paper_of(certificate).facts:
        assert escape(full_width(fact.sentence)) in page
        assert fact.means in page


def test_a_wrong_proof_shows_nothing_and_is_not_logged(
    client: Client, certificate: Certificate
) -> None:
    for proof in ("", "0000", IDENTITY, "x" * 50, "1", "123456789012", IDENTITY[-3:]):
        response = client.post("/check/", proven(certificate, proof))
        assert response.status_code == 422
        assert [fact for fact in facts(certificate) if fact in response.content.decode()] == []
    assert not certificate.case.views.exists()
    unknown = client.post("/check/", {"way": "facts", "opaque": UNKNOWN, "proof": "1234"})
    assert (unknown.status_code, verdict(unknown)) == (404, UNTOLD)


def test_four_characters_cannot_be_guessed(client: Client, certificate: Certificate) -> None:
    for at in range(PROOFS):
        sent = proven(certificate, f"{at:04d}")
        assert client.post("/check/", sent, REMOTE_ADDR=f"192.0.2.{at}").status_code == 422
    assert client.post("/check/", proven(certificate, IDENTITY[-4:])).status_code == 429
    # Who guesses does not lock out whoever holds the paper.
    short = short_fingerprint(certificate.fingerprint)
    assert verdict(client.post("/check/", proven(certificate, short))) == ON_RECORD


def test_the_facts_of_a_revoked_paper_are_not_shown(
    client: Client, certificate: Certificate, responsible: User
) -> None:
    revocation.revoke(certificate, reason="事实有误", by=responsible, at=NOON)
    short = short_fingerprint(certificate.fingerprint)
    for sent in (proven(certificate, short), typed(certificate)):
        response = client.post("/check/", sent)
        assert verdict(response) == REVOKED
        assert NAME not in response.content.decode()


def test_nobody_keeps_or_indexes_an_answer(client: Client, certificate: Certificate) -> None:
    for path in (link(certificate), f"/c/{UNKNOWN}", "/check/"):
        response = client.get(path)
        assert response.headers["Cache-Control"] == "no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]


def test_an_address_may_check_so_often(client: Client, certificate: Certificate) -> None:
    for _ in range(CHECKS):
        assert client.get(link(certificate)).status_code == 200
    response = client.get(link(certificate))
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert client.post("/check/", typed(certificate)).status_code == 429
    assert client.get("/check/").status_code == 200  # the form itself stays
    assert client.get(link(certificate), REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch", "post"])
def test_a_verdict_is_only_read(client: Client, certificate: Certificate, method: str) -> None:
    assert getattr(client, method)(link(certificate)).status_code == 405


def test_checking_writes_nothing_but_the_count_and_the_view(
    client: Client, certificate: Certificate
) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(link(certificate))
        client.post("/check/", typed(certificate))
    written = [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
    ours = [statement for statement in written if "records_" in statement]
    viewed = [statement for statement in ours if "records_attempt" not in statement]
    told = {statement.split('"')[1] for statement in viewed}  # the look, its line, its count
    assert told == {"records_viewlog", "records_entry", "records_counter"}
    assert not any("DELETE" in statement for statement in viewed)
    assert sum("records_viewlog" in statement for statement in viewed) == 1


def test_the_keys_are_published_with_their_history(client: Client, db: None) -> None:
    response = client.get("/.well-known/juzheng-keys.json")
    published = keys.read_published(json.loads(response.content))
    assert list(published) == list(signing_keys.keyring().public)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    again = client.get("/.well-known/juzheng-keys.json", HTTP_IF_NONE_MATCH=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_the_keys_in_words(client: Client, db: None) -> None:
    page = client.get("/keys/").content.decode()
    assert signing_keys.keyring().current.public.kid in page
    assert "开发测试" in page
    assert "可靠电子签名" in page  # and that this is not one


def test_a_monitor_is_answered(client: Client, db: None) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_genuine_code_behind_somebody_elses_address_is_said_to_be_so(
    client: Client, certificate: Certificate, freeze: Callable[..., None]
) -> None:
    freeze()
    ours = code(certificate)
    moved = ours.replace("http://127.0.0.1:8000", "https://evil.example")
    told = "这个二维码里的网址不是本站的"
    assert told not in client.post("/check/", {"way": "code", "code": ours}).content.decode()
    page = client.post("/check/", {"way": "code", "code": moved}).content.decode()
    assert told in page
    assert "https://evil.example" in page


def test_a_day_that_the_issuer_set_is_said_to_be_its_own(
    client: Client, certificate: Certificate, freeze: Callable[..., None]
) -> None:
    own = "期限是系统默认的，法律法规没有规定"
    assert own in client.get(link(certificate)).content.decode()
    freeze(31)
    page = client.get(link(certificate)).content.decode()
    assert "系统默认的有效期（法律法规没有规定）到" in page
    assert "是否采用由接收单位决定" in page


def test_what_does_not_lapse_says_so_and_what_it_is(
    client: Client, drafted_for: Callable[..., Case], responsible: User, freeze: Any
) -> None:
    made = signing.sign(drafted_for("POS-021"), by=responsible, at=NOON)
    page = client.get(link(made)).content.decode()
    assert "记录摘录" in page
    assert "不设有效期" in page
    assert "家庭暴力投诉、反映、求助登记" not in page
    freeze(400)
    assert verdict(client.get(link(made))) == ON_RECORD
    whole = client.post("/check/", typed(made)).content.decode()
    assert "家庭暴力投诉、反映、求助登记" in whole
    assert "摘录人：陈经办" in whole
    client.cookies["django_language"] = "en"
    assert "Does not lapse" in client.get(link(made)).content.decode()


@pytest.mark.parametrize("content", [*ACTS.values(), NOTICE], ids=lambda one: one.called)
def test_what_is_shown_as_written_is_written_on_the_paper(
    content: Paper, keyring: Keyring, tmp_path: Path
) -> None:
    """Whoever finds a sentence here that the paper does not bear must reject a genuine one."""
    content = replace(content, not_verified=("本文书不对没有核实的事作证明",), remedy=REMEDY)
    text = _text(signed(content, keyring), tmp_path)
    fake: Any = SimpleNamespace(called=content.called)
    known = Registered(content, RegisterStatus.IN_FORCE, fingerprint(content), True, None, "", fake)
    rows = {row["what"]: row["value"] for row in checking._rows(known, whole=True)}
    assert {"kind", "number", "name", "about"} & set(rows) >= {"kind", "number"}
    for value in rows.values():
        told = [part for pair in value for part in pair] if isinstance(value, list) else [value]
        for one in told:
            said = day(one) if isinstance(one, date) else one
            for part in re.split("[·\n]", said):
                assert _plain(part) in text
    borne = content.bears(Part.NOT_COVERED)
    assert ("not_verified" in rows, "validity" in rows) == (borne, content.bears(Part.USE))
    assert ("remedy" in rows) == content.bears(Part.REMEDY)


@pytest.mark.parametrize("content", [*ACTS.values(), NOTICE], ids=lambda one: one.called)
@pytest.mark.parametrize("replaced", ["", "990121001001-2026-00001"])
def test_all_that_is_written_on_the_paper_is_shown(content: Paper, replaced: str) -> None:
    """Whoever is told to compare word for word must find each sentence of the paper here."""
    if replaced and content is NOTICE:
        return
    content = replace(content, replaces=replaced, format=3 if replaced else content.format)
    fake: Any = SimpleNamespace(called=content.called)
    known = Registered(content, RegisterStatus.IN_FORCE, fingerprint(content), True, None, "", fake)
    shown = "".join(map(str, (row["value"] for row in checking._rows(known, whole=True))))
    words = printing.wording(content)
    items = [one for section in words["sections"] for one in section["items"]]
    said = [*words["opening"], *(one["text"] for one in items)]
    asked = Part.ASKED in content.form.parts  # which stands as a row of its own
    for sentence in said:
        for part in sentence.splitlines():
            assert _plain(part) in _plain(shown) or (asked and part in content.purpose)


def test_nobodys_number_is_asked_of_a_reply_to_an_authority(
    client: Client, clerk: User, responsible: User, certificate: Certificate, freeze: Any
) -> None:
    one = drafted(clerk)
    made = inquiries.sign(one, version=one.version, by=responsible, at=NOON)
    for shown in (
        client.get(link(made)),
        client.post("/check/", {"way": "facts", "opaque": made.opaque, "proof": "000"}),
        client.post("/check/", {"way": "facts", "opaque": made.opaque, "proof": ""}),
    ):
        page = shown.content.decode()
        assert "短指纹" in page
        assert "申请人" not in page
        assert "后四位" not in page
    assert "申请人证件号码的最后四位" in client.get(link(certificate)).content.decode()


def test_a_decision_is_shown_as_it_reads(
    client: Client,
    case_for: Callable[..., Case],
    confirm: Callable[..., Case],
    clerk: User,
    responsible: User,
    freeze: Any,
) -> None:
    case = confirm(case_for("POS-003", by=clerk), by=clerk)
    deliberation.record(case, meeting(), sheet=PDF, by=clerk, at=NOON)
    drafting.send(case, by=clerk, at=NOON)
    made = signing.sign(case, by=responsible, at=NOON)
    for shown in (client.get(link(made)), client.post("/check/", typed(made))):
        page = shown.content.decode()
        assert "决定书" in page
        assert "否定性" not in page
        assert "有效期" not in page.replace("是否仍有效", "")
        shown_rows = page.partition("<dl")[2].partition("</dl>")[0]
        assert day(NOON.date()) in shown_rows
        assert "星期" not in shown_rows  # the paper has the day alone
    assert "不服怎么办" in page


def test_a_refusal_has_no_validity_to_speak_of(
    client: Client, case_for: Callable[..., Case], responsible: User, freeze: Any
) -> None:
    notice = refusal.refuse(case_for("NEG-01"), by=responsible, at=NOON)
    assert "有效期" not in client.get(link(notice)).content.decode()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("990121001001-2026-办000001", "这是办件编号，请到“我的办件”查。"),
        ("990121-2026-反000001", "这是反映编号，请到“查我的反映”查。"),
    ],
)
def test_another_number_is_told_where_it_is_followed(
    client: Client, loaded: None, number: str, said: str
) -> None:
    typed = {"way": "number", "number": number, "fingerprint": "123456789012"}
    shown = client.post("/check/", typed).content.decode()
    assert said in shown
    assert 'href="/cases/"' in shown
    assert 'href="/reports/"' in shown
    report = {"number": "990121-2026-反000001", "code": "ABCDE-23456"}
    shown = client.post("/cases/", report).content.decode()
    assert "这是反映编号，请到“查我的反映”查。" in shown
    assert 'href="/reports/"' in shown


def shown_again(client: Client, response: HttpResponse) -> HttpResponse:
    """Press 大字 on an answer."""
    page = response.content.decode()
    form = page.partition('id="again"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form))
    return client.post("/check/", {**sent, "switch-type": "large"})


def test_a_switch_keeps_the_verdict_and_the_proof(client: Client, certificate: Certificate) -> None:
    last = IDENTITY[-4:]
    for sent in (
        typed(certificate),
        {"way": "code", "code": code(certificate)},
        proven(certificate, last),
    ):
        first = client.post("/check/", sent)
        again = shown_again(client, first)
        assert verdict(again) == verdict(first)
        assert "jz-large" in again.content.decode()
        read = [
            [fact in one.content.decode() for fact in facts(certificate)] for one in (first, again)
        ]
        assert read[0] == read[1]
        assert again.headers["Cache-Control"] == "no-store"


def test_what_was_typed_and_not_found_stands_there_to_be_put_right(
    client: Client, certificate: Certificate
) -> None:
    for sent in (
        typed(certificate, fingerprint="0000 0000 0000"),
        {"way": "code", "code": "https://a.cn/c/" + UNKNOWN},
    ):
        response = client.post("/check/", sent)
        page = response.content.decode()
        assert (response.status_code, verdict(response)) == (404, UNTOLD)
        for name in sent.keys() - {"way"}:
            assert f'name="{name}"' in page
            assert escape(sent[name]) in page
    # The Enter key sends no button: what is filled in says which way.
    right = {key: value for key, value in typed(certificate).items() if key != "way"}
    assert verdict(client.post("/check/", right)) == ON_RECORD


def test_half_a_number_is_told_to_be_half(client: Client, certificate: Certificate) -> None:
    answer = client.post("/check/", typed(certificate, number="00017"))
    assert answer.status_code == 422
    assert "编号没有写全" in answer.content.decode()


def test_of_a_file_nobody_is_told_to_compare_what_was_not_typed(
    client: Client, certificate: Certificate
) -> None:
    page = client.post("/check/", pdf(b"%PDF-1.7 another")).content.decode()
    assert "再对照纸面核对一次编号" not in page
    assert "原样 PDF" in page
