"""Duplicates (重复证明): which demands ask for what is shown already, and by what."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import is_administrative
from juzheng.law.demands.faults import Fault, FaultReason, Look, asked, look
from juzheng.law.demands.network import DataSource, Demand, DemandFault, Document, Network

MOST_NAMED = 10  # of what shows a fact already: one is enough, and a list may hold thousands
MOST_LOOKED_AT = 200  # of what another demand brings, which may be the same paper each time
MANY = 16  # demands of one owner from which they are put in order first
MORE = "这样的材料或数据还有别的。"

Shown = tuple[FaultReason, tuple[str, ...], bool]  # by which ground, the first, and whether more


def duplicates(network: Network) -> Iterator[Fault]:
    """Yield each demand whose fact is shown already (重复证明), OP-1.2.a; the best ground only."""
    showing = Showing(network)
    for demand in network.demands.values():
        seen = look(network, demand)
        if found := showing.already(seen):
            yield worded(network, seen, found)


def worded(network: Network, seen: Look, found: Shown) -> Fault:
    """Return the fault of a demand for what is shown already (重复证明), in words."""
    ground, by, more = found
    return Fault(
        DemandFault.DUPLICATE, ground, seen.demand.id, _why(network, seen, found),
        _written(seen, ground), by, more,
    )  # fmt: skip


class _Table:
    """What shows a fact by who has it (谁有什么能证明), in the order of the list."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, str], list[str]] = {}
        self.shows: dict[str, frozenset[str]] = {}
        self.several: dict[tuple[str, frozenset[str]], list[str]] = {}  # what shows all of several

    def add(self, one: Document | DataSource, whose: Iterable[str]) -> None:
        self.shows[one.id] = one.shows
        for who in whose:
            for fact in one.shows:
                self.ids.setdefault((who, fact), []).append(one.id)


class Showing:
    """What shows a fact already (已证明), by fact: no list is read once for each demand."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._held, self._own, self._data = _Table(), _Table(), _Table()
        self._beside: dict[str, _Beside] = {}
        for paper in network.papers.values():
            if paper.held:
                self._held.add(paper, ("",))
            else:
                self._own.add(paper, (paper.issued_by,))
        for source in network.data.values():
            self._data.add(source, source.open_to)

    def already(self, seen: Look) -> Shown | None:
        """Return on which ground what a demand asks for is shown already, and by what."""
        if not (seen.governed and seen.shown):
            return None
        for ground, names in self._by_ground(seen):
            most = MOST_LOOKED_AT if ground is FaultReason.SAME_MATTER else MOST_NAMED
            if first := list(islice(names, most + 1)):
                by = tuple(dict.fromkeys(first[:most]))
                return ground, by[:MOST_NAMED], len(by) > MOST_NAMED or len(first) > most
        return None

    def _by_ground(self, seen: Look) -> Iterator[tuple[FaultReason, Iterator[str]]]:
        """Yield what shows the facts on each ground, the best ground first, one by one."""
        demand, facts = seen.demand, seen.shown
        who = seen.body.id if seen.body else ""
        here = {demand.owner, *demand.papers}
        if not demand.data and (data := self._of(self._data, who, facts)):
            yield FaultReason.SHARED_DATA, iter(data)
        if who and (own := self._of(self._own, who, facts)):
            yield FaultReason.OWN_PAPER, (name for name in own if name not in here)
        if held := self._of(self._held, "", facts):
            yield FaultReason.HELD_PAPER, (name for name in held if name not in here)
        yield FaultReason.SAME_MATTER, self._brought(demand, facts)

    def _of(self, table: _Table, who: str, facts: frozenset[str]) -> Sequence[str]:
        """Return what shows all ``facts``, in the order of the list."""
        if len(facts) == 1:
            (fact,) = facts
            return table.ids.get((who, fact), ())
        key = (who, facts)
        if key not in table.several:
            rarest = min((table.ids.get((who, fact), []) for fact in facts), key=len)
            table.several[key] = [one for one in rarest if facts <= table.shows[one]]
        return table.several[key]

    def _brought(self, demand: Demand, facts: frozenset[str]) -> Iterator[str]:
        """
        Yield papers that another demand for the same thing brings in any case.

        Of two demands for one fact the earlier stands and the later is the duplicate.
        """
        beside = self._network.of(demand.owner)
        if len(beside) < MANY:
            return _few(self._network, beside, demand, facts)
        if demand.owner not in self._beside:
            self._beside[demand.owner] = _Beside(self._network, beside)
        return self._beside[demand.owner].others(demand, facts)


def _few(
    network: Network, beside: Iterable[Demand], demand: Demand, facts: frozenset[str]
) -> Iterator[str]:
    earlier = True
    for other in beside:
        if other.id == demand.id:
            earlier = False
        elif _brings(network, other, facts) and (
            earlier or not _brings(network, demand, network.shown(other))
        ):
            yield from other.papers


def _brings(network: Network, demand: Demand, facts: frozenset[str]) -> bool:
    """Return whether whoever meets ``demand`` has shown ``facts``, whichever way was taken."""
    shared = _shared(network, demand)
    return shared is not None and facts <= shared


class _Beside:
    """The many demands of one owner (同一件事的要求), for what one brings beside another."""

    def __init__(self, network: Network, beside: Sequence[Demand]) -> None:
        self._beside = beside
        self._place = {demand.id: place for place, demand in enumerate(beside)}
        self._shown = [network.shown(demand) for demand in beside]
        self._brings = [_shared(network, demand) for demand in beside]
        self._by_fact: dict[str, list[int]] = {}
        for place, own in enumerate(self._brings):
            for fact in own or ():
                self._by_fact.setdefault(fact, []).append(place)
        self._bringing: dict[frozenset[str], list[int]] = {}
        self._later: dict[tuple[frozenset[str], frozenset[str] | None], list[int]] = {}

    def others(self, demand: Demand, facts: frozenset[str]) -> Iterator[str]:
        """Yield the papers of those that bring ``facts`` and stand before ``demand``."""
        at, own = self._place[demand.id], self._brings[self._place[demand.id]]
        bringing = self._that_bring(facts)
        for place in bringing:
            if place >= at:
                break
            yield from self._beside[place].papers
        key = (facts, own)
        if key not in self._later:
            self._later[key] = [
                place for place in bringing if own is None or not self._shown[place] <= own
            ]
        later = self._later[key]
        for place in islice(later, bisect_right(later, at), None):
            yield from self._beside[place].papers

    def _that_bring(self, facts: frozenset[str]) -> list[int]:
        if facts not in self._bringing:
            rarest = min((self._by_fact.get(fact, []) for fact in facts), key=len)
            self._bringing[facts] = [
                place for place in rarest if facts <= (self._brings[place] or frozenset())
            ]
        return self._bringing[facts]


def _shared(network: Network, demand: Demand) -> frozenset[str] | None:
    """Return what whoever meets ``demand`` has shown, whichever way was taken; None: nothing."""
    if not demand.papers or demand.data or demand.commitment:
        return None
    return frozenset.intersection(*(network.papers[paper].shows for paper in demand.papers))


def _written(seen: Look, ground: FaultReason) -> tuple[Citation, ...]:
    """信息共享核查 is said of departments (各部门): cited to them alone."""
    body = seen.body
    owed = ground is FaultReason.SHARED_DATA and body is not None and is_administrative(body.kind)
    return (citations.CLEAR_OUT, *((citations.SHARED_DATA,) if owed else ()))


def _why(network: Network, seen: Look, found: Shown) -> str:
    (ground, by, more), who = found, seen.who
    fact = "、".join(network.facts[one].name for one in sorted(seen.shown))
    names = "、".join(f"“{(network.papers.get(one) or network.data[one]).name}”" for one in by)
    already = {
        FaultReason.SHARED_DATA: f"{who}自己写明能查的{names}已经有",
        FaultReason.OWN_PAPER: f"{who}自己出具的{names}已经写明",
        FaultReason.HELD_PAPER: f"居民手里的{names}已经写明",
        FaultReason.SAME_MATTER: f"办同一件事要交的{names}已经写明",
    }[ground]
    demand = seen.demand
    said = f"{who}要{asked(network, demand)}，来证明“{fact}”；{already}，不用再要。"
    return said + MORE if more else said
