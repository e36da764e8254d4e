"""Cases of the past (往年办件) as what-if asks of them: a stream, and nothing of the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from juzheng.catalogue import Catalogue
from juzheng.law.catalogue.applicability import Circumstances
from juzheng.law.catalogue.items import CommitteeKind, Item
from juzheng.law.catalogue.whatif import Lived
from juzheng.law.demands.registry import AskedOf, DemandState
from juzheng.records.models import Case, Demand, Revision
from juzheng.records.tracked import within

CHUNK = 2000
COLUMNS = (
    "revision_id",
    "committee__code",
    "committee__kind",
    "committee__name",
    "demander",
    "circumstances",
)
TOLD = (
    "still_demanded",
    "verifiable",
    "already_known",
    "public_interest",
    "legal_risk",
    "holds_document",
    "outside_demander",
    "met",
    "unmet",
    "told",
)


def received(division: str, since: datetime, until: datetime) -> QuerySet[Case]:
    """Return the cases that committees in ``division`` received from ``since`` to ``until``."""
    return Case.objects.filter(
        within("committee__code", division), received_at__gte=since, received_at__lt=until
    )


def lived(cases: QuerySet[Case], on: date) -> Iterator[Lived]:
    """
    Yield ``cases`` as if each came in on the day ``on``.

    Rows are read in chunks and dropped, sealed columns are not read at all: memory stays flat.
    """
    items: dict[int, Item] = {}  # as many as there are revisions of items
    rows = cases.order_by("pk").values_list(*COLUMNS)
    for revision, code, kind, name, demander, told in rows.iterator(chunk_size=CHUNK):
        if revision not in items:
            items[revision] = Revision.objects.get(pk=revision).item
        yield Lived(items[revision], circumstances(code, kind, demander, told, on), name)


def registered(division: str) -> QuerySet[Demand]:
    """Return what units in ``division`` have registered that they demand of committees."""
    return Demand.objects.filter(
        within("unit__division", division), asked_of=AskedOf.COMMITTEE.value
    ).exclude(state__in=[DemandState.DRAFT.value, DemandState.CANCELLED.value])


def demanded(demands: QuerySet[Demand], listed: Catalogue, on: date) -> Iterator[Lived]:
    """
    Yield ``demands`` as if a resident came with each on the day ``on``.

    Those that name no item of ``listed`` have no answer to compare and are left out.
    """
    rows = demands.order_by("pk").values_list("item", "unit__kind", "unit__division", "unit__name")
    for subject, kind, division, name in rows.iterator(chunk_size=CHUNK):
        if (item := listed.items.get(subject)) is not None:
            yield Lived(item, Circumstances(division, on, demander=kind), name)


def circumstances(
    code: str, kind: str, demander: str, told: dict[str, Any], on: date
) -> Circumstances:
    """Return what a case told (办件情形), as if it came in on the day ``on``."""
    kept = {name: told[name] for name in TOLD if name in told}
    known: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in kept.items()
    }
    return Circumstances(code, on, CommitteeKind(kind), demander, **known)
