"""What every page knows (页面语境): the visitor's preferences, who is in, which lists hold."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from juzheng.records.catalogue import governing
from juzheng.web.shared import passed_over
from juzheng.web.shared.access import home_of
from juzheng.web.shared.overtaken import UNSAVED
from juzheng.web.shared.preferences import LARGE, TYPE_COOKIE, asked_again


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page; of who has no session it asks the database nothing."""
    return {
        "large_type": request.COOKIES.get(TYPE_COOKIE) == LARGE,
        "demo": settings.DEMO,
        # As this process last saw them: a page of an error has to stand without a database.
        "lists_version": governing.digest()[:8],
        "here": here(request),
        "again": asked_again(request),
        "own_desk": partial(own_desk, request),
        "passed_over": passed_over.said(request),
        "carried_here": getattr(request, UNSAVED, ()),
    }


def own_desk(request: HttpRequest) -> str:
    """Return the address of the desk of whoever is signed in (本人的工作台); empty: nobody is."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    user = request.user
    return home_of(user) if user.is_authenticated else ""


def here(request: HttpRequest) -> str:
    """
    Return the path that a preference switch comes back to.

    The answer to a POST may live at an address that knows no GET, so there it is the page that the
    form stood on, as long as that page is ours.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    if asked_again(request):
        return request.path
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
