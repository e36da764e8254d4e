"""Cutting (解开): the smallest set of demands whose cancelling opens every paper and matter.

Why a component stays shut can be shown by a *hold*: for each node of a set one blocked demand, all
of whose alternatives lie in the set. Every cure cancels at least one demand of every hold. So the
smallest cure is the smallest set that hits all holds, and holds are found as they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from juzheng.law.demands.reachability import Groups, Had, Numbered, blocked, groups, had

STEPS = 20_000  # how many choices are tried at a time before the component is cut greedily
MOST_EXACT = 60  # in larger components (nodes) no exact search is begun


@dataclass(frozen=True)
class Cut:
    """Which demands to cancel (解开办法), and how sure it is that fewer would not do."""

    demands: tuple[int, ...]
    at_least: int  # no cure is smaller than this
    exact: bool  # none is smaller: at_least == len(demands)


def cut(
    graph: Numbered,
    *,
    prefer: Callable[[int], int] = lambda demand: 0,
    solve: Had = had,
    grouped: Groups = groups,
) -> Cut:
    """
    Return the demands to cancel so that every node that anybody gives can be had.

    Exact by branch and bound in each component of up to ``MOST_EXACT`` nodes; in larger ones
    greedy, and ``at_least`` says how far off it can be. Among the smallest cures, the one with the
    least sum of ``prefer`` is taken (0 for a demand that should not stand anyway).

    Knots are cut one by one, those that lead on nowhere first: in the end every node below is open,
    whatever was cut there, so what is smallest for each is smallest for all.
    """
    found = solve(graph)
    parts = [
        part
        for part in grouped(_edges(graph, blocked(graph, found), found))
        if not found[part[0]] and part[0] not in graph.dead
    ]
    chosen: list[int] = []
    open_now, least = list(found), 0
    for part in parts:
        small, origin = _part(graph, part, open_now)
        cure, bound = _cure(small, origin, prefer)
        chosen += cure
        least += bound
        for node in part:
            open_now[node] = True
    return Cut(tuple(sorted(chosen)), least, least == len(chosen))


def _edges(graph: Numbered, shut: Sequence[int], found: Sequence[bool]) -> list[list[int]]:
    edges: list[list[int]] = [[] for _ in range(graph.nodes)]
    for demand in shut:
        if graph.owner[demand] not in graph.dead:
            alive = [node for node in graph.accepts[demand] if node not in graph.dead]
            edges[graph.owner[demand]] += alive
    return edges


def _part(
    graph: Numbered, part: Sequence[int], open_now: Sequence[bool]
) -> tuple[Numbered, list[int]]:
    """Return one component by itself, with all below it open, and its demands' own numbers."""
    place = {node: number for number, node in enumerate(part)}
    origin = [
        demand
        for node in part
        for demand in graph.demands_of[node]
        if demand not in graph.met and not any(open_now[other] for other in graph.accepts[demand])
    ]
    small = Numbered(
        len(part),
        [place[graph.owner[demand]] for demand in origin],
        [[place[node] for node in graph.accepts[demand] if node in place] for demand in origin],
    )
    return small, origin


def _cure(
    small: Numbered, origin: Sequence[int], prefer: Callable[[int], int]
) -> tuple[list[int], int]:
    """Return the demands to cancel in one component, and how few it takes at the least."""
    if not origin:  # all that it waited for is open now
        return [], 0
    worth = [prefer(demand) for demand in origin]
    heavy = 1 + sum(worth)
    weight = [heavy + one for one in worth]
    cure, least = _exact(small, weight) if small.nodes <= MOST_EXACT else (None, 0)
    if cure is None:
        cure, apart = _greedy(small, weight)
        least = max(least, apart)
    return [origin[demand] for demand in cure], least


def _exact(small: Numbered, weight: Sequence[int]) -> tuple[list[int] | None, int]:
    """Return the smallest cure, or None if that took too many steps; and a bound either way."""
    holds: list[frozenset[int]] = []
    chosen: frozenset[int] | None = frozenset()
    least = 0
    while chosen is not None:
        least = len(chosen)
        hold = _hold(small, chosen)
        if hold is None:
            return sorted(chosen), least
        holds.append(hold)
        chosen = _smallest(holds, weight)
    return None, least


def _hold(graph: Numbered, cancelled: frozenset[int]) -> frozenset[int] | None:
    """Return why not all is open once ``cancelled`` is: a hold none of which is cancelled."""
    found = had(graph, cancelled)
    shut = set(blocked(graph, found, cancelled))
    stuck = (node for node in range(graph.nodes) if not found[node])
    return min((_closed(graph, shut, node) for node in stuck), key=len, default=None)


def _closed(graph: Numbered, shut: set[int], start: int) -> frozenset[int]:
    """Return a hold that ``start`` is in: one blocked demand for each node that has to be shut."""
    chosen: dict[int, int] = {}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node in chosen:
            continue
        choices = [demand for demand in graph.demands_of[node] if demand in shut]
        chosen[node] = min(
            choices, key=lambda demand: sum(n not in chosen for n in graph.accepts[demand])
        )
        waiting += graph.accepts[chosen[node]]
    return frozenset(chosen.values())


class _TooMany(Exception):
    """The search took more steps than it may."""


def _smallest(holds: Sequence[frozenset[int]], weight: Sequence[int]) -> frozenset[int] | None:
    """Return the lightest set that hits every hold; None if that took too many steps."""
    best = frozenset(min(hold, key=lambda demand: weight[demand]) for hold in holds)
    lightest = sum(weight[demand] for demand in best)
    steps = 0

    def search(chosen: frozenset[int], spent: int, barred: frozenset[int]) -> None:
        nonlocal best, lightest, steps
        steps += 1
        if steps > STEPS:
            raise _TooMany
        left = [hold for hold in holds if not hold & chosen]
        if spent + _apart(left, weight, barred) >= lightest:
            return
        if not left:
            best, lightest = chosen, spent
            return
        branch = min(left, key=lambda hold: len(hold - barred)) - barred
        for demand in sorted(branch, key=lambda one: -sum(one in hold for hold in left)):
            search(chosen | {demand}, spent + weight[demand], barred)
            barred |= {demand}

    try:
        search(frozenset(), 0, frozenset())
    except _TooMany:
        return None
    return best


def _apart(holds: Sequence[frozenset[int]], weight: Sequence[int], barred: frozenset[int]) -> float:
    """Return a bound: holds that share no demand each cost at least their lightest demand."""
    used: set[int] = set()
    total = 0.0
    for hold in sorted(holds, key=len):
        free = hold - barred
        if not free:
            return float("inf")
        if not used & free:
            used |= free
            total += min(weight[demand] for demand in free)
    return total


def _greedy(graph: Numbered, weight: Sequence[int]) -> tuple[list[int], int]:
    """
    Return a cure found step by step, and the number of holds apart from each other that it met.

    Each step cancels the demand of the hold that most nodes wait for; at the end, what turned out
    to be needless is put back.
    """
    chosen: set[int] = set()
    apart: set[int] = set()
    least = 0
    found = had(graph)
    while (start := next((n for n in range(graph.nodes) if not found[n]), None)) is not None:
        hold = _closed(graph, set(blocked(graph, found, chosen)), start)
        if not hold & apart:
            least += 1
            apart |= hold
        chosen.add(min(hold, key=lambda d: (weight[d] - len(graph.accepted_by[graph.owner[d]]), d)))
        found = had(graph, chosen)
    return _needed(graph, chosen, weight), least


def _needed(graph: Numbered, chosen: set[int], weight: Sequence[int]) -> list[int]:
    for demand in sorted(chosen, key=lambda one: -weight[one]):
        if all(had(graph, chosen - {demand})):
            chosen = chosen - {demand}
    return sorted(chosen)
