"""Long lists, page by page (分页列表), with the filters as chips above them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from juzheng.law.base.terms import Term
from juzheng.records.walking import first, id_of

PAGE = 50

# To look at a list: by code, its words and its rows, in piles that an index has in order.
Ways = Mapping[str, tuple[Any, Sequence[QuerySet[Any]]]]


def by_state(every: QuerySet[Any], states: Iterable[Term]) -> Ways:
    """Return the ways to look at rows with a state: all of them, or those in one state."""
    ways = {one.value: (one.label, in_states(every, one)) for one in states}
    return {"": (_("全部"), (every.order_by("-pk"),)), **ways}


def in_states(every: QuerySet[Any], *states: Term) -> tuple[QuerySet[Any], ...]:
    """Return the rows of each of ``states``, the newest first (各状态的行)."""
    return tuple(every.filter(state=one.value).order_by("-pk") for one in states)


def listed(
    request: HttpRequest, ways: Ways, row: Callable[[Any], Any], usual: str = ""
) -> dict[str, Any]:
    """
    Return one page of what the address asks for; a state that makes no sense hides nothing.

    A page begins behind the row that the one before ended with, and nothing is counted.
    """
    state = request.GET.get("state", usual)
    piles, after = ways.get(state, ways[""])[1], id_of(request.GET.get("after", ""))
    if after is not None:
        piles = [one.filter(pk__lt=after) for one in piles]
    found = first(piles, lambda one: -one.pk, PAGE + 1)
    later = {"state": state, "after": found[PAGE - 1].pk} if len(found) > PAGE else {}
    chips = [
        chip(text, f"?state={code}", current=code == state) for code, (text, _found) in ways.items()
    ]
    return {
        "rows": [row(one) for one in found[:PAGE]],
        "chips": chips,
        "later": "?" + urlencode(later) if later else "",
        "earlier": "?" + urlencode({"state": state}) if after is not None else "",
    }


def chip(text: str, href: str, *, current: bool, kind: str = "plain") -> dict[str, Any]:
    """Return one filter as ``components/chips.html`` shows it."""
    return {"text": text, "href": href, "kind": kind, "current": current}


def around(page: Page[Any], **asked: str) -> dict[str, str]:
    """Return the addresses of the pages before and after, which ask for the same."""

    def at(number: int) -> str:
        return "?" + urlencode({**asked, "page": str(number)})

    return {
        "earlier": at(page.number - 1) if page.has_previous() else "",
        "later": at(page.number + 1) if page.has_next() else "",
    }
