"""Obtaining (能不能办到): what a resident can get, and where one demand leads back to another.

Plain arithmetic on numbers, so that it can be checked against a brute-force oracle. Nodes are
matters and papers; a node is had when all its demands are met; a demand is met when any of what it
accepts is had. What can be had is the *least* fixpoint: nothing is had because it supports itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from juzheng.law.demands.network import Demand, Network

# Demands of a component up to which the shortest cycle through each is looked for.
MOST_COMPARED = 500


@dataclass(frozen=True)
class Numbered:
    """A network as numbers (编号后的关系图)."""

    nodes: int
    owner: Sequence[int]  # of each demand: the node that it stands before
    accepts: Sequence[Sequence[int]]  # of each demand: nodes, any one of which meets it
    met: frozenset[int] = frozenset()  # demands met from outside: by data or by a commitment
    dead: frozenset[int] = frozenset()  # nodes that nobody may give, whatever is brought

    @cached_property
    def demands_of(self) -> tuple[tuple[int, ...], ...]:
        """The demands that stand before each node."""
        owned: list[list[int]] = [[] for _ in range(self.nodes)]
        for demand, owner in enumerate(self.owner):
            owned[owner].append(demand)
        return tuple(map(tuple, owned))

    @cached_property
    def accepted_by(self) -> tuple[tuple[int, ...], ...]:
        """The demands that each node would meet."""
        found: list[list[int]] = [[] for _ in range(self.nodes)]
        for demand, accepted in enumerate(self.accepts):
            for node in set(accepted):
                found[node].append(demand)
        return tuple(map(tuple, found))


# What is had, and the groups of nodes that lead back to each other; large networks bring their own.
Had = Callable[[Numbered], Sequence[bool]]
Groups = Callable[[Sequence[Sequence[int]]], list[list[int]]]


def number(network: Network, dead: Collection[str] = ()) -> tuple[Numbered, list[str], list[str]]:
    """
    Return ``network`` as numbers, with the ids of its nodes and of its demands in that order.

    A held paper stands behind no demand; data counts only where the demanding body can reach it.

    :param dead: papers that nobody may issue, besides those without an issuer
    """
    nodes = [*network.matters, *network.papers]
    index = {name: place for place, name in enumerate(nodes)}
    held = {paper.id for paper in network.papers.values() if paper.held}
    demands = [demand for demand in network.demands.values() if demand.owner not in held]
    gone = {p.id for p in network.papers.values() if not p.issued_by} | set(dead)
    numbered = Numbered(
        len(nodes),
        [index[demand.owner] for demand in demands],
        [tuple([index[paper] for paper in demand.papers]) for demand in demands],
        frozenset(place for place, demand in enumerate(demands) if _met(network, demand)),
        frozenset(index[paper] for paper in gone - held),
    )
    return numbered, nodes, [demand.id for demand in demands]


def _met(network: Network, demand: Demand) -> bool:
    body = network.body(demand.owner)
    return demand.commitment or any(
        body is not None and body.id in network.data[source].open_to for source in demand.data
    )


def had(graph: Numbered, cancelled: Collection[int] = ()) -> list[bool]:
    """
    Return which nodes can be had: the least fixpoint, in time linear in the edges.

    :param cancelled: demands that are no longer made
    """
    met = [False] * len(graph.owner)
    for demand in (*graph.met, *cancelled):
        met[demand] = True
    waiting = [0] * graph.nodes
    for demand, owner in enumerate(graph.owner):
        waiting[owner] += not met[demand]
    found = [False] * graph.nodes
    ready = deque(
        node for node, count in enumerate(waiting) if count == 0 and node not in graph.dead
    )
    while ready:
        node = ready.popleft()
        found[node] = True
        for demand in graph.accepted_by[node]:
            if met[demand]:
                continue
            met[demand] = True
            owner = graph.owner[demand]
            waiting[owner] -= 1
            if waiting[owner] == 0 and owner not in graph.dead:
                ready.append(owner)
    return found


def blocked(graph: Numbered, found: Sequence[bool], cancelled: Collection[int] = ()) -> list[int]:
    """Return the demands that nothing accepted can meet (走不通的要求), in order."""
    return [
        demand
        for demand, accepted in enumerate(graph.accepts)
        if demand not in graph.met
        and demand not in cancelled
        and not any(found[node] for node in accepted)
    ]


def groups(edges: Sequence[Sequence[int]]) -> list[list[int]]:
    """
    Return the strongly connected components of a graph, those that lead on nowhere first.

    Tarjan's algorithm without recursion, so that a chain of any length is read.
    """
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for root in range(len(edges)):
        if root in order:
            continue
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        path = [(root, iter(edges[root]))]
        while path:
            node, onward = path[-1]
            for child in onward:
                if child not in order:
                    order[child] = low[child] = len(order)
                    stack.append(child)
                    on_stack.add(child)
                    path.append((child, iter(edges[child])))
                    break
                if child in on_stack:
                    low[node] = min(low[node], order[child])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == order[node]:
                    found.append(_popped(stack, node))
                    on_stack.difference_update(found[-1])
    return found


def _popped(stack: list[int], last: int) -> list[int]:
    """Take everything off ``stack`` down to ``last``."""
    taken = [stack.pop()]
    while taken[-1] != last:
        taken.append(stack.pop())
    return taken


@dataclass(frozen=True)
class Cycle:
    """A cycle (循环): node and the demand that leads to the next; the last leads to the first."""

    steps: tuple[tuple[int, int], ...]  # (node, demand), in the order in which one is sent on


@dataclass(frozen=True)
class Component:
    """Nodes that lead back to each other and none of which can be had (死结)."""

    nodes: tuple[int, ...]
    demands: tuple[int, ...]  # the blocked demands that lead from one of them to another
    cycles: tuple[Cycle, ...]  # shortest first; every demand of the component lies on one of them


def components(
    graph: Numbered, found: Sequence[bool], *, grouped: Groups = groups
) -> tuple[Component, ...]:
    """
    Return where demands lead back (循环证明所在), each component with its shortest cycles.

    Only blocked demands count: where any alternative is open, the resident is not in a cycle.
    """
    shut = blocked(graph, found)
    edges: list[list[int]] = [[] for _ in range(graph.nodes)]
    for demand in shut:
        edges[graph.owner[demand]] += graph.accepts[demand]
    inside: dict[int, int] = {}
    circles = [nodes for nodes in grouped(edges) if len(nodes) > 1 or nodes[0] in edges[nodes[0]]]
    for place, nodes in enumerate(circles):
        inside |= dict.fromkeys(nodes, place)
    leading: list[list[int]] = [[] for _ in circles]
    for demand in shut:
        place = inside.get(graph.owner[demand], -1)
        if place >= 0 and any(inside.get(node) == place for node in graph.accepts[demand]):
            leading[place].append(demand)
    return tuple(
        Component(tuple(sorted(nodes)), tuple(demands), tuple(_cycles(graph, set(nodes), demands)))
        for nodes, demands in zip(circles, leading, strict=True)
    )


def _cycles(graph: Numbered, nodes: set[int], demands: Sequence[int]) -> Iterator[Cycle]:
    """Yield shortest cycles until every demand of the component lies on one."""
    out: dict[int, list[tuple[int, int]]] = {node: [] for node in nodes}
    for demand in demands:
        for node in graph.accepts[demand]:
            if node in nodes:
                out[graph.owner[demand]].append((demand, node))
    covered: set[int] = set()
    for cycle in sorted(_through_each(out, graph, demands), key=len):
        through = {demand for _, demand in cycle}
        if not through <= covered:
            covered |= through
            yield Cycle(_from_the_lowest(cycle))


def _through_each(
    out: dict[int, list[tuple[int, int]]], graph: Numbered, demands: Sequence[int]
) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the shortest cycle through each demand; in a huge component, through those on none."""
    covered: set[int] = set()
    for demand in demands:
        if len(demands) <= MOST_COMPARED or demand not in covered:
            cycle = _shortest(out, graph.owner[demand], demand)
            covered.update(step for _, step in cycle)
            yield cycle


def _shortest(
    out: dict[int, list[tuple[int, int]]], start: int, first: int
) -> tuple[tuple[int, int], ...]:
    """Return the shortest way from ``start`` through its demand ``first`` back to ``start``."""
    came: dict[int, tuple[int, int]] = {}  # node: by which demand of which node it was reached
    queue: deque[int] = deque()
    for demand, node in out[start]:
        if demand == first and node not in came:
            came[node] = (start, demand)
            queue.append(node)
    while start not in came:
        here = queue.popleft()
        for demand, node in out[here]:
            if node not in came:
                came[node] = (here, demand)
                queue.append(node)
    way = [came[start]]
    while way[-1][0] != start:
        way.append(came[way[-1][0]])
    return tuple(reversed(way))


def _from_the_lowest(cycle: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return the cycle turned so that it starts at its lowest node: one cycle, one writing."""
    at = cycle.index(min(cycle))
    return cycle[at:] + cycle[:at]
