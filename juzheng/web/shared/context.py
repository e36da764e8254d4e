"""What every page knows (页面语境): the visitor's preferences, and which lists are in force."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from juzheng.records.catalogue import governing
from juzheng.web.shared.preferences import LARGE, TYPE_COOKIE


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page; it asks the database nothing."""
    return {
        "large_type": request.COOKIES.get(TYPE_COOKIE) == LARGE,
        "demo": settings.DEMO,
        # As this process last saw them: a page of an error has to stand without a database.
        "lists_version": governing.digest()[:8],
        "here": here(request),
    }


def here(request: HttpRequest) -> str:
    """
    Return the path that a preference switch comes back to.

    The answer to a POST may live at an address that knows no GET, so there it is the page that the
    form stood on, as long as that page is ours.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")
