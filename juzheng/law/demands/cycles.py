"""Tangle (乱象清理): everything that is wrong with a network of demands, in words, and the cure."""

from __future__ import annotations

from dataclasses import dataclass

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.demands.cancelling import Cut, cut
from juzheng.law.demands.faults import (
    Fault,
    FaultReason,
    Law,
    asked,
    baseless,
    duplicates,
    refused,
    unchecked,
)
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
from juzheng.law.demands.vacuums import vacuums

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
    """What was found (清理结果)."""

    cycles: tuple[CycleFound, ...]
    faults: tuple[Fault, ...]  # baseless, duplicate, vacuum; in the order of the network
    stuck: tuple[str, ...]  # matters that cannot be done at all
    cut: CutFound
    unchecked: tuple[str, ...]  # demands whose basis the catalogue does not hold

    @property
    def clean(self) -> bool:
        """Return whether nothing is wrong."""
        return not (self.cycles or self.faults or self.stuck)

    def of(self, kind: DemandFault) -> tuple[Fault, ...]:
        """Return the faults of one kind."""
        return tuple(fault for fault in self.faults if fault.kind is kind)


def examine(
    network: Network, law: Law, *, solve: Had = had, grouped: Groups = groups
) -> Examination:
    """
    Return everything that is wrong with ``network`` on the day of ``law``.

    :param solve, grouped: the arithmetic; ``law.demands.arrays`` has it for millions of demands
    Source: 民发〔2020〕20号 第一部分（二） (OP-1.2.a), 第四部分（二） (OP-4.2.b).
    """
    graph, nodes, names = number(network, refused(network, law))
    found = solve(graph)
    tied = components(graph, found, grouped=grouped)
    faults = (*baseless(network, law), *duplicates(network), *vacuums(network, law))
    worth = _worth(faults)
    cure = cut(
        graph, prefer=lambda demand: worth.get(names[demand], 2), solve=solve, grouped=grouped
    )
    stuck = {node for node in range(len(network.matters)) if not found[node]}
    return Examination(
        tuple(
            _told(network, cycle, nodes, names, from_where)
            for component in tied
            for from_where in (_reached_from(graph, component, stuck),)
            for cycle in component.cycles[:MOST_TOLD]
        ),
        faults,
        tuple(nodes[node] for node in sorted(stuck)),
        _cure(network, cure, names, faults),
        unchecked(network, law),
    )


def _worth(faults: tuple[Fault, ...]) -> dict[str, int]:
    """Return how much speaks for each demand at fault: a basis can be named later, 1; else 0."""
    worth: dict[str, int] = {}
    for fault in faults:
        worth[fault.about] = min(
            worth.get(fault.about, 1), int(fault.ground is FaultReason.NO_BASIS)
        )
    return worth


def _reached_from(graph: Numbered, component: Component, stuck: set[int]) -> list[int]:
    """Return the matters from which a resident is led into the component."""
    seen = set(component.nodes)
    waiting = list(seen)
    while waiting:
        for demand in graph.accepted_by[waiting.pop()]:
            owner = graph.owner[demand]
            if owner not in seen and demand not in graph.met:
                seen.add(owner)
                waiting.append(owner)
    return sorted(seen & stuck)


def _told(
    network: Network, cycle: Cycle, nodes: list[str], names: list[str], from_where: list[int]
) -> CycleFound:
    steps = [
        CycleStep(nodes[node], _who(network, nodes[node]), names[demand])
        for node, demand in cycle.steps
    ]
    matters = tuple(nodes[node] for node in from_where)
    steps = _from_the_entrance(network, steps, matters)
    return CycleFound(
        tuple(steps), _in_words(network, steps, matters), (citations.CLEAR_OUT,), matters
    )


def _who(network: Network, owner: str) -> str:
    body = network.body(owner)
    return body.name if body else "没有写明的单位"


def _from_the_entrance(
    network: Network, steps: list[CycleStep], matters: tuple[str, ...]
) -> list[CycleStep]:
    """Return the cycle from where a resident comes in: the matter itself, or what it asks for."""
    entrances = {
        paper for matter in matters for demand in network.of(matter) for paper in demand.papers
    } | set(matters)
    at = next((place for place, step in enumerate(steps) if step.owner in entrances), 0)
    return steps[at:] + steps[:at]


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


def _cure(network: Network, cure: Cut, names: list[str], faults: tuple[Fault, ...]) -> CutFound:
    why: dict[str, Fault] = {}
    for fault in faults:
        why.setdefault(fault.about, fault)
    demands = tuple(names[demand] for demand in cure.demands)
    return CutFound(
        demands,
        cure.exact,
        cure.at_least,
        tuple(_to_cancel(network, network.demands[one], why.get(one)) for one in demands),
    )


def _to_cancel(network: Network, demand: Demand, fault: Fault | None) -> str:
    who, purpose = _who(network, demand.owner), network.name(demand.owner)
    what = f"取消{who}为“{purpose}”索要{asked(network, demand)}的要求"
    if fault is not None:
        return f"{what}。这一项本来就不该要：{fault.ground.label}。"
    return f"{what}，或者改为接受别的材料、数据核查或书面承诺。这一项写了依据，要按程序提请修改。"
