"""What if (试算): the same answers as the desk's, counted before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.catalogue import applicability, ways
from juzheng.law.catalogue.applicability import Circumstances
from juzheng.law.catalogue.items import CommitteeKind
from juzheng.law.catalogue.lists import ChangeKind, ListLine
from juzheng.law.catalogue.routing import Outcome
from juzheng.law.catalogue.whatif import Lived, Tally, fold

DAY = date(2026, 11, 24)
HERE = "420102001001"


def dropping(item):
    """Return the catalogue with a list of Hubei that takes ``item`` off."""
    above = catalogue().rulebook(HERE, DAY).entry(catalogue().items[item].kind, item)
    one = replace(
        catalogue().lists[above.by],
        id="below",
        division="420000",
        lines=(ListLine(item, ChangeKind.REMOVE),),
    )
    return replace(catalogue(), lists=MappingProxyType({**catalogue().lists, one.id: one}))


def lived(item, committee="示例社区", division=HERE, **more):
    about = Circumstances(division, DAY, CommitteeKind.RESIDENTS, **more)
    return Lived(catalogue().items[item], about, committee)


def test_taking_an_item_off_the_list_here_shows_in_its_numbers_and_nowhere_else():
    issued = next(
        one.id
        for one in catalogue().items.values()
        if applicability.decide(
            one, catalogue(), Circumstances(HERE, DAY, CommitteeKind.RESIDENTS)
        ).outcome.issues
        and catalogue().rulebook(HERE, DAY).entry(one.kind, one.id)
    )
    tally = Tally(catalogue(), dropping(issued))
    cases = [lived(issued), lived(issued, "别处", "430102001001"), lived("NEG-01")]
    assert list(fold(tally, cases, every=2)) == [2, 3]

    assert (tally.cases, tally.changed) == (3, 1)
    moved = {key: n for key, n in tally.committees.items() if key[1][0] is not key[1][1]}
    ((committee, (old, new)), count) = next(iter(moved.items()))
    assert (committee, count, len(moved)) == ("示例社区", 1, 1)
    assert old.issues
    assert new is Outcome.REFUSE
    assert ways.ASK_FOR_THE_BASIS.do in tally.onward


def test_an_item_that_is_gone_is_answered_as_one_that_was_turned_off():
    items = {key: one for key, one in catalogue().items.items() if key != "POS-001"}
    tally = Tally(catalogue(), replace(catalogue(), items=MappingProxyType(items)))
    tally.add(lived("POS-001"))
    ((old, new),) = tally.outcomes
    assert old.issues
    assert new is Outcome.REFUSE


circumstances = st.builds(
    lived,
    st.sampled_from(sorted(catalogue().items)),
    st.sampled_from(["甲", "乙"]),
    still_demanded=st.booleans(),
    verifiable=st.booleans(),
    public_interest=st.booleans(),
    legal_risk=st.booleans(),
    holds_document=st.booleans(),
)


@given(st.lists(circumstances, max_size=12), st.integers(1, 5))
def test_without_a_change_nothing_changes_and_every_count_agrees(cases, every):
    tally = Tally(catalogue(), catalogue())
    told = list(fold(tally, cases, every))

    assert tally.changed == 0
    assert not tally.onward
    assert told[-1] == tally.cases == len(cases)
    assert told == sorted(set(told))
    wanted = [
        applicability.decide(one.item, catalogue(), one.circumstances).outcome for one in cases
    ]
    assert tally.ends() == tuple(
        (one, wanted.count(one), wanted.count(one)) for one in Outcome if one in wanted
    )
    for counter in (tally.outcomes, tally.items, tally.committees):
        assert sum(counter.values()) == len(cases)


@pytest.mark.parametrize("cases", [0, 4, 5])
def test_progress_always_ends_with_all(cases):
    tally = Tally(catalogue(), catalogue())
    assert list(fold(tally, [lived("POS-001")] * cases, every=2))[-1] == cases
