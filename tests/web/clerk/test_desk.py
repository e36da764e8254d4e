"""The desk: the least time left first, only one's own, found without leafing through people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from juzheng.acts.cases import custody, drafting, objection, refusal, signing, verification
from juzheng.law.cases.custody import Custody, Wanted
from juzheng.law.cases.verification import Means, Result
from juzheng.records.models import Case, Committee, User
from juzheng.web.clerk import queue
from juzheng.web.clerk.views import desk
from tests.conftest import IDENTITY, NOON, OTHER_IDENTITY

Cases = Callable[..., Case]


@pytest.fixture
def at_the_desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def numbers(answer: Any) -> list[str]:
    return [row["number"] for row in answer.context["rows"]]


def test_the_least_time_left_comes_first(at_the_desk: Client, case_for: Cases) -> None:
    later, sooner = case_for("POS-001"), case_for("POS-001", at=NOON - timedelta(days=7))
    assert numbers(at_the_desk.get("/desk/")) == [sooner.number, later.number]


def test_chips_say_how_pressing_it_is(case_for: Cases) -> None:
    case = case_for("POS-001")
    assert case.due_on is not None
    words = {
        days: queue.rows([case], case.due_on + timedelta(days=days))[0] for days in (1, 0, -1, -5)
    }
    assert [row["tone"] for row in words.values()] == ["danger", "instead", "checked", "plain"]
    assert words[1]["left"] == "已超期"
    assert words[0]["left"] == "今天到期"


def test_a_row_shows_no_more_of_a_person_than_it_takes(
    at_the_desk: Client, case_for: Cases
) -> None:
    case_for("POS-001")
    page = at_the_desk.get("/desk/").content.decode()
    assert "李*英" in page
    assert "李秀英" not in page
    assert IDENTITY not in page


def test_another_committees_case_is_not_there(
    at_the_desk: Client, case_for: Cases, village: Committee
) -> None:
    foreign = case_for("POS-001", committee=village)
    assert numbers(at_the_desk.get("/desk/")) == []
    found = at_the_desk.post("/desk/search/", {"wanted": foreign.number})
    assert numbers(found) == []


def test_where_no_paper_waits_for_the_pen_an_objection_opens_by_itself(
    client: Client, drafted_for: Cases, case_for: Cases, clerk: User, responsible: User
) -> None:
    case = case_for("NEG-01")
    refusal.refuse(case, by=clerk, at=NOON)
    case.refresh_from_db()
    objection.file(case, reason="不同意", by=None, at=NOON)
    client.force_login(responsible)
    assert numbers(client.get("/desk/")) == [case.number]
    waiting = drafted_for("POS-001")
    assert numbers(client.get("/desk/")) == [waiting.number]
    client.force_login(clerk)
    assert case.number not in numbers(client.get("/desk/"))


def test_to_open_the_desk_only_the_piles_of_the_pen_are_counted(responsible: User) -> None:
    class Asked(dict[str, Any]):
        def __contains__(self, pile: object) -> bool:
            asked.append(pile)
            return False

    asked: list[object] = []
    assert desk._usual(responsible, Asked()) == "signature"
    assert asked == ["signature", "objection", "unsealed"]


def test_the_responsible_person_sees_first_what_waits_for_the_pen(
    client: Client, drafted_for: Cases, case_for: Cases, responsible: User
) -> None:
    waiting, other = drafted_for("POS-001"), case_for("POS-001")
    client.force_login(responsible)
    assert numbers(client.get("/desk/")) == [waiting.number]
    assert numbers(client.get("/desk/?show=open")) == [other.number]


def test_pages_by_key_show_each_case_once(
    at_the_desk: Client, case_for: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    every = [case_for("POS-001", at=NOON - timedelta(days=n % 2)).number for n in range(5)]
    seen: list[str] = []
    address = "/desk/"
    while address:
        page = at_the_desk.get(address)
        seen += numbers(page)
        address = page.context["later"] and "/desk/" + page.context["later"]
    assert sorted(seen) == sorted(every)
    assert len(seen) == len(set(seen))


@pytest.mark.each
@pytest.mark.parametrize(
    "after", ["x", "2026-11-24.x", ".", "..", "2026-99-99.1", f"2026-11-24.{2**70}", "%00", "-1"]
)
def test_a_key_that_makes_no_sense_is_the_first_page(
    at_the_desk: Client, case_for: Cases, after: str
) -> None:
    case = case_for("POS-001")
    assert numbers(at_the_desk.get("/desk/", {"after": after, "show": "open"})) == [case.number]


def test_the_number_of_queries_does_not_grow_with_the_queue(
    at_the_desk: Client, case_for: Cases
) -> None:
    case_for("POS-001")
    at_the_desk.get("/desk/")
    with CaptureQueriesContext(connection) as few:
        at_the_desk.get("/desk/")
    for _ in range(12):
        case_for("POS-001")
    with CaptureQueriesContext(connection) as many:
        at_the_desk.get("/desk/")
    assert len(few) == len(many) <= 9


def test_a_number_or_its_end_leads_to_the_case(at_the_desk: Client, case_for: Cases) -> None:
    case = case_for("POS-001")
    for wanted in (case.number, "1", "000001", "办000001", f"  {case.number} "):
        answer = at_the_desk.post("/desk/search/", {"wanted": wanted})
        assert answer.status_code == 302, wanted
        assert Case.objects.get().number in _plain(answer.headers["Location"])


def _plain(address: str) -> str:
    from urllib.parse import unquote

    return unquote(address)


def test_a_whole_identity_number_finds_its_cases_and_stays_out_of_addresses(
    at_the_desk: Client, case_for: Cases
) -> None:
    mine = {case_for("POS-001").number, case_for("NEG-01").number}
    case_for("POS-001", number=OTHER_IDENTITY)
    spaced = f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:].lower()}"
    for wanted in (IDENTITY, spaced):
        answer = at_the_desk.post("/desk/search/", {"wanted": wanted})
        assert set(numbers(answer)) == mine
        assert IDENTITY not in answer.content.decode()
    assert numbers(at_the_desk.post("/desk/search/", {"wanted": IDENTITY[:10]})) == []


def test_overdue_needs_no_calendar(case_for: Cases) -> None:
    case = case_for("POS-001")
    assert case.due_on is not None
    beyond = case.due_on.replace(year=2028)  # no holiday notice reaches there
    assert queue.rows([case], beyond)[0]["tone"] == "danger"


def test_what_is_signed_waits_for_its_seal_in_sight(
    at_the_desk: Client, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    drafted_for("POS-002")
    case = drafted_for("POS-001")
    paper = signing.sign(case, by=responsible, at=NOON)
    answer = at_the_desk.get("/desk/?show=sealing")
    assert numbers(answer) == [case.number]
    assert "签好了，等打印盖章 1" in answer.content.decode()
    assert "已办结 0" in answer.content.decode(), "it lies in one list"
    assert numbers(at_the_desk.get("/desk/?show=closed")) == []
    case.refresh_from_db()
    custody.record(paper, Wanted(Custody.SEALED), version=case.version, by=clerk, at=NOON)
    assert numbers(at_the_desk.get("/desk/?show=sealing")) == []


def test_a_notice_under_objection_waits_for_its_seal_in_both_piles(
    at_the_desk: Client, case_for: Cases, clerk: User, responsible: User
) -> None:
    case = case_for("NEG-01")
    paper = refusal.refuse(case, by=clerk, at=NOON)
    case.refresh_from_db()
    objection.file(case, reason="不同意", by=None, at=NOON)
    for show in ("sealing", "objection"):
        assert numbers(at_the_desk.get(f"/desk/?show={show}")) == [case.number]
    text = at_the_desk.get("/desk/").content.decode()
    assert "签好了，等打印盖章 1" in text
    assert "有异议，复核中 1" in text
    assert "在“签好了，等打印盖章”和“有异议，复核中”里都有" in text, "and says so"
    case.refresh_from_db()
    custody.record(paper, Wanted(Custody.SEALED), version=case.version, by=clerk, at=NOON)
    assert numbers(at_the_desk.get("/desk/?show=sealing")) == []
    assert numbers(at_the_desk.get("/desk/?show=objection")) == [case.number]
    assert "里都有" not in at_the_desk.get("/desk/").content.decode()


def test_what_came_back_says_so_and_why_where_it_lies(
    at_the_desk: Client, drafted_for: Cases, case_for: Cases, clerk: User, responsible: User
) -> None:
    case = drafted_for("POS-001")
    drafting.send_back(case, reason="门牌号写错了", by=responsible, at=NOON)
    refused = case_for("NEG-01")
    refusal.refuse(refused, by=clerk, at=NOON)
    refused.refresh_from_db()
    objection.file(refused, reason="不同意", by=None, at=NOON)
    rows = {row["number"]: row for row in at_the_desk.get("/desk/").context["rows"]}
    assert rows[case.number]["mark"] == "退回的"
    assert "其中退回的 1" in at_the_desk.get("/desk/").content.decode(), "a part of 办理中"
    assert rows[case.number]["why"].startswith("负责人说：门牌号写错了（")
    objection.overturn(refused, answer="再办一次", **_now(refused, responsible))
    rows = {row["number"]: row for row in at_the_desk.get("/desk/").context["rows"]}
    assert rows[refused.number]["mark"] == "复核改变，重新办理"
    case.refresh_from_db()
    drafting.send(case, by=clerk, at=NOON)
    rows = {row["number"]: row for row in at_the_desk.get("/desk/?show=signature").context["rows"]}
    assert "mark" not in rows[case.number], "sent anew"


def test_what_failed_a_check_says_which_until_it_is_confirmed(
    at_the_desk: Client, case_for: Cases, clerk: User
) -> None:
    case = case_for("POS-001")
    fact = case.revision.item.facts[0]

    def check(result: Result) -> dict[str, Any]:
        case.refresh_from_db()
        told: Any = {"means": Means.ORIGINAL, "result": result, "note": "看过"}
        verification.record(case, fact.key, **told, by=clerk, at=NOON)
        row: dict[str, Any] = at_the_desk.get("/desk/").context["rows"][0]
        return row

    failed = check(Result.FAILED)
    assert failed["mark"] == "没有核实成"
    assert fact.label in failed["why"]
    assert "mark" not in check(Result.CONFIRMED)


def _now(case: Case, by: User) -> dict[str, Any]:
    case.refresh_from_db()
    return {"version": case.version, "by": by, "at": NOON}
