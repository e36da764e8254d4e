"""What an imported file would do (导入预演): asked before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from juzheng.catalogue import sheets
from juzheng.catalogue.differences import Difference, differences
from juzheng.catalogue.pages import FOLDERS, Entry, PageKind, division_of, kind_of, name_of
from juzheng.catalogue.sheets import Place, Problem
from juzheng.law.base.divisions import governs
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Instrument, Item
from juzheng.law.catalogue.lists import ItemList
from juzheng.records.catalogue import change_effects, governing, newest_revisions
from juzheng.records.models import Change, Revision

KEY = "import:"


class Fate(Term):
    """What becomes of one entry of the file (导入结果)."""

    NEW = "new", "新增"
    CHANGED = "changed", "有改动"
    UNCHANGED = "unchanged", "没有变化"
    NOT_YOURS = "not_yours", "不归本级管理"


@dataclass(frozen=True)
class Row:
    """One entry of the file (导入条目) and what would become of it."""

    kind: PageKind
    entry: Entry
    fate: Fate
    place: Place
    differences: tuple[Difference, ...] = ()
    obstacles: tuple[str, ...] = ()  # what would still keep the draft from being published

    @property
    def name(self) -> str:
        """Return what people call it."""
        return name_of(self.entry)


@dataclass(frozen=True)
class Plan:
    """What a file would do (导入方案)."""

    name: str
    digest: str  # sha256 of the file
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def ready(self) -> bool:
        """Return whether it may be drafted: all of it, or nothing."""
        return bool(self.to_draft) and not self.problems and not self.of(Fate.NOT_YOURS)

    @property
    def to_draft(self) -> tuple[Entry, ...]:
        """Return the entries that say something new, in the order of the file."""
        return tuple(row.entry for row in (*self.of(Fate.NEW), *self.of(Fate.CHANGED)))

    def of(self, fate: Fate) -> tuple[Row, ...]:
        """Return the rows that ``fate`` befalls."""
        return tuple(row for row in self.rows if row.fate is fate)

    @property
    def title(self) -> str:
        """Return a title for the change: that of the list that is in the file, if one is."""
        lists = [row.name for row in self.rows if isinstance(row.entry, ItemList)]
        return f"导入：{lists[0] if len(lists) == 1 else self.name}"[:100]

    @property
    def divisions(self) -> frozenset[str]:
        """Return the divisions that the entries to be drafted belong to."""
        owned = (one for one in self.to_draft if isinstance(one, Item | ItemList))
        return frozenset(map(division_of, owned))


def plan(raw: bytes, name: str, *, officer: str | None, on: date) -> Plan:
    """
    Return what the file ``raw`` would do if an officer of division ``officer`` drafted it.

    Nothing is written. ``on`` is the day from which it is to govern.
    """
    found = sheets.read(raw, name)
    entries: tuple[Entry, ...] = found.entries()
    pages = {(kind_of(one), one.id): one for one in entries}
    newest = newest_revisions.newest_of(pages)
    after = governing.with_pages(governing.governing(on), pages)
    rows = []
    for key, entry in pages.items():
        row = _row(entry, newest.get(key), officer, found.places[FOLDERS[key[0]], key[1]])
        if row.fate in (Fate.NEW, Fate.CHANGED):
            base = newest.get(key)
            before = None if base is None or base.withdrawn else base.entry
            row = replace(row, obstacles=change_effects.unfit(entry, after, on, before))
        rows.append(row)
    return Plan(name, sha256(raw).hexdigest(), tuple(rows), found.problems)


def _row(entry: Entry, base: Revision | None, officer: str | None, place: Place) -> Row:
    kind = kind_of(entry)
    before = None if base is None or base.withdrawn else base.entry
    if before == entry:
        return Row(kind, entry, Fate.UNCHANGED, place)
    if not all(governs(officer, owner) for owner in _owners(entry, base)):
        return Row(kind, entry, Fate.NOT_YOURS, place)
    if before is None:
        return Row(kind, entry, Fate.NEW, place)
    return Row(kind, entry, Fate.CHANGED, place, differences(before, entry))


def _owners(entry: Entry, base: Revision | None) -> Iterator[str]:
    """Yield whose the page is; a text that is new belongs to whoever registers it."""
    if not isinstance(entry, Instrument):
        yield division_of(entry)
    if base is not None:
        yield base.division


def key_of(found: Plan, officer: int, division: str, on: date) -> str:
    """
    Return the key under which the plan is drafted: once, however often it is sent.

    What was discarded or published meanwhile does not stand in the way of a new draft.
    """
    said = f"{found.digest} {officer} {division} {on.isoformat()}"
    whole = sha256(said.encode()).hexdigest()[:40]
    drafted = Change.objects.filter(key__startswith=f"{KEY}{whole}:")
    closed = drafted.exclude(state__in=["draft", "in_review"])
    return f"{KEY}{whole}:{closed.count()}"
