"""Taking reports in: one correction of one unit and proof, and who may carry papers then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from juzheng.acts import audit
from juzheng.acts.base.moves import NotReady, NotYours
from juzheng.acts.supervision import exposure, hearings, reports, taking_in
from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.supervision.exposure import CorrectionEvent, Counted, Hearing, Service, Standing
from juzheng.records.models import Report
from juzheng.records.supervision import alike, corrections, of_units, tallies
from tests.acts.test_exposure import (  # noqa: F401 - officers is a fixture
    ABOUT,
    COUNTY,
    FACTS,
    SAID,
    accepted,
    exposed,
    filed,
    notified,
    officers,
)
from tests.conftest import NOON
from tests.supervising import GROUNDS, facts_served, messenger


def received(**changes: Any) -> Report:
    return reports.receive(filed(**changes), at=NOON)


def test_the_unit_is_looked_for_by_the_name_that_the_officer_put_right(officers: Any) -> None:  # noqa: F811
    one, first = accepted(officers), officers["first"]
    short = received(unit_name="示例局", item="", proof="别的叫法")
    assert corrections.like(short, "") == []  # nothing is known under the resident's name
    with pytest.raises(NotReady, match=f"已经有一件在办：{one.number}"):
        exposure.accept(short, ABOUT, by=first, at=NOON)
    assert short.state == "received"
    other = replace(ABOUT, proof="住址证明", item="NEG-02")
    exposure.accept(short, other, by=first, at=NOON)  # another proof is another matter
    again = received(unit_name="示例局", item="")
    twin = exposure.accept(again, ABOUT, by=first, at=NOON, apart=True)
    assert twin.pk != one.pk


def test_a_report_is_moved_to_where_it_belongs_and_its_reporter_is_told(officers: Any) -> None:  # noqa: F811
    one, first = accepted(officers), officers["first"]
    report = received(unit_name="示例局")
    twin = exposure.accept(report, ABOUT, by=first, at=NOON, apart=True)
    exposure.drop(twin, "同一件", "在另一件里办。", version=twin.version, by=first, at=NOON)
    assert alike.told_why_over(twin) == "在另一件里办。"
    assert alike.goes_on_in(twin) == one
    assert alike.to_move_into(report)[0] == one

    with pytest.raises(NotYours):
        taking_in.transfer(report, one, by=officers["elsewhere"], at=NOON)
    taking_in.transfer(report, one, by=officers["second"], at=NOON)
    report.refresh_from_db()
    assert (report.correction, report.state, one.reports.count()) == (one, "accepted", 2)
    with pytest.raises(StepNotAllowed):  # it lies there already
        taking_in.transfer(report, one, by=officers["second"], at=NOON)
    told = [str(step["what"]) for step in corrections.steps_for_everybody(report)]
    assert "转到同一单位、同一证明的另一件" in told
    assert not audit.audit().faults


def test_nothing_is_moved_out_of_what_its_unit_has_been_told_in_facts(officers: Any) -> None:  # noqa: F811
    one, first, later = accepted(officers), officers["first"], NOON + timedelta(days=22)
    report = one.reports.get()
    twin = exposure.accept(received(), ABOUT, by=first, at=NOON, apart=True)
    notified(one, officers)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=later)
    report.refresh_from_db()
    assert alike.to_move_into(report) == []
    with pytest.raises(StepNotAllowed):
        taking_in.transfer(report, twin, by=first, at=later)


def test_what_joins_what_is_public_was_never_approved_and_is_not_shown(officers: Any) -> None:  # noqa: F811
    report = received()
    reports.review(
        report, "没有批过的话。", by=officers["third"], at=NOON
    )  # before anybody approved
    one, later = exposed(officers)
    exposure.join(report, one, by=officers["third"], at=later + timedelta(days=1))
    assert [each.words for each in corrections.published(one)] == [SAID]


def test_who_only_put_a_report_beside_may_serve_and_never_approve(officers: Any) -> None:  # noqa: F811
    one, second = accepted(officers), officers["second"]
    exposure.join(received(), one, by=second, at=NOON)
    exposure.notify(one, "示例市示例局", version=one.version, by=officers["first"], at=NOON)
    served = (Service.POST, NOON.date(), "挂号1号")
    with pytest.raises(NotReady, match="受理或写事实的人不能登记送达"):
        exposure.serve(one, *served, version=one.version, by=officers["first"], at=NOON)
    exposure.serve(one, *served, version=one.version, by=second, at=NOON)
    assert second.pk in corrections.hands(one)
    assert second.pk not in corrections.accusers(one)


def test_a_notice_that_nobody_brought_has_told_nobody_and_counts_as_none(officers: Any) -> None:  # noqa: F811
    one = accepted(officers)
    exposure.notify(one, "示例市示例局", version=one.version, by=officers["first"], at=NOON)
    assert one.standing is Standing.DRAFTED
    assert [step.what for step in tallies.steps()] == []
    told = [str(step["what"]) for step in corrections.steps_of(one)]
    assert told == ["受理", "拟好通报，准备送达"]
    served = (Service.POST, NOON.date(), "挂号1号")
    exposure.serve(one, *served, version=one.version, by=officers["post"], at=NOON)
    assert one.standing is one.stands
    assert [step.what for step in tallies.steps()] == [Counted.NOTICES]


@pytest.mark.parametrize("late", [0, 20])
def test_a_unit_gives_up_its_hearing_and_what_it_wrote_stands(officers: Any, late: int) -> None:  # noqa: F811
    one, first, at = accepted(officers), officers["first"], NOON + timedelta(days=22)
    notified(one, officers)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=first, at=at)
    facts_served(one, at)
    seen: Any = {"by": messenger(COUNTY), "at": at}
    hearings.ask_hearing(one, "要当面说。", "来文1号", version=one.version, **seen)
    exposure.hear(one, Hearing.SPOKE, "不属实。", "来文2号", version=one.version, **seen)
    assert of_units.standing(one, at.date()) is Standing.IN_PERSON
    seen["at"] = at + timedelta(days=late)  # also when its days to write are over
    exposure.hear(one, Hearing.DECLINED, "", "来文3号", version=one.version, **seen)
    assert (one.hearing, one.reply, one.state) == ("spoke", "不属实。", "heard")
    assert of_units.standing(one, seen["at"].date()) is one.stands
    assert not of_units.hearing(one).asked
    codes = {
        each.code
        for each in corrections.against(one, CorrectionEvent.EXPOSED, by=first, on=at.date())
    }
    assert "hearing_asked" not in codes
    assert "single_handed" in codes  # it came on paper: another officer compares it
