"""Amendments (提请修改): the table, the guards, the rank by harm."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.catalogue.amendments import (
    AMENDMENTS,
    AmendmentEvent,
    AmendmentState,
    Candidate,
    Harm,
    obstacles,
    ranked,
)

harms = st.builds(
    Harm,
    refused=st.integers(0, 10_000),
    failed=st.integers(0, 10_000),
    committees=st.integers(0, 3000),
    conflict=st.booleans(),
)


def test_the_way_is_consultation_argument_submission_outcome():
    state = AmendmentState.PROPOSED
    for event, wanted in (
        (AmendmentEvent.CONSULTED, AmendmentState.CONSULTING),
        (AmendmentEvent.OPINION_RECORDED, AmendmentState.CONSULTING),
        (AmendmentEvent.ARGUED, AmendmentState.ARGUED),
        (AmendmentEvent.SUBMITTED, AmendmentState.SUBMITTED),
        (AmendmentEvent.ADOPTED, AmendmentState.ADOPTED),
    ):
        state = AMENDMENTS.step(state, event)
        assert state is wanted


def test_only_an_argued_proposal_is_submitted_and_what_is_over_stays_so():
    submitted_from = AMENDMENTS.before(AmendmentEvent.SUBMITTED)
    assert submitted_from == {AmendmentState.ARGUED}
    for state in AmendmentState:
        assert bool(AMENDMENTS.allowed(state)) == (state in AMENDMENTS.open)


@pytest.mark.parametrize(
    ("asked", "opinions", "argument", "said"),
    [
        (0, 0, "论证", 2),
        (2, 0, "论证", 1),
        (2, 1, " \n", 1),
        (0, 0, "", 3),
        (1, 1, "论证", 0),
    ],
)
def test_nothing_is_submitted_without_being_asked_about_and_argued(asked, opinions, argument, said):
    assert len(obstacles(asked, opinions, argument)) == said


@given(harms)
def test_harm_grows_with_everything_that_makes_it(harm):
    for field in ("refused", "failed", "committees"):
        more = replace(harm, **{field: getattr(harm, field) + 1})
        assert more.score > harm.score
    assert replace(harm, conflict=True).score > replace(harm, conflict=False).score
    # A refusal never weighs less than a failed check.
    assert (
        replace(harm, refused=harm.refused + 1).score > replace(harm, failed=harm.failed + 1).score
    )


@given(st.lists(st.builds(Candidate, st.text(max_size=3), st.just("名"), harms), max_size=8))
def test_the_rank_is_by_harm_whatever_the_order_and_leaves_out_what_cost_nothing(candidates):
    found = ranked(candidates)
    assert [one.harm.score for one in found] == sorted(
        (one.harm.score for one in candidates if one.harm.score), reverse=True
    )
    if len({one.item for one in candidates}) == len(candidates):
        assert ranked(reversed(candidates)) == found


def test_the_reason_names_what_was_counted_and_nothing_else():
    assert Harm(2, 0, 1, conflict=True).in_words() == (
        "2 件因居（村）委会核实不了而不予出具；涉及 1 个居（村）委会；"
        "地方规定与不应出具清单互相抵触"
    )
    assert Harm().in_words() == ""
