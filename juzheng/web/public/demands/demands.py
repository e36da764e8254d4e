"""The public register of demands (索要登记公示): who demands what, under which article, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from juzheng.law.base.demanders import Demander
from juzheng.law.demands.registry import BasisStatus, DemandState, status_of
from juzheng.records.demands import demand_findings, demand_pages, endings
from juzheng.records.models import Demand
from juzheng.records.tracked import within
from juzheng.web.shared import ended, passed_over, place_names, request_catalogue
from juzheng.web.shared.demands import demand_page as shown
from juzheng.web.shared.ended import with_filters
from juzheng.web.shared.paging import chip

FILES = ("csv", "json")  # the rows behind the count
PUBLIC_STATES = tuple(state for state in DemandState if state is not DemandState.DRAFT)
KNOWN = {
    "kind": {kind.value for kind in Demander},
    "basis": {status.value for status in BasisStatus},
    "state": {state.value for state in PUBLIC_STATES},
}
FILTERS = ("q", "division", *KNOWN)


@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """List what units demand, the newest first; each filter is a link or a word to look for."""
    asked = filters(request)
    after = passed_over.page_behind(request, demand_pages.is_key)
    page = demand_pages.page(_chosen(asked), after, fits=_fits(asked))
    further = {key: value for key, value in asked.items() if value}
    context = {
        "asked": asked,
        "no_place": place_names.read(request.GET.get("division", ""))[1],
        "count": _count(asked, page),
        "later": "?" + urlencode({**further, "after": page.later}) if page.later else "",
        "earlier": "?" + urlencode(further) if after else "",
        "typed_division": asked["division"] or request.GET.get("division", "").strip()[:50],
        "parts": _parts(_listed(page.rows)),
        "files": [(name, with_filters(f"public:demands-{name}", **asked)) for name in FILES],
        "chips": _chips(asked),
        "kinds": list(Demander),
        "states": PUBLIC_STATES,
    }
    return render(request, "public/demands.html", context)


def _count(asked: Mapping[str, str], page: demand_pages.Page) -> int | None:
    """Return how many there are: by the tallies, or of a list that is no longer than its page."""
    if not any(asked[name] for name in FILTERS if name != "state"):
        return demand_pages.counted(asked["state"])
    return len(page.rows) if page.whole else None


def _chosen(asked: Mapping[str, str]) -> demand_pages.Asked:
    """Return what is asked for as far as the database can tell (筛选)."""
    narrowed = Q()
    if word := asked["q"]:
        named = Q(unit__name__contains=word)
        narrowed &= named | Q(matter__contains=word) | Q(paper__contains=word)
    if asked["kind"]:
        narrowed &= Q(unit__kind=asked["kind"])
    if asked["division"]:
        narrowed &= within("unit__division", asked["division"])
    return demand_pages.Asked(asked["state"], narrowed, sifted=bool(asked["basis"]))


def _fits(asked: Mapping[str, str]) -> Callable[[Demand], bool]:
    """Return whether a demand has the basis that is asked for: what it is worth by today's law."""
    if not asked["basis"]:
        return lambda _one: True
    law = demand_findings.law_of(request_catalogue.today(), timezone.localdate())
    return lambda one: status_of(one.basis, law) == asked["basis"]


@require_safe
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one demand: what it asks, on what basis, and what two offices found."""
    found = get_object_or_404(Demand.objects.public().select_related("unit__superior"), pk=pk)
    over = endings.ended(found)
    context = {**shown.whole(found), "over": ended.row(over) if over else None}
    return render(request, "public/demand.html", context)


def _listed(several: list[Demand]) -> list[dict[str, Any]]:
    over = {one.id: one for one in endings.all_ended(several)}
    return [{**shown.row(one), "ended": over.get(str(one.pk))} for one in several]


def _parts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of a page: those in force, and behind them those that are over (已结束)."""
    parted = groupby(rows, key=lambda row: row["ended"] is not None)
    return [{"over": over, "rows": list(part)} for over, part in parted]


def filters(request: HttpRequest) -> dict[str, str]:
    """Return the filters that make sense; the page says which ones it goes without."""
    given = {name: request.GET.get(name, "").strip()[:50] for name in ("q", "division")}
    given["division"], _wrong = place_names.read(given["division"])
    for name, words in KNOWN.items():
        given[name] = passed_over.known(request, name, words)
    return given


def numbers(asked: Mapping[str, str]) -> list[int]:
    """
    Return the ids that the filters leave, what is over last (已结束的在后).

    What a basis is worth is asked of today's law.
    """
    over = Case(When(state=DemandState.CANCELLED.value, then=1), default=0)
    found: QuerySet[Demand] = Demand.objects.public().order_by(over, "-pk")
    chosen = _chosen(asked)
    found = found.filter(chosen.narrowed)
    if chosen.state:
        found = found.filter(state=chosen.state)
    if not asked["basis"]:
        return list(found.values_list("pk", flat=True))
    fits = _fits(asked)
    return [one.pk for one in found.only("bases").iterator(chunk_size=500) if fits(one)]


def _chips(asked: dict[str, str]) -> list[dict[str, Any]]:
    rest = {key: value for key, value in asked.items() if value and key != "basis"}
    words = [("", _("全部"), "plain")]
    words += [(one.value, one.label, shown.STATUSES[one]) for one in BasisStatus]
    return [
        chip(
            text,
            "?" + urlencode({**rest, **({"basis": code} if code else {})}),
            current=asked["basis"] == code,
            kind=kind,
        )
        for code, text, kind in words
    ]
