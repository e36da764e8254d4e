"""The desk (工作台): the committee's queue, the least time left first."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from juzheng.law.base import identity
from juzheng.law.base.permissions import Permission
from juzheng.records.models import Case, User
from juzheng.records.models.cases.cases import CaseQuerySet
from juzheng.records.sealed import blind_index
from juzheng.web.clerk import queue
from juzheng.web.clerk.forms.case import SearchForm
from juzheng.web.shared.access import SignedInRequest, entitled, show, signed_in
from juzheng.web.shared.paging import chip

MOST_FOUND = 50


@signed_in("GET")
def desk(request: SignedInRequest) -> HttpResponse:
    """Show the queue: what waits for this person's own hand comes first."""
    user = entitled(request, Permission.SEE_DESK)
    wanted = request.GET.get("show", "")
    usual = queue.SHOWS[1] if user.may(Permission.SIGN) else queue.SHOWS[0]
    way = next((each for each in queue.SHOWS if each.code == wanted), usual)
    mine = Case.objects.visible_to(user)
    cases, later = queue.page(mine, way, request.GET.get("after", ""))
    query = urlencode({"show": way.code, "after": later})
    context = {
        **_frame(user, mine, way.code),
        "rows": queue.rows(cases, timezone.localdate()),
        "show": way,
        "later": f"?{query}" if later else "",
        "earlier": f"?show={way.code}" if request.GET.get("after") else "",
    }
    return show(request, "clerk/desk.html", context)


@signed_in("POST")
def search(request: SignedInRequest) -> HttpResponse:
    """Find a case by its number, or a person's cases by the whole identity number."""
    user = entitled(request, Permission.SEE_DESK)
    mine = Case.objects.visible_to(user)
    form = SearchForm(request.POST)
    context = _frame(user, mine, "")
    if not form.is_valid():
        return show(request, "clerk/found.html", {**context, "form": form})
    found = list(_found(mine, form.cleaned_data["wanted"]))
    if len(found) == 1:
        return redirect("clerk:case", found[0].number)
    context["rows"] = queue.rows(found, timezone.localdate())
    return show(request, "clerk/found.html", context)


def _found(mine: CaseQuerySet, wanted: str) -> CaseQuerySet:
    """Return exact matches only: a search is no way to leaf through people."""
    number = identity.normalised(wanted)
    by_number = Q(number=wanted) | Q(number__endswith=f"办{wanted.removeprefix('办'):0>6}")
    return (
        mine.filter(by_number | Q(identity_index=blind_index(number)))
        .select_related("revision")
        .order_by("-pk")[:MOST_FOUND]
    )


def _frame(user: User, mine: CaseQuerySet, current: str) -> dict[str, Any]:
    """Return the filters with their counts, and the search box."""
    counts = mine.aggregate(
        **{
            way.code: Count("pk", filter=Q(state__in=[state.value for state in way.states]))
            for way in queue.SHOWS
        }
    )
    return {
        "overdue": mine.overdue(timezone.localdate()).count(),
        "form": SearchForm(),
        "chips": [
            chip(
                f"{way.label} {counts[way.code]}",
                f"{reverse('clerk:desk')}?show={way.code}",
                current=way.code == current,
            )
            for way in queue.SHOWS
        ],
    }
