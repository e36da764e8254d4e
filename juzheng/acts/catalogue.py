"""Loading the catalogue (目录入库): each changed item becomes a new, frozen revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from juzheng.acts import ledger
from juzheng.catalogue import as_mapping, catalogue
from juzheng.law import items
from juzheng.law import ledger as ledger_law
from juzheng.law.items import Item
from juzheng.records.models import Committee, ItemRevision


class UnfitItem(Exception):
    """An enabled item does not pass the gate (事项不符合启用条件)."""


@dataclass(frozen=True)
class Loaded:
    """What a load changed (入库结果)."""

    new_revisions: int
    unchanged: int


@transaction.atomic(durable=True)
def load(*, at: datetime) -> Loaded:
    """
    Store a revision of every item whose wording is new; loading twice changes nothing.

    :raises UnfitItem: if an enabled item fails ``law.items.unfit``; nothing is loaded then
    """
    listed = catalogue()
    on = timezone.localtime(at).date()
    for item in listed.items.values():
        if item.enabled and (found := items.unfit(item, listed.instruments, on)):
            raise UnfitItem(f"{item.id} {item.name}: {' '.join(found)}")
    new = [item for item in listed.items.values() if _store(item, listed.digest, at=at)]
    if new:
        ledger.note(
            "catalogue",
            "catalogue.loaded",
            by=ledger.OPERATOR,
            at=at,
            details={"digest": listed.digest, "items": [item.id for item in new]},
        )
    return Loaded(len(new), len(listed.items) - len(new))


@transaction.atomic(durable=True)
def load_committees(*, fictional: bool) -> int:
    """Store the catalogue's committees (the demonstration district's, if ``fictional``)."""
    wanted = [c for c in catalogue().committees.values() if c.fictional == fictional]
    for committee in wanted:
        Committee.objects.update_or_create(
            code=committee.code,
            defaults={
                "name": committee.name,
                "kind": committee.kind.value,
                "division_name": "".join(d.name for d in catalogue().path_of(committee.division)),
                "address": committee.address,
                "telephone": committee.phone,
                "hours": committee.hours,
                "fictional": committee.fictional,
            },
        )
    return len(wanted)


def _store(item: Item, catalogue_digest: str, *, at: datetime) -> bool:
    content = as_mapping(item)
    digest = sha256(ledger_law.canonical(content).encode()).hexdigest()
    latest = ItemRevision.objects.filter(item_id=item.id).order_by("-number").first()
    if latest is not None and latest.digest == digest:
        return False
    ItemRevision.objects.create(
        item_id=item.id,
        number=latest.number + 1 if latest else 1,
        digest=digest,
        content=content,
        published_at=at,
        catalogue_digest=catalogue_digest,
    )
    return True
