"""What is asked for, the clock that stands still, and the sheet that is sealed and handed out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.base import deadlines
from juzheng.law.base.papers import PaperState
from juzheng.law.cases import custody, lifecycle, missing, objections, signing
from juzheng.law.cases.custody import Custody, Done, Wanted
from juzheng.law.cases.lifecycle import CASES, Event, State
from juzheng.law.catalogue.routing import Outcome

TODAY = date(2026, 11, 24)
CALENDAR = deadlines.Calendar(
    holidays=frozenset({date(2027, 1, 1)}),
    workdays=frozenset(),
    known_from=date(2026, 1, 1),
    known_until=date(2027, 12, 31),
)
days = st.dates(date(2026, 1, 1), date(2027, 6, 1))


@given(start=days, limit=st.integers(0, 15), used=st.integers(0, 30), waited=st.integers(0, 60))
def test_as_many_working_days_are_left_after_the_stop_as_before(
    start: date, limit: int, used: int, waited: int
) -> None:
    due = deadlines.due_on(start, limit, CALENDAR)
    stopped = start + timedelta(days=used)
    back = CALENDAR.first_working(stopped + timedelta(days=waited))
    after = deadlines.resumed(due, stopped, back, CALENDAR)
    if due < stopped:
        assert after == due, "what was overdue stays so"
        return
    left = deadlines.working_days_left(stopped, due, CALENDAR)
    assert deadlines.working_days_left(back, after, CALENDAR) == left
    assert after >= due


@given(due=days, day=days, hours=st.tuples(st.times(), st.times()))
def test_asked_and_brought_on_the_same_day_changes_nothing(
    due: date, day: date, hours: tuple[time, time]
) -> None:
    """Nor does it where nobody worked in between: from a Saturday to the Sunday."""
    asked, brought = (datetime.combine(day, hour) for hour in sorted(hours))
    assert deadlines.after_stop(due, asked, brought, CALENDAR, time(17)) == due
    saturday = datetime.combine(day + timedelta(days=5 - day.weekday()), time(9))
    sunday = saturday + timedelta(days=1)
    assert deadlines.after_stop(due, saturday, sunday, CALENDAR, time(17)) == due


def codes(
    asked: missing.Asked, outcome: Outcome = Outcome.ON_THE_SPOT, *, before: bool = False
) -> set[str]:
    found = missing.obstacles(asked, outcome, on=TODAY, asked_before=before)
    return {one.code for one in found}


def test_what_lacks_is_named_with_a_day_and_once() -> None:
    asked = missing.Asked(("户口簿",), TODAY + timedelta(days=14))
    assert codes(asked) == set()
    assert codes(asked, before=True) == {"again"}
    assert codes(missing.Asked(("户口簿",), asked.bring_by, "单位换了要求"), before=True) == set()
    assert codes(missing.Asked((), TODAY - timedelta(days=1))) == {"wanted", "bring_by"}
    assert codes(missing.Asked(("户口簿",), TODAY + timedelta(days=91))) == {"bring_by"}
    assert codes(asked, Outcome.TO_CONFIRM) == {"outcome"}


def test_nobody_is_ended_before_the_day_is_over_or_without_a_reason() -> None:
    def ending(on: date, reason: str) -> list[str]:
        return [one.code for one in missing.obstacles_to_ending(TODAY, reason, on=on)]

    assert ending(TODAY, "打过三次电话") == ["bring_by"], "the last day is the resident's"
    assert ending(TODAY + timedelta(days=1), " ") == ["reason"]
    assert ending(TODAY + timedelta(days=1), "打过三次电话") == []


def test_while_materials_are_awaited_nothing_is_decided() -> None:
    allowed = CASES.allowed(State.AWAITING_MATERIALS)
    kept = {Event.NOTED, Event.RECODED, Event.CORRECTED, Event.SUPPLEMENTED}  # none moves the case
    assert allowed == {*kept, Event.MATERIALS_RECEIVED, Event.LAPSED, Event.WITHDRAWN}
    assert {CASES.step(State.AWAITING_MATERIALS, one) for one in kept} == {State.AWAITING_MATERIALS}
    assert State.AWAITING_MATERIALS in lifecycle.OPEN
    assert State.LAPSED not in lifecycle.OPEN


def test_notes_and_the_care_of_a_sheet_move_no_case_and_are_no_hand_in_it() -> None:
    for state, event in product(State, lifecycle.BESIDE):
        if event in CASES.allowed(state):
            assert CASES.step(state, event) is state
    assert not set(lifecycle.BESIDE) & (signing.ESTABLISHES | objections.HAND_IN_REFUSAL)
    for state in State:
        may = set(lifecycle.AFTERCARE) & CASES.allowed(state)
        made = state in (State.ISSUED, State.REFUSED, State.OBJECTED, State.UPHELD)
        assert may == (set(lifecycle.AFTERCARE) if made else set()), state


def refused(wanted: Wanted, *done: Done, paper: PaperState = PaperState.ISSUED) -> list[str]:
    return [one.code for one in custody.obstacles(wanted, paper, done)]


def test_a_sheet_is_sealed_and_collected_once_until_it_is_printed_again() -> None:
    seal, again = Done(Custody.SEALED), Done(Custody.REPRINTED)
    assert refused(Wanted(Custody.SEALED)) == []
    assert refused(Wanted(Custody.SEALED), seal) == ["twice"]
    assert refused(Wanted(Custody.SEALED), Done(Custody.SEALED, undone=True)) == []
    assert refused(Wanted(Custody.SEALED), seal, again) == []
    assert refused(Wanted(Custody.SEALED), seal, Done(Custody.REPRINTED, undone=True)) == ["twice"]
    assert refused(Wanted(Custody.COLLECTED), seal) == []


def test_only_what_bears_the_seal_is_handed_out_and_no_more_of_it_than_was_sealed() -> None:
    two, taken = Done(Custody.SEALED, copies=2), Done(Custody.COLLECTED, copies=2)
    again = Done(Custody.REPRINTED)
    assert refused(Wanted(Custody.COLLECTED)) == ["unsealed"]
    assert refused(Wanted(Custody.COLLECTED), Done(Custody.SEALED, undone=True)) == ["unsealed"]
    assert refused(Wanted(Custody.COLLECTED, 2), two) == []
    assert refused(Wanted(Custody.COLLECTED, 3), two) == ["more"]
    assert refused(Wanted(Custody.COLLECTED), two, taken, again) == ["unsealed"]
    fresh = (two, taken, again, Done(Custody.SEALED))
    assert refused(Wanted(Custody.COLLECTED), *fresh) == []
    assert refused(Wanted(Custody.COLLECTED, 2), *fresh) == ["more"]
    beside = (Done(Custody.SEALED, copies=2), again)
    assert refused(Wanted(Custody.COLLECTED, 2), *beside) == [], "the sealed ones still lie here"
    assert refused(Wanted(Custody.COLLECTED, 3), *beside) == ["more"]
    kept = (Done(Custody.SEALED), again, Done(Custody.SEALED))
    assert refused(Wanted(Custody.COLLECTED, 2), *kept) == [], "two originals are asked for"


def test_several_that_bear_the_seal_are_handed_out_one_by_one() -> None:
    three, one = Done(Custody.SEALED, copies=3), Done(Custody.COLLECTED)
    assert custody.left((three, one)) == 2
    assert refused(Wanted(Custody.COLLECTED), three, one) == []
    assert refused(Wanted(Custody.COLLECTED, 3), three, one) == ["more"]
    done = (three, one, Done(Custody.COLLECTED, copies=2))
    assert refused(Wanted(Custody.COLLECTED), *done) == ["twice"]
    assert [custody.places(done, at) for at in (1, 2)] == [(1, 1, 3), (2, 3, 3)]


def test_the_seal_of_one_that_is_gone_makes_none_that_lies_here() -> None:
    seal, taken, again = (Done(one) for one in Custody)
    assert custody.left((taken, seal)) == 0
    assert refused(Wanted(Custody.COLLECTED), taken, seal) == ["twice"]
    assert custody.left((taken, again, seal)) == 1


def test_what_was_handed_out_without_a_seal_still_waits_for_it() -> None:
    seal, taken, again = (Done(one) for one in Custody)
    for done, waits in (
        ((), True),
        ((seal,), False),
        ((taken,), True),
        ((taken, seal), False),
        ((seal, again), True),
        ((seal, taken, again), False),
        ((taken, again), True),
    ):
        assert custody.waits_for_seal(done) is waits, done


@pytest.mark.parametrize("what", Custody)
def test_only_a_paper_in_force_is_sealed_handed_out_or_printed(what: Custody) -> None:
    for state in PaperState:
        found = refused(Wanted(what, reason="盖花了"), paper=state)
        assert ("paper" in found) == (state is not PaperState.ISSUED)


def test_another_person_is_identified_and_printing_again_has_a_reason() -> None:
    seal = Done(Custody.SEALED)
    assert refused(Wanted(Custody.COLLECTED, person="王小明"), seal) == ["shown"]
    assert refused(Wanted(Custody.COLLECTED, person="王小明", shown="身份证原件"), seal) == []
    assert refused(Wanted(Custody.REPRINTED)) == ["reason"]
    assert refused(Wanted(Custody.SEALED, copies=0)) == ["copies"]


def test_no_instrument_is_claimed_for_the_stop_of_the_clock() -> None:
    assert missing.OUR_RULE.ours
    assert custody.OUR_RULE.ours
    assert "本系统自己的规定" in missing.OURS
