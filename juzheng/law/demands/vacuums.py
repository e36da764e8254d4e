"""What nobody shows any more (证明真空): facts and demands that only papers no body issues meet."""

from __future__ import annotations

from collections.abc import Iterator

from juzheng.law.base import citations
from juzheng.law.catalogue.items import OnwardKind
from juzheng.law.demands.faults import Fault, FaultReason, Law, asked, refused
from juzheng.law.demands.network import DemandFault, Network


def vacuums(network: Network, law: Law) -> Iterator[Fault]:
    """
    Yield each demanded fact that nothing shows any more (证明真空), OP-4.2.b.

    What the catalogue says that papers or another office show is none: it only was not told here.
    """
    gone = refused(network, law)
    shown = {
        fact
        for paper in network.papers.values()
        if paper.held or (paper.issued_by and paper.id not in gone)
        for fact in paper.shows
    }
    shown |= {fact for source in network.data.values() if source.open_to for fact in source.shows}
    wanted = {fact for demand in network.demands.values() for fact in network.shown(demand)}
    for fact in sorted(wanted - shown):
        one = network.facts[fact]
        if one.negative or one.judgement:
            continue  # nobody can show it, and nobody has to
        if shown_otherwise(network, law, fact):
            continue
        yield Fault(
            DemandFault.VACUUM, FaultReason.NOBODY_SHOWS, fact,
            f"“{one.name}”有人要证明，但没有单位出具，也没有数据可查。"
            "取消要求之前，先要定下由谁核查。",
            (citations.NO_VACUUM,),
        )  # fmt: skip
    yield from _dead_ends(network, law)


# Who shows a fact besides a committee: of the other kinds one may only ask (offers.worded).
_SHOWS = (OnwardKind.EXISTING_DOCUMENT, OnwardKind.OTHER_AUTHORITY, OnwardKind.NOTARY_OR_COURT)


def shown_otherwise(network: Network, law: Law, fact: str) -> tuple[str, ...]:
    """Return the catalogue's items that name papers or offices which show it (别的办法能证明)."""
    about = [paper.item for paper in network.papers.values() if fact in paper.shows]
    known = (law.items.get(one) for one in dict.fromkeys((network.facts[fact].item, *about)))
    return tuple(one.id for one in known if one and any(way.kind in _SHOWS for way in one.onward))


def _dead_ends(network: Network, law: Law) -> Iterator[Fault]:
    """Yield each demand that only papers would meet which no body issues any more."""
    for demand in network.demands.values():
        papers = [network.papers[paper] for paper in demand.papers]
        if any(paper.issued_by or paper.held for paper in papers):
            continue
        if demand.data or demand.commitment:
            continue
        if any(shown_otherwise(network, law, one) for one in network.shown(demand)):
            continue
        body = network.body(demand.owner)
        who = body.name if body else "索要单位"
        yield Fault(
            DemandFault.VACUUM, FaultReason.NOBODY_SHOWS, demand.id,
            f"{who}要{asked(network, demand)}，"
            "现在没有单位出具，也没有别的办法可以代替。",
            (citations.NO_VACUUM,),
        )  # fmt: skip
