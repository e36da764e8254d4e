"""Pages of the catalogue that are over (已结束的目录页): withdrawn, or their last day is past."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from juzheng.catalogue import Catalogue
from juzheng.catalogue.pages import Entry, PageKind, division_of, name_of
from juzheng.law.base.endings import Ended, EndedKind, Ending
from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.naming import letters
from juzheng.records.catalogue import governing
from juzheng.records.catalogue.governing import Page
from juzheng.records.models import Edit, Revision

MOST_LOOKED_AT = 20  # days: whoever asks for what is not there costs no more
Key = tuple[PageKind, str]


def ended(on: date, *kinds: PageKind) -> tuple[Ended, ...]:
    """
    Return what of ``kinds`` (all, if none is named) was once published and is over on ``on``.

    Asks the database only of what officers ended.
    """
    listed, wanted = governing.governing(on), kinds or tuple(PageKind)
    last = {key: page for key, page in governing.last_pages(on) if key[0] in wanted}
    over = {key: page for key, page in last.items() if page.withdrawn or _lapsed(page.entry, on)}
    if not last:  # nothing is loaded: the shipped catalogue stands in
        found = [_told(key, one, listed, None, ()) for key, one in _shipped(wanted, listed, on)]
    else:
        found = list(_all(over, listed))
    return tuple(sorted(found, key=lambda one: (one.on or date.min, one.id), reverse=True))


def named(text: str, division: str, on: date) -> tuple[Ended, ...]:
    """
    Return the items of ``division`` that are over and whose name or alias is in ``text``.

    The longest name first. What is called so today as well is for the finder to find.
    """
    said, met = letters(text), dict[Key, set[str]]()
    for key, page in governing.last_pages(on):
        if key[0] is not PageKind.ITEM or not (page.withdrawn or _lapsed(page.entry, on)):
            continue
        entry = page.entry
        if not isinstance(entry, Item) or not entry.applies_in(division):
            continue
        names = {one for one in map(letters, (entry.name, *entry.aliases)) if one and one in said}
        if names:
            met[key] = names
    if not met:  # nearly always: the names of today are put together for nobody
        return ()
    listed = governing.governing(on)
    today = _names_of_today(listed)
    found = {key: max(map(len, names - today)) for key, names in met.items() if names - today}
    over = {key: page for key, page in governing.last_pages(on) if key in found}
    told = {(PageKind.ITEM, one.id): one for one in _all(over, listed)} if over else {}
    return tuple(told[key] for key in sorted(found, key=lambda key: -found[key]))


def _names_of_today(listed: Catalogue) -> set[str]:
    every = (name for one in listed.items.values() for name in (one.name, *one.aliases))
    return set(map(letters, every))


def withdrawn(kind: PageKind, subject: str, on: date) -> Ended | None:
    """Return how the page ended that was taken away by ``on``; None: it is there, or never was."""
    row = governing.withdrawn(kind, subject, on)
    if row is None:
        return None
    page = governing.page_of(row)
    return next(_all({(kind, subject): page}, governing.governing(on)))


def changed(on: date) -> tuple[date, ...]:
    """Return the last days by ``on`` on which revisions of officers began: rules moved then."""
    rows = Revision.objects.filter(origin="officer", effective_on__lte=on)
    days = rows.order_by("-effective_on").values_list("effective_on", flat=True)
    return tuple(days.distinct()[:MOST_LOOKED_AT])


def why(kind: PageKind, subject: str, entry: Entry) -> str:
    """Return the reason of the change that set the last day; else what the text says of itself."""
    key = (kind, subject)
    edit = _edits(_set_by({key: _last(entry)})).get(key)
    return _reason(edit, entry, withdrawn=False)


def _set_by(lasts: Mapping[Key, date | None]) -> dict[Key, int]:
    """Return which revision of each page set its last day: later ones may have mended a word."""
    subjects = {subject for _kind, subject in lasts}
    rows = Revision.objects.filter(subject__in=subjects).order_by("number") if subjects else ()
    found: dict[Key, int] = {}
    for row in rows:
        key = (PageKind(row.kind), row.subject)
        if key not in lasts or row.withdrawn:
            continue
        if _last(row.entry) == lasts[key]:
            found.setdefault(key, row.number)
        else:
            found.pop(key, None)
    return found


def _last(entry: Entry) -> date | None:
    last: date | None = getattr(entry, "in_force_until", None)
    return last


def _lapsed(entry: Entry, on: date) -> bool:
    last = _last(entry)
    return last is not None and last <= on


def _shipped(kinds: Iterable[PageKind], listed: Catalogue, on: date) -> Iterator[tuple[Key, Entry]]:
    for kind in kinds:
        table: Mapping[str, Entry] = getattr(listed, governing.TABLES[kind])
        yield from (((kind, key), one) for key, one in table.items() if _lapsed(one, on))


def _all(over: Mapping[Key, Page], listed: Catalogue) -> Iterator[Ended]:
    """Yield what is over, with the reasons of the changes that ended it."""
    later = {key: page for key, page in over.items() if page.number > 1}
    lasts = {key: _last(page.entry) for key, page in later.items() if not page.withdrawn}
    numbers = {key: page.number for key, page in later.items() if page.withdrawn} | _set_by(lasts)
    edits = _edits(numbers)
    went = [one for key, one in edits.items() if over[key].withdrawn]
    beside = _begun_beside([one for one in went if one.kind != PageKind.ITEM.value])
    for key, page in over.items():
        edit = edits.get(key)
        new = beside.get((edit.change_id, key[0].value), ()) if edit else ()
        on = page.effective_on if page.withdrawn else None
        yield _told(key, page.entry, listed, edit, tuple(new), on)


def _told(
    key: Key,
    entry: Entry,
    listed: Catalogue,
    edit: Edit | None,
    beside: tuple[tuple[str, str], ...],
    on: date | None = None,
) -> Ended:
    kind, subject = key
    instead = [one for one in getattr(entry, "instead_see", ()) if one in listed.items]
    return Ended(
        EndedKind(kind.value),
        subject,
        name_of(entry) or subject,
        division_of(entry),
        on or _last(entry),
        _reason(edit, entry, withdrawn=on is not None),
        tuple((one, listed.items[one].name) for one in instead) or beside,
    )


def _reason(edit: Edit | None, entry: Entry, *, withdrawn: bool) -> str:
    if edit is not None and edit.change.reason:
        return str(edit.change.reason)
    if withdrawn:
        return Ending.WITHDRAWN.label
    said = (getattr(entry, name, "") for name in ("refused_because", "status"))
    return next(filter(None, said), "") or Ending.LAPSED.label


def _edits(numbers: Mapping[Key, int]) -> dict[Key, Edit]:
    """Return the edits that became these revisions; one query, or none."""
    if not numbers:
        return {}
    subjects = {subject for _kind, subject in numbers}
    rows = Edit.objects.filter(revision__subject__in=subjects).select_related("change", "revision")
    found: dict[Key, Edit] = {}
    for one in rows:
        key = (PageKind(one.kind), one.subject)
        if one.revision and numbers.get(key) == one.revision.number:
            found[key] = one
    return found


def _begun_beside(
    edits: Collection[Edit],
) -> dict[tuple[int, str], tuple[tuple[str, str], ...]]:
    """Return what the same changes began, by change and kind (同一次变更新公布的)."""
    if not edits:
        return {}
    rows = Edit.objects.filter(change__in={one.change_id for one in edits}, revision__number=1)
    found: dict[tuple[int, str], tuple[tuple[str, str], ...]] = {}
    for one in rows:
        key = (one.change_id, one.kind)
        found[key] = (*found.get(key, ()), (one.subject, name_of(one.entry) or one.subject))
    return found
