"""Findings (查出的问题): all that is wrong with a list, or how much and the worst of it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from juzheng.law.base.watching import Watched, unwatched
from juzheng.law.demands import vacuums
from juzheng.law.demands.duplicates import Showing, worded
from juzheng.law.demands.faults import Fault, FaultReason, Law, Look, baseless_of, grounds, look
from juzheng.law.demands.network import Demand, DemandFault, Network


@dataclass(frozen=True)
class Findings:
    """What was found (查出的问题): as much of it as was asked for, and how much there is."""

    faults: tuple[Fault, ...]
    counts: Mapping[DemandFault, int]  # of demands and facts at fault, told or not


class Searched:
    """A list that is searched for faults (查找), demand by demand."""

    def __init__(self, network: Network, law: Law, refused: frozenset[str]) -> None:
        self.network, self.law = network, law
        self._showing = Showing(network)
        self._vacuums = vacuums.Vacuums(network, law, refused)

    def of(self, demand: Demand) -> tuple[Fault, ...]:
        """Return all that is wrong with one demand."""
        seen = look(self.network, demand)
        return tuple(fault for kind in _KINDS for fault in self._told(kind, seen))

    def worth(self, demand: Demand) -> int:
        """Return how much speaks for a demand: nothing wrong 2, it lacks only a basis 1, else 0."""
        seen = look(self.network, demand)
        if self._showing.already(seen) or self._vacuums.leads_nowhere(seen):
            return 0
        found = (ground for ground, _ in grounds(self.network, seen, self.law))
        return min((int(ground is FaultReason.NO_BASIS) for ground in found), default=2)

    def everything(self) -> Findings:
        """Return every fault in the order of the list, kind by kind."""
        found: dict[DemandFault, list[Fault]] = {kind: [] for kind in _KINDS}
        wanted: set[str] = set()
        for demand in self.network.demands.values():
            seen = look(self.network, demand)
            wanted |= seen.shown
            for kind in _KINDS:
                found[kind] += self._told(kind, seen)
        found[DemandFault.VACUUM][:0] = self._vacuums.facts(wanted)
        counts = {kind: len({fault.about for fault in faults}) for kind, faults in found.items()}
        return Findings(tuple(fault for faults in found.values() for fault in faults), counts)

    def worst(self, most: int, watched: Watched = unwatched) -> Findings:
        """
        Return how much is at fault, and of each kind the ``most`` worst (最要紧的).

        Worst is what most is wrong with; of the same, what comes first. Where no more than ``most``
        are at fault, they are all told, in the order of the list. Nothing else is put in words, so
        memory is that of ``most``.
        """
        worst = {kind: _Worst(most) for kind in _KINDS}
        wanted: set[str] = set()
        for demand in watched(self.network.demands.values()):
            seen = look(self.network, demand)
            wanted |= seen.shown
            wrong = self._counted(seen)
            if weight := sum(wrong):
                for kind, found in zip(_KINDS, wrong, strict=True):
                    if found:
                        worst[kind].take(weight, demand)
        facts = list(self._vacuums.facts(wanted))
        counts = {kind: one.count for kind, one in worst.items()}
        counts[DemandFault.VACUUM] += len(facts)
        told = {
            kind: [
                fault
                for demand in one.kept()
                for fault in self._told(kind, look(self.network, demand))
            ]
            for kind, one in worst.items()
        }
        told[DemandFault.VACUUM] = (facts + told[DemandFault.VACUUM])[:most]
        return Findings(tuple(fault for faults in told.values() for fault in faults), counts)

    def _counted(self, seen: Look) -> tuple[int, int, int]:
        """Return on how many grounds a demand is at fault, by kind, none of them in words."""
        return (
            len(list(grounds(self.network, seen, self.law))),
            int(self._showing.already(seen) is not None),
            int(self._vacuums.leads_nowhere(seen)),
        )

    def _told(self, kind: DemandFault, seen: Look) -> Iterator[Fault]:
        if kind is DemandFault.BASELESS:
            yield from baseless_of(self.network, seen, self.law)
        elif kind is DemandFault.DUPLICATE:
            if found := self._showing.already(seen):
                yield worded(self.network, seen, found)
        elif self._vacuums.leads_nowhere(seen):
            yield self._vacuums.worded(seen)


_KINDS = (DemandFault.BASELESS, DemandFault.DUPLICATE, DemandFault.VACUUM)


class _Worst:
    """The worst of many (最要紧的几项), and how many there were."""

    def __init__(self, most: int) -> None:
        self._most, self.count = most, 0
        self._heap: list[tuple[int, int, Demand]] = []

    def take(self, weight: int, demand: Demand) -> None:
        one = (weight, -self.count, demand)
        self.count += 1
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, one)
        elif weight > self._heap[0][0]:
            heapq.heapreplace(self._heap, one)

    def kept(self) -> list[Demand]:
        """Return them worst first; in the order of the list if none was left out."""
        some = sorted(self._heap, key=lambda one: one[:2], reverse=True)
        if self.count <= self._most:
            some.sort(key=lambda one: -one[1])
        return [demand for _, _, demand in some]
