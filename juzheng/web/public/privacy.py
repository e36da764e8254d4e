"""Who handles what of people (个人信息处理告知): one screen of plain words, and the whole table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from juzheng.catalogue import rights
from juzheng.records.retention import days_in
from juzheng.web.shared.place import place_of


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say who handles what, why and how long here; the terms are those of the visitor's place."""
    division = place_of(request).division or ""
    days = days_in(division)
    rows = [{"rule": rule, "days": days[kind]} for kind, rule in rights.retention().items()]
    context = {"rows": rows, "committee": place_of(request).committee}
    return render(request, "public/privacy.html", context)
