"""A result that was objected to is reviewed by another meeting before anybody signs (再次评议)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from juzheng.acts import audit
from juzheng.acts.base.moves import NotReady
from juzheng.acts.cases import deliberation as meetings
from juzheng.acts.cases import drafting
from juzheng.law.cases.deliberation import Meeting
from juzheng.records.cases import meetings as recorded
from juzheng.records.cases.case_file import meeting_rule
from juzheng.records.models import Case, Entry, User
from tests.conftest import NOON
from tests.web.clerk.conftest import at, words

Cases = Callable[..., Case]
PDF = b"%PDF-1.7 sheet"
HELD = date(2026, 11, 9)
MET = Meeting(
    kind="民主评议会",
    called_on=HELD,
    held_on=HELD,
    entitled=30,
    present=20,
    votes_for=18,
    against=2,
    abstained=0,
    public_notice_days=7,
    notice_from=date(2026, 11, 10),  # until the sixteenth
    objections=2,
    objections_settled=2,
    sheet=True,
)
REVIEW = replace(
    MET,
    called_on=date(2026, 11, 17),
    held_on=date(2026, 11, 18),
    votes_for=15,
    against=5,
    notice_from=None,
    public_notice_days=0,
    objections=0,
    objections_settled=0,
)


@pytest.fixture
def case(case_for: Cases, clerk: User) -> Case:
    return case_for("POS-019", by=clerk)


def owed(case: Case, by: User, on: datetime = NOON) -> str:
    found = drafting.obstacles(case, by=by, at=on)
    return "".join(one.message for one in found if one.code == "deliberation")


def last_event(case: Case) -> str:
    return Entry.objects.filter(case=case).latest("position").event


def test_nobody_signs_before_the_review_is_recorded(case: Case, clerk: User) -> None:
    meetings.record(case, MET, sheet=PDF, by=clerk, at=NOON)
    assert last_event(case) == "deliberation.carried"
    (found,) = (o for o in drafting.obstacles(case, by=clerk, at=NOON) if o.code == "deliberation")
    assert "公示有2件异议，还没有再次评议异议是否成立" in found.message
    assert str(found.citation) == "自然灾害救助条例 第二十条"
    with pytest.raises(NotReady, match="还没有再次评议"):
        drafting.send(case, by=clerk, at=NOON)

    meetings.record(case, REVIEW, sheet=PDF, by=clerk, at=NOON)
    assert last_event(case) == "deliberation.agreed"
    assert owed(case, clerk) == ""
    said = recorded.said(case, meeting_rule(case))
    assert "公示期间收到异议2件；再次评议异议：2026年11月18日召开民主评议会" in said
    assert said.endswith("异议不成立。")
    assert audit.audit().faults == ()


def test_the_review_may_be_recorded_before_the_objections_are(case: Case, clerk: User) -> None:
    early = replace(MET, objections=0, objections_settled=0)
    meetings.record(case, early, sheet=PDF, by=clerk, at=NOON - timedelta(days=10))
    meetings.record(case, REVIEW, sheet=PDF, by=clerk, at=NOON)
    meetings.record(case, MET, sheet=PDF, by=clerk, at=NOON)
    assert last_event(case) == "deliberation.agreed"
    # What was told of the very meeting is compared with its own record, not with the last one.
    meetings.record(case, REVIEW, sheet=PDF, by=clerk, at=NOON)
    wrong = replace(MET, votes_for=17, against=3)
    with pytest.raises(NotReady, match=r"2026年11月9日的民主评议会已经登记过"):
        meetings.record(case, wrong, sheet=PDF, by=clerk, at=NOON)


def test_a_review_that_does_not_carry_is_a_reason_to_refuse(case: Case, clerk: User) -> None:
    meetings.record(case, MET, sheet=PDF, by=clerk, at=NOON)
    lost = replace(REVIEW, votes_for=5, against=15)
    meetings.record(case, lost, sheet=PDF, by=clerk, at=NOON)
    assert last_event(case) == "deliberation.declined"
    assert "2026年11月18日召开民主评议会" in recorded.declined(case)


def test_what_was_recorded_during_the_notice_is_recorded_again_after_it(
    case: Case, clerk: User
) -> None:
    quiet = replace(MET, objections=0, objections_settled=0)
    then = NOON - timedelta(days=8)  # the sixteenth, the last day
    meetings.record(case, quiet, sheet=PDF, by=clerk, at=then)
    assert "公示到2026年11月16日为止，还没有结束" in owed(case, clerk, then)
    assert "公示期满以后的异议情况再登记一次" in owed(case, clerk)
    meetings.record(case, quiet, sheet=PDF, by=clerk, at=NOON)
    assert owed(case, clerk) == ""


def test_the_page_says_how_and_which_records_count(desk: Client, case: Case, clerk: User) -> None:
    page = words(desk.get(at("deliberation", case.number)))
    assert "再开一次会，评议异议是否成立：自然灾害救助条例第二十条" in page
    assert "“同意”填认为异议不成立的人数" in page
    early = replace(MET, objections=0, objections_settled=0)
    for one in (early, MET, REVIEW):
        meetings.record(case, one, sheet=PDF, by=clerk, at=NOON)
    page = words(desk.get(at("case", case.number)))
    assert "第1次登记·已被后来登记的代替" in page
    assert "第2次登记·公示的结果，以这一次为准" in page
    assert "第3次登记·再次评议，以这一次为准" in page


def test_no_other_item_is_told_of_it(desk: Client, case_for: Cases, clerk: User) -> None:
    other = case_for("POS-003", by=clerk)
    assert "再次评议" not in words(desk.get(at("deliberation", other.number)))
