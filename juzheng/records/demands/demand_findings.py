"""The register of demands read by the law (登记簿): status, faults, and the whole network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from juzheng.catalogue import Catalogue
from juzheng.finder import finder_over, matters
from juzheng.law.base.divisions import significant
from juzheng.law.catalogue.alignment import AlignedDemand
from juzheng.law.demands import registry
from juzheng.law.demands.faults import Fault, Law
from juzheng.law.demands.network import Network
from juzheng.law.demands.registry import AskedOf, BasisStatus, DemandState, Registered, Stated
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


def looked_at(demand: Demand, listed: Catalogue, on: date) -> Looked:
    """Return what the law says of ``demand``, beside what else its unit demands."""
    law = law_of(listed, on, demand.unit.division)
    rows = Demand.objects.public().filter(unit=demand.unit_id, matter=demand.matter)
    beside = rows.select_related("unit").exclude(pk=demand.pk)
    together = [as_registered(row, listed) for row in beside if row.state != "cancelled"]
    found = registry.faults_of(as_registered(demand, listed), together, law)
    return Looked(registry.status_of(demand.basis, law), found)


def whole(demands: Iterable[Demand], listed: Catalogue) -> Network:
    """Return many registered demands as one network, for ``law.demands.cycles``."""
    return registry.as_network(as_registered(one, listed) for one in demands)


def demanded(division: str, on: date) -> Iterator[AlignedDemand]:
    """Yield what units in ``division`` demanded of committees on ``on``, as alignment sees it."""
    rows = Demand.objects.filter(
        unit__division__startswith=significant(division),
        asked_of=AskedOf.COMMITTEE.value,
        submitted_at__date__lte=on,
    ).exclude(state=DemandState.CANCELLED.value, settled_at__date__lte=on)
    for row in rows.select_related("unit").order_by("unit__division", "unit__name", "pk"):
        yield AlignedDemand(row.paper, row.item, row.unit.name, bool(row.bases), row.unit.kind)


def as_registered(demand: Demand, listed: Catalogue) -> Registered:
    """Return the row in the words of the law."""
    stated = demand.stated
    return Registered(f"demand:{demand.pk}", body_of(demand.unit), stated, negative(stated, listed))


def negative(stated: Stated, listed: Catalogue) -> bool:
    """Return whether the words ask for what nobody can certify: a negative, a character."""
    if stated.item or stated.asked_of is not AskedOf.COMMITTEE:
        return False
    found = finder_over(listed).find(f"{stated.paper} {stated.fact}")
    matter = matters().get(found.matter or "")
    return matter is not None and matter.never_certifiable


def item_of(stated: Stated, listed: Catalogue, demander: str = "") -> str:
    """Return the catalogue's item that the words mean; empty if none, or several, or unasked."""
    if stated.item or stated.asked_of is not AskedOf.COMMITTEE:
        return stated.item
    found = finder_over(listed).find(stated.paper, demander=demander or None)
    return "" if found.close else found.item or ""
