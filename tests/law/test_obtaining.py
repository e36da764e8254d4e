"""What can be had, where it cycles, and how to cut it, beside an oracle that tries everything."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.demands import cancelling
from juzheng.law.demands.cancelling import cut
from juzheng.law.demands.reachability import Component, Numbered, blocked, components, groups, had


@st.composite
def graphs(draw: st.DrawFn, nodes: int = 6, demands: int = 8) -> Numbered:
    """Small AND/OR graphs of every shape: dead nodes, empty demands, self-loops."""
    count = draw(st.integers(1, nodes))
    node = st.integers(0, count - 1)
    size = draw(st.integers(0, demands))
    owner = draw(st.lists(node, min_size=size, max_size=size))
    accepts = draw(st.lists(st.lists(node, max_size=3), min_size=size, max_size=size))
    demand = st.frozensets(st.integers(0, size - 1), max_size=1) if size else st.just(frozenset())
    return Numbered(
        count,
        owner,
        accepts,
        draw(demand),
        draw(st.frozensets(node, max_size=1)),
    )


def closed(graph: Numbered, nodes: frozenset[int], cancelled: frozenset[int]) -> bool:
    """
    Return whether ``nodes`` can be kept from a resident for ever.

    Each is dead, or stands behind a demand all of whose alternatives are among them.
    """
    return all(
        node in graph.dead
        or any(
            owner == node
            and demand not in graph.met | cancelled
            and set(graph.accepts[demand]) <= nodes
            for demand, owner in enumerate(graph.owner)
        )
        for node in nodes
    )


def oracle_had(graph: Numbered, cancelled: frozenset[int] = frozenset()) -> list[bool]:
    """What is in no such set: from the definition, by trying all sets."""
    kept: set[int] = set()
    for choice in product((False, True), repeat=graph.nodes):
        nodes = frozenset(n for n in range(graph.nodes) if choice[n])
        if closed(graph, nodes, cancelled):
            kept |= nodes
    return [node not in kept for node in range(graph.nodes)]


def oracle_cut(graph: Numbered) -> int:
    for size in range(len(graph.owner) + 1):
        for chosen in combinations(range(len(graph.owner)), size):
            found = oracle_had(graph, frozenset(chosen))
            if all(ok or node in graph.dead for node, ok in enumerate(found)):
                return size
    raise AssertionError("cancelling all demands opens everything")


def reach(graph: Numbered, shut: list[int], start: int) -> set[int]:
    """The nodes that ``start`` is sent on to, over one or more blocked demands."""
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for demand in shut:
            if graph.owner[demand] == here:
                new = set(graph.accepts[demand]) - seen
                seen |= new
                waiting += new
    return seen


@given(graphs())
def test_only_what_needs_nothing_that_needs_it_can_be_had(graph: Numbered) -> None:
    assert had(graph) == oracle_had(graph)


@given(graphs())
def test_a_demand_is_circular_only_if_every_alternative_leads_nowhere(graph: Numbered) -> None:
    found = oracle_had(graph)
    shut = [
        d
        for d, accepted in enumerate(graph.accepts)
        if d not in graph.met and not any(found[n] for n in accepted)
    ]
    assert blocked(graph, found) == shut
    expected = {
        demand
        for demand in shut
        if any(
            node == graph.owner[demand] or graph.owner[demand] in reach(graph, shut, node)
            for node in graph.accepts[demand]
        )
    }
    tied = components(graph, found)
    assert {demand for component in tied for demand in component.demands} == expected
    steps = [step for component in tied for cycle in component.cycles for step in cycle.steps]
    assert {demand for _, demand in steps} == expected


@given(graphs())
def test_a_loop_is_a_way_back_to_where_it_began(graph: Numbered) -> None:
    for component in components(graph, had(graph)):
        lengths = [len(cycle.steps) for cycle in component.cycles]
        assert lengths == sorted(lengths)
        for cycle in component.cycles:
            following = [*cycle.steps[1:], cycle.steps[0]]
            for (node, demand), (after, _) in zip(cycle.steps, following, strict=True):
                assert graph.owner[demand] == node
                assert after in graph.accepts[demand]
            assert len({node for node, _ in cycle.steps}) == len(cycle.steps)


@given(graphs(nodes=5, demands=6))
def test_the_cut_is_the_smallest_that_opens_everything(graph: Numbered) -> None:
    found = cut(graph)
    after = oracle_had(graph, frozenset(found.demands))
    assert all(ok or node in graph.dead for node, ok in enumerate(after))
    assert found.exact
    assert len(found.demands) == found.at_least == oracle_cut(graph)


@given(graphs(nodes=5, demands=6))
def test_a_greedy_cut_opens_everything_and_its_bound_holds(graph: Numbered) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cancelling, "MOST_EXACT", 0)
        found = cut(graph)
    after = oracle_had(graph, frozenset(found.demands))
    assert all(ok or node in graph.dead for node, ok in enumerate(after))
    best = oracle_cut(graph)
    assert found.at_least <= best <= len(found.demands)
    assert found.exact == (found.at_least == len(found.demands))
    for demand in found.demands:
        fewer = oracle_had(graph, frozenset(found.demands) - {demand})
        assert not all(ok or node in graph.dead for node, ok in enumerate(fewer))


def test_a_greedy_cut_puts_back_what_turned_out_to_be_needless() -> None:
    owner = [0, 5, 3, 3, 1, 0, 0, 0, 3, 4, 2, 6, 6]
    accepts = [[1], [2, 6], [6], [2], [0], [6, 2], [1], [2, 5], [0, 6], [5, 3], [1], [3], [0, 6]]
    tangled = Numbered(7, owner, accepts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cancelling, "MOST_EXACT", 0)
        found = cut(tangled)
    assert all(had(tangled, found.demands))
    for demand in found.demands:
        assert not all(had(tangled, set(found.demands) - {demand}))


@given(graphs(nodes=5, demands=6), st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_among_the_smallest_the_least_regrettable_is_taken(
    graph: Numbered, regret: list[int]
) -> None:
    found = cut(graph, prefer=regret.__getitem__)
    cures = [
        sum(regret[d] for d in chosen)
        for chosen in combinations(range(len(graph.owner)), found.at_least)
        if all(
            ok or node in graph.dead for node, ok in enumerate(oracle_had(graph, frozenset(chosen)))
        )
    ]
    assert sum(regret[d] for d in found.demands) == min(cures)


def test_a_search_that_takes_too_long_is_given_up_and_says_so() -> None:
    # Seven papers, each sent on to three others: fourteen cycles of three that share their demands.
    pairs = [(node, (node + step) % 7) for node in range(7) for step in (1, 2, 4)]
    full = Numbered(7, [a for a, _ in pairs], [[b] for _, b in pairs])
    assert (cut(full).exact, cut(full).at_least) == (True, 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cancelling, "STEPS", 3)
        rough = cut(full)
    assert not rough.exact
    assert rough.at_least < len(rough.demands)
    assert all(had(full, rough.demands))


@given(st.lists(st.lists(st.integers(0, 6), max_size=3), min_size=7, max_size=7))
def test_groups_are_those_that_reach_each_other_and_come_after_what_they_reach(
    edges: list[list[int]],
) -> None:
    graph = Numbered(7, list(range(7)), edges)
    far = [reach(graph, list(range(7)), node) | {node} for node in range(7)]
    found = groups(edges)
    assert sorted(node for group in found for node in group) == list(range(7))
    place = {node: number for number, group in enumerate(found) for node in group}
    for a, b in product(range(7), repeat=2):
        assert (place[a] == place[b]) == (b in far[a] and a in far[b])
        assert b not in far[a] or place[b] <= place[a]


def test_a_chain_of_any_length_is_followed() -> None:
    length = 20_000
    ring = Numbered(length, list(range(length)), [[(n + 1) % length] for n in range(length)])
    (component,) = components(ring, had(ring))
    assert isinstance(component, Component)
    assert len(component.nodes) == length
    open_chain = Numbered(length, list(range(length - 1)), [[n + 1] for n in range(length - 1)])
    assert all(had(open_chain))
