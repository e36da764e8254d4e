"""Inquiries of authorities: registered, answered by letter, approved by another hand, sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from juzheng.acts.audit import audit
from juzheng.acts.base import files, papers
from juzheng.acts.base.files import FileNotAccepted
from juzheng.acts.base.moves import FiledOtherwise, MovedMeanwhile, NotReady, StepNotAllowed
from juzheng.acts.inquiries import inquiries
from juzheng.law.cases.certificates import Statement
from juzheng.law.catalogue.act_kinds import ActKind
from juzheng.law.inquiries.inquiries import Authority, Finding, Sent
from juzheng.outside import paper as printing
from juzheng.records.models import Certificate, Committee, Entry, Inquiry, User
from tests.conftest import NOON

PDF = b"%PDF-1.7 letter"
LETTER = inquiries.Letter(
    key="k",
    authority=Authority.COURT,
    sender="示例县人民法院",
    letter_number="（2026）示民调1号",
    letter_on=NOON.date(),
    about="王小明",
    question="被告王小明现在是不是住在示例路1号？",
)
ANSWER = "王小明的登记地址为示例路1号。"
REPLY = inquiries.Reply(Finding.FOUND, "查阅2025年居民登记册", ANSWER)


def registered(clerk: User, scan: bytes = PDF, **changes: Any) -> Inquiry:
    letter = replace(LETTER, **changes)
    committee = clerk.committee
    assert committee is not None
    return inquiries.register(letter, scan, committee=committee, by=clerk, at=NOON)


def seen(one: Inquiry, by: User) -> dict[str, Any]:
    return {"version": one.version, "by": by, "at": NOON}


def drafted(clerk: User, **changes: Any) -> Inquiry:
    one = registered(clerk, **changes)
    return inquiries.draft(one, REPLY, **seen(one, clerk))


def signed(one: Inquiry, by: User) -> Certificate:
    made = inquiries.sign(one, **seen(one, by))
    one.refresh_from_db()
    return made


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
    one = drafted(clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT about, question, looked_in, answer FROM records_inquiry")
        stored = str(cursor.fetchall())
    told = str(list(Entry.objects.filter(chain=one.chain).values_list("details")))
    for text in ("王小明", "示例路", "登记册"):
        assert text not in stored
        assert text not in told


def test_it_is_answered_when_another_hand_has_approved(clerk: User, responsible: User) -> None:
    one = drafted(clerk)
    made = signed(one, responsible)
    assert (one.state, one.decided_by) == ("issued", responsible)
    assert made.number == f"{clerk.committee.code}-2026-00001"  # in the series of all papers
    with pytest.raises(NotReady, match="早于签字日期"):
        inquiries.answer(one, Sent.HANDED, date(2026, 11, 1), **seen(one, clerk))
    inquiries.answer(one, Sent.HANDED, NOON.date(), **seen(one, clerk))
    assert (one.state, one.sent_how) == ("answered", "handed")
    with pytest.raises(StepNotAllowed):
        inquiries.draft(one, REPLY, **seen(one, clerk))
    assert audit().faults == ()


def test_the_reply_names_letter_question_and_answer(clerk: User, responsible: User) -> None:
    one = drafted(clerk)
    said = papers.paper_of(signed(one, responsible))
    assert (said.act, said.valid_until, said.recipient) == (ActKind.REPLY, None, LETTER.sender)
    assert said.refers_to == "2026年11月24日的来函（文号：（2026）示民调1号）"
    assert (said.applicant_name, said.purpose) == ("王小明", LETTER.question)
    assert said.facts == (Statement(ANSWER, "查阅2025年居民登记册"),)
    assert (said.preparer, said.responsible_person) == (str(clerk), str(responsible))


@pytest.mark.parametrize(
    ("finding", "said"), [(Finding.NOT_KEPT, "没有留存"), (Finding.NOT_KNOWN, "不掌握")]
)
def test_having_nothing_is_an_answer_and_no_denial(
    finding: Finding, said: str, clerk: User, responsible: User
) -> None:
    one = registered(clerk)
    inquiries.draft(one, inquiries.Reply(finding, "查阅档案目录"), **seen(one, clerk))
    paper = papers.paper_of(signed(one, responsible))
    assert said in paper.facts[0].sentence
    assert "不表示没有这件事" in paper.not_verified[0]


def test_what_was_found_is_told(clerk: User) -> None:
    one = registered(clerk)
    with pytest.raises(ValueError, match="told"):
        inquiries.draft(one, inquiries.Reply(Finding.FOUND, "查阅档案"), **seen(one, clerk))


def test_a_wrong_reply_is_taken_back_and_another_one_written(
    clerk: User, responsible: User
) -> None:
    one = drafted(clerk)
    wrong = signed(one, responsible)
    inquiries.answer(one, Sent.POST, NOON.date(), **seen(one, clerk))
    with pytest.raises(NotReady, match="经手"):
        inquiries.take_back(wrong, reason="地址有误", by=clerk, at=NOON)
    with pytest.raises(papers.ReasonMissing):
        inquiries.take_back(wrong, reason=" ", by=responsible, at=NOON)
    inquiries.take_back(wrong, reason="地址有误", by=responsible, at=NOON)
    one.refresh_from_db()
    assert (one.state, one.decided_by, one.sent_on, one.answer) == (
        "registered",
        None,
        None,
        ANSWER,
    )
    with pytest.raises(papers.NotInForce):
        inquiries.take_back(wrong, reason="地址有误", by=responsible, at=NOON)
    inquiries.draft(one, REPLY, **seen(one, clerk))
    right = signed(one, responsible)
    wrong.refresh_from_db()
    assert [paper.status for paper in (wrong, right)] == ["revoked", "issued"]
    assert audit().faults == ()


def test_a_reply_that_was_interrupted_is_finished_or_its_number_void(
    clerk: User, responsible: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = drafted(clerk)
    with monkeypatch.context() as broken:
        broken.setattr(printing, "compose", lambda *_, **__: 1 / 0)
        with pytest.raises(papers.PaperNotMade):
            inquiries.sign(one, **seen(one, responsible))
    assert Inquiry.objects.get().state == "issuing"
    assert papers.finish_all(at=NOON) == (1, 0)
    assert Inquiry.objects.get().state == "issued"
    assert audit().faults == ()


def test_a_reply_that_cannot_be_made_gives_the_number_up(
    clerk: User, responsible: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = drafted(clerk)
    with monkeypatch.context() as broken:
        broken.setattr(printing, "compose", lambda *_, **__: 1 / 0)
        with pytest.raises(papers.PaperNotMade):
            inquiries.sign(one, **seen(one, responsible))
        for _ in range(papers.TRIES):
            papers.finish_all(at=NOON)
    one.refresh_from_db()
    assert (one.state, one.certificates.get().status) == ("drafted", "void")
    assert audit().faults == ()


def test_an_altered_reply_and_a_missing_file_are_found(clerk: User, responsible: User) -> None:
    one = drafted(clerk)
    made = inquiries.sign(one, **seen(one, responsible))
    (files.folder() / made.file).unlink()
    assert made.number in {fault.where for fault in audit().faults}
    Certificate.objects.update(fingerprint="0" * 64)
    assert len({fault.what for fault in audit().faults}) > 1


def test_somebody_from_elsewhere_does_not_sign(
    clerk: User, other_committee_responsible: User
) -> None:
    one = drafted(clerk)
    with pytest.raises(NotReady, match="负责人"):
        inquiries.sign(one, **seen(one, other_committee_responsible))
    with pytest.raises(NotReady, match="负责人"):
        inquiries.sign(one, **seen(one, clerk))


@pytest.mark.parametrize("step", ["register", "draft"])
def test_nobody_approves_what_he_prepared(step: str, clerk: User, responsible: User) -> None:
    one = registered(responsible if step == "register" else clerk)
    drafter = clerk if step == "register" else responsible
    inquiries.draft(one, REPLY, **seen(one, drafter))
    with pytest.raises(NotReady, match="经手"):
        inquiries.sign(one, **seen(one, responsible))
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
        inquiries.draft(one, REPLY, **old)


def test_the_audit_misses_a_letter_that_is_gone(clerk: User) -> None:
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


@pytest.mark.parametrize(
    ("box", "text", "word"),
    [
        ("answer", "周建平品行良好，没有违法犯罪。", "品行良好"),
        ("answer", "周建平品行良好，没有违法犯罪。", "没有违法"),
        ("answer", "陈桂兰没有其他子女，从未再婚。", "没有其他子女"),
        ("answer", "房屋归王小明所有。", "房屋归王小明所有"),
        ("looked_in", "据邻居反映", "据邻居反映"),
    ],
)
def test_a_reply_says_no_more_than_a_certificate_may(
    box: str, text: str, word: str, clerk: User
) -> None:
    one = registered(clerk)
    with pytest.raises(NotReady) as stopped:
        inquiries.draft(one, replace(REPLY, **{box: text}), **seen(one, clerk))
    assert {each.code for each in stopped.value.obstacles} == {box}
    assert word in str(stopped.value.obstacles)
    one.refresh_from_db()
    assert (one.state, one.answer) == ("registered", "")


def test_what_the_committee_does_not_keep_is_no_denial(clerk: User) -> None:
    one = registered(clerk)
    said = replace(REPLY, answer="本委员会没有留存宅基地审批材料，未保存婚姻登记档案。")
    assert inquiries.draft(one, said, **seen(one, clerk)).state == "drafted"


def test_a_reply_drafted_before_the_rule_is_not_signed(clerk: User, responsible: User) -> None:
    one = drafted(clerk)
    one.answer = "王小明没有犯罪记录。"
    with pytest.raises(NotReady, match="没有犯罪"):
        inquiries.sign(one, **seen(one, responsible))


def test_a_reply_says_what_it_does_not_speak_to(clerk: User, responsible: User) -> None:
    said = papers.paper_of(signed(drafted(clerk), responsible))
    spoken = "本复函不对品行、债务以及“没有”“未曾”一类否定性情况作出证明"
    assert said.not_verified == (spoken,)
