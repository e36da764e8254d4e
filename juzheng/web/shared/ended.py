"""What is over, as pages and open data show it (已结束): where, since when, why, what now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from juzheng.law.base.endings import Ended, EndedKind
from juzheng.records.catalogue import endings

# Where each kind has its address; the others are told on the page that lists them.
PAGES = {
    EndedKind.ITEM: "public:item",
    EndedKind.INSTRUMENT: "public:law",
    EndedKind.DEMAND: "public:demand",
    EndedKind.EXPOSURE: "public:exposure",
}
LISTED = {
    EndedKind.LIST: "public:lists",
    EndedKind.UNLISTED: "public:lists",
    EndedKind.LOOKED: "public:lists",
    EndedKind.OFFER: "public:offers",
}


def address(kind: EndedKind, key: str) -> str:
    """Return the path under which the thing was, and is still told of."""
    if kind in PAGES:
        return reverse(PAGES[kind], args=[key])
    return f"{reverse(LISTED[kind])}#ended-{kind.value}-{key}"


def rows(ended: Iterable[Ended]) -> list[dict[str, Any]]:
    """Return what is over as the list at the foot of a page takes it."""
    return [row(one) for one in ended]


def row(one: Ended) -> dict[str, Any]:
    """Return one thing that is over as a page shows it (已结束的一条)."""
    return {
        "ended": one,
        "href": address(one.kind, one.id) if one.kind in PAGES else "",
        "anchor": f"ended-{one.kind.value}-{one.id}",
        "instead": [(address(one.kind, key), name) for key, name in one.replaced_by],
    }


def asked(text: str, division: str) -> list[dict[str, Any]]:
    """Return what ``text`` names that is over in ``division``, as its page shows it (问到的)."""
    found = endings.named(text, division, timezone.localdate()) if text else ()
    return rows(found[:1])


def plain(one: Ended) -> dict[str, Any]:
    """Return the same as plain JSON values, for open data."""
    return {
        "kind": one.kind.value,
        "id": one.id,
        "name": one.name,
        "division": one.division,
        "ended_on": one.on.isoformat() if one.on else None,
        "reason": one.reason,
        "replaced_by": [
            {"id": key, "name": name, "url": settings.BASE_URL + address(one.kind, key)}
            for key, name in one.replaced_by
        ],
        "url": settings.BASE_URL + address(one.kind, one.id),
    }


def with_filters(name: str, **asked: str) -> str:
    """Return the address of open data for what a page was asked; empty filters left out."""
    query = urlencode({key: value for key, value in asked.items() if value})
    return reverse(name) + (f"?{query}" if query else "")
