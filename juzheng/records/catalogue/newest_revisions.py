"""The newest revision of a page (最新版本), whatever its day. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable

from juzheng.catalogue.pages import PageKind
from juzheng.records.models import Revision

AT_ONCE = 500  # subjects in one query: SQLite takes no more than some thousand values


def newest_of(keys: Iterable[tuple[PageKind, str]]) -> dict[tuple[PageKind, str], Revision]:
    """Return the last revision of each page that has one, with few queries for many pages."""
    subjects: dict[PageKind, list[str]] = {}
    for kind, subject in keys:
        subjects.setdefault(kind, []).append(subject)
    rows = Revision.objects.order_by("number")
    return {
        (kind, row.subject): row
        for kind, several in subjects.items()
        for start in range(0, len(several), AT_ONCE)
        for row in rows.filter(kind=kind.value, subject__in=several[start : start + AT_ONCE])
    }


def newest(kind: PageKind, subject: str) -> Revision | None:
    """Return the last revision published of a page, whatever its day; None: there is none."""
    return Revision.objects.filter(kind=kind.value, subject=subject).order_by("-number").first()
