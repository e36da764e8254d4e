"""Registered demands as a network (登记关系图): what is wrong with one beside its unit's others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from juzheng.law.base.demanders import Demander, is_administrative
from juzheng.law.demands import faults, network
from juzheng.law.demands.duplicates import duplicates
from juzheng.law.demands.network import (
    COMMITTEE,
    UNCONFIRMED,
    Body,
    DataSource,
    Document,
    Fact,
    Matter,
    Network,
)
from juzheng.law.demands.registry import AskedOf, Held, Stated


@dataclass(frozen=True)
class Registered:
    """A demand with who makes it (已登记的索要)."""

    id: str
    unit: Body
    stated: Stated
    negative: bool = False  # the fact is that something is not so, or a judgement of character


def faults_of(
    one: Registered, together: Iterable[Registered], law: faults.Law
) -> tuple[faults.Fault, ...]:
    """
    Return what is wrong with ``one`` (证明乱象), looked at ``together`` with the unit's others.

    Baseless and duplicate only: a cycle shows in the whole network (``law.demands.cycles``).
    """
    whole = as_network((*(other for other in together if other.id != one.id), one))
    found = (*faults.baseless(whole, law), *duplicates(whole))
    return tuple(fault for fault in found if fault.about == one.id)


def as_network(registered: Iterable[Registered]) -> Network:
    """
    Return the demands as a network (索要关系图), the same paper of the same body once.

    Where a unit's matter bears the name of a paper that its kind of unit is asked for, the matter
    is that paper: so cycles across units are seen. Not if several such units register it: what one
    of them demands, another may not.
    """
    listed = tuple(registered)
    papers = _issued(listed)
    made = [_demand(each, papers.get(_matter(each), _matter(each))) for each in listed]
    return network.network(
        bodies=_once(body for each in listed for body in (each.unit, _asked(each.stated.asked_of))),
        facts=_facts(listed),
        data=_data(listed),
        papers=_papers(listed),
        matters=_once(Matter(_matter(each), each.stated.matter, each.unit.id) for each in listed),
        demands=made,
    )


def _issued(listed: Iterable[Registered]) -> dict[str, str]:
    """Return the papers that matters stand for, by the matter's id."""
    asked = {(each.stated.asked_of, each.stated.paper) for each in listed}
    found: dict[str, set[str]] = {}
    for each in listed:
        for asked_of in AskedOf:
            name = each.stated.matter
            if (asked_of, name) in asked and _could_issue(each.unit, asked_of):
                found.setdefault(_paper(asked_of, name), set()).add(_matter(each))
    return {min(matters): paper for paper, matters in found.items() if len(matters) == 1}


def _could_issue(unit: Body, asked_of: AskedOf) -> bool:
    return unit.kind == asked_of.value or (
        asked_of is AskedOf.DEPARTMENT and is_administrative(unit.kind)
    )


def _once(things: Iterable[network.T]) -> tuple[network.T, ...]:
    return tuple({thing.id: thing for thing in things}.values())


def _asked(asked_of: AskedOf) -> Body:
    """Return the body that issues the paper; of the words that are no kind of unit: any."""
    known = {kind.value for kind in Demander} | {COMMITTEE}
    kind = asked_of.value if asked_of.value in known else ""
    return Body(f"asked:{asked_of}", asked_of.label, kind)


def _matter(one: Registered) -> str:
    return f"matter:{one.unit.id}:{one.stated.matter}"


def _fact(one: Registered) -> str:
    return f"fact:{one.stated.fact}"


def _paper(asked_of: AskedOf, name: str) -> str:
    return f"paper:{asked_of}:{name}"


def _source(one: Registered) -> str:
    return f"data:{one.unit.id}:{one.stated.held_where}"


def _facts(listed: Iterable[Registered]) -> Iterator[Fact]:
    negative = {_fact(each) for each in listed if each.negative}
    for id_, name in {_fact(each): each.stated.fact for each in listed}.items():
        yield Fact(id_, name, negative=id_ in negative)


def _data(listed: Iterable[Registered]) -> Iterator[DataSource]:
    shows: dict[str, set[str]] = {}
    names: dict[str, tuple[str, str]] = {}
    for each in listed:
        if each.stated.held in (Held.OWN, Held.SHARED):
            shows.setdefault(_source(each), set()).add(_fact(each))
            names[_source(each)] = (each.stated.held_where, each.unit.id)
    for id_, (name, unit) in names.items():
        yield DataSource(id_, name, frozenset(shows[id_]), frozenset({unit}))


def _papers(listed: Iterable[Registered]) -> Iterator[Document]:
    shows: dict[tuple[AskedOf, str], set[str]] = {}
    items: dict[tuple[AskedOf, str], str] = {}
    for each in listed:
        said = each.stated
        shows.setdefault((said.asked_of, said.paper), set()).add(_fact(each))
        items[said.asked_of, said.paper] = items.get((said.asked_of, said.paper)) or said.item
        if said.held is Held.OTHER_PAPER:
            shows.setdefault((AskedOf.RESIDENT, said.held_where), set()).add(_fact(each))
    for (asked_of, name), facts in shows.items():
        yield Document(
            _paper(asked_of, name),
            name,
            issued_by=_asked(asked_of).id if asked_of is not AskedOf.RESIDENT else "",
            shows=frozenset(facts),
            held=asked_of is AskedOf.RESIDENT,
            item=items.get((asked_of, name)) or UNCONFIRMED,
        )


def _demand(one: Registered, owner: str) -> network.Demand:
    said = one.stated
    return network.Demand(
        one.id,
        owner,
        papers=(_paper(said.asked_of, said.paper),),
        fact=_fact(one),
        basis=said.bases,
        commitment=said.commitment,
    )
