"""An authority's inquiry at the desk: registered, drafted, approved, and nobody else's business."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from juzheng.acts.inquiries import inquiries
from juzheng.records.models import Inquiry, User, ViewLog
from tests.acts.test_inquiries import REPLY, registered
from tests.conftest import NOON

PDF = b"%PDF-1.7 letter"


def at(name: str, *args: str) -> str:
    return reverse(f"clerk:{name}", args=args)


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
    assert "拟复函送批" in page
    listed = desk.get(at("inquiries")).content.decode()
    assert one.number in listed
    assert "王小明" not in listed  # whom it is about stands on its own page, where looks are noted
    assert ViewLog.objects.filter(inquiry=one, by__username="clerk").count() == 1


@pytest.mark.parametrize("missing", ["authority", "sender", "letter_number", "question"])
def test_what_the_letter_must_say_is_asked_for(desk: Client, missing: str) -> None:
    answer = desk.post(at("inquiry-new"), typed(**{missing: ""}))
    assert answer.status_code == 422
    assert not Inquiry.objects.exists()


def test_what_is_no_scan_is_refused_in_words(desk: Client) -> None:
    answer = desk.post(at("inquiry-new"), typed(letter=SimpleUploadedFile("x.pdf", b"MZ")))
    assert answer.status_code == 422
    assert "只能上传 PDF、JPG 或 PNG 文件" in answer.content.decode()


def test_the_reply_goes_out_when_the_responsible_person_approves(
    desk: Client, pen: Client, clerk: User
) -> None:
    one = registered(clerk)
    answer = at("inquiry-step", one.number, "draft")
    assert desk.post(answer, {"version": "1", "answer": REPLY}).status_code == 302
    assert "批准并登记发出" not in desk.get(at("inquiry", one.number)).content.decode()

    assert "批准并登记发出" in pen.get(at("inquiry", one.number)).content.decode()
    sent = {"how": "post", "sent_on_year": "2026", "sent_on_month": "11", "sent_on_day": "24"}
    one.refresh_from_db()
    version = {"version": str(one.version)}
    pen.post(at("inquiry-step", one.number, "answer"), {**sent, **version})
    one.refresh_from_db()
    assert (one.state, str(one.decided_by), one.sent_how) == ("answered", "林主任", "post")
    page = pen.get(at("inquiry", one.number)).content.decode()
    assert REPLY in page
    assert '<form method="post" action="/desk/inq' not in page  # nothing left to do


def test_who_prepared_it_is_told_who_may_approve_and_which_rule_that_is(
    pen: Client, responsible: User
) -> None:
    one = registered(responsible)
    inquiries.draft(one, REPLY, version=1, by=responsible, at=NOON)
    page = pen.get(at("inquiry", one.number)).content.decode()
    assert "经手的人不能自己批自己" in page
    assert "本系统的规则:经办的人不能自己批" in page.replace("：", ":")
    sent = {"how": "post", "sent_on_year": "2026", "sent_on_month": "11", "sent_on_day": "24"}
    answer = pen.post(at("inquiry-step", one.number, "answer"), {**sent, "version": "2"})
    assert answer.status_code == 409
    one.refresh_from_db()
    assert one.state == "drafted"


def test_an_old_page_changes_nothing(desk: Client, clerk: User) -> None:
    one = registered(clerk)
    for version in ("7", "", "x"):
        desk.post(at("inquiry-step", one.number, "draft"), {"version": version, "answer": "旧"})
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
