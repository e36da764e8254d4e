"""The case page and its resources: obstacles before buttons, one act a form, every look noted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from juzheng.acts import audit
from juzheng.acts.base import papers
from juzheng.acts.cases import (
    consultation,
    drafting,
    objection,
    refusal,
    signing,
    transition,
    verification,
    withdrawal,
)
from juzheng.acts.cases import deliberation as meetings
from juzheng.law.cases import deliberation
from juzheng.law.cases.consultation import Consultation
from juzheng.law.cases.consultation import Result as Heard
from juzheng.law.cases.verification import Means, Result
from juzheng.law.catalogue.meetings import kinds
from juzheng.outside import paper as printing
from juzheng.outside.typesetting import full_width
from juzheng.records.cases import case_file
from juzheng.records.history import lines_of
from juzheng.records.models import Case, Certificate, Committee, Deliberation, User, ViewLog
from juzheng.web.clerk import case_text
from juzheng.web.resident import turns
from juzheng.web.resident.course import course
from tests.conftest import IDENTITY, NOON, PASSWORD, insisted
from tests.web.clerk.conftest import at

Cases = Callable[..., Case]
PDF = b"%PDF-1.7 scan"
NOTHING_NEW = {"public_interest": False, "verifiable": True}


def filled(case: Case, **changes: str) -> dict[str, str]:
    """Return the verification form with every fact confirmed."""
    typed = {}
    for fact in case.revision.item.facts:
        typed |= {f"means-{fact.key}": "original", f"result-{fact.key}": "confirmed"}
    return {**typed, **changes}


def scan(content: bytes = b"%PDF-1.7 signed sheet", name: str = "sheet.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def meeting(**changes: Any) -> dict[str, Any]:
    days = {"called_on": (2026, 11, 2), "held_on": (2026, 11, 9)}
    typed = {
        f"{name}_{part}": str(value)
        for name, day in days.items()
        for part, value in zip(("year", "month", "day"), day, strict=True)
    }
    counts = {"entitled": 7, "present": 6, "votes_for": 6, "against": 0, "abstained": 0}
    zeros = dict.fromkeys(("public_notice_days", "objections", "objections_settled"), 0)
    return {"kind": "居民委员会会议", **typed, **counts, **zeros, "sheet": scan(), **changes}


def test_a_meeting_that_this_committee_cannot_hold_is_neither_offered_nor_taken(
    desk: Client, case_for: Cases
) -> None:
    number = case_for("POS-003").number
    shown = desk.get(at("deliberation", number)).content.decode()
    assert "居民委员会会议" in shown
    assert "村民委员会会议" not in shown
    answer = desk.post(at("deliberation", number), meeting(kind="村民委员会会议"))
    assert "kind" in answer.context["form"].errors
    assert not Deliberation.objects.exists()


def test_the_whole_way_of_a_certificate(desk: Client, pen: Client, case_for: Cases) -> None:
    number = case_for("POS-001").number
    page = desk.get(at("case", number))
    assert page.context["next"].code == "facts"
    assert {o.code for o in page.context["obstacles"]} == {"facts"}
    assert "拟稿送签" not in page.content.decode()

    assert desk.post(at("verification", number), filled(Case.objects.get())).status_code == 302
    page = desk.get(at("case", number))
    assert page.context["next"].code == "draft"
    assert page.context["obstacles"] == ()

    assert desk.post(at("draft", number)).status_code == 302
    assert desk.get(at("case", number)).context["next"] is None  # not the clerk's turn
    assert pen.get(at("case", number)).context["next"].code == "signature"

    assert pen.post(at("signature", number), {"proof": PASSWORD}).status_code == 302
    case = Case.objects.get()
    paper = Certificate.objects.get()
    assert (case.state, paper.status) == ("issued", "issued")
    answer = desk.get(at("certificate", paper.number))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_the_whole_way_of_a_refusal_shows_what_the_notice_will_say(
    desk: Client, case_for: Cases
) -> None:
    number = case_for("NEG-01").number
    assert desk.get(at("case", number)).context["next"].code == "refusal"
    shown = desk.get(at("refusal", number)).context["notice"]
    assert desk.post(at("refusal", number)).status_code == 302
    written = papers.paper_of(Certificate.objects.get())
    assert (shown.reason, shown.onward, shown.basis) == (
        written.reason,
        written.onward,
        written.basis,
    )


def test_what_is_not_new_takes_no_notice_from_anybody(
    desk: Client, responsible: User, case_for: Cases
) -> None:
    case = case_for("NEG-01")
    page = at("circumstances", case.number)
    told = desk.get(page).content.decode()
    assert "告知单就不能再由您出具" in told  # before it is sent
    assert "能出具的：林主任。" in told
    same = {"verifiable": "on", "version": case.version}
    assert "没有改动。" in desk.post(page, same, follow=True).content.decode()
    case.refresh_from_db()
    assert "case.redecided" not in {one.event for one in lines_of(case)}
    assert "出具告知单" in desk.get(at("refusal", case.number)).content.decode()
    desk.post(page, {**same, "legal_risk": "on"})
    assert "case.redecided" in {one.event for one in lines_of(case)}
    assert "告知单就不能再由您出具" not in desk.get(page).content.decode()  # it is lost
    granted = at("circumstances", case_for().number)
    assert "告知单就不能再由您出具" not in desk.get(granted).content.decode()


def test_what_the_rules_grant_is_not_refused(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-001")
    assert desk.get(at("refusal", case.number)).context["refusable"] is False
    answer = desk.post(at("refusal", case.number))
    assert answer.status_code == 409
    assert "现在没有不予出具的理由" in answer.content.decode()


def test_sending_too_early_shows_what_is_missing(desk: Client, case_for: Cases) -> None:
    answer = desk.post(at("draft", case_for("POS-001").number))
    assert answer.status_code == 409
    assert "事实尚未核实" in answer.content.decode()
    assert "民发〔2020〕20号" in answer.content.decode()


def test_somebody_was_faster(desk: Client, drafted_for: Cases) -> None:
    case = drafted_for("POS-001")
    answer = desk.post(
        at("verification", case.number), filled(case, **{"note-residence": "上门看过"})
    )
    assert answer.status_code == 409
    assert "已经有人改过或办过，这次没有改动" in answer.content.decode()
    kept = dict(answer.context["unsaved"])
    assert "上门看过" in kept.values(), "what was written stands there to be copied"
    assert "上门看过" in answer.content.decode()
    assert any(label.startswith(case.revision.item.facts[0].label) for label in kept)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "还没有填写核查结果"),
        ({"result-residence": "confirmed"}, "是怎样核实的"),
        ({"means-residence": "original"}, "核实的结果"),
        ({"means-residence": "original", "result-residence": "failed"}, "为什么不能确认"),
        ({"means-residence": "telepathy", "result-residence": "confirmed"}, "没有这种核查方式"),
    ],
)
def test_half_a_check_says_what_is_missing(
    desk: Client, case_for: Cases, typed: dict[str, str], words: str
) -> None:
    case = case_for("POS-001")
    answer = desk.post(at("verification", case.number), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not case.verifications.exists()


def test_every_look_is_written_down(desk: Client, clerk: User, case_for: Cases) -> None:
    case = case_for("POS-001")
    desk.get(at("case", case.number))
    desk.post(at("identity", case.number))
    looks = list(ViewLog.objects.order_by("pk").values_list("by", "what"))
    assert looks == [(clerk.pk, "办件"), (clerk.pk, "证件号码全文")]


def test_the_identity_number_is_masked_until_asked_for(desk: Client, case_for: Cases) -> None:
    number = case_for("POS-001").number
    assert IDENTITY not in desk.get(at("case", number)).content.decode()
    assert IDENTITY in desk.post(at("identity", number)).content.decode()


def test_a_listed_paper_is_opened_by_its_ground_and_a_written_demand(
    desk: Client, case_for: Cases
) -> None:
    number = case_for("NEG-01").number
    typed = {
        "kind": "private_demand",
        "demander_name": "示例银行",
        "statement": "银行书面要求出具",
        "means": "own_register",
        "demand": scan(),
    }
    assert desk.post(at("ground", number), typed).status_code == 302
    page = desk.get(at("case", number))
    assert page.context["decision"].outcome.value == "transitional"
    assert page.context["next"].code == "facts"
    (document,) = page.context["documents"]
    answer = desk.get(document["href"])
    assert answer.content == b"%PDF-1.7 signed sheet"
    assert answer.headers["Content-Type"] == "application/pdf"  # by content, not by name or claim
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_scan_of_one_case_is_not_found_under_another(desk: Client, case_for: Cases) -> None:
    one, other = case_for("POS-003"), case_for("POS-003")
    desk.post(at("deliberation", one.number), meeting())
    digest = one.deliberations.get().sheet_digest
    assert desk.get(at("document", one.number, digest)).status_code == 200
    assert desk.get(at("document", other.number, digest)).status_code == 404


def test_a_meeting_is_recorded_with_its_sheet(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-003")
    assert desk.post(at("deliberation", case.number), meeting()).status_code == 302
    saved = case.deliberations.get()
    assert (saved.present, saved.votes_for, saved.held_on) == (6, 6, date(2026, 11, 9))
    page = desk.get(at("case", case.number))
    assert "deliberation" not in {o.code for o in page.context["obstacles"]}


def test_the_partys_discussion_comes_first_where_the_law_wants_it(
    client: Client, case_for: Cases, village: Committee, other_committee_clerk: User
) -> None:
    case = case_for("POS-017", committee=village)
    client.force_login(other_committee_clerk)
    shown = client.get(at("deliberation", case.number)).content.decode()
    assert "开会之前先经党组织研究讨论：" in shown
    assert "这几个数字法律法规没有规定，是本项目建议的：" in shown
    assert 'name="area_for"' not in shown
    sent = meeting(kind="成员大会", public_notice_days=7)

    assert client.post(at("deliberation", case.number), sent).status_code == 302
    told = [one.message for one in client.get(at("case", case.number)).context["obstacles"]]
    assert any(
        "还没有登记党组织先研究讨论的情况（农村集体经济组织法第二十六条" in one for one in told
    )

    day = {"party_on_year": "2026", "party_on_month": "11", "party_on_day": "1"}
    sent = {**sent, "sheet": scan(), "party_body": "示例村党支部", **day}
    case.refresh_from_db()
    assert client.post(at("deliberation", case.number), sent).status_code == 302
    told = [one.message for one in client.get(at("case", case.number)).context["obstacles"]]
    assert not any("党组织" in one for one in told)
    saved = case.deliberations.order_by("pk").last()
    assert (saved.party_body, saved.party_on) == ("示例村党支部", date(2026, 11, 1))
    assert not audit.audit().faults


def test_owners_are_counted_by_heads_and_area_alike(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-036")
    shown = desk.get(at("deliberation", case.number)).content.decode()
    assert "全体业主专有部分面积（平方米）" in shown
    assert "党组织" not in shown
    too_much = {"area_entitled": 900, "area_present": 901, "area_for": 1}
    sent = meeting(kind="业主大会", **too_much)
    refused = desk.post(at("deliberation", case.number), sent)
    assert "参与表决的面积不能多于全体业主的面积" in refused.content.decode()

    areas = {"area_entitled": 900, "area_present": 600, "area_for": 300}
    sent = meeting(kind="业主大会", **areas)
    assert desk.post(at("deliberation", case.number), sent).status_code == 302
    held, shortfalls = case_file.meeting_shortfalls(case, NOON.date())
    assert held
    assert len(shortfalls) == 1
    assert "参与表决600平方米，同意300平方米，没有达到过半数" in shortfalls[0].message


def test_a_sheet_that_is_no_scan_is_refused_in_words(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-003")
    sheet = scan(b"<script>alert(1)</script>", "sheet.pdf")
    answer = desk.post(at("deliberation", case.number), meeting(sheet=sheet))
    assert answer.status_code == 422
    assert "只能上传 PDF、JPG 或 PNG" in answer.content.decode()
    assert not case.deliberations.exists()


def test_more_present_than_entitled_is_a_slip_of_the_pen(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-003")
    answer = desk.post(at("deliberation", case.number), meeting(present=9, votes_for=9))
    assert answer.status_code == 422
    assert "实到人数不能多于应到人数" in answer.content.decode()
    answer = desk.post(at("deliberation", case.number), meeting(present=5, votes_for=6))
    assert answer.status_code == 422
    assert "加起来多于实到人数" in answer.content.decode()
    assert not case.deliberations.exists()


def test_a_meeting_without_a_quorum_is_told_as_one_to_nobody(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-003")
    desk.post(at("deliberation", case.number), meeting(present=2, votes_for=2), follow=True)
    shown = desk.get(at("case", case.number)).content.decode()
    assert "会议不合规定，结果不作数" in shown
    assert "会议讨论同意 ·" not in shown
    told = [point["what"] for point in course(case, lines_of(case), on=NOON.date())]
    assert told[1] == "会议人数或程序不合规定，结果不作数"
    assert refusal.reason(case, at=NOON) is None  # nobody has declined


def test_new_circumstances_decide_anew_and_an_assessment_settles_the_risk(
    desk: Client, case_for: Cases
) -> None:
    case = case_for("POS-001")
    desk.post(at("circumstances", case.number), {"verifiable": "on", "legal_risk": "on"})
    codes = {o.code for o in desk.get(at("case", case.number)).context["obstacles"]}
    assert "risk" in codes
    typed = {"risk": "可能有异议", "precaution": "只写登记内容"}
    assert desk.post(at("assessment", case.number), typed).status_code == 302
    codes = {o.code for o in desk.get(at("case", case.number)).context["obstacles"]}
    assert "risk" not in codes


def test_the_preview_has_no_number(desk: Client, drafted_for: Cases) -> None:
    answer = desk.get(at("preview", drafted_for("POS-001").number))
    assert answer.content.startswith(b"%PDF-")
    assert not Certificate.objects.exists()


def test_a_preview_of_nothing_says_so(desk: Client, case_for: Cases) -> None:
    answer = desk.get(at("preview", case_for("POS-001").number))
    assert answer.status_code == 409
    assert "还没有核实任何事实" in answer.content.decode()


def test_a_preview_is_offered_where_there_is_something_to_see_and_as_long_as_it_may_come(
    desk: Client, case_for: Cases, drafted_for: Cases
) -> None:
    def offered(case: Case) -> bool:
        page = desk.get(at("case", case.number)).content.decode()
        return at("preview", case.number) in page

    assert not offered(case_for("POS-001"))
    drafted = drafted_for("POS-001")
    assert offered(drafted)
    withdrawal.withdraw(drafted, at=NOON)
    assert not offered(drafted)


def test_a_signature_needs_a_proof_and_then_five_minutes_none(
    pen: Client, drafted_for: Cases
) -> None:
    first, second, third = (drafted_for("POS-001") for _ in range(3))
    assert pen.post(at("signature", first.number)).status_code == 422
    wrong = pen.post(at("signature", first.number), {"proof": "wrong-password"})
    assert wrong.status_code == 422
    assert "密码或动态口令不对" in wrong.content.decode()
    assert not Certificate.objects.exists()

    assert pen.post(at("signature", first.number), {"proof": PASSWORD}).status_code == 302
    assert pen.post(at("signature", second.number)).status_code == 302
    session = pen.session
    session["stepped_up_at"] = NOON.isoformat()
    session.save()
    assert pen.post(at("signature", third.number)).status_code == 422
    assert Certificate.objects.count() == 2


def test_guessing_the_proof_is_slowed_down(pen: Client, drafted_for: Cases) -> None:
    address = at("signature", drafted_for("POS-001").number)
    answers = [pen.post(address, {"proof": "wrong-password"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_nobody_signs_what_they_prepared(
    pen: Client, responsible: User, drafted_for: Cases
) -> None:
    case = drafted_for("POS-001", by=responsible)
    page = pen.get(at("case", case.number))
    assert "self" in {o.code for o in page.context["obstacles"]}
    assert "签字并出具" not in page.content.decode()
    assert "您经手过，没有别人能签" in pen.get(at("signatures")).content.decode()
    answer = pen.post(at("signature", case.number), {"proof": PASSWORD})
    assert answer.status_code == 409
    assert "不能自己批自己" in answer.content.decode()


def test_no_pen_is_offered_to_whoever_had_a_hand_in_it(
    pen: Client, responsible: User, clerk: User, case_for: Cases, confirm: Cases, person: Any
) -> None:
    free = person("free", "responsible", responsible.committee, "孙主任")
    case = drafting.send(confirm(case_for(by=responsible), by=clerk), by=clerk, at=NOON)
    text = pen.get(at("case", case.number)).content.decode()
    assert "林主任经手过这一件（受理申请）" in text
    assert "请由没有经手的人办理：孙主任。" in text
    assert "签字并出具" not in text
    text = pen.get(at("signatures")).content.decode()
    assert "您经手过，要请别人签：孙主任" in text
    assert (f'value="{case.number}"' in text, "签字并出具" in text) == (False, False)
    paper = signing.sign(case, by=free, at=NOON)
    text = pen.get(at("revocation", paper.number)).content.decode()
    assert "林主任经手过这一件" in text
    assert "撤销这份文书" not in text
    said = {"reason": "核实有误", "proof": PASSWORD}
    answer = pen.post(at("revocation", paper.number), said)
    assert (answer.status_code, "林主任经手过这一件" in answer.content.decode()) == (409, True)
    paper.refresh_from_db()
    assert paper.status == "issued"


def test_the_only_pen_is_told_before_it_is_lost(
    pen: Client, desk: Client, responsible: User, case_for: Cases, confirm: Cases, person: Any
) -> None:
    alone, lost = "这一件只有您能签字", "没有人能签字了"
    case = case_for()
    assert alone in pen.get(at("case", case.number)).content.decode()
    assert alone not in desk.get(at("case", case.number)).content.decode()
    confirm(case, by=responsible)
    for each in (pen, desk):
        text = each.get(at("case", case.number)).content.decode()
        assert (alone in text, lost in text) == (False, True)
    person("free", "responsible", responsible.committee, "孙主任")
    text = desk.get(at("case", case.number)).content.decode()
    assert (alone in text, lost in text) == (False, False)


def test_where_no_pen_is_left_nobody_is_said_to_have_the_turn(
    pen: Client, desk: Client, responsible: User, case_for: Cases, confirm: Cases, clerk: User
) -> None:
    case = drafting.send(confirm(case_for(by=responsible), by=clerk, at=NOON), by=clerk, at=NOON)
    for each in (pen, desk):
        text = each.get(at("case", case.number)).content.decode()
        assert "由别的工作人员重新受理" in text, each  # the way that is in their own hands
        assert "juzheng staff" not in text
        assert not re.search("现在轮到负责人|现在轮到：负责人|签好以后从这里打开打印", text)


def test_a_pen_is_told_beside_each_form_what_it_gives_up(
    pen: Client, desk: Client, responsible: User, case_for: Cases, confirm: Cases, person: Any
) -> None:
    person("free", "responsible", responsible.committee, "孙主任")
    case, gives_up = case_for(), "这一件就不能再由您签字"
    for form in ("case", "answers", "particulars", "circumstances"):
        text = pen.get(at(form, case.number)).content.decode()
        assert text.count(gives_up) == text.count("能签字的：孙主任。") == 1, form
        assert text.index(gives_up) < text.index("</form>", text.index('id="work"')), form
        assert gives_up not in desk.get(at(form, case.number)).content.decode(), form
    for form in ("notes", "withdrawal"):  # which are no hand in it
        assert gives_up not in pen.get(at(form, case.number)).content.decode(), form
    confirm(case, by=responsible)
    text = pen.get(at("case", case.number)).content.decode()
    assert gives_up not in text
    assert "这一件您经手过，不能由您签字。" in text
    assert "能签字的：孙主任。" in text


def test_who_could_not_confirm_it_is_not_offered_the_refusal(
    desk: Client, pen: Client, clerk: User, case_for: Cases
) -> None:
    case = case_for()
    shown = desk.get(at("case", case.number)).content.decode()
    assert "登记过核查的人，不能再对这一件出具不予出具告知单" in shown  # before they do
    how = {"means": Means.HOME_VISIT, "result": Result.FAILED, "note": "无人居住"}
    verification.record(case, case.revision.item.facts[0].key, **how, by=clerk, at=NOON)
    shown = desk.get(at("case", case.number)).content.decode()
    label = case.revision.item.facts[0].label
    assert f"经核查不能确认：{label}。" in shown
    assert f"事实尚未核实：{label}" not in shown
    drafted = str(case_text.of(case, clerk, NOON))
    assert "不能确认" in drafted
    assert "不能确认的是：" in shown
    assert "办理不予出具</a>" not in shown
    assert "不予出具，由没有经手的人办理：林主任</a>" in shown
    text = desk.get(at("refusal", case.number)).content.decode()
    assert "陈经办经手过这一件（事实核实不符或核实不了）" in text
    assert "出具告知单</button>" not in text.replace("\n", "").replace("  ", "")
    assert desk.post(at("refusal", case.number)).status_code == 409
    case.refresh_from_db()
    assert case.state == "received"
    # The item has its basis: what was missing is said, and nobody is sent to ask the unit for one.
    assert text.count("重新申请，") == 2  # on the notice, and to be said at the counter
    assert "不是这一项不能开" in text
    assert not re.search("写明依据|哪部法律|打印一封给对方", text)
    assert "办理不予出具</a>" in pen.get(at("case", case.number)).content.decode()


def test_what_a_review_said_and_what_failed_before_stand_before_clerk_and_pen(
    desk: Client, pen: Client, clerk: User, case_for: Cases, person: Any
) -> None:
    case = case_for()
    other = person("third", "clerk", case.committee)
    how = {"means": Means.HOME_VISIT, "result": Result.FAILED, "note": "无人居住"}
    fact = case.revision.item.facts[0]
    verification.record(case, fact.key, **how, by=clerk, at=NOON)
    refusal.refuse(case, by=other, at=NOON)
    case.refresh_from_db()
    objection.file(case, reason="不同意", by=None, at=NOON)
    sent = {"ruling": "overturned", "answer": "请再入户一次。", "version": case.version}
    assert pen.post(at("review", case.number), sent).status_code == 302

    told = desk.get(at("case", case.number)).content.decode()
    assert told.index("复核改变了原来的不予出具") < told.index("请再入户一次。（林主任）")
    assert told.index("请再入户一次。（林主任）") < told.index("送签前还缺这些")
    case.refresh_from_db()
    desk.post(at("verification", case.number), filled(case))
    assert "此前核查不能确认" in desk.get(at("case", case.number)).content.decode()
    assert desk.post(at("draft", case.number)).status_code == 302
    read = pen.get(at("case", case.number)).content.decode()
    assert "请再入户一次。" in read.partition('class="jz-folds"')[0]
    failed = read.partition("此前核查不能确认")[2].partition("</p>")[0]
    assert "入户查看 · 陈经办" in failed
    assert "无人居住" in failed
    assert pen.post(at("signature", case.number), {"proof": PASSWORD}).status_code == 302
    assert (
        "请再入户一次。（" not in desk.get(at("case", case.number)).content.decode()
    )  # it is over


def test_a_draft_goes_back_with_a_reason(pen: Client, drafted_for: Cases) -> None:
    case = drafted_for("POS-001")
    assert pen.post(at("return", case.number), {"reason": " "}).status_code == 422
    answer = pen.post(at("return", case.number), {"reason": "请补看户口簿"}, follow=True)
    assert "请补看户口簿" in answer.content.decode()
    case.refresh_from_db()
    assert (case.state, case.prepared_by) == ("received", None)


def test_what_waits_for_a_pen_shows_how_each_fact_was_established(
    pen: Client, drafted_for: Cases
) -> None:
    case = drafted_for("POS-001")
    (waiting,) = pen.get(at("signatures")).context["waiting"]
    assert waiting["case"].number == case.number
    page = pen.get(at("case", case.number))
    text = page.content.decode()
    for fact in page.context["facts"]:
        assert "查验证件原件 · 陈经办" in fact["established"]
    assert "签字并出具" in text
    assert ViewLog.objects.filter(case=case, what="待签字").exists()


def test_a_paper_that_is_still_being_made_says_that_nothing_is_lost(
    pen: Client, drafted_for: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = drafted_for("POS-001")

    def fail(*_: Any, **__: Any) -> bytes:
        raise OSError("the key device does not answer")

    monkeypatch.setattr(printing, "sign", fail, raising=False)
    answer = pen.post(at("signature", case.number), {"proof": PASSWORD}, follow=True)
    text = answer.content.decode()
    number = Certificate.objects.get().number
    assert "签字已经登记" in text
    assert number in text
    assert "不用重新办理" in text


def _papers_on(answer: Any) -> str:
    page: str = answer.content.decode()
    return page.partition('id="papers-title"')[2].partition("</section>")[0]


def test_a_certificate_is_revoked_with_a_reason_and_a_proof(
    pen: Client, responsible: User, drafted_for: Cases
) -> None:
    paper = signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    assert "有效期至" in _papers_on(pen.get(at("case", paper.case.number)))
    address = at("revocation", paper.number)
    assert pen.get(address).status_code == 200
    assert pen.post(address, {"reason": "", "proof": PASSWORD}).status_code == 422
    assert pen.post(address, {"reason": "核实有误"}).status_code == 422
    assert pen.post(address, {"reason": "核实有误", "proof": PASSWORD}).status_code == 302
    paper.refresh_from_db()
    assert (paper.status, paper.revocation_reason) == ("revoked", "核实有误")
    assert "有效期" not in _papers_on(pen.get(at("case", paper.case.number)))
    again = pen.post(address, {"reason": "再来一次"})
    assert again.status_code == 409


def test_a_file_that_is_gone_is_said_in_words(
    desk: Client, responsible: User, drafted_for: Cases
) -> None:
    from juzheng.acts.base import files

    paper = signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    (files.folder() / paper.file).unlink()
    answer = desk.get(at("certificate", paper.number))
    assert answer.status_code == 409
    assert "文书的文件不见了" in answer.content.decode()


def test_what_people_typed_is_only_letters(desk: Client, case_for: Cases) -> None:
    name = "<b>张'); DROP TABLE records_case;--</b>"
    case = case_for("POS-001", applicant_name=name)
    text = desk.get(at("case", case.number)).content.decode()
    assert name not in text
    assert "&lt;b&gt;" in text


def given(case: Case, **changes: str) -> dict[str, str]:
    """Return the answers form as it is opened, with ``changes``."""
    typed = {
        key: {True: "yes", False: "no"}.get(value, value) for key, value in case.answers.items()
    }
    return {**typed, **changes}


def test_a_corrected_answer_opens_the_facts_that_speak_of_it(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-001")
    desk.post(at("verification", case.number), filled(case))
    assert "拟稿送签" in desk.get(at("case", case.number)).content.decode()

    opened = desk.get(at("answers", case.number))
    assert case.answers["home_address"] in opened.content.decode()
    response = desk.post(at("answers", case.number), given(case, home_address="示例街道9号"))

    assert response.status_code == 302
    page = desk.get(at("case", case.number)).content.decode()
    assert "示例街道9号" in page
    assert "事实尚未核实" in page
    case.refresh_from_db()
    assert case.entries.filter(event="case.supplemented").count() == 1
    assert ViewLog.objects.filter(case=case, what="answers").exists()


@pytest.mark.parametrize(("form", "what"), [("answers", "answers"), ("particulars", "更正")])
def test_a_look_at_what_can_be_put_right_is_written_down_once(
    desk: Client, case_for: Cases, form: str, what: str
) -> None:
    desk.get(at(form, case_for("POS-001").number))
    assert ViewLog.objects.get().what == what


def test_nothing_changed_writes_no_line(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-001")
    lines = case.entries.count()

    response = desk.post(at("answers", case.number), given(case), follow=True)

    assert "没有改动" in response.content.decode()
    assert case.entries.count() == lines


def test_an_answer_that_cannot_be_is_refused_with_what_to_write(
    desk: Client, case_for: Cases
) -> None:
    case = case_for("POS-001")

    response = desk.post(at("answers", case.number), given(case, marital_status="天知道"))

    assert response.status_code == 422
    assert "请从列表里选一种" in response.content.decode()
    assert not case.entries.filter(event="case.supplemented").exists()


def test_a_missing_answer_is_named_before_the_pen_and_the_way_to_fill_it(
    desk: Client, case_for: Cases
) -> None:
    case = case_for("POS-001", answers={})

    page = desk.get(at("case", case.number)).content.decode()

    assert "还有没填的内容" in page
    assert at("answers", case.number) in page


def test_the_clerk_reads_that_the_unit_insists(desk: Client, case_for: Cases) -> None:
    from juzheng.acts.cases.intake import STILL_DEMANDED

    case = case_for("NEG-01", answers={STILL_DEMANDED: True})

    assert "单位仍然要这份证明" in desk.get(at("case", case.number)).content.decode()


def test_the_refusal_page_says_what_to_say_at_the_counter(
    desk: Client, case_for: Callable[..., Case]
) -> None:
    number = case_for("NEG-01", demander="civil_affairs").number
    page = desk.get(f"/desk/cases/{number}/refusal/").content.decode()
    words = page.split("窗口可以这样说")[1].split("</section>")[0]
    assert "居（村）委会不该出" in words
    assert "请他们书面写明依据" in words


def test_the_refusal_page_and_the_intake_say_the_same_of_what_was_only_said(
    desk: Client, case_for: Callable[..., Case]
) -> None:
    intake_says = desk.get(reverse("clerk:new"), {"item": "NEG-01"}).content.decode()
    assert "单位口头要求也算" in intake_says
    case = case_for("NEG-01", demander="bank")
    page = desk.get(at("refusal", case.number)).content.decode()
    words = page.split("窗口可以这样说")[1].split("</section>")[0]
    assert "口头说的也算" in words
    assert "书面写明" not in words


def test_a_way_that_nobody_compared_is_marked_on_preview_and_notice(
    desk: Client, case_for: Cases
) -> None:
    case = case_for("NEG-08")
    onward = case_file.decision_of(case).onward
    unread = [one for one in onward if one.unread]
    assert unread
    mark = "这一条我们还没有核对原文，办之前可以先打电话问一问。"
    shown = desk.get(at("refusal", case.number)).content.decode()
    assert shown.count(mark) == len(unread)
    assert desk.post(at("refusal", case.number)).status_code == 302
    written = papers.paper_of(Certificate.objects.get())
    for way, said in zip(onward, written.onward, strict=False):
        assert said.startswith(way.said.rstrip("。"))
        assert said.endswith(mark) is way.unread


def test_a_sentence_reads_on_the_page_as_on_the_paper(
    desk: Client, case_for: Cases, confirm: Cases, clerk: User
) -> None:
    case = confirm(case_for("POS-003", by=clerk), by=clerk)
    page = desk.get(at("case", case.number)).content.decode()
    for said in case_file.statements(case, operative=False):
        assert full_width(said.sentence) in page
    assert "（成年人）" in page or "（未成年人）" in page
    assert "成年人)" not in page


@pytest.fixture
def full(case_for: Cases, confirm: Cases, clerk: User) -> Case:
    """Return a case before the pen with everything on file that a case can have."""
    case = case_for("NEG-01", by=clerk)
    scan = transition.keep_demand(case, PDF)
    transition.record_ground(case, insisted(legal_risk=True), document=scan, by=clerk, at=NOON)
    heard = ("入户走访听取意见", NOON.date(), "同楼6户", "都说认识", Heard.AGREED)
    consultation.record(case, Consultation(*heard), by=clerk, at=NOON)
    both = {"public_interest": True, "legal_risk": True, "verifiable": True}
    transition.restate(case, **both, by=clerk, at=NOON)
    for fact in case.revision.item.facts:
        verification.record(
            case,
            fact.key,
            means=Means.NEIGHBOURS,
            result=Result.FAILED,
            note="敲门没有人应",
            by=clerk,
            at=NOON,
        )
    confirm(case, by=clerk)
    rule = case_file.meeting_rule(case)
    held = deliberation.Meeting(
        kind=kinds(rule)[0],
        called_on=date(2026, 11, 9),
        held_on=date(2026, 11, 10),
        entitled=9,
        present=8,
        votes_for=6,
        against=1,
        abstained=1,
        notice_from=date(2026, 11, 11),
        public_notice_days=rule.public_notice_days,
        sheet=True,
        party_body="示例社区党委",
        party_on=date(2026, 11, 8),
    )
    meetings.record(case, held, sheet=PDF, by=clerk, at=NOON)
    transition.assess(
        case, risk="可能有异议", precaution="只写登记内容", counsel="", by=clerk, at=NOON
    )
    return drafting.send(case, by=clerk, at=NOON)


def test_a_clause_with_two_duties_stands_once(full: Case, desk: Client) -> None:
    """Still asked for (OP-3.2.a) and risky (OP-3.2.b) are one paragraph: on the page, on paper."""
    clause = "民发〔2020〕20号 第三部分第二段"
    cited = [str(one) for one in case_file.decision_of(full).citations]
    assert cited.count(clause) > 1
    page = desk.get(f"/desk/cases/{full.number}/").content.decode()
    answered = page.split('id="decision-title"')[1].split("</section>")[0]
    assert answered.count(f"<cite>{clause}</cite>") == 1
    paper = case_file.certificate_paper(
        full, number="", on=NOON.date(), preparer="陈", responsible="林", whole=True
    )
    assert paper.basis == (f"出具规则：{clause}",)  # a rule, and no law: it says so


READ_BEFORE_SIGNING = (
    "李秀英",
    "办理登记",
    "敲门没有人应",
    "看过原件",
    "应到 9 人，实到 8 人",
    "同意 6，反对 1，弃权 1",
    "柜台坚持要纸质材料",
    "示例银行",
    "王经理",
    "个人业务2号窗口",
    "同楼6户",
    "可能有异议",
    "只写登记内容",
    "签到及表决表",
    "索要单位的书面要求",
)


def test_nobody_signs_blind(pen: Client, full: Case) -> None:
    listed = pen.get(at("signatures")).content.decode()
    assert "签字并出具" not in listed  # no pen before it was read
    shown = pen.get(at("case", full.number)).content.decode()
    before, _, after = shown.rpartition("签字并出具")
    assert "</button>" in after
    assert [words for words in READ_BEFORE_SIGNING if words not in before] == []
    assert ViewLog.objects.filter(case=full, by__username="responsible").exists()


def test_a_step_reloaded_after_an_error_leads_back_to_its_case(
    client: Client, clerk: User, case_for: Callable[..., Case]
) -> None:
    client.force_login(clerk)
    case = case_for("POS-001")
    address = reverse("clerk:case", args=[case.number])
    for step in ("verification", "draft", "signature", "return"):
        answer = client.get(reverse(f"clerk:{step}", args=[case.number]))
        assert answer.status_code == 405
        assert f'href="{address}"' in answer.content.decode(), step
    other = client.get(reverse("clerk:search"))
    assert "请回到首页" in other.content.decode()


def test_a_statement_alone_says_that_and_why_it_verifies_nothing(
    desk: Client, case_for: Cases
) -> None:
    case = case_for("POS-001")
    fact = case.revision.item.facts[0]
    typed = {f"means-{fact.key}": "own_statement", f"result-{fact.key}": "confirmed"}
    page = desk.post(at("verification", case.number), typed, follow=True)
    told = [str(one) for one in page.context["messages"]]
    assert any(fact.label in one and "不能单独作为核实依据" in one for one in told)
    done = [step["what"] for step in page.context["steps"]]
    assert any("还不算核实" in one for one in done)
    assert not any("核实无误" in one for one in done)


def test_whoever_takes_the_review_away_from_the_committee_is_told_before(
    desk: Client, pen: Client, case_for: Cases, clerk: User, responsible: User
) -> None:
    case = case_for("NEG-01")
    warned = "要由街道、乡镇工作人员办理"
    assert warned not in desk.get(at("refusal", case.number)).content.decode()
    text = pen.get(at("refusal", case.number)).content.decode()
    assert warned in text
    assert "请让别的工作人员来出具" in text
    transition.restate(case, **NOTHING_NEW, legal_risk=True, by=clerk, at=NOON)
    # The clerk may not refuse it any more: each would send the case to the other.
    text = pen.get(at("refusal", case.number)).content.decode()
    assert warned in text
    assert "请让别的工作人员来出具" not in text
    assert pen.post(at("refusal", case.number)).status_code == 302
    case.refresh_from_db()
    objection.file(case, reason="不同意", by=None, at=timezone.now())
    assert "街道、乡镇" in turns.turn(case, [], []).what
    assert "不由您复核" in pen.get(at("case", case.number)).context["next"].text
