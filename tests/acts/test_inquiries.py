"""Inquiries of authorities: registered, answered by letter, approved by another hand, sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from juzheng.acts.audit import audit
from juzheng.acts.base.files import FileNotAccepted
from juzheng.acts.base.moves import FiledOtherwise, MovedMeanwhile, NotReady, StepNotAllowed
from juzheng.acts.inquiries import inquiries
from juzheng.law.inquiries.inquiries import Authority, Sent
from juzheng.records.models import Committee, Entry, Inquiry, User
from tests.conftest import NOON

PDF = b"%PDF-1.7 letter"
LETTER = inquiries.Letter(
    key="k",
    authority=Authority.COURT,
    sender="示例县人民法院",
    letter_number="（2026）示民调1号",
    letter_on=NOON.date(),
    question="被告王小明现在是不是住在示例路1号？",
)
REPLY = "经查本委员会登记册，登记地址为示例路1号。"


def registered(clerk: User, scan: bytes = PDF, **changes: Any) -> Inquiry:
    letter = replace(LETTER, **changes)
    committee = clerk.committee
    assert committee is not None
    return inquiries.register(letter, scan, committee=committee, by=clerk, at=NOON)


def seen(one: Inquiry, by: User) -> dict[str, Any]:
    return {"version": one.version, "by": by, "at": NOON}


def test_it_is_registered_once_with_a_number_of_its_own(clerk: User, committee: Committee) -> None:
    one = registered(clerk)
    assert one.number == f"{committee.code}-2026-函000001"
    assert registered(clerk).pk == one.pk
    assert registered(clerk, key="another").number.endswith("函000002")
    with pytest.raises(FiledOtherwise):
        registered(clerk, question="另一个问题")
    assert audit().faults == ()


def test_what_it_asks_is_sealed_and_in_no_line_of_the_ledger(
    clerk: User, responsible: User
) -> None:
    one = registered(clerk)
    inquiries.draft(one, REPLY, **seen(one, clerk))
    with connection.cursor() as cursor:
        cursor.execute("SELECT question, answer FROM records_inquiry")
        stored = str(cursor.fetchall())
    told = str(list(Entry.objects.filter(chain=one.chain).values_list("details")))
    for text in ("王小明", "示例路"):
        assert text not in stored
        assert text not in told


def test_it_is_answered_when_another_hand_has_approved(clerk: User, responsible: User) -> None:
    one = registered(clerk)
    inquiries.draft(one, REPLY, **seen(one, clerk))
    inquiries.answer(one, Sent.HANDED, NOON.date(), **seen(one, responsible))
    assert (one.state, one.decided_by, one.sent_how) == ("answered", responsible, "handed")
    with pytest.raises(StepNotAllowed):
        inquiries.draft(one, "另写", **seen(one, clerk))
    assert audit().faults == ()


@pytest.mark.parametrize("step", ["register", "draft"])
def test_nobody_approves_what_he_prepared(step: str, clerk: User, responsible: User) -> None:
    one = registered(responsible if step == "register" else clerk)
    drafter = clerk if step == "register" else responsible
    inquiries.draft(one, REPLY, **seen(one, drafter))
    with pytest.raises(NotReady, match="经手"):
        inquiries.answer(one, Sent.POST, NOON.date(), **seen(one, responsible))
    with pytest.raises(NotReady, match="经手"):
        inquiries.decline(one, "没有权限", **seen(one, responsible))
    one.refresh_from_db()
    assert one.state == "drafted"


def test_without_the_letter_on_file_nothing_is_told(clerk: User, responsible: User) -> None:
    one = registered(clerk, scan=b"")
    with pytest.raises(NotReady, match="扫描件"):
        inquiries.draft(one, REPLY, **seen(one, clerk))
    with pytest.raises(FileNotAccepted):
        inquiries.add_copy(one, b"MZ", **seen(one, clerk))
    inquiries.add_copy(one, PDF, **seen(one, clerk))
    inquiries.draft(one, REPLY, **seen(one, clerk))
    inquiries.send_back(one, "写清登记日期", **seen(one, responsible))
    assert (one.state, one.drafted_by, one.reason) == ("registered", None, "写清登记日期")


def test_who_has_no_authority_is_told_why(clerk: User, responsible: User) -> None:
    one = registered(clerk, scan=b"", authority=Authority.LAWYER, sender="示例律师事务所")
    with pytest.raises(ValueError, match="reason"):
        inquiries.decline(one, "  ", **seen(one, responsible))
    inquiries.decline(one, "没有人民法院的调查令", **seen(one, responsible))
    assert (one.state, one.reason) == ("declined", "没有人民法院的调查令")
    assert audit().faults == ()


def test_on_an_old_page_nothing_happens(
    clerk: User, person: Callable[..., User], committee: Committee, responsible: User
) -> None:
    one = registered(clerk)
    old = seen(one, clerk)
    inquiries.draft(one, REPLY, **old)
    inquiries.send_back(one, "再看", **seen(one, responsible))
    with pytest.raises(MovedMeanwhile):
        inquiries.draft(one, "旧页面", **old)


def test_the_audit_misses_a_letter_that_is_gone(clerk: User) -> None:
    from juzheng.acts.base import files

    one = registered(clerk)
    (files.folder() / one.letter).unlink()
    assert one.number in {fault.where for fault in audit().faults}


def test_a_body_of_which_no_article_is_known_names_its_basis(clerk: User) -> None:
    one = registered(clerk, key="unnamed", authority=Authority.OTHER)
    with pytest.raises(NotReady) as missing:
        inquiries.draft(one, REPLY, **seen(one, clerk))
    assert [each.code for each in missing.value.obstacles] == ["basis"]
    named = registered(clerk, key="named", authority=Authority.OTHER, basis="某条例第一条")
    inquiries.draft(named, REPLY, **seen(named, clerk))
    known = registered(clerk, key="known", authority=Authority.RELIEF)
    inquiries.draft(known, REPLY, **seen(known, clerk))
