"""Pages of the catalogue that are over (已结束的目录页): withdrawn, or their last day is past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from juzheng.catalogue import Catalogue
from juzheng.catalogue.pages import Entry, PageKind, division_of
from juzheng.law.base.endings import Ended, EndedKind, Ending
from juzheng.records.catalogue import governing
from juzheng.records.models import Edit, Revision

MOST_LOOKED_AT = 20  # revisions: whoever asks for what is not there costs no more


def ended(on: date, *kinds: PageKind) -> tuple[Ended, ...]:
    """Return what of ``kinds`` (all, if none is named) was once published and is over on ``on``."""
    listed, wanted = governing.governing(on), kinds or tuple(PageKind)
    found = [one for kind in wanted for one in _lapsed(kind, listed, on)]
    found += [of_revision(row, listed) for row in _withdrawn(on, wanted)]
    return tuple(sorted(found, key=lambda one: (one.on or date.min, one.id), reverse=True))


def _withdrawn(on: date, kinds: Iterable[PageKind]) -> Iterator[Revision]:
    rows = Revision.objects.filter(kind__in=kinds, withdrawn=True, effective_on__lte=on)
    for kind, subject in sorted(set(rows.values_list("kind", "subject"))):
        row = governing.withdrawn(PageKind(kind), subject, on)
        if row is not None:
            yield row


def of_revision(row: Revision, listed: Catalogue) -> Ended:
    """Return what the revision that withdrew a page says of its end."""
    kind = PageKind(row.kind)
    content: Mapping[str, Any] = row.content
    edit = Edit.objects.filter(revision=row.pk).select_related("change").first()
    return Ended(
        EndedKind(row.kind),
        row.subject,
        str(content.get("name") or content.get("title") or row.subject),
        row.division,
        row.effective_on,
        (edit.change.reason if edit else "") or Ending.WITHDRAWN.label,
        tuple(_instead(kind, content, listed)) or (_beside(edit, kind) if edit else ()),
    )


def _lapsed(kind: PageKind, listed: Catalogue, on: date) -> Iterator[Ended]:
    entries: Mapping[str, Entry] = getattr(listed, governing.TABLES[kind])
    for subject, entry in entries.items():
        last: date | None = getattr(entry, "in_force_until", None)
        if last is None or last > on:
            continue
        name = getattr(entry, "name", "") or getattr(entry, "title", "") or subject
        yield Ended(
            EndedKind(kind.value),
            subject,
            name,
            division_of(entry),
            last,
            why(kind, subject, entry),
            tuple(_see(getattr(entry, "instead_see", ()), listed)),
        )


def changed(on: date) -> list[Revision]:
    """Return the last revisions of officers that hold by ``on``: the days on which rules moved."""
    rows = Revision.objects.filter(origin="officer", effective_on__lte=on)
    return list(rows.order_by("-effective_on")[:MOST_LOOKED_AT])


def why(kind: PageKind, subject: str, entry: Entry) -> str:
    """Return the reason of the change that set the last day; else what the text says of itself."""
    edits = Edit.objects.filter(revision__kind=kind.value, revision__subject=subject)
    edit = edits.select_related("change").order_by("-revision__number").first()
    written = edit.change.reason if edit else ""
    return written or str(getattr(entry, "status", "")) or Ending.LAPSED.label


def _instead(
    kind: PageKind, content: Mapping[str, Any], listed: Catalogue
) -> Iterator[tuple[str, str]]:
    if kind is PageKind.ITEM:
        yield from _see(content.get("instead_see") or (), listed)


def _see(items: Any, listed: Catalogue) -> Iterator[tuple[str, str]]:
    return ((one, listed.items[one].name) for one in items if one in listed.items)


def _beside(edit: Edit, kind: PageKind) -> tuple[tuple[str, str], ...]:
    """Return the pages of the same kind that the same change began (同一次变更新公布的)."""
    edits = Edit.objects.filter(change=edit.change_id, revision__kind=kind.value)
    rows = [one.revision for one in edits.select_related("revision") if one.revision]
    new = [one for one in rows if one.number == 1 and not one.withdrawn]
    return tuple(
        (one.subject, str(one.content.get("name") or one.content.get("title") or one.subject))
        for one in new
    )
