"""Answers that need not be sent twice (条件请求): an ETag, and 304 for whoever has it already."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from juzheng.web.shared.downloads import download


def answer(request: HttpRequest, body: bytes, media_type: str, *, name: str) -> HttpResponse:
    """
    Return ``body``, or 304 if the visitor has it; it depends on the visitor's place.

    :param name: the file name it is offered under; it opens in the browser all the same
    """
    response = download(body, media_type, name, inline=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    return unless_known(request, response)


def by_state(
    request: HttpRequest, state: str, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """
    Return what ``make`` makes, or 304 if the visitor has it; nothing is made to find that out.

    :param state: another one whenever the answer is another one (内容状态)
    """
    tag = quote_etag(sha256(state.encode()).hexdigest()[:32])
    response: HttpResponseBase = get_conditional_response(request, etag=tag) or make()
    response.headers["ETag"] = tag
    return response


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return ``response`` with the tag of its content, or 304 if the visitor has it."""
    tag = quote_etag(sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response
