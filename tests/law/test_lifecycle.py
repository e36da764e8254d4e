"""The lifecycle: whatever order acts are tried in, issued means signed."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from juzheng.law.base.machine import StepNotAllowed
from juzheng.law.base.permissions import PERMISSIONS, Permission, Role, may
from juzheng.law.cases.lifecycle import (
    CASES,
    OPEN,
    Event,
    State,
)
from juzheng.law.cases.turns import NEEDED, TURN


class AnyHistory(RuleBasedStateMachine):
    """Try any event at any time; the table decides."""

    @initialize()
    def received(self) -> None:
        self.history = [Event.RECEIVED]

    @rule(event=st.sampled_from(Event))
    def attempt(self, event: Event) -> None:
        state = CASES.replay(self.history)
        if event in CASES.allowed(state):
            self.history.append(event)
            assert CASES.step(state, event) is CASES.replay(self.history)
        else:
            with pytest.raises(StepNotAllowed):
                CASES.step(state, event)

    @invariant()
    def issued_means_sent_signed_and_finished(self) -> None:
        if CASES.replay(self.history) in {State.ISSUED, State.REVOKED}:
            assert Event.PREPARED in self.history
            assert Event.INTENDED in self.history
            assert Event.ISSUED in self.history

    @invariant()
    def refused_never_issued(self) -> None:
        assert not {Event.REFUSED, Event.ISSUED} <= set(self.history)


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_every_state_is_reached_and_every_event_used() -> None:
    reached = {after for steps in CASES.table.values() for after in steps.values()}

    assert reached == set(State)
    assert {event for steps in CASES.table.values() for event in steps} == set(Event)
    assert set(CASES.table) == {None, *State}


def test_every_open_state_has_a_turn_and_a_way_out() -> None:
    for state in State:
        assert state in TURN
        if state in OPEN:
            assert TURN[state], state
            assert any(after is not state for after in CASES.table[state].values()), state


def test_an_unknown_role_may_nothing() -> None:
    assert not may("", Permission.SIGN)
    assert not may("admin", Permission.SEE_DESK)


def test_only_the_responsible_person_signs_and_revokes() -> None:
    for permission in (Permission.SIGN, Permission.REVOKE):
        assert [role for role in Role if may(role, permission)] == [Role.RESPONSIBLE]


def test_every_event_by_staff_needs_a_permission_somebody_holds() -> None:
    for permission in NEEDED.values():
        assert any(permission in held for held in PERMISSIONS.values())
