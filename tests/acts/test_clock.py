"""Clocks (时钟): they run while the committee is open, and all of the promise is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from juzheng.acts.cases import answering
from juzheng.law.catalogue import guides
from juzheng.law.catalogue.items import CommitteeKind
from juzheng.records.cases import case_file
from juzheng.records.catalogue import governing
from juzheng.records.models import Case
from juzheng.web.resident.course import course
from juzheng.web.shared.cases.answer_text import _decision
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
SATURDAY_NIGHT = datetime(2026, 11, 21, 23, 57, tzinfo=NOON.tzinfo)
SUNDAY, MONDAY, TUESDAY = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)


def known(case_for: Callable[..., Case], at: datetime) -> Case:
    """Return a case that is decided on the spot."""
    case = case_for("POS-001", at=at, already_known=True)
    assert case.decision["limit_working_days"] == 0
    return case


def test_on_the_spot_means_within_the_next_opening_hours(case_for: Callable[..., Case]) -> None:
    case = known(case_for, SATURDAY_NIGHT)
    assert case.due_on == MONDAY
    for on in (SUNDAY, MONDAY):
        now = course(case, list(case.entries.all()), on=on)[1]["text"]
        assert "12345" not in now
    assert "12345" in course(case, list(case.entries.all()), on=TUESDAY)[1]["text"]
    assert not Case.objects.overdue(MONDAY).exists()


@pytest.mark.parametrize(
    ("hour", "minute", "due"),
    [(9, 0, MONDAY), (17, 29, MONDAY), (17, 30, TUESDAY), (0, 1, MONDAY)],  # by its printed hours
)
def test_a_day_ends_when_the_counter_closes(
    case_for: Callable[..., Case], hour: int, minute: int, due: date
) -> None:
    at = datetime(2026, 11, 23, hour, minute, tzinfo=NOON.tzinfo)
    assert known(case_for, at).due_on == due


def test_a_limit_begins_to_run_when_the_committee_is_open(case_for: Callable[..., Case]) -> None:
    filed, opened = case_for("POS-001", at=SATURDAY_NIGHT), case_for("POS-001", at=NOON)
    assert filed.due_on == date(2026, 11, 30)
    assert opened.due_on == answering.last_day_of(opened, case_file.decision_of(opened))
    refused = case_for("NEG-01", at=SATURDAY_NIGHT)
    assert refused.due_on == TUESDAY


def test_the_days_of_public_notice_are_part_of_the_promise(case_for: Callable[..., Case]) -> None:
    case = case_for("POS-019", at=NOON.replace(day=23, hour=10))
    rule = case_file.rule_of_meeting(
        case.revision.item, CommitteeKind(case.committee.kind), only_for_risk=False
    )
    decision = case_file.decision_of(case)
    assert rule.public_notice_days == 7
    assert case.due_on == date(2026, 12, 7)  # seven days, then five working days
    assert "议事公示的天数另计" in "".join(_decision(decision))
    where = guides.Where(case.committee.code, NOON.date())
    told = guides.guide(case.revision.item, governing.governing(NOON.date()), where)
    assert told.limit.endswith("（公示7天另计）")
    assert told.steps[-1].limit.endswith("（公示7天另计）")
