"""Answers that need not be sent twice (条件请求): an ETag, and 304 for whoever has it already."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import quote_etag

OPEN_SECONDS = 300  # for how long anybody may keep open data without asking again


def answer(request: HttpRequest, body: bytes, media_type: str, *, name: str = "") -> HttpResponse:
    """
    Return ``body``, or 304 if the visitor has it; it depends on the visitor's place.

    :param name: the file name it is offered under; it opens in the browser all the same
    """
    response = _answer(request, body, media_type)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie"
    if name:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def open_answer(request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
    """Return ``body``, or 304; anybody may keep it, and any site may read it."""
    response = _answer(request, body, media_type)
    response.headers["Cache-Control"] = f"public, max-age={OPEN_SECONDS}"
    return opened(response)


def opened(response: HttpResponse) -> HttpResponse:
    """Return ``response`` readable from any other site."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _answer(request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
    tag = quote_etag(sha256(body).hexdigest()[:32])
    known = [one.strip().removeprefix("W/") for one in _asked(request).split(",")]
    response: HttpResponse = (
        HttpResponseNotModified()
        if tag in known or known == ["*"]
        else HttpResponse(body, content_type=media_type)
    )
    response.headers["ETag"] = tag
    return response


def _asked(request: HttpRequest) -> str:
    return request.headers.get("If-None-Match", "")
