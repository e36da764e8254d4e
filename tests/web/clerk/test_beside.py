"""Two things on one page: no button loses what stands beside it, nor who was slower."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from juzheng.acts.cases import delegation, drafting, replacing, signing
from juzheng.acts.cases.delegation import Lent
from juzheng.acts.inquiries import inquiries as asking
from juzheng.law.cases.reading import Lacking
from juzheng.law.inquiries.inquiries import Finding
from juzheng.records.models import Case, Delegation, Inquiry, User, Verification
from tests.conftest import NOON, PASSWORD
from tests.web.clerk.conftest import at, words
from tests.web.clerk.test_inquiries import registered

Cases = Callable[..., Case]
LATER = NOON + timedelta(minutes=1)
SEEN = "会上没有通过"


def buttons(answer: Any) -> dict[str, str]:
    """Return where the buttons of the page's form of work lead to, by their words."""
    found = re.findall(r"<button([^>]*)>(.*?)</button>", answer.content.decode(), re.DOTALL)
    into = ((re.search(r'formaction="([^"]*)"', tag), text) for tag, text in found)
    return {"".join(text.split()): where[1] for where, text in into if where}


@pytest.fixture
def back(drafted_for: Cases, responsible: User) -> Case:
    """Return a case that was sent back, with everything established."""
    case = drafted_for("POS-001")
    drafting.send_back(case, reason="请再核实", by=responsible, at=LATER)
    return case


def doubt(case: Case) -> dict[str, str]:
    fact = case.revision.item.facts[0].key
    return {f"means-{fact}": "original", f"result-{fact}": "failed", f"note-{fact}": SEEN}


def test_nothing_is_sent_to_the_pen_while_a_check_beside_is_not_recorded(
    desk: Client, back: Case
) -> None:
    page = desk.get(at("case", back.number))
    send = buttons(page)["拟稿送签"]
    assert send == at("draft", back.number)
    typed = {**doubt(back), "version": str(back.version)}
    answer = desk.post(send, typed)
    assert (answer.status_code, "填了，还没有登记" in words(answer)) == (422, True)
    assert f'value="{SEEN}"' in answer.content.decode()
    back.refresh_from_db()
    assert back.state == "received"
    assert desk.post(at("verification", back.number), typed).status_code == 302
    assert Verification.objects.latest("pk").note == SEEN

    empty = dict.fromkeys(doubt(back), "")
    back.refresh_from_db()
    answer = desk.post(send, {**empty, "version": str(back.version)})
    assert answer.status_code == 409, "a fact is open now"


def test_a_button_pressed_with_the_form_left_empty_does_what_it_says(
    desk: Client, back: Case
) -> None:
    empty = dict.fromkeys(doubt(back), "")
    sent = {**empty, "version": str(back.version)}
    assert desk.post(at("draft", back.number), sent).status_code == 302
    back.refresh_from_db()
    assert back.state == "awaiting_signature"


def test_what_was_recalled_may_be_looked_at_again_as_what_was_sent_back(
    desk: Client, drafted_for: Cases, clerk: User
) -> None:
    case = drafted_for("POS-001")
    drafting.recall(case, reason="再看", version=case.version, by=clerk, at=LATER)
    assert "要重新核实的，在这里登记" in words(desk.get(at("case", case.number)))


def test_the_whole_number_is_shown_and_what_was_typed_stays(desk: Client, back: Case) -> None:
    page = desk.get(at("case", back.number))
    show = buttons(page)["显示证件号码全部（会记录）"]
    answer = desk.post(show, {**doubt(back), "version": "1"})  # a look is nobody's version
    assert answer.status_code == 200
    assert f'value="{SEEN}"' in answer.content.decode()
    assert back.identity_number in answer.content.decode()
    assert "error" not in answer.content.decode().split('id="work"')[1].split("</form>")[0]


def test_the_return_key_records_the_check_and_presses_no_other_button(
    desk: Client, back: Case
) -> None:
    page = desk.get(at("case", back.number)).content.decode()
    ours = re.findall(r'<button[^>]*form="work"[^>]*>', page)
    assert "formaction" not in ours[0]
    assert 'tabindex="-1"' in ours[0]


def test_giving_up_a_correction_waits_for_the_check_beside_it(
    desk: Client, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    case = drafted_for("POS-001")
    paper = signing.sign(case, by=responsible, at=NOON)
    case.refresh_from_db()
    begun = {"version": case.version, "by": clerk, "at": LATER}
    replacing.begin(paper, reason="居住的起始年份写错", **begun)
    case.refresh_from_db()
    Verification.objects.update(struck_at=LATER, struck_by=clerk)  # as another name would
    answer = desk.post(at("kept", case.number), {**doubt(case), "version": str(case.version)})
    assert (answer.status_code, "没有改动：这一页上还有填了没有登记的" in words(answer)) == (
        422,
        True,
    )
    case.refresh_from_db()
    assert case.state == "replacing"


def test_who_signs_with_a_reason_to_send_back_written_is_asked_which(
    pen: Client, drafted_for: Cases
) -> None:
    case = drafted_for("POS-001")
    page = pen.get(at("case", case.number))
    assert buttons(page)["退回"] == at("return", case.number)
    said = {"reason": "请补看户口簿", "version": str(case.version), "proof": PASSWORD}
    answer = pen.post(at("signature", case.number), said)
    assert (answer.status_code, "没有签字：退回的理由写了" in words(answer)) == (422, True)
    assert "请补看户口簿" in answer.content.decode()
    tapped = {"usual": Lacking.MEANS.value, "version": str(case.version), "proof": PASSWORD}
    assert pen.post(at("signature", case.number), tapped).status_code == 422
    case.refresh_from_db()
    assert case.state == "awaiting_signature"
    assert pen.post(at("return", case.number), said).status_code == 302
    case.refresh_from_db()
    assert case.state == "received"


@pytest.fixture
def drafted(clerk: User) -> Inquiry:
    one = registered(clerk)
    reply = asking.Reply(Finding.FOUND, "查阅登记册", "在册")
    return asking.draft(one, reply, version=1, by=clerk, at=NOON)


@pytest.mark.parametrize("pressed", ["inquiry-signature", "refusal", "return"])
def test_of_an_authoritys_letter_one_thing_is_done_at_a_time(
    pen: Client, drafted: Inquiry, pressed: str
) -> None:
    page = pen.get(at("inquiry", drafted.number))
    assert {"签字并出具", "退回重拟", "没有查询权限，不予提供"} <= set(buttons(page))
    whole = {"version": str(drafted.version), "proof": PASSWORD, "reason": "", "return-reason": ""}
    other = "reason" if pressed == "return" else "return-reason"
    own = {"refusal": {"reason": "没有查询权限"}, "return": {"return-reason": "请重拟"}}.get(
        pressed, {}
    )
    step = () if pressed == "inquiry-signature" else (pressed,)
    name = pressed if pressed == "inquiry-signature" else "inquiry-step"
    answer = pen.post(at(name, drafted.number, *step), {**whole, **own, other: "写了一半的话"})
    assert (answer.status_code, "一次只办一样" in words(answer)) == (422, True)
    assert "写了一半的话" in answer.content.decode()
    drafted.refresh_from_db()
    assert drafted.state == "drafted"
    done = pen.post(at(name, drafted.number, *step), {**whole, **own})
    assert done.status_code == 302


def test_taking_a_pen_back_keeps_what_is_being_lent(
    pen: Client, responsible: User, person: Any
) -> None:
    deputy = person("deputy", "clerk", responsible.committee, "孙副主任")
    person("second", "clerk", responsible.committee, "周副主任")
    today = timezone.localdate()
    given = delegation.give(Lent(deputy, today, today), key="k", by=responsible, at=timezone.now())
    page = pen.get(at("delegations"))
    assert buttons(page)["马上收回"] == at("delegation-end", given.pk)
    first = page.context["form"].initial["first"]
    days = {
        f"{name}_{part}": str(getattr(first, part))
        for name in ("first", "last")
        for part in ("year", "month", "day")
    }
    typed = {"version": "1", "deputy": str(deputy.pk), **days}
    answer = pen.post(at("delegation-end", given.pk), typed)
    assert Delegation.objects.get().state == "revoked"
    assert answer.context["form"].initial["last"] == today
    assert re.search(rf'value="{deputy.pk}"[^>]*checked', answer.content.decode())


def test_a_second_clerk_reads_what_was_typed_and_not_kept(
    desk: Client, case_for: Cases, confirm: Cases, responsible: User, person: Any, clerk: User
) -> None:
    case = case_for("POS-001", by=clerk)
    question = next(q for q in case.revision.item.questions if q.kind.value == "text")
    page = desk.get(at("answers", case.number)).context["form"]
    said = {box.html_name: str(box.value() or "") for box in page if isinstance(box.value(), str)}
    confirm(case, by=clerk)  # meanwhile
    typed = {**said, question.key: "示例街道9号楼101室", "version": "1"}
    answer = desk.post(at("answers", case.number), typed)
    assert answer.status_code == 409
    assert "已经有人改过或办过，这次没有改动" in words(answer)
    assert "示例街道9号楼101室" in dict(answer.context["unsaved"]).values()
    assert "您刚才写的没有保存，还要用的请复制" in words(answer)
    case.refresh_from_db()
    assert case.answers[question.key] != "示例街道9号楼101室"


def test_who_sends_back_too_late_reads_the_reason_again(
    pen: Client, drafted_for: Cases, clerk: User
) -> None:
    case = drafted_for("POS-001")
    version = str(case.version)
    drafting.recall(case, reason="再看", version=case.version, by=clerk, at=LATER)
    said = {"reason": "请补看户口簿原件", "version": version}
    answer = pen.post(at("return", case.number), said)
    assert (answer.status_code, "请补看户口簿原件" in words(answer)) == (409, True)
