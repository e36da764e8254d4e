"""Which units take a commitment, or look it up themselves (哪些单位、哪些事可以承诺)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from juzheng.catalogue.pages import PageKind
from juzheng.law.base.divisions import significant
from juzheng.records.catalogue import endings
from juzheng.web.shared import ended, request_catalogue
from juzheng.web.shared.demands import offer_rows
from juzheng.web.shared.place import place_of


@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """List what holds today at the visitor's place; without one, everywhere."""
    place, on = place_of(request), timezone.localdate()
    found = [
        one
        for one in request_catalogue.today().offers.values()
        if one.in_force(on)
        and (place.division is None or place.division.startswith(significant(one.division)))
    ]
    over = [
        one
        for one in endings.ended(on, PageKind.OFFER)
        if place.division is None or place.division.startswith(significant(one.division))
    ]
    context = {"rows": offer_rows.rows(found, on), "place": place, "ended": ended.rows(over)}
    return render(request, "public/offers.html", context)
