"""Loading the catalogue (目录入库): each changed page becomes a new, frozen revision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from juzheng.acts.base import ledger, numbers
from juzheng.acts.catalogue.revisions import SEQUENCE, digest_of
from juzheng.catalogue import catalogue
from juzheng.catalogue.pages import Entry, PageKind, division_of, kind_of
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue import fitness
from juzheng.records.models import Committee, Revision
from juzheng.records.models.catalogue.revisions import ALWAYS


class UnfitItem(Exception):
    """An enabled item does not pass the gate (事项不符合启用条件)."""


@dataclass(frozen=True)
class Loaded:
    """What a load changed (入库结果)."""

    new_revisions: int
    unchanged: int
    left: tuple[str, ...] = ()  # pages that officers have changed: theirs stay in force


@transaction.atomic(durable=True)
def load(*, at: datetime) -> Loaded:
    """
    Store a revision of every shipped page whose wording is new; loading twice changes nothing.

    What an officer has published is never overwritten: such pages are named in ``left``.

    :raises UnfitItem: if an enabled item fails ``fitness.unfit_as_shipped``; nothing is loaded
        then
    """
    listed = catalogue()
    on = timezone.localtime(at).date()
    for item in listed.items.values():
        if found := fitness.unfit_as_shipped(item, listed.instruments, on):
            raise UnfitItem(f"{item.id} {item.name}: {' '.join(found)}")
    known = _known()
    new, left, unchanged = [], [], 0
    for entry in _shipped():
        digest, last = digest_of(as_mapping(entry)), known.get((kind_of(entry), entry.id))
        if last is not None and digest == last.shipped:
            unchanged += 1
        elif last is not None and last.by_officer:
            left.append(entry.id)
        else:
            new.append((entry, digest, last.number if last else 0))
    if new:
        pages = {f"{kind_of(entry)}:{entry.id}": digest for entry, digest, _ in new}
        details = {"digest": listed.digest, "pages": pages}
        covers, by = _store(new, on=on, at=at), ledger.OPERATOR
        ledger.note("catalogue", "catalogue.loaded", by=by, at=at, details=details, covers=covers)
    return Loaded(len(new), unchanged, tuple(left))


@dataclass(frozen=True)
class _Known:
    number: int
    shipped: str  # digest of the last wording that came with the program
    by_officer: bool


def _known() -> dict[tuple[PageKind, str], _Known]:
    """Return the last revision of every page, and what was last shipped of it."""
    found: dict[tuple[PageKind, str], _Known] = {}
    columns = ("kind", "subject", "number", "digest", "origin")
    rows = Revision.objects.order_by("sequence").values_list(*columns)
    for kind, subject, number, digest, origin in rows:
        key, officer = (PageKind(kind), subject), origin == "officer"
        before = found[key].shipped if key in found else ""
        found[key] = _Known(number, before if officer else digest, officer)
    return found


def _shipped() -> Iterator[Entry]:
    listed = catalogue()
    lists = (listed.lists, listed.unlisted, listed.looked, listed.offers)
    for pages in (listed.instruments, listed.items, *lists):
        yield from pages.values()


def _store(new: list[tuple[Entry, str, int]], *, on: date, at: datetime) -> list[Revision]:
    first = numbers.take(SEQUENCE, len(new))
    return Revision.objects.bulk_create(
        Revision(
            kind=kind_of(entry).value,
            subject=entry.id,
            number=number + 1,
            sequence=first + n,
            division=division_of(entry),
            effective_on=on if number else ALWAYS,
            digest=digest,
            content=as_mapping(entry),
            published_at=at,
            catalogue_digest=catalogue().digest,
        )
        for n, (entry, digest, number) in enumerate(new)
    )


@transaction.atomic(durable=True)
def load_committees(*, fictional: bool, at: datetime) -> int:
    """Store the catalogue's committees (the demonstration district's, if ``fictional``)."""
    wanted = [c for c in catalogue().committees.values() if c.fictional == fictional]
    known = {one.code: one for one in Committee.objects.all()}
    for committee in wanted:
        row = Committee(
            pk=known[committee.code].pk if committee.code in known else None,
            code=committee.code,
            name=committee.name,
            kind=committee.kind.value,
            division_name="".join(d.name for d in catalogue().path_of(committee.division)),
            address=committee.address,
            telephone=committee.phone,
            hours=committee.hours,
            fictional=committee.fictional,
        )
        _keep(row, known.get(committee.code), at=at)
    return len(wanted)


def _keep(row: Committee, before: Committee | None, *, at: datetime) -> None:
    """Store a committee that is new or has changed, with a line that vouches for it."""
    if before is not None and before.digests() == row.digests():
        return
    row.save()
    event = "committee.entered" if before is None else "committee.changed"
    details = {"committee": row.code, "name": row.name}
    ledger.note(row.chain, event, by=ledger.OPERATOR, at=at, details=details, covers=(row,))
