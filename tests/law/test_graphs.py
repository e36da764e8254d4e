"""The arithmetic on arrays means what the plain arithmetic means, on any network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.demands import arrays, reachability
from juzheng.law.demands.cancelling import cut
from juzheng.law.demands.reachability import Numbered
from tests.law.test_obtaining import graphs as networks


@given(networks(nodes=9, demands=14), st.sampled_from([0, 2, 512]))
def test_the_same_can_be_had_front_by_front_and_node_by_node(graph: Numbered, small: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "SMALL", small)
        assert arrays.had(graph) == reachability.had(graph)


@given(networks(nodes=9, demands=14))
def test_the_same_nodes_are_tied(graph: Numbered) -> None:
    found = reachability.had(graph)
    knots = reachability.components(graph, found)
    nodes, label = arrays.tied(arrays.arrays(graph), np.asarray(found, np.bool_))
    together = {frozenset(nodes[label == one].tolist()) for one in np.unique(label)}
    assert together == {frozenset(knot.nodes) for knot in knots}


@given(st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=10, max_size=10))
def test_the_same_groups_in_an_order_that_follows_the_edges(edges: list[list[int]]) -> None:
    found = arrays.groups(edges)
    plain = {frozenset(group) for group in reachability.groups(edges)}
    assert {frozenset(group) for group in found} == plain
    place = {node: number for number, group in enumerate(found) for node in group}
    assert all(place[to] <= place[node] for node, onward in enumerate(edges) for to in onward)


@given(networks())
def test_the_cut_is_as_small(graph: Numbered) -> None:
    plain = cut(graph)
    assert cut(graph, solve=arrays.had, grouped=arrays.groups).at_least == plain.at_least


def test_a_long_chain_and_a_wide_front_are_both_walked() -> None:
    length = 3000
    chain = Numbered(length, list(range(length - 1)), [[n + 1] for n in range(length - 1)])
    assert all(arrays.had(chain))
    fan = Numbered(length, list(range(1, length)), [[0]] * (length - 1))
    assert all(arrays.had(fan))
    assert not any(arrays.had(Numbered(length, range(length), [[n] for n in range(length)])))


@pytest.mark.parametrize("small", [0, 512])
def test_what_nobody_may_give_is_not_had_when_all_it_needs_is(small: int) -> None:
    graph = Numbered(3, [1, 2], [[0], [1]], dead=frozenset({1}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "SMALL", small)
        assert arrays.had(graph) == reachability.had(graph) == [True, False, False]
