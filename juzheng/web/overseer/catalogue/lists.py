"""Lists in force (适用清单) in any place on any day, and the calendar of dates of force."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.catalogue import offers
from juzheng.catalogue.pages import PageKind, name_of
from juzheng.law.base.divisions import NATION, governs
from juzheng.law.catalogue.items import Item
from juzheng.records.models import Revision
from juzheng.web.overseer.access import officer
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.catalogue import local_lists

BEHIND_DAYS, AHEAD_DAYS = 365, 730


@signed_in("GET")
def lists(request: SignedInRequest) -> HttpResponse:
    """Show the lists that hold in a division on a day, with what each level said."""
    user = officer(request)
    asked = local_lists.asked(request, otherwise=user.division or NATION)
    waiting = offers.unbound(user.division or NATION, timezone.localdate())
    context = {**local_lists.shown(asked), "unbound": waiting}
    return show(request, "overseer/lists.html", context)


@signed_in("GET")
def calendar(request: SignedInRequest) -> HttpResponse:
    """Show when texts, lists and items begin and end to hold, and wordings that wait for a day."""
    user, today = officer(request), timezone.localdate()
    start, end = today - timedelta(days=BEHIND_DAYS), today + timedelta(days=AHEAD_DAYS)
    days = [
        day
        for day in [*_from_pages(user.division or NATION), *_scheduled(user.division or NATION)]
        if start <= day["on"] <= end
    ]
    days.sort(key=lambda day: (day["on"], day["kind"].value, day["subject"]))
    context = {
        "coming": [day for day in days if day["on"] > today],
        "past": [day for day in reversed(days) if day["on"] <= today],
        "start": start,
        "end": end,
    }
    return show(request, "overseer/calendar.html", context)


def _from_pages(division: str) -> list[dict[str, Any]]:
    """Return the dates of force of what governs there (生效和失效日)."""
    listed = request_catalogue.today()
    found = []
    for kind, table in (
        (PageKind.INSTRUMENT, listed.instruments),
        (PageKind.LIST, listed.lists),
        (PageKind.UNLISTED, listed.unlisted),
        (PageKind.LOOKED, listed.looked),
        (PageKind.OFFER, listed.offers),
        (PageKind.ITEM, listed.items),
    ):
        for entry in table.values():
            if isinstance(entry, Item) and not _concerns(entry, division):
                continue
            one = {"name": name_of(entry), "kind": kind, "subject": entry.id}
            if entry.in_force_from is not None:
                found.append({**one, "on": entry.in_force_from, "what": _("生效"), "ends": False})
            if entry.in_force_until is not None:
                found.append({**one, "on": entry.in_force_until, "what": _("失效"), "ends": True})
    return found


def _concerns(item: Item, division: str) -> bool:
    return not item.divisions or any(governs(division, code) for code in item.divisions)


def _scheduled(division: str) -> list[dict[str, Any]]:
    """Return the wordings that officers have published for a day of their own."""
    rows = Revision.objects.filter(origin="officer").order_by("effective_on")
    return [
        {
            "on": row.effective_on,
            "what": _("停用") if row.withdrawn else _("第 %(n)s 版起用") % {"n": row.number},
            "ends": row.withdrawn,
            "name": name_of(row.entry),
            "kind": PageKind(row.kind),
            "subject": row.subject,
        }
        for row in rows
        if governs(division, row.division)
    ]
