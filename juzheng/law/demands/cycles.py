"""Tangle (乱象清理): everything that is wrong with a network of demands, in words, and the cure."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.watching import Watched, unwatched
from juzheng.law.demands.cancelling import Cut, cut
from juzheng.law.demands.faults import Fault, Law, asked, refused, unchecked
from juzheng.law.demands.findings import Searched
from juzheng.law.demands.network import Demand, DemandFault, Network
from juzheng.law.demands.reachability import (
    Component,
    Cycle,
    Groups,
    Had,
    Numbered,
    components,
    groups,
    had,
    number,
)

MOST_TOLD = 50  # cycles told of one component; there may be thousands, and the shortest say enough


@dataclass(frozen=True)
class CycleStep:
    """One station of a cycle (循环的一站): to have ``owner``, ``demand`` sends one on."""

    owner: str
    body: str  # the name of who handles or issues it
    demand: str


@dataclass(frozen=True)
class CycleFound:
    """A cycle (循环证明), its stations in the order in which a resident is sent on."""

    steps: tuple[CycleStep, ...]
    reason: str
    citations: tuple[Citation, ...]
    reached_from: tuple[str, ...]  # matters that cannot be done because of it


@dataclass(frozen=True)
class CutFound:
    """What to cancel (解开建议) so that everything can be had."""

    demands: tuple[str, ...]
    exact: bool  # no smaller set opens everything
    at_least: int  # no smaller set than this opens everything
    reasons: tuple[str, ...]  # one sentence for each demand


@dataclass(frozen=True)
class Examination:
    """What was found (清理结果): all of it, or the worst and how much there is."""

    cycles: tuple[CycleFound, ...]
    faults: tuple[Fault, ...]  # baseless, duplicate, vacuum; in the order of the network
    stuck: tuple[str, ...]  # matters that cannot be done at all
    cut: CutFound
    unchecked: tuple[str, ...]  # demands whose basis the catalogue does not hold
    knots: int  # groups of papers and matters that lead back to each other, told or not
    counts: Mapping[DemandFault, int]  # of demands and facts at fault, told or not

    @property
    def clean(self) -> bool:
        """Return whether nothing is wrong."""
        return not (self.cycles or self.faults or self.stuck)

    def of(self, kind: DemandFault) -> tuple[Fault, ...]:
        """Return the faults of one kind."""
        return tuple(fault for fault in self.faults if fault.kind is kind)


def examine(
    network: Network,
    law: Law,
    *,
    solve: Had = had,
    grouped: Groups = groups,
    most: int | None = None,
    watched: Watched = unwatched,
) -> Examination:
    """
    Return everything that is wrong with ``network`` on the day of ``law``.

    :param solve, grouped: the arithmetic; ``law.demands.arrays`` has it for millions of demands
    :param most: tell only so many loops and faults of each kind, the worst, and count the others;
        of the matters that a loop keeps from being done as many. What is stuck and what to cancel
        is always told whole.
    :param watched: hears of each demand as it is looked at
    Source: 民发〔2020〕20号 第一部分（二） (OP-1.2.a), 第四部分（二） (OP-4.2.b).
    """
    gone = refused(network, law)
    graph, nodes, names = number(network, gone)
    found = solve(graph)
    tied = components(graph, found, grouped=grouped)
    searched = Searched(network, law, gone)
    faults = searched.everything() if most is None else searched.worst(most, watched)
    cure = cut(
        graph,
        prefer=lambda demand: searched.worth(network.demands[names[demand]]),
        solve=solve,
        grouped=grouped,
    )
    stuck = [node for node in range(len(network.matters)) if not found[node]]
    # Of many knots the largest are the worst.
    told = sorted(tied, key=lambda one: -len(one.nodes))[:most] if _over(tied, most) else tied
    from_where = _reached_from(graph, told, stuck, most)
    cycles = (
        _told(network, (graph, cycle), nodes, names, matters)
        for component, matters in zip(told, from_where, strict=True)
        for cycle in component.cycles[:MOST_TOLD]
    )
    return Examination(
        tuple(islice(cycles, most)),
        faults.faults,
        tuple(nodes[node] for node in stuck),
        _cure(network, cure, names, searched),
        unchecked(network, law),
        len(tied),
        faults.counts,
    )


def _over(things: Sequence[object], most: int | None) -> bool:
    return most is not None and len(things) > most


def _reached_from(
    graph: Numbered, told: Sequence[Component], stuck: Sequence[int], most: int | None
) -> list[list[int]]:
    """
    Return the matters from which a resident is led into each component (从哪些事项走进来).

    All components are followed back at once, a bit for each: a list may have thousands of them.
    """
    into: dict[int, int] = {}
    for place, component in enumerate(told):
        for node in component.nodes:
            into[node] = into.get(node, 0) | 1 << place
    waiting = deque(into)
    queued = set(into)
    while waiting:
        node = waiting.popleft()
        queued.discard(node)
        bits = into[node]
        for demand in graph.accepted_by[node]:
            owner = graph.owner[demand]
            before = into.get(owner, 0)
            if before | bits != before and demand not in graph.met:
                into[owner] = before | bits
                if owner not in queued:
                    queued.add(owner)
                    waiting.append(owner)
    found: list[list[int]] = [[] for _ in told]
    open_for = (1 << len(told)) - 1  # of which components more matters are wanted
    for matter in stuck:
        bits = into.get(matter, 0) & open_for
        while bits:
            place = (bits & -bits).bit_length() - 1
            bits &= bits - 1
            found[place].append(matter)
            if len(found[place]) == most:
                open_for &= ~(1 << place)
    return found


def _told(
    network: Network,
    where: tuple[Numbered, Cycle],
    nodes: list[str],
    names: list[str],
    from_where: Sequence[int],
) -> CycleFound:
    graph, cycle = where
    turned = _from_the_entrance(graph, cycle, set(from_where))
    steps = [CycleStep(nodes[n], _who(network, nodes[n]), names[demand]) for n, demand in turned]
    matters = tuple(nodes[node] for node in from_where)
    return CycleFound(
        tuple(steps), _in_words(network, steps, matters), (citations.CLEAR_OUT,), matters
    )


def _who(network: Network, owner: str) -> str:
    body = network.body(owner)
    return body.name if body else "没有写明的单位"


def _from_the_entrance(
    graph: Numbered, cycle: Cycle, matters: Collection[int]
) -> tuple[tuple[int, int], ...]:
    """Return the cycle from where a resident comes in: the matter itself, or what it asks for."""

    def is_entrance(node: int) -> bool:
        asking = (graph.owner[demand] for demand in graph.accepted_by[node])
        return node in matters or any(owner in matters for owner in asking)

    at = next((place for place, (node, _) in enumerate(cycle.steps) if is_entrance(node)), 0)
    return cycle.steps[at:] + cycle.steps[:at]


def _in_words(network: Network, steps: list[CycleStep], matters: tuple[str, ...]) -> str:
    """Return the cycle as a person tells it: who sends one where, until one is back."""
    told = []
    if matters and matters[0] != steps[0].owner:
        told.append(f"办“{network.name(matters[0])}”，{_who(network, matters[0])}要材料。")
    following = [*steps[1:], steps[0]]
    for step, after in zip(steps, following, strict=True):
        what, first = network.name(step.owner), network.name(after.owner)
        told.append(
            f"{step.body}办“{what}”，要先有“{first}”。"
            if step.owner in network.matters
            else f"{step.body}开“{what}”，要先有“{first}”。"
        )
    only = all(_only_way(network, step) for step in steps)
    other = "别的办法也走不通，"
    return "".join(told) + f"又回到原处，{'' if only else other}居民自己走不出去。"


def _only_way(network: Network, step: CycleStep) -> bool:
    demand = network.demands[step.demand]
    return len(demand.papers) + len(demand.data) == 1


def _cure(network: Network, cure: Cut, names: list[str], searched: Searched) -> CutFound:
    demands = tuple(network.demands[names[demand]] for demand in cure.demands)
    return CutFound(
        tuple(demand.id for demand in demands),
        cure.exact,
        cure.at_least,
        tuple(_to_cancel(network, one, next(iter(searched.of(one)), None)) for one in demands),
    )


def _to_cancel(network: Network, demand: Demand, fault: Fault | None) -> str:
    who, purpose = _who(network, demand.owner), network.name(demand.owner)
    what = f"取消{who}为“{purpose}”索要{asked(network, demand)}的要求"
    if fault is not None:
        return f"{what}。这一项本来就不该要：{fault.ground.label}。"
    return f"{what}，或者改为接受别的材料、数据核查或书面承诺。这一项写了依据，要按程序提请修改。"
