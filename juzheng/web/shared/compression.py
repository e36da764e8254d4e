"""Compression (压缩): what is public, for somebody without an account, travels small.

Whoever can have a page compressed with his own words in it can guess a secret in it by its length
(BREACH). So a page of somebody who is signed in, and one that holds personal data, is never
compressed; the one secret of the others, the form token, is masked anew in each answer, and Django
adds a random length besides (ADR 41).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SMALLER = ("text/", "application/json", "application/xml", "application/atom+xml")


class PublicGZipMiddleware(GZipMiddleware):
    """Django's own, for public pages only (公开页面压缩)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        """Return the answer, compressed if everybody gets the same and the visitor can read it."""
        return super().process_response(request, response) if _open(request, response) else response


def _open(request: HttpRequest, response: HttpResponseBase) -> bool:
    match = request.resolver_match
    return (
        request.method in ("GET", "HEAD")
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and match is not None
        and match.namespace == "public"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and settings.SESSION_COOKIE_NAME not in response.cookies
        and "no-store" not in response.headers.get("Cache-Control", "")
        and response.headers.get("Content-Type", "").startswith(SMALLER)
    )
