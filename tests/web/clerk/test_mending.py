"""Putting right at the desk: each page offers it only while it may be, and the resident is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from juzheng.acts.cases import drafting, intake, recoding, signing
from juzheng.records.models import Case, User
from tests.acts.test_mending import last
from tests.conftest import IDENTITY, NOON, OTHER_IDENTITY

Cases = Callable[..., Case]


def at(name: str, case: Case, *more: str) -> str:
    return reverse(f"clerk:{name}", args=[case.number, *more])


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def filled(case: Case, **changes: str) -> dict[str, Any]:
    case.refresh_from_db()
    names = ("applicant_name", "telephone", "recipient", "purpose", "demander")
    said = {name: getattr(case, name) for name in names}
    return {**said, "reason": "照证件改", "version": case.version, **changes}


def follow(case: Case, code: str) -> tuple[Client, str]:
    """Return a resident's browser with number and code, and what its page says."""
    visitor = Client()
    visitor.post(reverse("resident:find"), {"number": case.number, "code": code})
    return visitor, page(visitor, reverse("resident:case", args=[case.number]))


def test_particulars_are_put_right_and_said_to_the_resident(
    desk: Client, drafted_for: Cases
) -> None:
    case = drafted_for("POS-002")
    shown = page(desk, at("particulars", case))
    assert "李秀英" in shown
    assert IDENTITY not in shown  # it is not shown in full to be put right
    answer = desk.post(at("particulars", case), filled(case, applicant_name="李秀瑛"))
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.applicant_name, case.identity_number) == ("李秀瑛", IDENTITY)
    assert case.state == "received"
    _, told = follow(case, intake.code_of(case))
    assert "更正了申请人信息，改过的要重新核实" in told
    assert "居（村）委会正在核实" in told
    assert "照证件改" in page(desk, at("case", case))


def test_an_identity_number_is_read_as_everywhere(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-002")
    wrong = desk.post(at("particulars", case), filled(case, identity="123"))
    assert wrong.status_code == 422
    desk.post(at("particulars", case), filled(case, identity=f" {OTHER_IDENTITY} "))
    case.refresh_from_db()
    assert case.identity_number == OTHER_IDENTITY


def test_nothing_changed_writes_nothing(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-002")
    version = case.version
    desk.post(at("particulars", case), filled(case))
    case.refresh_from_db()
    assert case.version == version
    assert last(case).event == "case.received"


def test_a_reason_is_asked_for_and_an_old_page_changes_nothing(
    desk: Client, drafted_for: Cases
) -> None:
    case = drafted_for("POS-002")
    slip = case.verifications.earliest("pk").covered_as
    for address in (at("strike", case, slip), at("recall", case)):
        assert desk.post(address, {"version": case.version}).status_code == 422
        old = desk.post(address, {"version": case.version - 1, "reason": "点错"}, follow=True)
        assert "这次没有改动" in old.content.decode()
    case.refresh_from_db()
    assert case.state == "awaiting_signature"


def test_a_slip_is_struck_through_and_counts_no_more(desk: Client, drafted_for: Cases) -> None:
    case = drafted_for("POS-002")
    slip = case.verifications.earliest("pk")
    assert at("strike", case, slip.covered_as) in page(desk, at("case", case))
    told = {"reason": "点错了人", "version": case.version}
    assert desk.post(at("strike", case, slip.covered_as), told).status_code == 302
    answer = desk.get(at("case", case))
    text = " ".join(answer.content.decode().split())
    assert "<s>事实核实无误 · 陈经办</s>" in text
    assert "已作废：点错了人 · 陈经办" in text
    assert at("strike", case, slip.covered_as) not in text
    assert "facts" in {one.code for one in answer.context["obstacles"]}
    _, resident = follow(case, intake.code_of(case))
    assert "<s>核实了一项情况</s>" in resident
    assert "有一条登记写错了，已经作废" in resident
    assert "点错了人" not in resident


def test_somebody_elses_slip_is_not_offered(
    client: Client, drafted_for: Cases, responsible: User
) -> None:
    case = drafted_for("POS-002")
    slip = case.verifications.earliest("pk").covered_as
    client.force_login(responsible)
    assert "/strikes/" not in page(client, at("case", case))
    shown = page(client, at("strike", case, slip))
    assert "这一条是陈经办登记的" in shown
    assert 'name="reason"' not in shown
    answer = client.post(at("strike", case, slip), {"reason": "x", "version": case.version})
    assert (answer.status_code, "陈经办登记的" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("record", ["verification:0", "verification:9" * 9, "case:1", "x", ":"])
def test_no_such_record_is_nowhere(desk: Client, case_for: Cases, record: str) -> None:
    assert desk.get(at("strike", case_for("POS-002"), record)).status_code == 404


def test_a_record_of_another_case_is_nowhere(desk: Client, drafted_for: Cases) -> None:
    mine, other = drafted_for("POS-002"), drafted_for("POS-002")
    slip = other.verifications.earliest("pk").covered_as
    assert desk.get(at("strike", mine, slip)).status_code == 404


def test_what_was_sent_comes_back_and_may_be_sent_again(desk: Client, drafted_for: Cases) -> None:
    case = drafted_for("POS-002")
    assert at("recall", case) in page(desk, at("case", case))
    desk.post(at("recall", case), {"reason": "还要补看", "version": case.version})
    case.refresh_from_db()
    assert case.state == "received"
    assert at("recall", case) not in page(desk, at("case", case))
    _, resident = follow(case, intake.code_of(case))
    assert "经办人收回来再核对" in resident


def test_once_signed_no_page_offers_to_put_it_right(
    desk: Client, drafted_for: Cases, responsible: User
) -> None:
    case = drafted_for("POS-002")
    signing.sign(case, by=responsible, at=NOON)
    shown = page(desk, at("case", case))
    for name in ("recall", "particulars", "withdrawal"):
        assert at(name, case) not in shown
        assert "不能再这样改" in page(desk, at(name, case))
    assert at("code", case) in shown
    assert "/strikes/" not in shown


def test_an_applicant_at_the_counter_takes_it_back_with_the_document_shown(
    desk: Client, case_for: Cases
) -> None:
    case = case_for("POS-002")
    assert desk.post(at("withdrawal", case), {"version": case.version}).status_code == 422
    told = {"version": case.version, "seen": "on", "reason": "不办了"}
    assert desk.post(at("withdrawal", case), told).status_code == 302
    case.refresh_from_db()
    assert case.state == "withdrawn"
    shown = page(desk, at("case", case))
    assert "没有下一步" in shown
    assert "请先登记核查结果" not in shown, "where nothing can be done, nothing is missing"


def test_a_new_code_is_shown_once_and_the_old_one_and_its_pages_die(
    desk: Client, case_for: Cases
) -> None:
    case = case_for("POS-002")
    old = intake.code_of(case)
    following, before = follow(case, old)
    assert "办到哪一步了" in before
    assert desk.post(at("code", case), {"version": case.version}).status_code == 422
    told = {"version": case.version, "seen": "on"}
    answer = desk.post(at("code", case), told)
    new = answer.context["code"]
    assert new in answer.content.decode()
    assert "打印回执" in answer.content.decode()
    assert answer.headers["Cache-Control"].find("no-store") >= 0
    assert new not in page(desk, at("case", case))
    again = desk.post(at("code", case), told, follow=True)  # sent twice: another page, no code
    assert "这次没有改动" in again.content.decode()
    address = reverse("resident:case", args=[case.number])
    assert following.get(address).status_code == 302  # opened by the old code
    assert follow(case, old)[0].get(address).status_code == 302
    assert "办到哪一步了" in follow(case, new)[1]
    assert {"换发查询码"} <= set(case.views.values_list("what", flat=True))


def test_what_was_sent_back_is_marked_and_says_why_on_top(
    desk: Client, drafted_for: Cases, case_for: Cases, responsible: User, clerk: User
) -> None:
    other, case = case_for("POS-002"), drafted_for("POS-002")
    waits = page(desk, at("case", case))
    assert 'accesskey="p">签好以后从这里打开打印' in waits, "a key, and no button before the pen"
    reason = "请补看户口簿；李秀英和刘志强的住房没有入户看过"
    drafting.send_back(case, reason=reason, by=responsible, at=NOON)
    queue = desk.get("/desk/")
    rows = {row["number"]: row.get("mark", "") for row in queue.context["rows"]}
    assert rows == {other.number: "", case.number: "退回的"}
    assert "退回的 1" in queue.content.decode()
    chosen = desk.get("/desk/?show=returned").context["rows"]
    assert [row["number"] for row in chosen] == [case.number]
    shown = page(desk, at("case", case))
    assert "负责人退回，请补正：" in shown
    masked = "请补看户口簿；〔姓名〕和〔姓名〕的住房没有入户看过（林主任）"
    assert shown.index(masked) < shown.index("下一步")
    case.refresh_from_db()
    drafting.send(case, by=clerk, at=NOON)
    drafting.recall(case, reason="补", version=case.version, by=clerk, at=NOON)
    assert "负责人退回" not in page(desk, at("case", case)).partition("办理经过")[0]
    assert desk.get("/desk/?show=returned").context["rows"] == []


def test_the_papers_words_stand_beside_the_facts(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-002")
    wording = desk.get(at("case", case)).context["wording"]
    items = [one for section in wording["sections"] for one in section["items"]]
    assert [one["note"] for one in items if one["note"]] == ["核实方式：还没有核实"] * len(
        case.revision.item.facts
    )
    assert any("李秀英" in one["text"] for one in items)
    refused = case_for("NEG-01")
    assert desk.get(at("case", refused)).context["wording"] is None


def test_a_receipt_does_not_go_on_showing_a_dead_code(case_for: Cases, clerk: User) -> None:
    case = case_for("POS-002")
    recoding.renew(case, version=case.version, by=clerk, at=NOON)
    assert not intake.code_fits(case, intake.code_of(case))


def test_after_a_return_a_fact_is_checked_again_in_one_step(
    desk: Client, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    case = drafted_for("POS-002")
    assert "要重新核实的，在这里登记" not in page(desk, at("case", case))
    drafting.send_back(case, reason="请补看原件", by=responsible, at=NOON)
    shown = page(desk, at("case", case))
    assert "要重新核实的，在这里登记" in shown
    fact = case.revision.item.facts[0].key
    again = {
        f"means-{fact}": "original",
        f"result-{fact}": "confirmed",
        f"note-{fact}": "又看了原件",
        "version": Case.objects.get().version,
    }
    assert desk.post(at("verification", case), again).status_code == 302
    checks = list(case.verifications.filter(fact=fact))
    assert [one.stands for one in checks] == [True, True]  # nothing had to be struck
    assert "又看了原件" in page(desk, at("case", case))
    drafting.send(Case.objects.get(), by=clerk, at=NOON)
