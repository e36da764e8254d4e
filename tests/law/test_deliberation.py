"""Whether the record of a meeting carries (议事协商)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.base.citations import DELIBERATE_AND_SIGN, house
from juzheng.law.cases.deliberation import (
    Meeting,
    agreed,
    event_of,
    impossible,
    of_others,
    reaches,
    shortfalls,
)
from juzheng.law.cases.lifecycle import Event
from juzheng.law.catalogue.items import (
    CommitteeKind,
    Confidence,
    DeliberationRule,
    MeetingNumber,
    Source,
)
from juzheng.law.catalogue.meetings import agreed_by, holds, kinds, own

SOURCE = Source("样例", Confidence.HIGH)
RULE = DeliberationRule("村民会议或者村民代表会议", "1/2", "1/2", 7, SOURCE)
TWO_THIRDS = replace(RULE, quorum="2/3", majority="2/3")
HELD = date(2026, 11, 2)
ON = date(2026, 11, 22)
MEETING = Meeting(
    kind="村民代表会议",
    called_on=date(2026, 10, 20),
    held_on=HELD,
    entitled=60,
    present=45,
    votes_for=40,
    against=3,
    abstained=2,
    public_notice_days=7,
    notice_from=date(2026, 11, 3),
    objections=1,
    objections_settled=1,
    sheet=True,
)


def codes(meeting: Meeting, rule: DeliberationRule = RULE, on: date = ON) -> list[str]:
    return [shortfall.code for shortfall in shortfalls(meeting, rule, on)]


def test_the_majority_is_of_all_entitled_where_the_rule_says_so() -> None:
    of_all = replace(TWO_THIRDS, majority_of_entitled=True)

    assert codes(MEETING, of_all) == []  # 40 of 60
    assert codes(replace(MEETING, votes_for=39, against=4), of_all) == ["majority"]
    assert codes(replace(MEETING, votes_for=39, against=4), TWO_THIRDS) == []  # 39 of 45


def test_the_call_comes_as_many_days_before_as_the_rule_says() -> None:
    ten_days = replace(RULE, notice_days=10)

    assert codes(MEETING, ten_days) == []
    assert codes(replace(MEETING, called_on=date(2026, 10, 23)), ten_days) == []
    assert codes(replace(MEETING, called_on=date(2026, 10, 24)), ten_days) == ["called_late"]


def test_a_rule_names_the_kinds_of_meeting_it_accepts() -> None:
    rule = replace(RULE, kind="本集体成员的村民会议（或村民代表会议）")

    assert kinds(rule) == ("本集体成员的村民会议", "村民代表会议")


def test_a_complete_record_carries() -> None:
    assert codes(MEETING) == []
    assert not shortfalls(MEETING, RULE, ON)
    assert not shortfalls(MEETING, TWO_THIRDS, ON)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "居民会议"}, "kind"),
        ({"kind": "村民会议或者村民代表会议"}, "kind"),
        ({"called_on": HELD + timedelta(days=1)}, "called"),
        ({"entitled": 44}, "present"),
        ({"votes_for": 41}, "votes"),
        ({"abstained": 1}, "votes"),
        ({"entitled": 90}, "quorum"),
        ({"votes_for": 22, "against": 21}, "majority"),
        ({"notice_from": None}, "notice"),
        ({"notice_from": HELD - timedelta(days=1)}, "notice_before"),
        ({"public_notice_days": 6}, "notice_short"),
        ({"public_notice_days": 30}, "notice_open"),
        ({"objections": 2}, "objections"),
        ({"objections": 0}, "objections_count"),
        ({"sheet": False}, "sheet"),
    ],
)
def test_each_thing_missing_is_named_alone(changes: dict[str, object], code: str) -> None:
    assert codes(replace(MEETING, **changes)) == [code]  # type: ignore[arg-type]


def test_a_meeting_still_to_come_carries_nothing() -> None:
    assert "not_held" in codes(MEETING, on=HELD - timedelta(days=1))
    assert "not_held" not in codes(MEETING, on=HELD)


def test_the_notice_runs_its_last_day_to_the_end() -> None:
    last = date(2026, 11, 9)
    assert codes(MEETING, on=last) == ["notice_open"]
    assert codes(MEETING, on=last + timedelta(days=1)) == []


def test_a_rule_without_a_notice_asks_for_none() -> None:
    silent = replace(RULE, public_notice_days=0)
    assert not shortfalls(replace(MEETING, notice_from=None, public_notice_days=0), silent, ON)


def test_more_than_half_and_at_least_two_thirds() -> None:
    for part, whole in product(range(61), range(1, 61)):
        assert reaches(part, whole, "1/2") == (2 * part > whole)
        assert reaches(part, whole, "2/3") == (3 * part >= 2 * whole)
        assert reaches(part, whole, "1") == (part >= whole)


@pytest.mark.parametrize("fraction", ["1/2", "2/3", "1"])
def test_nobody_is_never_enough(fraction: str) -> None:
    assert not reaches(0, 0, fraction)


@pytest.mark.parametrize("fraction", ["", "half", "0", "-1/2", "4/3", "1/0"])
def test_a_rule_that_cannot_be_read_is_a_developers_mistake(fraction: str) -> None:
    with pytest.raises(ValueError, match="a fraction"):
        reaches(1, 2, fraction)


def test_a_negative_count_is_a_developers_mistake() -> None:
    with pytest.raises(ValueError, match="present must be 0 or more, got -1"):
        replace(MEETING, present=-1)


COUNTS = st.integers(0, 200)
RULES = st.sampled_from(
    [RULE, TWO_THIRDS, replace(RULE, majority="2/3"), replace(RULE, quorum="1")]
)
DAYS = st.dates(date(2026, 10, 1), date(2026, 12, 31))


@given(
    meeting=st.builds(
        Meeting,
        kind=st.sampled_from(["村民会议", "村民代表会议", "居民会议"]),
        called_on=DAYS,
        held_on=DAYS,
        entitled=COUNTS,
        present=COUNTS,
        votes_for=COUNTS,
        against=COUNTS,
        abstained=COUNTS,
        public_notice_days=st.integers(0, 40),
        notice_from=st.one_of(st.none(), DAYS),
        objections=st.integers(0, 3),
        objections_settled=st.integers(0, 3),
        sheet=st.booleans(),
    ),
    rule=RULES,
    on=DAYS,
)
def test_every_shortfall_is_a_sentence_with_its_citation(
    meeting: Meeting, rule: DeliberationRule, on: date
) -> None:
    found = shortfalls(meeting, rule, on)
    record = house("议事要留下记录")
    assert all(one.citation in (DELIBERATE_AND_SIGN, record) for one in found)
    assert all(shortfall.message.endswith("。") for shortfall in found)
    if not found:
        assert 0 < meeting.votes_for <= meeting.present <= meeting.entitled
        assert Fraction(meeting.votes_for, meeting.present) >= Fraction(rule.majority)
        assert meeting.notice_from is not None
        assert meeting.called_on <= meeting.held_on <= meeting.notice_from < on


@given(entitled=st.integers(1, 100), data=st.data(), rule=st.sampled_from([RULE, TWO_THIRDS]))
def test_one_more_vote_in_favour_never_undoes_agreement(
    entitled: int, data: st.DataObject, rule: DeliberationRule
) -> None:
    present = data.draw(st.integers(1, entitled))
    votes_for = data.draw(st.integers(0, present - 1))
    before = replace(
        MEETING,
        entitled=entitled,
        present=present,
        votes_for=votes_for,
        against=present - votes_for,
        abstained=0,
    )
    after = replace(before, votes_for=votes_for + 1, against=present - votes_for - 1)
    assert not shortfalls(after, rule, ON) or shortfalls(before, rule, ON)


@pytest.mark.parametrize(
    ("written", "accepted"),
    [
        ("村民会议", ("村民会议",)),
        ("村民会议或者村民代表会议", ("村民会议", "村民代表会议")),
        ("成员的村民会议（或村民代表会议）", ("成员的村民会议", "村民代表会议")),
        ("成员大会（村委会依法代行时参照）", ("成员大会",)),
        ("居（村）民委员会会议", ("居民委员会会议", "村民委员会会议")),
    ],
)
def test_a_rule_says_which_meetings_it_accepts(written: str, accepted: tuple[str, ...]) -> None:
    assert kinds(replace(RULE, kind=written)) == accepted


RESIDENTS, VILLAGERS = CommitteeKind.RESIDENTS, CommitteeKind.VILLAGERS


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("居民委员会会议", {RESIDENTS}),
        ("居民会议", {RESIDENTS}),
        ("社区居民代表大会", {RESIDENTS}),
        ("村民委员会会议", {VILLAGERS}),
        ("本集体成员的村民会议", {VILLAGERS}),
        ("村民小组会议", {VILLAGERS}),
        ("民主评议会", {RESIDENTS, VILLAGERS}),
        ("居民座谈会", {RESIDENTS, VILLAGERS}),
        ("业主大会", {RESIDENTS, VILLAGERS}),
    ],
)
def test_a_committee_holds_only_its_own_meetings(kind: str, who: set[CommitteeKind]) -> None:
    assert {one for one in CommitteeKind if holds(one, kind)} == who
    held = replace(MEETING, kind=kind)
    for one in CommitteeKind:
        assert [field for field, _ in of_others(held, one)] == ([] if one in who else ["kind"])


def test_a_rule_of_both_is_each_ones_own() -> None:
    both = replace(RULE, kind="居民委员会会议或者村民委员会会议")
    mine = own(both, RESIDENTS)
    assert mine is not None
    assert kinds(mine) == ("居民委员会会议",)
    assert (mine.quorum, mine.source) == (both.quorum, both.source)
    other = replace(MEETING, kind="村民委员会会议")
    assert "kind" in {one.code for one in shortfalls(other, mine, ON)}
    assert own(RULE, RESIDENTS) is None
    assert agreed_by(both, None).startswith("会议：居民委员会会议或者村民委员会会议，")
    assert agreed_by(both, VILLAGERS).startswith("会议：村民委员会会议，")
    assert agreed_by(RULE, RESIDENTS) == ""
    assert own(RULE, VILLAGERS) is RULE


NOBODY_ELSE = {"present": 20, "votes_for": 18, "against": 1, "abstained": 1}


@pytest.mark.parametrize(
    ("changes", "event"),
    [
        ({}, Event.AGREED),
        ({"votes_for": 3, "against": 40}, Event.DECLINED),
        (NOBODY_ELSE, Event.NOT_VALID),  # 20 of 60 is no quorum, however they voted
        ({**NOBODY_ELSE, "votes_for": 1, "against": 18}, Event.NOT_VALID),
        ({"kind": "居民会议"}, Event.NOT_VALID),
        ({"votes_for": 50}, Event.NOT_VALID),  # 55 votes of 45
        ({"held_on": date(2026, 12, 1), "notice_from": None}, Event.NOT_VALID),
        ({"notice_from": None}, Event.CARRIED),
        ({"notice_from": ON}, Event.CARRIED),
        ({"sheet": False}, Event.CARRIED),
        ({"objections_settled": 0}, Event.CARRIED),
        ({"votes_for": 3, "against": 40, "notice_from": None}, Event.DECLINED),
    ],
)
def test_an_event_is_named_by_what_the_law_says_of_it(
    changes: dict[str, object], event: Event
) -> None:
    meeting = replace(MEETING, **changes)  # type: ignore[arg-type]
    assert event_of(meeting, RULE, ON) is event
    assert (event is Event.AGREED) == agreed(meeting, RULE, ON)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"present": 61, "votes_for": 56}, "present"),
        ({"votes_for": 41}, "votes_for"),
        ({"held_on": date(2026, 10, 19), "notice_from": None}, "held_on"),
        ({"notice_from": date(2026, 11, 1)}, "notice_from"),
        ({"objections_settled": 2}, "objections_settled"),
    ],
)
def test_what_no_meeting_can_have_been_is_said_of_its_field(
    changes: dict[str, object], field: str
) -> None:
    assert list(impossible(MEETING)) == []
    found = impossible(replace(MEETING, **changes))  # type: ignore[arg-type]
    assert [name for name, _ in found] == [field]


BY_AREA = replace(RULE, quorum="2/3", by_area=True)
OWNERS = replace(MEETING, area_entitled=9000, area_present=6000, area_for=3001)


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ({}, []),
        ({"area_present": 5999}, ["quorum"]),
        ({"area_for": 3000}, ["majority"]),  # half is not more than half
        ({"area_entitled": 0, "area_present": 0, "area_for": 0}, ["quorum", "majority"]),
    ],
)
def test_owners_count_by_heads_and_by_area_and_both_must_suffice(area, told) -> None:
    """民法典 第二百七十八条第二款."""
    assert codes(replace(OWNERS, **area), BY_AREA) == told
    assert codes(replace(OWNERS, votes_for=22, against=21), BY_AREA) == ["majority"]
    assert codes(replace(OWNERS, **area), replace(BY_AREA, by_area=False)) == []


def test_no_more_area_votes_than_there_is() -> None:
    assert [field for field, _ in impossible(replace(OWNERS, area_present=9001))] == [
        "area_present"
    ]
    assert [field for field, _ in impossible(replace(OWNERS, area_for=6001))] == ["area_for"]


def test_the_party_discusses_it_first_where_the_law_wants_it_and_from_its_day() -> None:
    since = date(2026, 1, 1)
    rule = replace(RULE, party_first="某法第某条", party_first_from=since)
    told = {"party_body": "示例村党支部", "party_on": HELD}

    assert codes(MEETING, rule) == ["party"]
    assert "某法第某条" in shortfalls(MEETING, rule, ON)[0].message
    assert codes(replace(MEETING, party_body="示例村党支部"), rule) == ["party"]
    assert codes(replace(MEETING, party_on=HELD), rule) == ["party"]
    assert codes(replace(MEETING, **told), rule) == []
    after = replace(MEETING, **{**told, "party_on": HELD + timedelta(days=1)})
    assert codes(after, rule) == ["party"]
    assert event_of(MEETING, rule, ON) is Event.NOT_VALID
    assert codes(MEETING, replace(rule, party_first_from=HELD + timedelta(days=1))) == []
    assert codes(MEETING, replace(rule, party_first_from=None)) == ["party"]


def test_a_number_that_no_law_gives_is_marked_as_ours() -> None:
    few = replace(MEETING, present=30, votes_for=10, against=10, abstained=10, public_notice_days=6)

    def said(rule: DeliberationRule) -> list[str]:
        return [one.message for one in shortfalls(few, rule, ON) if "本项目建议" in one.message]

    assert said(RULE) == []
    assert len(said(replace(RULE, ours=tuple(MeetingNumber)))) == 3


@pytest.mark.parametrize("rule", catalogue().procedures.values(), ids=lambda one: one.id)
def test_every_rule_says_which_of_its_numbers_are_ours(rule) -> None:
    """What the source or the note calls our own number is marked so, and the reverse."""
    text = rule.rule.source.text + rule.rule.note
    assert ("本项目建议" in text) == bool(rule.rule.ours)


def test_where_residents_decide_by_meeting_the_party_discusses_it_first() -> None:
    rules = {one.id: one.rule for one in catalogue().procedures.values()}
    for name in ("village-meeting", "residents-meeting", "land-to-outsiders"):
        assert rules[name].party_first_from == date(2026, 1, 1)
    members = rules["collective-members-meeting"]
    assert "农村集体经济组织法第二十六条第二款" in members.party_first
    assert members.party_first_from == date(2025, 5, 1)
    assert not rules["committee-meeting"].party_first
    assert rules["owners-decision"].by_area


def test_days_in_what_is_said_are_written_as_people_write_them() -> None:
    rule = replace(RULE, party_first="开会前先经党组织讨论")
    late = replace(MEETING, party_body="示例村党支部", party_on=HELD + timedelta(days=1))
    said = [one.message for one in shortfalls(late, rule, date(2026, 11, 4))]
    said += [one.message for one in shortfalls(MEETING, RULE, date(2026, 11, 1))]
    assert any("党组织2026年11月3日才研究" in one for one in said)
    assert any("公示到2026年11月9日为止" in one for one in said)
    assert any("会议定在2026年11月2日" in one for one in said)
    assert not any("2026-" in one for one in said)
