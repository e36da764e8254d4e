"""The clerk's papers at the desk: a note, what is missing, the sheet, the register and its book."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from tempfile import NamedTemporaryFile
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from PIL import Image

from juzheng.acts.base import papers
from juzheng.acts.base.files import read
from juzheng.acts.cases import custody as keeping
from juzheng.acts.cases import intake, objection, refusal, revocation, signing
from juzheng.acts.inquiries import inquiries
from juzheng.law.cases.custody import Custody, Wanted
from juzheng.law.cases.lifecycle import State
from juzheng.law.inquiries.inquiries import Sent
from juzheng.outside import paper as printing
from juzheng.records.models import Case, Certificate, Entry, User, ViewLog
from juzheng.web.resident import turns
from tests.acts.test_clerks_papers import photo
from tests.acts.test_inquiries import LETTER, drafted
from tests.conftest import NOON
from tests.web.clerk.conftest import at

Cases = Callable[..., Case]
HANDED_OUT = (Wanted(Custody.SEALED), Wanted(Custody.COLLECTED))


@pytest.fixture(autouse=True)
def noon() -> Any:
    with mock.patch("django.utils.timezone.now", return_value=NOON):
        yield


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF, without the line ends."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(
            ["pdftotext", "-raw", file.name, "-"], capture_output=True, check=True
        )
    return done.stdout.decode().replace("\n", "")


@pytest.fixture
def issued(drafted_for: Cases, responsible: User) -> Certificate:
    return signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)


def page(client: Client, name: str, *args: Any) -> str:
    return client.get(at(name, *args)).content.decode()


def picture(name: str = "门牌.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(), content_type="image/jpeg")


def test_a_photo_from_the_phone_lies_with_its_note_and_opens_as_a_picture(
    desk: Client, case_for: Cases
) -> None:
    case = case_for()
    form = page(desk, "notes", case.number)
    assert 'capture="environment"' in form
    desk.post(at("notes", case.number), {"text": "门牌照片", "photo": picture()})
    note = case.notes.get()
    shown = page(desk, "case", case.number)
    assert "门牌照片" in shown
    answer = desk.get(at("document", case.number, note.file_digest))
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert not Image.open(io.BytesIO(answer.content)).getexif()
    assert ViewLog.objects.filter(case=case, what="扫描件").exists()


def test_a_pdf_is_handed_out_as_a_file_and_nothing_else_is_kept(
    desk: Client, case_for: Cases
) -> None:
    case = case_for()
    scan = SimpleUploadedFile("a.pdf", b"%PDF-1.7 <script>", content_type="text/html")
    desk.post(at("notes", case.number), {"text": "", "file": scan})
    answer = desk.get(at("document", case.number, case.notes.get().file_digest))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    wrong = SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")
    said = desk.post(at("notes", case.number), {"photo": wrong})
    assert said.status_code == 422
    assert "照片（JPG、PNG、WebP）或者 PDF，不超过 10 MB" in said.content.decode()
    assert desk.post(at("notes", case.number), {"text": " "}).status_code == 422
    assert case.notes.count() == 1


def test_a_note_is_put_right_by_another_one(desk: Client, case_for: Cases) -> None:
    case, other = case_for(), case_for()
    desk.post(at("notes", case.number), {"text": "电话打通了"})
    first = case.notes.get()
    assert (
        "电话打通了" in desk.get(f"{at('notes', case.number)}?corrects={first.pk}").content.decode()
    )
    desk.post(at("notes", case.number), {"text": "没有打通", "corrects": first.pk})
    shown = page(desk, "case", case.number)
    assert "电话打通了" in shown
    assert "后来更正过" in shown
    away = desk.post(at("notes", other.number), {"text": "别的件", "corrects": first.pk})
    assert away.status_code == 404


def wanted(case: Case, **more: Any) -> dict[str, Any]:
    material = case.revision.item.materials[0]
    day = {"bring_by_year": "2026", "bring_by_month": "12", "bring_by_day": "8"}
    return {"lacking": [material], "other": "", "version": case.version, **day, **more}


def test_what_lacks_is_told_once_and_the_clock_stands_still(
    desk: Client, case_for: Cases, client: Client
) -> None:
    case = case_for("POS-007")
    form = page(desk, "missing", case.number)
    assert "本系统自己的规定" in form
    assert 'value="12"' in form, "the usual day is filled in: ten working days"
    desk.post(at("missing", case.number), wanted(case, other="2号楼301室的房产证复印件"))
    case.refresh_from_db()
    assert (case.state, case.due_on) == (State.AWAITING_MATERIALS.value, None)
    queue = desk.get(at("desk"), {"show": "materials"}).content.decode()
    assert "期限暂停，等到12月8日" in queue
    assert "2号楼301室的房产证复印件" in page(desk, "case", case.number)
    assert "还没有核实。" in page(desk, "case", case.number)
    assert "请先登记核查结果" not in page(desk, "case", case.number)  # nothing can be recorded now
    preview = desk.get(at("preview", case.number)).content.decode()
    assert "没有可以预览的内容。" in preview
    assert "请先登记核查结果" not in preview
    letter = desk.get(at("missing-letter", case.number))
    said = text_of(letter.content)
    assert "2号楼301室的房产证复印件" in said
    assert "2026年12月8日" in said
    assert "本系统自己的规定" in said
    flat = "".join(said.split())
    assert "按时带来的，这一件接着办，不用重新申请" in flat
    assert "http://127.0.0.1:8000/cases/" in flat
    assert "查办件”" not in flat
    desk.post(at("materials", case.number), {"said": "齐了", "version": case.version})
    case.refresh_from_db()
    assert case.state == State.RECEIVED.value
    again = desk.post(at("missing", case.number), wanted(case))
    assert "请写明这次为什么第一次没有说" in again.content.decode()


def test_nothing_lacking_or_a_day_that_is_over_is_said_at_its_box(
    desk: Client, case_for: Cases
) -> None:
    case = case_for()
    answer = desk.post(at("missing", case.number), wanted(case, lacking=[], bring_by_year="2025"))
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "没有选也没有写缺什么" in said
    assert "截止日期要在今天到90天以内" in said
    assert not case.requests.exists()


def test_the_resident_reads_what_to_bring_and_takes_the_sheet(
    desk: Client, case_for: Cases, clerk: User
) -> None:
    case = case_for()
    desk.post(at("missing", case.number), wanted(case))
    visitor = Client()
    visitor.post("/cases/", {"number": case.number, "code": intake.code_of(case)})
    shown = visitor.get(f"/cases/{case.number}/").content.decode()
    assert case.revision.item.materials[0] in shown
    assert "2026年12月8日" in shown
    assert case.committee.address in shown
    assert "过了那一天还没有带来的，这一件可能结束" in shown
    assert visitor.get(f"/cases/{case.number}/missing/").content.startswith(b"%PDF")
    assert Client().get(f"/cases/{case.number}/missing/").status_code == 302
    assert desk.post(at("closing", case.number), {"reason": "不等了"}).status_code == 422
    waiting = page(desk, "case", case.number)
    assert at("closing", case.number) not in waiting, "offered once the day is over"
    assert "现在就可以更正，期限照样停着" in waiting
    assert at("particulars", case.number) in waiting
    assert at("answers", case.number) in waiting
    slip = page(desk, "receipt", case.number)
    assert "现在等材料，期限暂停；材料补来以后接着算。" in slip
    late = NOON + timedelta(days=20)
    with mock.patch("django.utils.timezone.now", return_value=late):
        desk.force_login(clerk)
        queue = desk.get(at("desk"), {"show": "materials"}).content.decode()
        assert "到期没有补来" in queue
        assert at("closing", case.number) in page(desk, "case", case.number)
        desk.post(at("closing", case.number), {"reason": "打过三次电话"})
    shown = visitor.get(f"/cases/{case.number}/").content.decode()
    assert "打过三次电话" in shown
    assert "随时可以重新申请" in shown


def test_one_click_seals_and_hands_out_and_a_slip_is_put_right(
    desk: Client, issued: Certificate
) -> None:
    case = issued.case
    assert case is not None
    case.refresh_from_db()
    both = {"copies": "1", "handed": "applicant", "version": case.version}
    desk.post(at("seal", issued.number), both)
    shown = page(desk, "case", case.number)
    assert "本人领走了" not in shown
    assert issued.custody.count() == 2
    desk.post(at("seal", issued.number), both)  # sent twice is once
    assert issued.custody.count() == 2
    row = issued.custody.get(what="collected")
    case.refresh_from_db()
    slip = {"why": "点错了，人还没有来", "version": case.version}
    desk.post(at("slip", issued.number, row.pk), slip)
    shown = page(desk, "case", case.number)
    assert "点错了，人还没有来" in shown
    assert "本人领走了" in shown
    case.refresh_from_db()
    told = {"copies": "1", "collector": "other", "person": "王小明", "version": case.version}
    assert desk.post(at("collection", issued.number), told).status_code == 422
    desk.post(at("collection", issued.number), {**told, "shown": "身份证原件和委托书"})
    assert "王小明" in page(desk, "case", case.number)
    issued.refresh_from_db()
    assert issued.status == "issued"


def test_of_a_sheet_just_signed_nothing_is_said_to_be_printed(
    desk: Client, issued: Certificate
) -> None:
    assert "打印 1 份" not in page(desk, "case", issued.owner.number)


def test_who_hands_out_several_says_that_they_are_sealed_and_no_more_than_are(
    desk: Client, issued: Certificate
) -> None:
    case, door = issued.owner, at("collection", issued.number)
    assert "这几份都盖好章了" in page(desk, "collection", issued.number)
    told = {"copies": "3", "collector": "applicant", "version": case.version}
    refused = desk.post(door, told)
    assert refused.status_code == 422
    assert "还没有登记盖章，不能交出去" in refused.content.decode()
    assert not issued.custody.exists()
    desk.post(door, {**told, "sealed": "on"})
    lines = [(row.what, row.copies) for row in issued.custody.all()]
    assert lines == [("sealed", 3), ("collected", 3)]
    case.refresh_from_db()
    slip = {"why": "点错了", "version": case.version}
    desk.post(at("slip", issued.number, issued.custody.get(what="collected").pk), slip)
    assert "这几份都盖好章了" not in (form := page(desk, "collection", issued.number))
    assert 'value="3"' in form
    case.refresh_from_db()
    more = desk.post(door, {**told, "copies": "4", "version": case.version})
    assert "盖了章还没交出去的有3份" in more.content.decode()
    desk.post(door, {**told, "version": case.version})
    assert issued.custody.filter(what="collected", undone_at=None).exists()


def test_one_of_three_is_handed_out_and_the_others_wait_for_whoever_comes(
    desk: Client, issued: Certificate
) -> None:
    case, clerk, visitor = issued.owner, User.objects.get(username="clerk"), Client()
    visitor.post("/cases/", {"number": case.number, "code": intake.code_of(case)})
    three = (Wanted(Custody.SEALED, 3), Wanted(Custody.COLLECTED))
    keeping.record(issued, *three, version=case.version, by=clerk, at=NOON)
    shown = page(desk, "case", case.number)
    assert "领走 1 份，还有 2 份盖好章待领" in shown
    assert "共3份中的第1份" in shown
    assert "来领一份，登记一份" in shown
    assert "没有下一步" not in shown
    register = desk.get(at("register"), {"sheet": "uncollected"}).content.decode()
    assert "还有 2 份盖好章待领" in register
    assert "还有2份盖好章的没领" in visitor.get(f"/cases/{case.number}/").content.decode()
    last = Entry.objects.filter(chain=case.chain).order_by("position").last()
    assert last is not None
    assert last.details["left"] == 2
    case.refresh_from_db()
    rest = {"copies": "2", "collector": "applicant", "version": case.version}
    desk.post(at("collection", issued.number), rest)
    shown = page(desk, "case", case.number)
    assert "共3份中的第2至3份" in shown
    assert "没有下一步" in shown
    register = desk.get(at("register"), {"sheet": "uncollected"}).content.decode()
    assert issued.number not in register
    assert "待领" not in page(desk, "register")
    assert "盖好章的没领" not in visitor.get(f"/cases/{case.number}/").content.decode()


def test_nobody_is_sent_for_a_copy_that_may_be_spoilt(desk: Client, issued: Certificate) -> None:
    case, clerk = issued.owner, User.objects.get(username="clerk")
    again = Wanted(Custody.REPRINTED, reason="第一份盖花了")
    done = (Wanted(Custody.SEALED), again, *HANDED_OUT)
    keeping.record(issued, *done, version=case.version, by=clerk, at=NOON)
    assert "盖花了、作废的那一份不会有人来领" in page(desk, "case", case.number)
    told = turns.turn(case, [Certificate.objects.get(pk=issued.pk)], [])
    assert "没领" not in told.what


def test_a_fresh_sheet_keeps_no_sealed_one_here(desk: Client, issued: Certificate) -> None:
    case, clerk = issued.owner, User.objects.get(username="clerk")
    again = Wanted(Custody.REPRINTED, reason="要三份")
    two = (Wanted(Custody.SEALED, 2), again)
    keeping.record(issued, *two, version=case.version, by=clerk, at=NOON)
    form = page(desk, "collection", issued.number)
    assert "交出的是再打印的" in form
    assert 'value="2"' in form
    case.refresh_from_db()
    told = {"copies": "1", "collector": "applicant", "version": case.version}
    desk.post(at("collection", issued.number), told)
    case.refresh_from_db()
    assert [row.what for row in issued.custody.all()] == ["sealed", "reprinted", "collected"]
    more = desk.post(at("collection", issued.number), {**told, "copies": "2"})
    assert "盖了章还没交出去的有1份" in more.content.decode()
    fresh = {**told, "sealed": "on", "version": case.version}
    desk.post(at("collection", issued.number), fresh)
    assert [row.what for row in issued.custody.all()][3:] == ["sealed", "collected"]


def test_what_went_out_without_a_seal_on_record_stays_on_the_list(
    desk: Client, issued: Certificate
) -> None:
    """As it stands where a seal was a slip, or was handed out before this was asked."""
    case, clerk = issued.owner, User.objects.get(username="clerk")
    (seal, _given) = keeping.record(issued, *HANDED_OUT, version=case.version, by=clerk, at=NOON)
    case.refresh_from_db()
    keeping.undo(seal, "点错了", version=case.version, by=clerk, at=NOON)
    register = desk.get(at("register"), {"sheet": "unsealed"}).content.decode()
    assert issued.number in register
    assert "还没盖章" in register.partition("<tbody")[2]
    assert "签好了，等打印盖章 1" in desk.get("/desk/").content.decode()
    shown = page(desk, "case", case.number)
    assert "交出去的那一份没有登记盖章" in shown
    assert "打印、盖章，交给申请人" not in shown
    case.refresh_from_db()
    keeping.record(issued, HANDED_OUT[0], version=case.version, by=clerk, at=NOON)
    assert issued.number not in desk.get(at("register"), {"sheet": "unsealed"}).content.decode()
    assert "交出去的那一份没有登记盖章" not in page(desk, "case", case.number)


def test_the_resident_is_told_that_the_sheet_is_ready_and_then_taken(
    desk: Client, issued: Certificate
) -> None:
    case = issued.case
    assert case is not None
    visitor = Client()
    visitor.post("/cases/", {"number": case.number, "code": intake.code_of(case)})
    for what, said in ((Custody.SEALED, "章已经盖好"), (Custody.COLLECTED, "纸质件已经领走")):
        case.refresh_from_db()
        by = User.objects.get(username="clerk")
        keeping.record(issued, Wanted(what), version=case.version, by=by, at=NOON)
        assert said in visitor.get(f"/cases/{case.number}/").content.decode()


def test_printing_again_hands_out_the_same_bytes_and_says_why(
    desk: Client, issued: Certificate
) -> None:
    case = issued.case
    assert case is not None
    case.refresh_from_db()
    told = {"copies": "2", "reason": "第一份盖花了", "version": case.version}
    answer = desk.post(at("reprint", issued.number), told)
    assert answer.content == read(issued.file)
    old = desk.post(at("reprint", issued.number), told)
    assert old.status_code == 409, "an old page"
    assert ("为什么再打印", "第一份盖花了") in old.context["unsaved"]
    assert issued.custody.count() == 1
    shown = page(desk, "case", case.number)
    assert "第一份盖花了" in shown
    assert "再打印 2 份" in shown


def test_of_a_revoked_paper_nothing_is_filled_in_and_the_sheet_is_called_back(
    desk: Client, issued: Certificate, responsible: User, clerk: User
) -> None:
    case = issued.owner
    assert "请联系领取人收回旧件" not in page(desk, "case", case.number)
    keeping.record(issued, *HANDED_OUT, version=case.version, by=clerk, at=NOON)
    assert "请联系领取人收回旧件" not in page(desk, "case", case.number)
    revocation.revoke(issued, reason="写错", by=responsible, at=NOON)
    for form in ("seal", "collection", "reprint"):
        before = ViewLog.objects.count()
        answer = desk.get(at(form, issued.number), follow=True)
        assert answer.redirect_chain == [(at("case", case.number), 302)], form
        assert "这份文书不在有效状态" in answer.content.decode()
        assert ViewLog.objects.count() == before + 1, "of a form that does not open nobody saw any"
    assert "请联系领取人收回旧件" in page(desk, "case", case.number)
    desk.cookies["django_language"] = "en"
    assert "Ask the person who collected it" in page(desk, "case", case.number)


def test_to_call_a_sheet_back_is_the_next_step(
    desk: Client, issued: Certificate, responsible: User, clerk: User
) -> None:
    case, over = issued.owner, "已经办结，没有下一步"
    keeping.record(issued, Wanted(Custody.SEALED), version=case.version, by=clerk, at=NOON)
    case.refresh_from_db()
    keeping.record(issued, Wanted(Custody.COLLECTED), version=case.version, by=clerk, at=NOON)
    assert over in page(desk, "case", case.number)
    revocation.revoke(issued, reason="写错", by=responsible, at=NOON)
    shown = page(desk, "case", case.number)
    assert over not in shown
    step = shown.index('id="next-title"')
    assert step < shown.index("收回已撤销的那一份") < shown.index("请联系领取人收回旧件")
    assert shown.count("请联系领取人收回旧件") == 1


def test_a_refusal_under_review_still_shows_its_notice(
    desk: Client, case_for: Cases, clerk: User
) -> None:
    case = case_for("NEG-01")
    notice = refusal.refuse(case, by=clerk, at=NOON)
    assert "打印、盖章，交给申请人，再登记" in page(desk, "case", case.number)
    case.refresh_from_db()
    objection.file(case, reason="不同意", by=None, at=NOON)
    shown = page(desk, "case", case.number)
    assert at("certificate", notice.number) in shown
    assert "已盖章，并交给本人" in shown


def test_a_note_is_kept_though_somebody_was_faster(desk: Client, case_for: Cases) -> None:
    case = case_for()
    assert 'name="version"' not in page(desk, "notes", case.number).partition("<h1")[2]


def test_the_register_is_filtered_masked_and_ones_own(
    desk: Client,
    issued: Certificate,
    drafted_for: Cases,
    responsible: User,
    other_committee_clerk: User,
) -> None:
    second = signing.sign(drafted_for("POS-001", recipient="示例银行"), by=responsible, at=NOON)
    revocation.revoke(second, reason="事实有误", by=responsible, at=NOON)
    shown = page(desk, "register")
    assert issued.number in shown
    assert second.number in shown
    assert "李秀英" not in shown
    assert "打印 2026年11月 的登记簿" in shown
    assert "2026-11-24" not in shown.partition("<tbody")[2], "a day as people write it"
    assert shown.partition("<table")[2].count("还没盖章") == 1, "and nothing of the revoked one"
    assert second.case is not None
    assert "还没登记盖章" not in page(desk, "case", second.case.number)

    def asked(**by: str) -> set[str]:
        said = desk.get(at("register"), by).content.decode()
        return {one.number for one in (issued, second) if one.number in said}

    assert asked(recipient="银行") == {second.number}
    assert asked(state="revoked") == {second.number}
    assert asked(sheet="unsealed") == {issued.number}
    assert asked(month="2026-11", item="POS-001") == {issued.number, second.number}
    assert asked(month="2025-01") == {issued.number, second.number}, "nonsense hides nothing"
    other = Client()
    other.force_login(other_committee_clerk)
    assert issued.number not in page(other, "register")


def test_what_was_handed_over_stays_so_when_it_is_printed_again(
    desk: Client, issued: Certificate
) -> None:
    case, clerk = issued.case, User.objects.get(username="clerk")
    assert case is not None
    case.refresh_from_db()
    keeping.record(issued, *HANDED_OUT, version=case.version, by=clerk, at=NOON)

    def found(sheet: str) -> bool:
        said = desk.get(at("register"), {"sheet": sheet}).content.decode()
        return issued.number in said

    assert [found(one) for one in ("unsealed", "uncollected", "collected")] == [False, False, True]
    case.refresh_from_db()
    again = Wanted(Custody.REPRINTED, reason="单位退回")
    keeping.record(issued, again, version=case.version, by=clerk, at=NOON)
    assert [found(one) for one in ("unsealed", "uncollected", "collected")] == [False, False, True]
    for said in (page(desk, "register"), page(desk, "case", case.number)):
        assert "已领取" in said
        assert "再打印的还没盖章" in said
    assert "还没领走" not in page(desk, "case", case.number)
    assert "签好了，等打印盖章 0" in desk.get("/desk/").content.decode()
    case.refresh_from_db()
    told = turns.turn(case, [Certificate.objects.get(pk=issued.pk)], [])
    assert "已经领走" in told.what
    keeping.record(issued, Wanted(Custody.SEALED), version=case.version, by=clerk, at=NOON)
    assert "再打印的还没盖章" not in page(desk, "case", case.number)


def test_a_sheet_spoilt_before_it_was_handed_over_waits_for_its_seal(
    desk: Client, issued: Certificate
) -> None:
    case, clerk = issued.case, User.objects.get(username="clerk")
    assert case is not None
    case.refresh_from_db()
    spoilt = (Wanted(Custody.SEALED), Wanted(Custody.REPRINTED, reason="盖花了"))
    keeping.record(issued, *spoilt, version=case.version, by=clerk, at=NOON)
    for one, there in (("unsealed", True), ("uncollected", True), ("collected", False)):
        said = desk.get(at("register"), {"sheet": one}).content.decode()
        assert (issued.number in said) is there


def test_a_long_register_comes_page_by_page(
    desk: Client, issued: Certificate, drafted_for: Cases, responsible: User
) -> None:
    second = signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    with mock.patch("juzheng.records.cases.paper_book.PAGE", 1):
        first = page(desk, "register")
        rest = desk.get(at("register"), {"after": str(second.pk)}).content.decode()
    assert second.number in first
    assert issued.number not in first
    assert issued.number in rest
    assert second.number not in rest


def test_register_and_book_call_a_paper_as_it_calls_itself(
    desk: Client, drafted_for: Cases, case_for: Cases, clerk: User, responsible: User
) -> None:
    made = {
        signing.sign(drafted_for(item), by=responsible, at=NOON).number: called
        for item, called in (
            ("POS-001", "证明"),
            ("POS-004", "同意意见书"),
            ("POS-007", "推荐函"),
            ("POS-021", "记录摘录"),
        )
    }
    notice = refusal.refuse(case_for("NEG-01"), by=responsible, at=NOON)
    made[notice.number] = "不予出具告知单"
    xlsx = desk.get(at("book", "2026-11", "xlsx")).content
    rows = list(load_workbook(io.BytesIO(xlsx)).worksheets[0].values)
    kind = rows[0].index("种类")
    assert {row[0]: row[kind] for row in rows[1:]} == made
    pdf = text_of(desk.get(at("book", "2026-11", "pdf")).content)
    shown = page(desk, "register")
    for called in made.values():
        assert called in pdf
        assert f"<small>{called}</small>" in shown


def test_who_came_for_the_applicant_is_offered_where_it_is_collected(
    desk: Client, issued: Certificate
) -> None:
    form = page(desk, "collection", issued.number)
    for label in ("代领人姓名", "怎样核对的身份"):
        assert label in form
        assert f"{label}（可不填）" not in form  # the hint says when it has to be filled in
    case = issued.owner
    case.answers[intake.HELPER] = {"name": "吴小刚", "relation": "儿子"}
    case.save()
    assert 'value="吴小刚"' in desk.get(at("collection", issued.number)).content.decode()
    told = {"version": case.version, "copies": "1", "collector": "applicant", "sealed": "on"}
    desk.post(at("collection", issued.number), {**told, "person": "吴小刚"})
    (given,) = [one for one in issued.custody.all() if one.what == "collected"]
    assert given.person == ""  # the applicant came himself


def test_what_bears_the_seal_is_only_to_be_handed_over(desk: Client, issued: Certificate) -> None:
    case, clerk = issued.owner, User.objects.get(username="clerk")
    assert "打印、盖章，交给申请人" in page(desk, "case", case.number)
    keeping.record(issued, Wanted(Custody.SEALED), version=case.version, by=clerk, at=NOON)
    shown = page(desk, "case", case.number)
    assert "打印、盖章，交给申请人" not in shown
    assert "章盖好了：交给申请人，再登记领取。" in shown


def test_the_preview_of_a_notice_begins_as_the_notice_does_and_leads_to_the_letter(
    desk: Client, case_for: Cases, clerk: User
) -> None:
    case = case_for("NEG-01", by=clerk)
    shown = page(desk, "refusal", case.number)
    assert "您可以这样办" in shown
    assert "申请事项：" not in shown
    letter = re.search(r'href="([^"]*/letters/[^"]*)"', shown)
    assert letter is not None
    assert case.revision.subject in letter[1]
    assert Client().get(unescape(letter[1])).status_code == 200
    paper = papers.paper_of(refusal.refuse(case, by=clerk, at=NOON))
    for paragraph in printing.opening(paper):
        assert paragraph in shown


def test_page_and_book_name_a_paper_alike(
    desk: Client, drafted_for: Cases, responsible: User
) -> None:
    signing.sign(case := drafted_for("POS-002"), by=responsible, at=NOON)
    title = case.revision.item.name
    row = _row_of(desk, "事项")
    assert row != title  # a paper is called otherwise than its item
    assert row in text_of(desk.get(at("book", "2026-11", "pdf")).content)
    body = page(desk, "register").partition("<tbody")[2]
    assert (f">{row}</a>" in body, f">{title}</a>" in body) == (True, False)


def test_of_a_reply_page_and_book_say_whom_it_is_about_and_how_it_went_out(
    desk: Client, clerk: User, responsible: User
) -> None:
    one = drafted(clerk)
    made = inquiries.sign(one, version=one.version, by=responsible, at=NOON)
    one.refresh_from_db()
    body = page(desk, "register").partition("<tbody")[2]
    assert "来函涉及" in body
    assert ("王*明" in body, "王小明" in body, "还没送出" in body) == (True, False, True)
    inquiries.answer(one, Sent.POST, NOON.date(), version=one.version, by=clerk, at=NOON)
    assert "还没送出" not in (body := page(desk, "register").partition("<tbody")[2])
    assert "送出" in body
    assert _row_of(desk, "申请人") == "涉及：王小明"
    assert LETTER.letter_number in _row_of(desk, "用途")
    assert LETTER.question not in _row_of(desk, "用途")
    assert _row_of(desk, "领取、送出").endswith("送出：邮寄")
    inquiries.take_back(made, reason="地址有误", by=responsible, at=NOON)
    assert _row_of(desk, "领取、送出") in (None, "")


def _row_of(desk: Client, title: str) -> Any:
    xlsx = desk.get(at("book", "2026-11", "xlsx")).content
    titles, row = list(load_workbook(io.BytesIO(xlsx)).worksheets[0].values)
    return row[titles.index(title)]


def test_the_months_book_is_full_and_each_paper_in_it_was_looked_at(
    desk: Client, drafted_for: Cases, responsible: User, person: Callable[..., User]
) -> None:
    formula = "=HYPERLINK(1)"
    issued = signing.sign(drafted_for("POS-001", recipient=formula), by=responsible, at=NOON)
    case = issued.case
    assert case is not None
    clerk = User.objects.get(username="clerk")
    case.refresh_from_db()
    told = (Wanted(Custody.SEALED), Wanted(Custody.COLLECTED, 1, "王小明", "身份证原件"))
    keeping.record(issued, *told, version=case.version, by=clerk, at=NOON)
    xlsx = desk.get(at("book", "2026-11", "xlsx"))
    sheet = load_workbook(io.BytesIO(xlsx.content)).worksheets[0]
    row = [cell.value for cell in sheet[2]]
    assert row[0] == issued.number
    assert "李秀英" in row
    assert formula in row
    assert all(cell.data_type == "s" for cell in sheet[2] if cell.value)
    pdf = text_of(desk.get(at("book", "2026-11", "pdf")).content)
    assert "李秀英" in pdf
    assert "王小明" in pdf
    assert ViewLog.objects.filter(case=case, what="证明出具登记簿", by=clerk).count() == 2
    empty = text_of(desk.get(at("book", "2026-10", "pdf")).content)
    assert "这个月没有出具过文书" in empty
    assert desk.get(at("book", "2026-13", "pdf")).status_code == 404
    reader = Client()
    reader.force_login(person("reader", "reader", clerk.committee))
    assert reader.get(at("register")).status_code == 200
    assert reader.get(at("book", "2026-11", "pdf")).status_code == 403
