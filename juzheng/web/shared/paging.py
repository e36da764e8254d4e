"""Long lists, page by page (分页列表), with the filters as chips above them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from juzheng.law.base.terms import Term

PAGE = 50

Ways = Mapping[str, tuple[Any, QuerySet[Any]]]  # to look at a list: by code, its words and its rows


def by_state(every: QuerySet[Any], states: Iterable[Term]) -> Ways:
    """Return the ways to look at rows with a state: all of them, or those in one state."""
    ways = {one.value: (one.label, every.filter(state=one.value)) for one in states}
    return {"": (_("全部"), every), **ways}


def listed(
    request: HttpRequest, ways: Ways, row: Callable[[Any], Any], usual: str = ""
) -> dict[str, Any]:
    """Return one page of what the address asks for; a state that makes no sense hides nothing."""
    state = request.GET.get("state", usual)
    found = ways.get(state, ways[""])[1]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    chips = [
        chip(text, f"?state={code}", current=code == state) for code, (text, _found) in ways.items()
    ]
    return {"rows": [row(one) for one in page], "chips": chips, **around(page, state=state)}


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
