"""Choosing a place (选择所在地): by name, the demonstration district first and marked as such."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from juzheng.catalogue.pages import PageKind
from juzheng.finder.places import called
from juzheng.law.base.divisions import significant
from juzheng.records.models import Committee
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.gone import no_page
from juzheng.web.shared.place import place_of, remember
from juzheng.web.shared.security import own_path

SHOWN = 30  # more than this is no help on a phone: people type one more character


class PlaceForm(forms.Form):
    """The committee that was picked (选定的居(村)委会)."""

    committee = forms.ModelChoiceField(
        queryset=Committee.objects.all(),
        to_field_name="code",
        error_messages={
            "required": _("请从下面选一个居（村）委会。"),
            "invalid_choice": _("没有这个居（村）委会。请从下面选一个。"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Choose the committee; a POST remembers it and goes back to where the question came from."""
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        response = redirect(own_path(request.POST.get("next", "")))
        remember(response, form.cleaned_data["committee"])
        return response
    query = request.GET.get("name", "").strip()[:50]
    found = list(named(query)[: SHOWN + 1])
    context = {
        "form": form,
        "query": query,
        "found": found[:SHOWN],
        "more": len(found) > SHOWN,
        "place": place_of(request),
        "next": own_path(request.POST.get("next", "") or request.GET.get("next", "")),
    }
    return render(request, "public/place.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD"])
def place_for(request: HttpRequest, item_id: str) -> HttpResponse:
    """Choose the committee first, then go on to the item's guide."""
    if item_id not in request_catalogue.today().items:
        raise no_page(PageKind.ITEM, item_id)
    return redirect(f"{reverse('public:place')}?next={reverse('public:item', args=[item_id])}")


def named(query: str) -> QuerySet[Committee]:
    """Return the committees whose name or division is ``query``, demonstrations first."""
    found = Committee.objects.order_by("-fictional", "division_name", "code")
    wanted = Q(name__contains=query) | Q(division_name__contains=query)
    for division in called(query, request_catalogue.today().divisions.values())[:SHOWN]:
        wanted |= Q(code__startswith=significant(division.code))
    return found.filter(wanted)
