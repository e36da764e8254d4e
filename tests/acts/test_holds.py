"""Holds (暂不删除): what an authority wants kept stays until the day that was registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from juzheng.acts import retention
from juzheng.acts.audit import audit
from juzheng.acts.base import access_log, holds, moves
from juzheng.acts.cases import signing, withdrawal
from juzheng.acts.inquiries import inquiries
from juzheng.acts.supervision import reports
from juzheng.law.base.retention import BadTerm, HoldGround, Kept
from juzheng.law.supervision.reports import ReportEvent
from juzheng.records.models import Case, Certificate, Entry, Hold, Report, User
from tests.acts.test_exposure import filed
from tests.acts.test_inquiries import registered
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
OVER = NOON + timedelta(days=200)  # 180 days for what was withdrawn
UNTIL = NOON.date() + timedelta(days=400)
ASKED = holds.Asked(HoldGround.AUTHORITY, "（2026）示民初1号", "案件审结前保留", UNTIL)


@pytest.fixture
def withdrawn(case_for: Callable[..., Case]) -> Case:
    case = case_for("POS-001")
    withdrawal.withdraw(case, at=NOON)
    return case


@pytest.fixture
def county(person: Callable[..., User]) -> User:
    return person("county", "overseer", None, "郑科长", division="990121")


def hand(by: User, at: datetime = NOON) -> dict[str, Any]:
    return {"by": by, "at": at}


def seen(hold: Hold, by: User) -> dict[str, Any]:
    return {"version": hold.version, **hand(by)}


def test_what_is_held_stays_to_its_last_day_and_goes_the_next(
    withdrawn: Case, county: User
) -> None:
    hold = holds.place(withdrawn.number, ASKED, **hand(county))
    assert retention.sweep(at=OVER) == {}
    last = datetime.combine(UNTIL, NOON.timetz())
    assert retention.sweep(at=last) == {}
    withdrawn.refresh_from_db()
    assert withdrawn.applicant_name
    assert retention.sweep(at=last + timedelta(days=1)) == {Kept.WITHDRAWN: 1}
    line = Entry.objects.get(chain=hold.chain)
    assert (line.event, line.by_id) == ("hold.placed", county.pk)
    assert line.details["letter"] == ASKED.letter
    assert audit().faults == ()


def test_lifted_it_goes_and_extended_it_stays(withdrawn: Case, county: User) -> None:
    hold = holds.place(withdrawn.number, ASKED, **hand(county))
    holds.extend(hold, UNTIL + timedelta(days=300), "二审", **seen(hold, county))
    longer = datetime.combine(UNTIL + timedelta(days=299), NOON.timetz())
    assert retention.sweep(at=longer) == {}
    holds.lift(hold, "已审结", **seen(hold, county))
    assert retention.sweep(at=longer) == {Kept.WITHDRAWN: 1}
    with pytest.raises(moves.StepNotAllowed):
        holds.lift(hold, "再解除", **seen(hold, county))
    assert audit().faults == ()


def test_the_paper_s_number_keeps_its_case_and_the_looks_at_it(
    drafted_for: Callable[..., Case], responsible: User, county: User, clerk: User
) -> None:
    made = signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    assert made.case is not None
    access_log.viewed(made.case, "办件", by=clerk, at=NOON)
    far = NOON + timedelta(days=1000)
    holds.place(made.number, replace(ASKED, until=far.date()), **hand(county))
    hold = Hold.objects.get()
    holds.extend(hold, far.date(), "继续", **seen(hold, county))
    for _ in range(4):  # three years at most each time, from the day on which it is extended
        far += timedelta(days=1000)
        later = {"version": hold.version, **hand(county, far - timedelta(days=1000))}
        holds.extend(hold, far.date(), "继续", **later)
    assert retention.sweep(at=far) == {}
    assert Certificate.objects.get().content
    assert retention.sweep(at=far + timedelta(days=1))[Kept.CERTIFICATE] == 1


def test_a_report_is_held_too(county: User) -> None:
    report = reports.receive(filed(), at=NOON)
    reports.set_aside(report, ReportEvent.NOT_A_DEMAND, "不是", by=county, at=NOON)
    until = NOON.date() + timedelta(days=1096)
    holds.place(
        report.number, replace(ASKED, ground=HoldGround.DISPUTE, until=until), **hand(county)
    )
    assert retention.sweep(at=NOON + timedelta(days=1096)) == {}
    assert Kept.REPORT in retention.sweep(at=NOON + timedelta(days=1200))
    assert Report.objects.get().erased_at is not None


def test_an_unanswered_letter_about_the_applicant_keeps_the_case(
    withdrawn: Case, clerk: User, responsible: User
) -> None:
    asking = registered(clerk, about=withdrawn.applicant_name, question="办过什么证明？")
    registered(clerk, key="another", about="赵某", question="有没有这个人？")
    assert retention.sweep(at=OVER) == {}
    inquiries.decline(asking, "没有调查令", version=asking.version, **hand(responsible))
    assert retention.sweep(at=OVER) == {Kept.WITHDRAWN: 1}


def test_only_the_office_that_governs_it_holds_anything(
    withdrawn: Case, county: User, person: Callable[..., User]
) -> None:
    other = person("other", "overseer", None, "吴科长", division="420100")
    for number, by in ((withdrawn.number, other), ("990121-2026-反000009", county), ("", county)):
        with pytest.raises(holds.NothingToHold, match="没有这个编号"):
            holds.place(number, ASKED, **hand(by))
    hold = holds.place(withdrawn.number, ASKED, **hand(county))
    with pytest.raises(moves.NotYours):
        holds.lift(hold, "解除", **seen(hold, other))
    with pytest.raises(moves.NotYours):
        holds.extend(hold, UNTIL, "改", **seen(hold, other))
    with pytest.raises(holds.NothingToHold, match="已经登记过"):
        holds.place(withdrawn.number, ASKED, **hand(county))


def test_an_end_is_to_come_and_not_for_ever(withdrawn: Case, county: User) -> None:
    for days in (-1, 1097):
        end = replace(ASKED, until=NOON.date() + timedelta(days=days))
        with pytest.raises(BadTerm):
            holds.place(withdrawn.number, end, **hand(county))
    assert not Hold.objects.exists()


def test_what_is_gone_cannot_be_held(withdrawn: Case, county: User) -> None:
    retention.sweep(at=OVER)
    with pytest.raises(holds.NothingToHold, match="已经按期删除"):
        holds.place(withdrawn.number, replace(ASKED, until=OVER.date()), **hand(county, OVER))


def test_the_reason_outlives_the_case_and_is_masked(withdrawn: Case, county: User) -> None:
    told = replace(ASKED, reason="原告电话13800138000，审结前保留")
    assert "13800138000" not in holds.place(withdrawn.number, told, **hand(county)).reason
