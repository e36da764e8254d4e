"""Demands (索要关系): who demands which proof for which matter, and what would meet the demand.

A matter or a paper stands behind all of its demands; a demand is met by any one of what it accepts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import LegalBasis

COMMITTEE = "committee"  # a body of this kind is a residents' or villagers' committee
UNCONFIRMED = "?"  # the item of a paper of which nobody has said yet what it is


class DemandFault(Term):
    """What can be wrong with a demand (证明乱象), OP-1.2.a."""

    BASELESS = "baseless", "奇葩证明：没有依据或者无从证明"
    CIRCULAR = "circular", "循环证明：绕回原处"
    DUPLICATE = "duplicate", "重复证明：已经有了还要"
    VACUUM = "vacuum", "证明真空：没有单位出具"


@dataclass(frozen=True, slots=True)
class Body:
    """A body that handles matters or issues papers (单位)."""

    id: str
    name: str
    kind: str = ""  # a code of law.base.demanders.Demander, or COMMITTEE


@dataclass(frozen=True, slots=True)
class Fact:
    """What a paper shows (待证事实)."""

    id: str
    name: str
    negative: bool = False  # that something did not happen, or is not so
    judgement: bool = False  # a judgement of character, not a fact that could be looked up
    item: str = ""  # the catalogue's item about it, whoever is to show it; empty: it has none


@dataclass(frozen=True, slots=True)
class DataSource:
    """A register that some bodies can look into (共享数据)."""

    id: str
    name: str
    shows: frozenset[str] = frozenset()  # facts
    open_to: frozenset[str] = frozenset()  # bodies


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that shows facts (证件或证明)."""

    id: str
    name: str
    issued_by: str = ""  # a body; empty: nobody issues it any more
    shows: frozenset[str] = frozenset()  # facts
    held: bool = False  # residents have it: an identity card, a household register
    item: str = ""  # the catalogue's item, for a committee's certificate; empty: it has none


@dataclass(frozen=True, slots=True)
class Matter:
    """What a resident wants done (办事事项)."""

    id: str
    name: str
    handled_by: str = ""  # a body


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand (索要要求): to have ``owner``, bring any one of what is accepted."""

    id: str
    owner: str  # a matter, or a paper that is not issued without it
    papers: tuple[str, ...] = ()  # any one of these will do
    data: tuple[str, ...] = ()  # or a look into any one of these
    fact: str = ""  # what it is to show; empty: what all accepted papers show
    basis: tuple[LegalBasis, ...] = ()
    commitment: bool = False  # a written commitment will do as well


class BrokenNetwork(ValueError):
    """The network names what it does not contain (关系图不完整)."""

    def __init__(self, thing: str, missing: str) -> None:
        """Keep which entry is wrong, and what it names."""
        super().__init__(f"“{thing}”提到了“{missing}”，但没有登记它。请先登记，或改正编号。")
        self.thing = thing
        self.missing = missing


T = TypeVar("T", Body, Fact, DataSource, Document, Matter, Demand)


@dataclass(frozen=True)
class Network:
    """All that is demanded (索要关系图), by id. Whatever is named is there."""

    bodies: Mapping[str, Body]
    facts: Mapping[str, Fact]
    data: Mapping[str, DataSource]
    papers: Mapping[str, Document]
    matters: Mapping[str, Matter]
    demands: Mapping[str, Demand]
    by_owner: Mapping[str, tuple[Demand, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for thing, missing in self._missing():
            raise BrokenNetwork(thing, missing)
        owned: dict[str, list[Demand]] = {}
        for demand in self.demands.values():
            owned.setdefault(demand.owner, []).append(demand)
        object.__setattr__(self, "by_owner", {key: tuple(row) for key, row in owned.items()})

    def _missing(self) -> Iterable[tuple[str, str]]:
        for source in self.data.values():
            yield from _absent(source.id, source.shows, self.facts)
            yield from _absent(source.id, source.open_to, self.bodies)
        for paper in self.papers.values():
            yield from _absent(paper.id, paper.shows, self.facts)
            yield from _absent(paper.id, _named(paper.issued_by), self.bodies)
        for matter in self.matters.values():
            yield from _absent(matter.id, _named(matter.handled_by), self.bodies)
        for demand in self.demands.values():
            if demand.owner not in self.matters and demand.owner not in self.papers:
                yield demand.id, demand.owner
            yield from _absent(demand.id, demand.papers, self.papers)
            yield from _absent(demand.id, demand.data, self.data)
            yield from _absent(demand.id, _named(demand.fact), self.facts)

    def of(self, owner: str) -> tuple[Demand, ...]:
        """Return what has to be met before ``owner`` can be had; empty if nothing."""
        return self.by_owner.get(owner, ())

    def name(self, owner: str) -> str:
        """Return the name of a matter or a paper."""
        return (self.matters.get(owner) or self.papers[owner]).name

    def body(self, owner: str) -> Body | None:
        """Return who handles the matter or issues the paper; None if nobody is named."""
        matter = self.matters.get(owner)
        return self.bodies.get(matter.handled_by if matter else self.papers[owner].issued_by)

    def shown(self, demand: Demand) -> frozenset[str]:
        """Return the facts that ``demand`` is about: the one it names, or what its papers share."""
        if demand.fact:
            return frozenset({demand.fact})
        if len(demand.papers) == 1:
            return self.papers[demand.papers[0]].shows
        shows = [self.papers[paper].shows for paper in demand.papers]
        return frozenset.intersection(*shows) if shows else frozenset()


def network(
    *,
    bodies: Iterable[Body] = (),
    facts: Iterable[Fact] = (),
    data: Iterable[DataSource] = (),
    papers: Iterable[Document] = (),
    matters: Iterable[Matter] = (),
    demands: Iterable[Demand] = (),
) -> Network:
    """
    Return the network of all these.

    :raises BrokenNetwork: if one of them names what is not there
    :raises ValueError: if two have the same id, or a matter has the id of a paper
    """
    known_papers, known_matters = _by_id(papers), _by_id(matters)
    both = known_papers.keys() & known_matters.keys()
    if both:
        raise ValueError(f"编号“{min(both)}”既是事项又是证件。请改一个。")
    return Network(
        _by_id(bodies), _by_id(facts), _by_id(data), known_papers, known_matters, _by_id(demands)
    )


def _by_id(things: Iterable[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for thing in things:
        if thing.id in found:
            raise ValueError(f"编号“{thing.id}”用了两次。请改一个。")
        found[thing.id] = thing
    return found


def _named(one: str) -> tuple[str, ...]:
    return (one,) if one else ()


def _absent(
    thing: str, named: Collection[str], known: Mapping[str, object]
) -> Iterable[tuple[str, str]]:
    if all(map(known.__contains__, named)):  # nearly always, and a million times
        return ()
    return ((thing, name) for name in sorted(named) if name not in known)
