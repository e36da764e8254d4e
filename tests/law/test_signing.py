"""Obstacles: everything that is missing, said all at once, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from juzheng.law.base.citations import DELIBERATE_AND_SIGN, RISK, house
from juzheng.law.cases.contradictions import Otherwise
from juzheng.law.cases.deliberation import Shortfall
from juzheng.law.cases.lifecycle import Event
from juzheng.law.cases.signing import Hand, Readiness, obstacles, obstacles_to_preparing
from juzheng.law.cases.wording import forbidden
from juzheng.law.catalogue.requirements import Requirement

COMPLETE = Readiness(
    issues=True,
    requires=frozenset(Requirement),
    meeting_held=True,
    ground=True,
    written_demand=True,
    risk_assessed=True,
)

MISSING = {
    "outcome": {"issues": False},
    "basis": {"basis_lapsed": True},
    "answers": {"unanswered": ("您现在住在哪里？",)},
    "facts": {"unconfirmed": ("居住事实",)},
    "deliberation": {"meeting_held": False},
    "ground": {"ground": False},
    "demand": {"demand_gaps": ("谁说的",)},
    "written_demand": {"written_demand": False},
    "risk": {"risk_assessed": False},
    "wording": {"unlawful_wording": forbidden("表现良好")},
    "glyphs": {"missing_glyphs": ("𬀩",)},
    "contradiction": {"contradicted_by": ("999901001001-2026-00001",)},
    "differs": {"otherwise": (Otherwise("999901001001-2026-00002", ("婚姻状况",), stops=False),)},
    "signer": {"signer_is_responsible": False},
    "self": {"hand": Hand("林主任", (Event.CONFIRMED,), ("孙主任",))},
}
ABOUT_THE_SIGNER = {"signer", "self"}


def codes(file: Readiness) -> set[str]:
    return {obstacle.code for obstacle in obstacles(file)}


def test_a_complete_file_may_be_signed() -> None:
    assert obstacles(COMPLETE) == ()


@pytest.mark.parametrize("code", MISSING)
def test_each_thing_missing_stands_in_the_way_by_itself(code: str) -> None:
    assert codes(replace(COMPLETE, **MISSING[code])) == {code}


def test_everything_missing_is_said_at_once() -> None:
    everything = {key: value for change in MISSING.values() for key, value in change.items()}

    assert codes(replace(COMPLETE, **everything)) == set(MISSING)


@pytest.mark.parametrize("code", sorted(set(MISSING) - ABOUT_THE_SIGNER))
def test_a_draft_cannot_be_sent_over_what_stops_the_pen(code: str) -> None:
    found = obstacles_to_preparing(replace(COMPLETE, **MISSING[code]))

    assert {obstacle.code for obstacle in found} == {code}


def test_where_it_is_said_why_both_are_right_only_what_there_is_once_stands_in_the_way() -> None:
    both = tuple(Otherwise(number, ("婚姻状况",), number == "1") for number in "12")
    file = replace(COMPLETE, otherwise=both, explained=("1", "2"))

    assert [(one.code, "1" in one.message) for one in obstacles(file)] == [("contradiction", True)]
    assert len(obstacles(replace(file, explained=("1",)))) == 2


def test_a_shortfall_of_the_meeting_stands_in_the_way() -> None:
    short = (
        Shortfall("quorum", "到会人数不足。", DELIBERATE_AND_SIGN),
        Shortfall("sheet", "还没有签到表。", house("议事要留下记录")),
    )
    file = replace(COMPLETE, meeting_shortfalls=short)

    found = obstacles(file)
    assert [obstacle.code for obstacle in found] == ["deliberation", "deliberation"]
    assert [obstacle.citation for obstacle in found] == [one.citation for one in short]


def test_where_only_a_risk_calls_for_it_no_assembly_is_asked_for() -> None:
    (found,) = obstacles(replace(COMPLETE, meeting_held=False, flexible=True))

    assert (found.code, found.citation) == ("deliberation", RISK)
    assert "走访" in found.remedy
    assert "签到" not in found.remedy


def test_what_is_not_required_is_not_asked_for() -> None:
    simple = Readiness(issues=True, requires=frozenset({Requirement.FACTS}))

    assert obstacles(simple) == ()


@pytest.mark.parametrize("code", MISSING)
def test_each_obstacle_says_what_is_so_what_to_do_and_where_it_is_written(code: str) -> None:
    for obstacle in obstacles(replace(COMPLETE, **MISSING[code])):
        assert obstacle.message.endswith(("。", "良好", "\uff1f"))
        assert obstacle.remedy.startswith("请")
        assert str(obstacle.citation)
