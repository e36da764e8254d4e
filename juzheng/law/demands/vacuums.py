"""What nobody shows any more (证明真空): facts and demands that only papers no body issues meet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from juzheng.law.base import citations
from juzheng.law.catalogue.items import OnwardKind
from juzheng.law.demands.faults import Fault, FaultReason, Law, Look, asked
from juzheng.law.demands.network import DemandFault, Network


class Vacuums:
    """What nobody shows in one list (证明真空): facts, and demands that lead nowhere."""

    def __init__(self, network: Network, law: Law, refused: frozenset[str]) -> None:
        """:param refused: what committees are asked for and do not issue (``faults.refused``)"""
        self._network, self._law = network, law
        papers = network.papers.values()
        self._shown = {
            fact
            for paper in papers
            if paper.held or (paper.issued_by and paper.id not in refused)
            for fact in paper.shows
        }
        self._shown |= {
            fact for source in network.data.values() if source.open_to for fact in source.shows
        }
        self._nobody = {paper.id for paper in papers if not (paper.issued_by or paper.held)}
        self._about: dict[str, list[str]] | None = None
        self._otherwise: dict[str, bool] = {}

    def facts(self, wanted: Collection[str]) -> Iterator[Fault]:
        """Yield each of the ``wanted`` facts that nothing shows any more."""
        for fact in sorted(set(wanted) - self._shown):
            one = self._network.facts[fact]
            if one.negative or one.judgement:
                continue  # nobody can show it, and nobody has to
            if self._shown_otherwise(fact):
                continue
            yield Fault(
                DemandFault.VACUUM, FaultReason.NOBODY_SHOWS, fact,
                f"“{one.name}”有人要证明，但没有单位出具，也没有数据可查。"
                "取消要求之前，先要定下由谁核查。",
                (citations.NO_VACUUM,),
            )  # fmt: skip

    def leads_nowhere(self, seen: Look) -> bool:
        """Return whether only papers would meet a demand which no body issues any more."""
        demand = seen.demand
        if demand.data or demand.commitment or not self._nobody.issuperset(demand.papers):
            return False
        return not any(map(self._shown_otherwise, seen.shown))

    def worded(self, seen: Look) -> Fault:
        """Return the fault of a demand that leads nowhere, in words."""
        return Fault(
            DemandFault.VACUUM, FaultReason.NOBODY_SHOWS, seen.demand.id,
            f"{seen.who}要{asked(self._network, seen.demand)}，"
            "现在没有单位出具，也没有别的办法可以代替。",
            (citations.NO_VACUUM,),
        )  # fmt: skip

    def _shown_otherwise(self, fact: str) -> bool:
        if self._about is None:  # few lists ask: only where nobody shows something
            self._about = {}
            for paper in self._network.papers.values():
                for each in paper.shows:
                    self._about.setdefault(each, []).append(paper.item)
        if fact not in self._otherwise:
            found = _otherwise(self._network, self._law, fact, self._about.get(fact, ()))
            self._otherwise[fact] = bool(found)
        return self._otherwise[fact]


# Who shows a fact besides a committee: of the other kinds one may only ask (offers.worded).
_SHOWS = (OnwardKind.EXISTING_DOCUMENT, OnwardKind.OTHER_AUTHORITY, OnwardKind.NOTARY_OR_COURT)


def shown_otherwise(network: Network, law: Law, fact: str) -> tuple[str, ...]:
    """Return the catalogue's items that name papers or offices which show it (别的办法能证明)."""
    about = [paper.item for paper in network.papers.values() if fact in paper.shows]
    return _otherwise(network, law, fact, about)


def _otherwise(network: Network, law: Law, fact: str, about: Iterable[str]) -> tuple[str, ...]:
    known = (law.items.get(one) for one in dict.fromkeys((network.facts[fact].item, *about)))
    return tuple(one.id for one in known if one and any(way.kind in _SHOWS for way in one.onward))
