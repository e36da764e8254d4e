"""The governing catalogue (当日有效目录): what is published decides, from its day on, everywhere.

Revisions are only ever added, and their sequence is given under a lock, so each process reads what
is new since it last looked and nothing twice. Before anything is loaded the shipped catalogue
stands in, for the command line and for a first start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any, TypeVar

from django.db import DatabaseError, connection
from django.db.models import QuerySet

from juzheng.catalogue import Catalogue, catalogue
from juzheng.catalogue.pages import Entry, PageKind
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.lists import ItemList
from juzheng.records.models import Revision
from juzheng.records.models.catalogue.revisions import entry_of

T = TypeVar("T")

DAYS_KEPT = 64
ROWS_KEPT = 512
_NEWER = "SELECT 1 FROM records_revision WHERE sequence > %s LIMIT 1"

_HELD: ContextVar[dict[Hashable, Any] | None] = ContextVar("juzheng_governing", default=None)
_TRIED: ContextVar[_Trial | None] = ContextVar("juzheng_tried", default=None)


def governing(on: date) -> Catalogue:
    """
    Return the catalogue that decides on ``on``: of each page the latest wording in effect by then.

    Costs one indexed query, which sees what any process has published; within :func:`held`, one
    for each day asked for.
    """
    return once_held(on, lambda: (_TRIED.get() or _STORE).on(on))


class Source(Term):
    """Where a catalogue comes from (目录来源)."""

    PUBLISHED = "published", "本系统已发布的"
    SHIPPED = "shipped", "随程序附带的（没有数据库，或者还没有发布过）"


def in_force(on: date) -> Catalogue:
    """Return what governs on ``on``; the shipped catalogue where there is no database yet."""
    try:
        return governing(on) if there() else catalogue()
    except DatabaseError:
        return catalogue()


def source_of(listed: Catalogue) -> Source:
    """Return where ``listed`` comes from; whoever answers by it says so."""
    return Source.SHIPPED if listed.digest == catalogue().digest else Source.PUBLISHED


def told(listed: Catalogue) -> dict[str, str]:
    """Return the same as plain JSON values, with the version (清单版本)."""
    return {"source": source_of(listed).value, "version": listed.digest}


def in_words(listed: Catalogue) -> str:
    """Return the same as a line of text."""
    return f"依据的目录：{source_of(listed).label} · 版本 {listed.digest[:12]}"


def there() -> bool:
    """Return whether there may be a database: to ask SQLite would make an empty one."""
    name = Path(connection.settings_dict["NAME"])
    return connection.vendor != "sqlite" or "memory" in name.name or name.exists()


def once_held(key: Hashable, make: Callable[[], T]) -> T:
    """Return what ``make`` makes; within :func:`held` it is made once for each ``key``."""
    kept = _HELD.get()
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    found: T = kept[key]
    return found


def let_go(key: Hashable) -> None:
    """Make ``key`` anew next time: this request itself has changed it."""
    (_HELD.get() or {}).pop(key, None)


@contextmanager
def held() -> Iterator[None]:
    """Let everything inside see one and the same catalogue: a request, a long count."""
    token = _HELD.set({})
    try:
        yield
    finally:
        _HELD.reset(token)


@contextmanager
def tried(revisions: Iterable[Revision]) -> Iterator[None]:
    """Let everything inside see ``revisions`` as if they were published; nothing is written."""
    token = _TRIED.set(_Trial(revisions))
    try:
        with held():
            yield
    finally:
        _TRIED.reset(token)


def as_known_at(moment: datetime, on: date) -> Catalogue:
    """Return the catalogue for ``on`` as it was published by ``moment``: what we said then."""
    store = _Store()
    store.take(Revision.objects.filter(published_at__lte=moment).order_by("sequence"))
    return store.on(on, refresh=False)


def latest(kind: PageKind, subject: str, on: date) -> Revision | None:
    """Return the revision of a page that governs on ``on``; None: there is none, or it is gone."""
    found = _last(kind, subject, on)
    return None if found is None or found.withdrawn else found


def withdrawn(kind: PageKind, subject: str, on: date) -> Revision | None:
    """Return the revision that took a page away by ``on``; None: it is there, or never was."""
    found = _last(kind, subject, on)
    return found if found is not None and found.withdrawn else None


def _last(kind: PageKind, subject: str, on: date) -> Revision | None:
    trial = _TRIED.get()
    if trial is not None and (kind, subject) in trial.revisions:
        return trial.revisions[kind, subject]
    if trial is None and _HELD.get() is not None:
        governing(on)
        return _STORE.row(kind, subject, on)
    return _rows(kind, subject).filter(effective_on__lte=on).order_by("-number").first()


def _rows(kind: PageKind, subject: str) -> QuerySet[Revision]:
    return Revision.objects.filter(kind=kind.value, subject=subject)


def last_pages(on: date) -> Iterator[tuple[tuple[PageKind, str], Page]]:
    """Yield each page's last wording in effect by ``on``, those that are gone too; no query."""
    governing(on)
    return (_TRIED.get() or _STORE).last(on)


def page_of(row: Revision) -> Page:
    """Return the revision as the store keeps it."""
    kind = PageKind(row.kind)
    return Page(kind, row.number, row.effective_on, row.withdrawn, row.digest, row.content)


def with_pages(listed: Catalogue, pages: Mapping[tuple[PageKind, str], Entry | None]) -> Catalogue:
    """Return ``listed`` as it would be with ``pages`` published; None takes a page away."""
    tables = {kind: dict(getattr(listed, name)) for kind, name in TABLES.items()}
    for (kind, subject), entry in pages.items():
        if entry is None:
            tables[kind].pop(subject, None)
        else:
            tables[kind][subject] = entry
    return _with(listed, tables)


def _with(
    listed: Catalogue, tables: Mapping[PageKind, Mapping[str, Entry]], **more: Any
) -> Catalogue:
    fields: dict[str, Any] = {
        TABLES[kind]: MappingProxyType(table) for kind, table in tables.items()
    }
    return replace(listed, **fields, **more)


def with_lists(listed: Catalogue, lists: Mapping[str, ItemList]) -> Catalogue:
    """Return ``listed`` with these lists and no others."""
    return replace(listed, lists=MappingProxyType(dict(lists)))


TABLES = {
    PageKind.ITEM: "items",
    PageKind.LIST: "lists",
    PageKind.INSTRUMENT: "instruments",
    PageKind.UNLISTED: "unlisted",
    PageKind.LOOKED: "looked",
    PageKind.OFFER: "offers",
}


@dataclass(frozen=True)
class Page:
    """One revision as the store keeps it (目录页版本); its content is read when first needed."""

    kind: PageKind
    number: int
    effective_on: date
    withdrawn: bool
    digest: str
    content: dict[str, Any]

    @property
    def entry(self) -> Entry:
        """Return the page as the law sees it."""
        return entry_of(self.kind.value, self.digest, self.content)


class _Store:
    """All revisions of this database in one process (目录版本缓存)."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Begin again from nothing: another database, as in tests."""
        self.pages: dict[tuple[PageKind, str], list[Page]] = {}
        self.sequence = 0
        self.last_digest = ""
        self.days: dict[date, Catalogue] = {}
        self.rows: dict[tuple[PageKind, str, int], Revision] = {}

    @property
    def digest(self) -> str:
        """Return the digest over all; the shipped catalogue is read when it is asked for."""
        return self.last_digest or catalogue().digest

    def on(self, on: date, *, refresh: bool = True) -> Catalogue:
        """Return the catalogue of a day, after a look at what is new."""
        with self.lock:
            if refresh and self._behind():
                self.take(Revision.objects.filter(sequence__gt=self.sequence).order_by("sequence"))
            found = self.days.get(on)
            if found is None:
                if len(self.days) >= DAYS_KEPT:
                    self.days.clear()
                found = self.days[on] = self._of_day(on)
            return found

    def _behind(self) -> bool:
        """Return whether anything new is published: asked for every page, so in plain words."""
        with connection.cursor() as cursor:
            cursor.execute(_NEWER, [self.sequence])
            return cursor.fetchone() is not None

    def take(self, rows: Any) -> None:
        """Add newly published revisions; whatever was worked out before is void."""
        for row in rows:
            key = (PageKind(row.kind), row.subject)
            self.pages.setdefault(key, []).append(page_of(row))
            self.sequence = row.sequence
            self.last_digest = hashlib.sha256(f"{self.digest} {row.digest}".encode()).hexdigest()
            self.days.clear()

    def last(self, on: date) -> Iterator[tuple[tuple[PageKind, str], Page]]:
        """Yield of each page the last wording in effect by ``on``."""
        for key, pages in list(self.pages.items()):
            if (page := _last_of(pages, on)) is not None:
                yield key, page

    def row(self, kind: PageKind, subject: str, on: date) -> Revision | None:
        """
        Return the revision of the last wording in effect by ``on``, fetched once: it never changes.

        Each caller gets a copy of his own, for Django keeps beside a row what was fetched for it.
        """
        page = _last_of(self.pages.get((kind, subject), ()), on)
        if page is None:
            return None
        key = (kind, subject, page.number)
        if key not in self.rows:
            if len(self.rows) >= ROWS_KEPT:
                self.rows.clear()
            self.rows[key] = _rows(kind, subject).get(number=page.number)
        return copy(self.rows[key])

    def _of_day(self, on: date) -> Catalogue:
        if not self.pages:
            return catalogue()
        tables: dict[PageKind, dict[str, Entry]] = {kind: {} for kind in PageKind}
        for (kind, subject), last in self.last(on):
            if not last.withdrawn:
                tables[kind][subject] = last.entry
        ordered = {kind: dict(sorted(table.items())) for kind, table in tables.items()}
        return _with(catalogue(), ordered, digest=self.digest)


def _last_of(pages: Iterable[Page], on: date) -> Page | None:
    in_effect = [page for page in pages if page.effective_on <= on]
    return max(in_effect, key=lambda page: page.number, default=None)


_STORE = _Store()


class _Trial(_Store):
    """What is published, and over it revisions that are not (试发布)."""

    def __init__(self, revisions: Iterable[Revision]) -> None:
        super().__init__()
        self.take(Revision.objects.order_by("sequence"))
        self.revisions = {(PageKind(one.kind), one.subject): one for one in revisions}
        self.take(self.revisions.values())
        # Whatever is kept by the digest is kept apart: these pages begin today in the trial alone.
        self.last_digest = f"{self.digest} tried"

    def on(self, on: date, *, refresh: bool = False) -> Catalogue:
        return super().on(on, refresh=refresh)


def digest() -> str:
    """Return the digest over all that is published, as this process last saw it (清单版本)."""
    return _STORE.digest


def forget() -> None:
    """Forget what this process has read: the database is another one."""
    _STORE.forget()
