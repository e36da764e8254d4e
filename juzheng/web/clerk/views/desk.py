"""The desk (工作台): the committee's queue, the least time left first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from juzheng.law.base.permissions import Permission
from juzheng.records.cases import returns, searching
from juzheng.records.models import Case, User
from juzheng.records.models.cases.cases import CaseQuerySet
from juzheng.web.clerk import queue, same_person
from juzheng.web.clerk.forms.case import SearchForm
from juzheng.web.shared.access import SignedInRequest, entitled, show, signed_in
from juzheng.web.shared.paging import chip


@signed_in("GET")
def desk(request: SignedInRequest) -> HttpResponse:
    """Show the queue: what waits for this person's own hand comes first."""
    user = entitled(request, Permission.SEE_DESK)
    mine = Case.objects.visible_to(user)
    counts = _counts(mine)
    ways = {each.code: each for each in queue.SHOWS}
    way = ways.get(request.GET.get("show", ""), ways[_usual(user, counts)])
    cases, later = queue.page(mine, way, request.GET.get("after", ""))
    query = urlencode({"show": way.code, "after": later})
    context = {
        **_frame(mine, counts, way.code),
        "rows": queue.rows(cases, timezone.localdate()),
        "show": way,
        "later": f"?{query}" if later else "",
        "earlier": f"?show={way.code}" if request.GET.get("after") else "",
    }
    return show(request, "clerk/desk.html", context)


@signed_in("POST")
def search(request: SignedInRequest) -> HttpResponse:
    """
    Find cases by number, paper, or the whole of a name, an identity number or a telephone.

    What is found is somebody's personal data: each case's look is written down.
    """
    user = entitled(request, Permission.SEE_DESK)
    mine = Case.objects.visible_to(user)
    form = SearchForm(request.POST)
    context = _frame(mine, _counts(mine), "")
    if not form.is_valid():
        return show(request, "clerk/found.html", {**context, "form": form})
    found = list(returns.marked(searching.found(mine, form.cleaned_data["wanted"])))
    same_person.looked_at(found, user)
    if len(found) == 1:
        return redirect("clerk:case", found[0].number)
    context["rows"] = queue.rows(found, timezone.localdate())
    return show(request, "clerk/found.html", context)


def _usual(user: User, counts: Mapping[str, int]) -> str:
    """Return the pile that opens by itself: where no paper waits for the pen, an objection may."""
    if not user.may(Permission.SIGN):
        return "open"
    return next((code for code in ("signature", "objection") if counts[code]), "signature")


def _counts(mine: CaseQuerySet) -> dict[str, int]:
    """Return how many cases lie in each pile."""
    wanted = {way.code: Count("pk", filter=way.wanted) for way in queue.SHOWS}
    counts: dict[str, int] = returns.marked(mine).aggregate(**wanted)
    return counts


def _frame(mine: CaseQuerySet, counts: Mapping[str, int], current: str) -> dict[str, Any]:
    """Return the filters with their counts, and the search box."""
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
