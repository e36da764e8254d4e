"""Behind a proxy (反向代理): in production a proxy speaks for the visitor, who is told here."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

log = logging.getLogger(__name__)


class VisitorAddressMiddleware:
    """
    Put the visitor's own address where the server saw the proxy's (来访者地址).

    Only the last hop of ``X-Forwarded-For`` is taken: our own proxy wrote it. Whatever stands
    before it came from the visitor and may be made up. Without this, everybody would share one
    rate limit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.warned = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer to a request that carries the visitor's address."""
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        if settings.SECURE_PROXY_SSL_HEADER:
            if last := hops[-1].strip():
                request.META["REMOTE_ADDR"] = last[:64]
            elif not self.warned and request.path != "/healthz":
                self.warned = True  # once: it is the installation that is wrong, not the request
                log.warning(
                    "请求没有经过反向代理（没有 X-Forwarded-For）：所有来访者会共用一个次数限制，"
                    "绕过代理的人也能自称任何地址。请让代理带上这个头，并只让代理连得到本程序"
                    "（docs/running.md）。"
                )
        return self.get_response(request)
