"""The register of demands read by the law (登记簿): status, faults, and the whole network.

What the finder takes a paper for is a proposal; only what the unit chose or an officer confirmed
is held against a demand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from juzheng.catalogue import Catalogue
from juzheng.finder import finder_over, matters, standing
from juzheng.law.base.divisions import significant
from juzheng.law.catalogue.alignment import AlignedDemand
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.demands import registered
from juzheng.law.demands.faults import Fault, FaultReason, Law
from juzheng.law.demands.network import Network
from juzheng.law.demands.registered import Registered
from juzheng.law.demands.registry import (
    AskedOf,
    BasisStatus,
    DemandState,
    Outside,
    status_of,
)
from juzheng.records.models import Demand
from juzheng.records.models.demands.demands import body_of


@dataclass(frozen=True)
class Looked:
    """What the law says of a registered demand on a day (当日核对结果)."""

    status: BasisStatus
    faults: tuple[Fault, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return what is wrong, in words, each once."""
        return tuple(dict.fromkeys(fault.reason for fault in self.faults))


def law_of(listed: Catalogue, on: date, division: str = "") -> Law:
    """Return the catalogue of a day as the law that a unit of ``division`` is measured by."""
    return Law(listed, on, division)


def looked_at(demand: Demand, listed: Catalogue, on: date, *, item: str = "") -> Looked:
    """
    Return what the law says of ``demand``, beside what else its unit demands.

    :param item: what an officer is about to confirm
    """
    law = law_of(listed, on, demand.unit.division)
    rows = Demand.objects.public().filter(unit=demand.unit_id, matter=demand.matter)
    beside = rows.select_related("unit").exclude(pk=demand.pk)
    together = [as_registered(row) for row in beside if row.state != "cancelled"]
    found = registered.faults_of(as_registered(demand, item), together, law)
    return Looked(status_of(demand.basis, law), found)


def at_odds(demand: Demand, law: Law) -> bool:
    """Return whether ``demand`` by itself, whatever its basis, is at odds with today's rules."""
    of_the_basis = (FaultReason.NO_BASIS, FaultReason.NOT_IN_FORCE)
    found = registered.faults_of(as_registered(demand), (), law)
    return any(fault.ground not in of_the_basis for fault in found)


def whole(demands: Iterable[Demand]) -> Network:
    """Return many registered demands as one network, for ``law.demands.cycles``."""
    return registered.as_network(as_registered(one) for one in demands)


def demanded(division: str, on: date) -> Iterator[AlignedDemand]:
    """Yield what units in ``division`` demanded of committees on ``on``, as alignment sees it."""
    rows = Demand.objects.filter(
        unit__division__startswith=significant(division),
        asked_of=AskedOf.COMMITTEE.value,
        submitted_at__date__lte=on,
    ).exclude(state=DemandState.CANCELLED.value, settled_at__date__lte=on)
    rows = rows.exclude(item="")  # nobody has said what it is: nothing to hold against anybody
    for row in rows.select_related("unit").order_by("unit__division", "unit__name", "pk"):
        yield AlignedDemand(row.paper, row.item, row.unit.name, bool(row.bases), row.unit.kind)


def as_registered(demand: Demand, item: str = "") -> Registered:
    """Return the row in the words of the law, its item as an officer is about to confirm it."""
    stated = replace(demand.stated, item=item or demand.item)
    return Registered(
        f"demand:{demand.pk}", body_of(demand.unit), stated, stated.item in _never_certifiable()
    )


def confirmable(listed: Catalogue) -> dict[str, str]:
    """
    Return what a committee's paper may be confirmed to be, with its name (可确认的事项).

    Items of the same name also say where they are written: they differ in that alone.
    """
    ordered = sorted(listed.items.values(), key=attrgetter("id"))
    often = Counter(one.name for one in ordered)
    written = {one.id: _written(one, listed) if often[one.name] > 1 else "" for one in ordered}
    items = {one.id: f"{one.id} {one.name}{written[one.id]}" for one in ordered}
    return {**items, **_never_certifiable(), Outside.NOT_LISTED.value: Outside.NOT_LISTED.label}


def like_listed(demand: Demand, listed: Catalogue) -> Item | None:
    """
    Return the must-not-issue item whose very name the paper bears, for people to confirm.

    None where somebody has said already what it is, or the name is not word for word the same.
    """
    if not demand.stated.unconfirmed:
        return None
    alike = (
        one
        for one in listed.items.values()
        if one.kind is ListKind.NEGATIVE and demand.paper in (one.name, *one.aliases)
    )
    return next((one for one in alike if one.applies_in(demand.unit.division)), None)


def proposed(demand: Demand, listed: Catalogue, on: date) -> str:
    """Return what the finder takes the paper for, for people to confirm; empty if it is unsure."""
    if not demand.stated.unconfirmed:
        return ""
    finder = finder_over(listed)
    found = standing.find(
        demand.paper,
        finder=finder,
        catalogue=listed,
        on=on,
        division=demand.unit.division or None,
        demander=demand.unit.kind,
    )
    if found.item and found.sure:
        return found.item
    matter = finder.find(f"{demand.paper} {demand.fact}").matter or ""
    return matter if matter in _never_certifiable() else ""


def _never_certifiable() -> dict[str, str]:
    """Return what no committee can certify, a negative or a character, by its id."""
    return {one.id: one.name for one in matters().values() if one.never_certifiable}


def _written(item: Item, listed: Catalogue) -> str:
    """Return where an item is written first, in brackets; empty: in no text on file."""
    for basis in item.basis:
        if text := listed.instruments.get(basis.instrument):
            return f"（{text.title} {basis.provision}）"
    return ""
