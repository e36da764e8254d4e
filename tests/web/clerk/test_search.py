"""Searching at the desk: whole names and numbers find one's own committee's cases, logged."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from juzheng.acts.audit import audit
from juzheng.acts.cases import custody, refusal, signing
from juzheng.law.cases.custody import Custody, Wanted
from juzheng.records.models import Case, Committee, Entry, User, ViewLog
from tests.conftest import IDENTITY, NOON, OTHER_IDENTITY

Cases = Callable[..., Case]
SEARCH = "/desk/search/"


def found(desk: Client, wanted: str) -> list[str]:
    """Return the numbers of the cases that were found."""
    answer = desk.post(SEARCH, {"wanted": wanted})
    if answer.status_code == 302:
        return [unquote(answer.headers["Location"]).split("/")[-2]]
    return [row["number"] for row in answer.context["rows"]]


def test_whole_and_half_width_blanks_and_case_find_alike(desk: Client, case_for: Cases) -> None:
    case = case_for("POS-002")
    case_for("POS-002", applicant_name="王小明", number=OTHER_IDENTITY, telephone="13700000000")
    spaced = f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:].lower()}"
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in IDENTITY)
    for wanted in (
        "李秀英",
        " 李 秀英",
        "138 0000 0000",
        "+86 13800000000",
        IDENTITY,
        spaced,
        wide,
    ):
        assert found(desk, wanted) == [case.number], wanted


@pytest.mark.parametrize(
    "fragment", ["李", "秀英", "李秀", "1380000", "8000000", IDENTITY[:10], IDENTITY[-4:]]
)
def test_no_fragment_of_what_is_private_finds_anybody(
    desk: Client, case_for: Cases, fragment: str
) -> None:
    case_for("POS-002")
    assert found(desk, fragment) == []


@pytest.mark.parametrize("wanted", ["李秀英", "13800000000", IDENTITY])
def test_another_committees_people_are_not_found(
    desk: Client, case_for: Cases, village: Committee, wanted: str
) -> None:
    foreign = case_for("POS-002", committee=village)
    assert found(desk, wanted) == []
    assert not ViewLog.objects.filter(case=foreign).exists()


def test_a_paper_leads_to_its_case(
    desk: Client, drafted_for: Cases, case_for: Cases, clerk: User, responsible: User
) -> None:
    case_for("NEG-01")
    signed, refused = drafted_for("POS-002"), case_for("NEG-01")
    paper = signing.sign(signed, by=responsible, at=NOON)
    notice = refusal.refuse(refused, by=clerk, at=NOON)
    for wanted in (paper.number, paper.number.replace("-", ""), "证1"):
        assert found(desk, wanted) == [signed.number], wanted
    for wanted in (notice.number, "告1", "告００００１"):
        assert found(desk, wanted) == [refused.number], wanted
    other = case_for("POS-002", committee=Committee.objects.get(kind="villagers"))
    assert other.number not in found(desk, "证1")


def test_digits_alone_open_nobodys_case_where_they_end_several_numbers(
    desk: Client, drafted_for: Cases, case_for: Cases, clerk: User, responsible: User
) -> None:
    """A clerk who has the paper in her hand types how it ends: it may be another's case number."""
    named, signed, refused = case_for("NEG-01"), drafted_for("POS-002"), case_for("NEG-01")
    paper = signing.sign(signed, by=responsible, at=NOON)
    notice = refusal.refuse(refused, by=clerk, at=NOON)
    assert named.number.endswith("办000001")
    for wanted in ("1", "00001", "000001"):
        answer = desk.post(SEARCH, {"wanted": wanted})
        assert answer.status_code == 200, wanted
        shown = {row["number"]: row["papers"] for row in answer.context["rows"]}
        assert shown == {
            named.number: None,
            signed.number: [paper.number],
            refused.number: [notice.number],
        }
        assert f"文书 {paper.number}" in answer.content.decode()
    assert found(desk, "3") == [refused.number], "a number that one case alone has opens it"


def test_each_case_that_a_search_shows_is_written_down(
    desk: Client, case_for: Cases, clerk: User
) -> None:
    cases = [case_for("POS-002"), case_for("NEG-01")]
    text = desk.post(SEARCH, {"wanted": "李秀英"}).content.decode()
    for case in cases:
        assert case.views.get().by == clerk
        assert case.views.get().what == "查找"
        assert Entry.objects.filter(chain=case.views.get().chain).count() == 1
    assert "李秀英" not in text.replace('value="李秀英"', "")  # the rows say no more than before


def test_nothing_private_goes_into_an_address_or_a_log(
    desk: Client, case_for: Cases, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    case_for("POS-002")
    for wanted in ("李秀英", "13800000000", IDENTITY):
        answer = desk.post(SEARCH, {"wanted": wanted})
        assert wanted not in unquote(answer.headers["Location"])
        assert wanted not in caplog.text
    assert desk.get(SEARCH, {"wanted": IDENTITY}).status_code == 405


def test_whom_a_case_names_finds_it_and_reads_as_what(
    desk: Client, case_for: Cases, village: Committee, clerk: User
) -> None:
    """王小明 is the spouse: the row says so, and nobody opens a case to learn why it was found."""
    case = case_for("POS-002")
    case_for("POS-002", committee=village)
    assert "王小明" in case.names
    answer = desk.post(SEARCH, {"wanted": " 王 小明"})
    assert [row["number"] for row in answer.context["rows"]] == [case.number]
    assert "王*明：配偶" in desk.post(SEARCH, {"wanted": "王小明"}).content.decode()
    assert case.views.filter(by=clerk, what="查找").count() == 2
    assert found(desk, "小明") == []


def test_of_several_cases_each_says_as_what_it_names_somebody(
    desk: Client, case_for: Cases
) -> None:
    spouse = case_for("POS-002")
    own = case_for("POS-002", applicant_name="王小明", number=OTHER_IDENTITY)
    answer = desk.post(SEARCH, {"wanted": "王小明"})
    rows = {row["number"]: row["named"] for row in answer.context["rows"]}
    assert rows == {own.number: [], spouse.number: ["王*明：配偶"]}


def test_whoever_took_a_paper_for_another_is_found_until_it_was_a_slip_too(
    desk: Client, drafted_for: Cases, clerk: User, responsible: User
) -> None:
    paper = signing.sign(drafted_for("POS-002"), by=responsible, at=NOON)
    assert paper.case is not None
    seen: Any = {"by": clerk, "at": NOON}
    sealed = Wanted(Custody.SEALED)
    took = Wanted(Custody.COLLECTED, person="钱德旺", shown="身份证")
    case = Case.objects.get(pk=paper.case.pk)
    rows = custody.record(paper, sealed, took, version=case.version, **seen)
    assert "钱*旺：领取人" in desk.post(SEARCH, {"wanted": "钱德旺"}).content.decode()
    case.refresh_from_db()
    custody.undo(rows[-1], "记错人了", version=case.version, **seen)
    text = desk.post(SEARCH, {"wanted": "钱德旺"}).content.decode()
    assert "钱*旺：更正前登记的领取人" in text
    assert audit().faults == ()


def test_whom_a_search_cannot_find_is_said_and_nothing_untrue(
    desk: Client, case_for: Cases
) -> None:
    """Of somebody who stands only in a sentence the page must not say that there is no case."""
    case_for("POS-002")
    text = desk.post(SEARCH, {"wanted": "赵无名"}).content.decode()
    assert "没有这样的办件" not in text
    assert "没有查到" in text
    assert "证件号码、电话只查申请人现在登记的" in text
    assert "写在一段话里的姓名查不到" in text
    assert "办件里别的人的姓名" in desk.get("/desk/").content.decode()
