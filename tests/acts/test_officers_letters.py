"""A report answered with its basis, and a notice with its proof of service (答复和送达)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from juzheng.acts import retention
from juzheng.acts.base import files
from juzheng.acts.base.moves import NotReady, NotYours, StepNotAllowed
from juzheng.acts.supervision import evidence, exposure, letters, reports
from juzheng.acts.supervision.exposure import Proof
from juzheng.law.base.deadlines import due_on
from juzheng.law.supervision import letters as law
from juzheng.law.supervision.exposure import Hearing, Service
from juzheng.law.supervision.reports import ReportEvent, ReportState
from juzheng.records.catalogue import working_days
from juzheng.records.models import Correction, Entry, Report, User
from juzheng.records.supervision import corrections, due, exhibits
from tests.acts.any_day import faults_beside_the_catalogue
from tests.conftest import NOON
from tests.outside.test_guides import plain, read
from tests.supervising import GROUNDS, facts_served, messenger
from tests.web import reporting

BASIS = "民法典 第一千一百零五条"
TOLD = "这样要求有依据。"
SCAN = b"%PDF-1.7 receipt"


@pytest.fixture
def first(loaded: None, person: Callable[..., User]) -> User:
    return person("first", "overseer", None, division=reporting.DIVISION)


@pytest.fixture
def second(loaded: None, person: Callable[..., User]) -> User:
    return person("second", "overseer", None, division=reporting.DIVISION)


def told(report: Report, by: User, **said: Any) -> Report:
    return reports.answer_basis(report, TOLD, BASIS, by=by, at=NOON, **said)


def noticed(by: User, text: str = "") -> Correction:
    one = exposure.accept(reporting.report(by), reporting.ABOUT, by=by, at=NOON, apart=True)
    return exposure.notify(one, "示例省示例局", text, version=one.version, by=by, at=NOON)


def test_a_reporter_is_told_the_basis_in_a_numbered_letter(first: User) -> None:
    report = told(reporting.report(first), first)
    assert report.state == ReportState.HAS_BASIS
    assert (report.answer, report.answer_basis) == (TOLD, BASIS)
    assert report.letter_number == "420100-2026-答000001"
    assert report.triaged_by == first
    assert letters.answer(report).startswith(b"%PDF-")
    line = Entry.objects.filter(chain=report.chain).order_by("-position")[0]
    assert line.event == "report.has_basis"
    assert (line.details["letter"], line.details["basis"]) == (report.letter_number, [BASIS])
    assert faults_beside_the_catalogue() == ()
    with pytest.raises(StepNotAllowed):
        exposure.accept(report, reporting.ABOUT, by=first, at=NOON)


def test_a_letter_is_signed_by_the_office_of_who_issues_it(
    first: User, person: Callable[..., User], tmp_path: Path
) -> None:
    above = person("above", "overseer", None, division="420000")
    own, theirs = noticed(first), noticed(above)
    assert letters.office_of(first.division) in read(letters.notice(own), tmp_path)
    page = read(letters.notice(theirs), tmp_path)
    assert letters.office_of("420000") in page
    assert letters.office_of(reporting.DIVISION) not in page
    answer = read(letters.answer(told(reporting.report(above), above)), tmp_path)
    assert letters.office_of(reporting.DIVISION) not in answer
    line = Entry.objects.get(chain=own.chain, event="correction.notified")
    kept = {key: value for key, value in line.details.items() if key != "office"}
    Entry.objects.filter(pk=line.pk).update(details=kept)  # as an older version wrote it
    assert letters.office_of(reporting.DIVISION) in read(letters.notice(own), tmp_path)


def test_a_reporter_who_does_not_agree_is_looked_at_by_another_once(
    first: User, second: User
) -> None:
    report = told(reporting.report(first), first)
    with pytest.raises(NotReady):
        reports.object_to(report, " ", at=NOON)
    report = reports.object_to(report, "他们不是按这一条要的。", at=NOON)
    assert report.state == ReportState.RECEIVED
    assert list(due.to_decide(first)) == []
    assert list(due.to_decide(second)) == [report]
    aside = ReportEvent.NOT_A_DEMAND
    for again in (
        lambda: told(report, first),
        lambda: exposure.accept(report, reporting.ABOUT, by=first, at=NOON),
        lambda: reports.set_aside(report, aside, "不是索要。", by=first, at=NOON),
    ):
        with pytest.raises(NotReady) as refused:
            again()
        assert [one.code for one in refused.value.obstacles] == ["same_officer"]
    report = told(report, second)
    assert report.letter_number == "420100-2026-答000002"
    with pytest.raises(NotReady) as refused:
        reports.object_to(report, "还是不同意。", at=NOON)
    assert [one.code for one in refused.value.obstacles] == ["again"]
    assert faults_beside_the_catalogue() == ()  # both numbers are accounted for


def test_who_joins_a_report_again_is_another_too(first: User, second: User) -> None:
    one = noticed(second)
    report = reports.object_to(told(reporting.report(first), first), "不同意。", at=NOON)
    with pytest.raises(NotReady):
        exposure.join(report, one, by=first, at=NOON)
    assert exposure.join(report, one, by=second, at=NOON).reports.count() == 2


def test_an_answer_without_a_basis_or_from_elsewhere_is_none(
    first: User, person: Callable[..., User]
) -> None:
    report = reporting.report(first)
    with pytest.raises(NotReady):
        reports.answer_basis(report, TOLD, " \n", by=first, at=NOON)
    with pytest.raises(NotYours):
        told(report, person("there", "overseer", None, division="430000"))
    with pytest.raises(letters.NoLetter):
        letters.answer(report)


def test_a_notice_has_a_number_and_says_what_the_product_found(first: User) -> None:
    one = noticed(first)
    assert one.notice_number == "420100-2026-通000001"
    assert "关系证明" in one.notice_text
    assert "15个工作日" in one.notice_text
    assert "王小明" not in one.notice_text
    assert reporting.ABOUT.matter not in one.notice_text  # the errand may tell who it was
    # The very proof that was demanded, in the officer's words, and the item: not the reporter's.
    assert "被要求提供“关系证明”（目录里是“亲属关系证明”）。" in one.notice_text
    assert "证明我妈是我妈" not in one.notice_text
    assert "已故" not in one.notice_text  # no way that is meant for other circumstances
    assert letters.notice(one) == letters.notice(one)
    assert one.due_on is None  # no service, no clock
    assert next(evidence._service(one)) == "没有登记送达，单位的答复期限没有开始算。"


def test_every_letter_of_a_demonstration_says_so(first: User, tmp_path: Path) -> None:
    one = noticed(first)
    for division, demo in ((one.division, False), ("990121", True)):
        one.division = division
        for letter in (letters.notice(one), letters.to_superior(one, on=NOON.date())):
            assert ("演示数据,不作任何用途" in read(letter, tmp_path)) is demo


def test_an_officers_own_notice_names_nobody(first: User) -> None:
    with pytest.raises(NotReady) as refused:
        noticed(first, "反映人电话13800000000。")
    assert [one.code for one in refused.value.obstacles] == ["private"]
    assert Correction.objects.get().notice_number == ""
    one = Correction.objects.get()
    seen: Any = {"version": one.version, "by": first, "at": NOON}
    one = exposure.notify(one, "示例省示例局", "请贵单位核实。", **seen)
    assert (one.notice_text, one.notice_number) == ("请贵单位核实。", "420100-2026-通000001")


def test_the_days_run_from_the_service_that_is_proved(first: User) -> None:
    one = noticed(first)
    post, later = messenger(one.division), NOON + timedelta(days=2)
    proof = Proof(Service.POST, NOON.date(), "挂号1号", "邮递员送、收发室收", SCAN)
    seen: Any = {"version": one.version, "at": later}
    with pytest.raises(NotReady):  # who accused the unit proves no service
        exposure.serve_with(one, proof, by=first, **seen)
    one = exposure.serve_with(one, proof, by=post, **seen)
    assert (one.served_by, files.read(one.served_scan)) == ("邮递员送、收发室收", SCAN)
    assert one.served_on == NOON.date()
    assert one.due_on == due_on(NOON.date(), 15, working_days.calendar())
    lines = list(evidence._service(one))
    assert any("挂号1号" in line for line in lines)
    assert any(one.served_scan_digest in line for line in lines)
    with zipfile.ZipFile(io.BytesIO(evidence.package(one, at=later))) as archive:
        assert archive.read("receipt.pdf") == SCAN
        assert archive.read("notice.pdf") == letters.notice(one)
    assert faults_beside_the_catalogue() == ()


def test_a_scan_that_is_gone_or_is_none_is_noticed(first: User) -> None:
    one = noticed(first)
    seen: Any = {"version": one.version, "by": messenger(one.division), "at": NOON}
    with pytest.raises(files.FileNotAccepted):
        exposure.serve_with(one, Proof(Service.POST, NOON.date(), "1", "", b"hello"), **seen)
    assert Correction.objects.get().served_on is None
    one = exposure.serve_with(one, Proof(Service.POST, NOON.date(), "1", "", SCAN), **seen)
    files.remove(one.served_scan)
    assert any("文件不见了" in fault.what for fault in faults_beside_the_catalogue())


def test_an_answered_report_goes_when_its_term_is_over(first: User) -> None:
    report, later = told(reporting.report(first), first), NOON + timedelta(days=4000)
    retention.sweep(at=later)
    report.refresh_from_db()
    assert report.erased_at == later
    assert (report.answer, report.objection) == ("", "")
    with pytest.raises(StepNotAllowed):
        reports.object_to(report, "不同意。", at=later)
    with pytest.raises(letters.NoLetter):
        letters.answer(report)


def test_a_later_decision_takes_the_letter_before_it_back(first: User, second: User) -> None:
    for decide in (
        lambda one: reports.set_aside(one, ReportEvent.NOT_A_DEMAND, "另", by=second, at=NOON),
        lambda one: exposure.accept(one, reporting.ABOUT, by=second, at=NOON),
    ):
        report = reports.object_to(told(reporting.report(first), first), "不同意。", at=NOON)
        decide(report)
        report.refresh_from_db()
        assert (report.answer_basis, report.letter_number) == ("", "")
        assert report.answer in ("", "另")
        with pytest.raises(letters.NoLetter):
            letters.answer(report)
    assert faults_beside_the_catalogue() == ()


def test_who_objected_already_is_not_promised_another_look(first: User, second: User) -> None:
    report = told(reporting.report(first), first)
    assert "再看一次" in said_at_the_end(report)
    report = reports.object_to(report, "不同意。", at=NOON)
    assert "再看一次" in said_at_the_end(report)  # the letter that was sent
    report = told(report, second)
    assert "再看一次" not in said_at_the_end(report)
    assert "上一级民政部门" in said_at_the_end(report)


def said_at_the_end(report: Report) -> str:
    return letters._answer(report).parts[-1].lines[0]


def test_what_cannot_be_printed_is_refused_when_it_is_written(
    first: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reporting.report(first)
    one = exposure.accept(reporting.report(first), reporting.ABOUT, by=first, at=NOON)
    monkeypatch.setattr("juzheng.outside.fonts.Library.missing", lambda *_: ("\U00020bb7",))
    with pytest.raises(NotReady, match="打印不出来"):
        told(report, first)
    with pytest.raises(NotReady, match="打印不出来"):
        exposure.notify(one, "示例省示例局", version=one.version, by=first, at=NOON)
    assert Report.objects.get(pk=report.pk).letter_number == ""
    assert Correction.objects.get().notice_number == ""
    assert (one.state, report.state) == ("accepted", "received")  # as the page shows them again


def test_the_notice_keeps_its_title_when_the_kind_is_put_right(first: User) -> None:
    one = noticed(first)
    before = letters.notice(one)
    seen: Any = {"version": one.version, "by": first, "at": NOON}
    exposure.identify(one, one.unit_name, "bank", "是一家银行。", **seen)
    assert letters._notice(one).title == law.title_of_notice("social_insurance")
    seen["version"] = one.version
    exposure.identify(one, one.unit_name, "utility", "是公用企业。", **seen)
    assert letters._notice(one).title == law.title_of_notice("social_insurance")
    assert letters.notice(one) == before


def test_the_ledger_holds_no_text_of_a_notice(first: User) -> None:
    one = noticed(first, "请贵单位核实这件事。")
    lines = str(list(Entry.objects.filter(chain=one.chain).values()))
    assert "请贵单位核实这件事" not in lines
    assert one.notice_number in lines


def test_reopening_keeps_the_notice_and_what_proved_its_service(
    first: User, person: Callable[..., User]
) -> None:
    one, post = noticed(first, "请贵单位核实。"), messenger("420100")
    proof = Proof(Service.POST, NOON.date(), "挂号1号", "邮递员送", SCAN)
    one = exposure.serve_with(one, proof, version=one.version, by=post, at=NOON)
    scan, number = one.served_scan, one.notice_number
    later = NOON + timedelta(days=1)
    exposure.drop(one, "有依据。", version=one.version, by=first, at=later)
    above = person("above", "overseer", None, division="420000")
    exposure.reopen(one, "依据不成立。", version=one.version, by=above, at=later)
    assert (one.notice_text, one.served_scan) == ("", "")
    sent, receipt = one.exhibits.order_by("pk")
    assert (sent.event, sent.text, sent.document) == ("notified", "请贵单位核实。", number)
    assert (receipt.event, receipt.scan, receipt.by) == ("served", scan, post)
    assert exhibits.current(one) == []  # of the course before this one
    with zipfile.ZipFile(io.BytesIO(evidence.package(one, at=later))) as archive:
        assert archive.read("receipt-before-1.pdf") == SCAN
    assert faults_beside_the_catalogue() == ()


def test_who_was_silent_leaves_no_file_behind(first: User) -> None:
    one = reporting.correction(first)
    later = NOON + timedelta(days=22)
    seen: Any = {"version": one.version, "by": first, "at": later}
    exposure.state_facts(one, reporting.FACTS, GROUNDS, **seen)
    facts_served(one, later)
    seen |= {"version": one.version, "at": later + timedelta(days=8)}
    exposure.hear(one, Hearing.SILENT, "", "", b"%PDF-1.7 nobody's", **seen)
    kept = [path for path in files.folder().rglob("*.pdf") if path.parent.name == "units"]
    assert kept == []


def test_a_unit_without_an_account_reads_the_facts_on_paper(first: User, tmp_path: Path) -> None:
    one, later = reporting.correction(first), NOON + timedelta(days=22)
    with pytest.raises(letters.NoLetter):
        letters.statement(one)
    facts = (reporting.FACTS, GROUNDS)
    exposure.state_facts(one, *facts, version=one.version, by=first, at=later)
    text = read(letters.statement(one), tmp_path)
    for said in (
        *(reporting.FACTS[:12], one.unit_name, one.number, law.STATEMENT_TITLE),
        *("窗口告知单", reporting.SAID[:10], "第四部分（二）", "公开以前先听单位说"),
        *("自收到的第二天起5日内", "休息日", "书面陈述", "当面陈述（听证）"),
        *("送达回执", "收件人（岗位、签名）", "不是行政处罚"),
    ):
        assert plain(said) in text
    assert "王小明" not in text
    facts_served(one, later)
    last = one.facts_due_on
    assert last >= later.date() + timedelta(days=corrections.limits().hearing_days)
    assert plain(f"{last.month}月{last.day}日") in read(letters.statement(one), tmp_path)
    exposure.drop(one, "有依据", version=one.version, by=first, at=later)
    with pytest.raises(letters.NoLetter):
        letters.statement(one)
