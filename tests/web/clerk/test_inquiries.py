"""An authority's inquiry at the desk: registered, drafted, approved, and nobody else's business."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from juzheng.acts.base.moves import NotReady
from juzheng.acts.inquiries import inquiries
from juzheng.law.cases.certificates import short_fingerprint
from juzheng.law.inquiries.inquiries import SAYS, SAYS_NOT, Finding
from juzheng.records.models import Certificate, Inquiry, User, ViewLog
from tests.acts.test_inquiries import ANSWER, LETTER, REPLY, drafted, registered
from tests.conftest import NOON, PASSWORD
from tests.web.clerk.conftest import at

PDF = b"%PDF-1.7 letter"


@pytest.fixture
def desk(client: Client, clerk: User, noon: None) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def pen(responsible: User, noon: None) -> Client:
    client = Client()
    client.force_login(responsible)
    return client


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "key": "k" * 32,
        "authority": "court",
        "sender": "示例县人民法院",
        "letter_number": "（2026）示民调1号",
        "letter_on_year": "2026",
        "letter_on_month": "11",
        "letter_on_day": "20",
        "about": "王小明",
        "question": "被告王小明是不是住在示例路1号？",
        "letter": SimpleUploadedFile("x.pdf", PDF),
        **changes,
    }


def test_it_is_registered_from_the_letter_and_found_on_the_list(desk: Client) -> None:
    answer = desk.post(at("inquiry-new"), typed())
    one = Inquiry.objects.get()
    assert answer.headers["Location"] == at("inquiry", one.number)
    page = desk.get(at("inquiry", one.number)).content.decode()
    assert "王小明" in page
    assert "民事诉讼法 第七十条" in page
    assert "拟复函送签" in page
    listed = desk.get(at("inquiries")).content.decode()
    assert one.number in listed
    assert "王小明" not in listed  # whom it is about stands on its own page, where looks are noted
    assert ViewLog.objects.filter(inquiry=one, by__username="clerk").count() == 1


@pytest.mark.parametrize("missing", ["authority", "sender", "letter_number", "about", "question"])
def test_what_the_letter_must_say_is_asked_for(desk: Client, missing: str) -> None:
    answer = desk.post(at("inquiry-new"), typed(**{missing: ""}))
    assert answer.status_code == 422
    assert not Inquiry.objects.exists()


def test_what_is_no_scan_is_refused_in_words(desk: Client) -> None:
    answer = desk.post(at("inquiry-new"), typed(letter=SimpleUploadedFile("x.pdf", b"MZ")))
    assert answer.status_code == 422
    assert "只能上传 PDF、JPG 或 PNG 文件" in answer.content.decode()


def signed(by: User, pen: User) -> Certificate:
    one = drafted(by)
    return inquiries.sign(one, version=one.version, by=pen, at=NOON)


SENT = {"how": "post", "sent_on_year": "2026", "sent_on_month": "11", "sent_on_day": "24"}


def test_the_reply_is_signed_with_a_proof_printed_and_sent(
    desk: Client, pen: Client, clerk: User
) -> None:
    one = registered(clerk)
    typed_in = {"finding": "found", "looked_in": REPLY.looked_in, "answer": ANSWER}
    draft = at("inquiry-step", one.number, "draft")
    assert desk.post(draft, {"version": "1", **typed_in, "answer": ""}).status_code == 422
    assert desk.post(draft, {"version": "1", **typed_in}).status_code == 302
    assert "签字并出具" not in desk.get(at("inquiry", one.number)).content.decode()
    one.refresh_from_db()
    sign = at("inquiry-signature", one.number)
    assert "签字并出具" in pen.get(at("inquiry", one.number)).content.decode()
    preview = pen.get(at("inquiry-preview", one.number))
    assert preview.content.startswith(b"%PDF-")

    version = {"version": str(one.version)}
    assert pen.post(sign, {**version, "proof": "wrong"}).status_code == 422
    assert not Certificate.objects.exists()
    assert pen.post(sign, {**version, "proof": PASSWORD}).status_code == 302
    one.refresh_from_db()
    made = one.certificates.get()
    assert (one.state, made.status, str(made.intended_by)) == ("issued", "issued", "林主任")

    page = desk.get(at("inquiry", one.number)).content.decode()
    assert at("certificate", made.number) in page
    paper = desk.get(at("certificate", made.number))
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert ViewLog.objects.filter(inquiry=one, what="证明文件").exists()

    send = at("inquiry-step", one.number, "answer")
    early = {**SENT, "sent_on_day": "2", "version": str(one.version)}
    answer = desk.post(send, early)
    assert (answer.status_code, "早于签字日期" in answer.content.decode()) == (409, True)
    assert desk.post(send, {**SENT, "version": str(one.version)}).status_code == 302
    one.refresh_from_db()
    assert (one.state, str(one.decided_by), one.sent_how) == ("answered", "林主任", "post")
    page = pen.get(at("inquiry", one.number)).content.decode()
    assert ANSWER in page
    assert '<form method="post" action="/desk/inq' not in page  # nothing left to do


@pytest.mark.parametrize("finding", Finding)
def test_whoever_signs_a_reply_reads_all_that_it_says(
    finding: Finding, desk: Client, pen: Client, clerk: User
) -> None:
    one = registered(clerk)
    reply = replace(REPLY, finding=finding)
    one = inquiries.draft(one, reply, version=one.version, by=clerk, at=NOON)
    page = pen.get(at("inquiry", one.number)).content.decode()
    sheet = page.partition("jz-draft")[2].partition("<details")[0]
    assert ANSWER in sheet
    assert one.question in sheet
    assert (SAYS_NOT in sheet) is (finding in SAYS)
    assert SAYS.get(finding, "") in sheet
    assert at("inquiry-preview", one.number) in page
    assert "jz-draft" not in desk.get(at("inquiry", one.number)).content.decode()


def test_a_clerk_signs_no_reply(desk: Client, clerk: User) -> None:
    one = drafted(clerk)
    answer = desk.post(at("inquiry-signature", one.number), {"version": "2", "proof": PASSWORD})
    assert answer.status_code == 403
    assert not Certificate.objects.exists()


def test_nothing_is_previewed_before_it_is_drafted(desk: Client, clerk: User) -> None:
    one = registered(clerk)
    assert desk.get(at("inquiry-preview", one.number)).status_code == 409


def test_a_wrong_reply_is_revoked_on_the_page_of_all_papers(
    desk: Client, pen: Client, clerk: User, responsible: User
) -> None:
    made = signed(clerk, responsible)
    address = at("revocation", made.number)
    assert desk.get(address).status_code == 403
    page = pen.get(address).content.decode()
    assert at("inquiry", str(made.owner.number)) in page
    answer = pen.post(address, {"reason": "地址有误", "proof": PASSWORD})
    assert answer.headers["Location"] == at("inquiry", made.owner.number)
    made.refresh_from_db()
    assert (made.status, made.owner.state) == ("revoked", "registered")
    assert "地址有误" in pen.get(at("inquiry", made.owner.number)).content.decode()


def test_whoever_checks_the_reply_reads_no_more_than_of_a_certificate(
    client: Client, clerk: User, responsible: User, noon: None
) -> None:
    made = signed(clerk, responsible)
    seen = client.get(reverse("public:paper", args=[made.opaque])).content.decode()
    assert "复函" in seen
    assert "王*明" in seen
    for secret in ("王小明", LETTER.letter_number, LETTER.question, ANSWER, REPLY.looked_in):
        assert secret not in seen

    short = short_fingerprint(made.fingerprint)
    held = {"way": "number", "number": made.number, "fingerprint": short}
    whole = client.post(reverse("public:check"), held).content.decode()
    for shown in ("王小明", LETTER.letter_number, LETTER.question, "示例路1号"):
        assert shown in whole
    assert ViewLog.objects.filter(inquiry=made.inquiry, by=None).count() == 1
    guess = {"way": "facts", "opaque": made.opaque, "proof": "0000"}
    assert client.post(reverse("public:check"), guess).status_code == 422


def test_no_resident_and_no_other_committee_sees_it(
    client: Client,
    clerk: User,
    responsible: User,
    other_committee_responsible: User,
    case_for: Any,
) -> None:
    made = signed(clerk, responsible)
    case = case_for("POS-001")
    assert not case.certificates.exists()
    client.force_login(other_committee_responsible)
    for address in (
        at("certificate", made.number),
        at("revocation", made.number),
        at("inquiry-preview", made.owner.number),
    ):
        assert client.get(address).status_code == 404
    sign = at("inquiry-signature", made.owner.number)
    assert client.post(sign, {"version": "3", "proof": PASSWORD}).status_code == 404


def test_who_prepared_it_is_told_who_may_approve_and_which_rule_that_is(
    pen: Client, responsible: User
) -> None:
    one = registered(responsible)
    inquiries.draft(one, REPLY, version=1, by=responsible, at=NOON)
    page = pen.get(at("inquiry", one.number)).content.decode()
    assert "经手的人不能自己批自己" in page
    assert "本系统的规则:经办的人不能自己批" in page.replace("：", ":")
    proof = {"version": "2", "proof": PASSWORD}
    assert pen.post(at("inquiry-signature", one.number), proof).status_code == 409
    one.refresh_from_db()
    assert one.state == "drafted"


def test_an_old_page_changes_nothing(desk: Client, clerk: User) -> None:
    one = registered(clerk)
    old = {"finding": "found", "looked_in": "旧", "answer": "旧"}
    for version in ("7", "", "x"):
        desk.post(at("inquiry-step", one.number, "draft"), {"version": version, **old})
    one.refresh_from_db()
    assert (one.state, one.answer) == ("registered", "")


def test_it_is_declined_with_a_reason_and_never_without(pen: Client, clerk: User) -> None:
    one = registered(clerk)
    address = at("inquiry-step", one.number, "refusal")
    assert pen.post(address, {"version": "1", "reason": " "}).status_code == 422
    assert pen.post(address, {"version": "1", "reason": "没有调查令"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.reason) == ("declined", "没有调查令")


def test_another_committee_and_an_unknown_step_find_nothing(
    desk: Client, clerk: User, other_committee_responsible: User
) -> None:
    one = registered(clerk)
    assert desk.post(at("inquiry-step", one.number, "no-such"), {}).status_code == 404
    desk.force_login(other_committee_responsible)
    for name in ("inquiry", "inquiry-letter"):
        assert desk.get(at(name, one.number)).status_code == 404
    refused = {"version": "1", "reason": "不是我们的"}
    assert desk.post(at("inquiry-step", one.number, "refusal"), refused).status_code == 404
    assert one.number not in desk.get(at("inquiries")).content.decode()


def test_the_copy_of_the_letter_is_a_file_and_the_look_is_noted(desk: Client, clerk: User) -> None:
    one = registered(clerk, scan=PDF)
    answer = desk.get(at("inquiry-letter", one.number))
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert ViewLog.objects.filter(inquiry=one, what="letter").exists()


def test_what_no_paper_may_say_is_told_beside_the_reply(desk: Client, clerk: User) -> None:
    one = registered(clerk)
    said = {
        "finding": "found",
        "looked_in": REPLY.looked_in,
        "answer": "他品行良好，没有违法犯罪。",
    }
    answer = desk.post(at("inquiry-step", one.number, "draft"), {"version": "1", **said})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "“品行良好”是对人的评价" in page
    assert 'href="#id_answer"' in page  # the summary leads to the box
    assert "他品行良好" in page  # nothing typed is lost
    one.refresh_from_db()
    assert one.state == "registered"


def test_a_reply_that_waits_for_the_pen_is_seen_by_whoever_holds_it(
    desk: Client, pen: Client, clerk: User, responsible: User
) -> None:
    nothing = pen.get(at("signatures")).content.decode()
    assert "没有等您签字的办件" in nothing
    assert "件等您办" not in nothing
    one = drafted(clerk, due_on=NOON.date())
    page = pen.get(at("signatures")).content.decode()
    assert at("inquiry", one.number) in page
    assert "没有等您签字的办件" not in page
    assert "1 件等您办" in page  # beside 机关来函, on every page
    assert "复函待签字 1" in pen.get(at("desk")).content.decode()
    assert "件等您办" not in desk.get(at("desk")).content.decode()  # it is not the clerk's turn


def test_whoever_had_a_hand_in_a_reply_reads_so_in_the_list(pen: Client, responsible: User) -> None:
    drafted(responsible)
    assert "您经手过，要请别人签" in pen.get(at("signatures")).content.decode()


def test_a_reply_that_was_sent_back_says_so_why_and_by_whom(
    desk: Client, pen: Client, clerk: User
) -> None:
    one = drafted(clerk)
    back = {"version": str(one.version), "return-reason": "请写清楚登记日期"}
    assert pen.post(at("inquiry-step", one.number, "return"), back).status_code == 302
    for page in (at("inquiry", one.number), at("inquiries")):
        assert "请写清楚登记日期（林主任）" in desk.get(page).content.decode()
    home = desk.get(at("desk")).content.decode()
    assert "待拟复函 1" in home
    assert "其中退回、撤销的 1" in home
    one.refresh_from_db()
    again = inquiries.draft(one, REPLY, version=one.version, by=clerk, at=NOON)
    page = pen.get(at("inquiry", again.number)).content.decode()
    assert "上一次退回的理由" in page
    assert "复函退回了" not in page


@pytest.mark.parametrize("typed", ["函000001", "函1", "2026函1"])
def test_a_letter_is_found_by_its_number(typed: str, desk: Client, clerk: User) -> None:
    one = registered(clerk)
    answer = desk.post(at("search"), {"wanted": typed})
    assert answer.headers["Location"] == at("inquiry", one.number)


def test_a_letter_is_found_by_the_paper_that_answers_it_and_by_its_own_committee_alone(
    desk: Client, clerk: User, responsible: User, other_committee_responsible: User
) -> None:
    made = signed(clerk, responsible)
    for typed in (made.number, "证1"):
        answer = desk.post(at("search"), {"wanted": typed})
        assert answer.headers["Location"] == at("inquiry", made.owner.number)
    desk.force_login(other_committee_responsible)
    for typed in (made.number, made.owner.number):
        assert desk.post(at("search"), {"wanted": typed}).status_code == 200


def test_a_letter_that_was_registered_before_is_told_and_taken_only_when_pressed_again(
    desk: Client, clerk: User
) -> None:
    desk.post(at("inquiry-new"), typed())
    first = Inquiry.objects.get()
    again = typed(key="j" * 32, letter_number="(2026) 示民调1号", about="王小红")
    told = desk.post(at("inquiry-new"), again)
    assert told.status_code == 422
    assert f"已经登记过：{first.number}（陈经办）" in told.content.decode()
    assert Inquiry.objects.count() == 1
    assert f'name="again" value="{first.number}"' in told.content.decode()
    again["letter"] = SimpleUploadedFile("x.pdf", PDF)
    assert desk.post(at("inquiry-new"), {**again, "again": first.number}).status_code == 302
    assert Inquiry.objects.count() == 2


def test_another_days_letter_and_a_form_sent_twice_are_not_told_as_the_same(desk: Client) -> None:
    for changes in ({}, {}, {"key": "j" * 32, "letter_on_day": "19"}):
        assert desk.post(at("inquiry-new"), typed(**changes)).status_code == 302
    assert Inquiry.objects.count() == 2


def test_no_answer_is_due_before_the_letter_was_written(desk: Client, clerk: User) -> None:
    due = {"due_on_year": "2026", "due_on_month": "11", "due_on_day": "19"}
    answer = desk.post(at("inquiry-new"), typed(**due))
    assert answer.status_code == 422
    assert "早于来函的落款日期" in answer.content.decode()
    with pytest.raises(NotReady, match="早于来函的落款日期"):
        registered(clerk, due_on=LETTER.letter_on - timedelta(days=1))
    assert not Inquiry.objects.exists()
    assert registered(clerk, due_on=LETTER.letter_on).pk  # the same day may be


def test_who_registered_a_letter_by_mistake_takes_it_back_with_a_reason(
    desk: Client, pen: Client, clerk: User
) -> None:
    one = registered(clerk, due_on=LETTER.letter_on)
    address = at("inquiry-step", one.number, "mistake")
    assert address not in pen.get(at("inquiry", one.number)).content.decode()
    said = {"version": "1", "mistake-reason": "已经登记过"}
    assert pen.post(address, said).status_code == 409  # another hand declines, it does not void
    assert address in desk.get(at("inquiry", one.number)).content.decode()
    assert desk.post(address, {"version": "1", "mistake-reason": ""}).status_code == 422
    assert desk.post(address, said).status_code == 302
    page = desk.get(at("inquiry", one.number)).content.decode()
    assert "登记错了，作废" in page
    assert "作废的理由" in page
    assert "没有查询权限" not in page
    listed = desk.get(at("inquiries")).content.decode()
    assert "登记错了，作废" in listed
    assert "已经超过" not in listed  # it waits for nothing
    again = typed(key="j" * 32, letter_number=LETTER.letter_number, letter_on_day="24")
    assert desk.post(at("inquiry-new"), again).status_code == 302  # of a void entry nothing is told


def test_a_letter_whose_reply_was_signed_is_no_mistake_any_more(
    desk: Client, clerk: User, responsible: User
) -> None:
    made = signed(clerk, responsible)
    one = made.owner
    inquiries.take_back(made, reason="地址有误", by=responsible, at=NOON)
    one.refresh_from_db()
    assert one.state == "registered"
    said = {"version": str(one.version), "by": clerk, "at": NOON}
    with pytest.raises(NotReady, match="已经签过复函"):
        inquiries.void(one, "登记错了", **{**said, "version": one.version})
    with pytest.raises(ValueError, match="reason"):
        inquiries.void(one, " ", **{**said, "version": one.version})


def test_the_answer_is_not_called_optional_where_something_was_found(
    desk: Client, clerk: User
) -> None:
    page = desk.get(at("inquiry", registered(clerk).number)).content.decode()
    assert "答复（可不填）" not in page
    assert "没有留存、不掌握的，可以空着" in page
