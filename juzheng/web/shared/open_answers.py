"""Answers for programs (供程序使用的回答): open to every site, one shape of what went wrong."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from juzheng.web.shared import conditional

OPEN_SECONDS = 300  # for how long anybody may keep an answer without asking again
# No account and no cookie: what anybody may see, any site may ask.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Language": "zh-Hans",
}

View = Callable[..., HttpResponse]


class Unanswerable(Exception):
    """A program's question that has no answer (不能答复): what is so, what to do, which status."""

    def __init__(
        self, what: str, do: str, status: int = 422, headers: Mapping[str, str] | None = None
    ) -> None:
        self.what, self.do, self.status, self.headers = what, do, status, headers or {}
        super().__init__(what)


def opened(*methods: str, where: str) -> Callable[[View], View]:
    """
    Open a view to programs of every site, for ``methods``; mistakes are JSON too.

    :param where: where it is written down how to ask
    """
    allowed = ", ".join([*methods, "HEAD", "OPTIONS"])

    def decorate(view: View) -> View:
        @csrf_exempt
        @functools.wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            # One language for all, so that what a proxy keeps is right for everybody.
            with translation.override("zh-hans"):
                try:
                    response = _of_method(request, view, methods)
                except Unanswerable as mistake:
                    response = _told(mistake, where)
            for name, value in (*OPEN.items(), ("Allow", allowed)):
                response.headers[name] = value
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = allowed
                response.headers["Access-Control-Allow-Headers"] = "Content-Type"
                response.headers["Access-Control-Max-Age"] = "86400"
            return response

        return answer

    return decorate


def _of_method(request: HttpRequest, view: View, methods: tuple[str, ...]) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in (*methods, "HEAD"):
        do = _("请改用 %(methods)s。") % {"methods": _("或").join(methods)}
        raise Unanswerable(_("这个地址不接受这种请求方法。"), do, 405)
    return view(request)


def _told(mistake: Unanswerable, where: str) -> HttpResponse:
    error = {"what": mistake.what, "do": mistake.do, "where": where}
    response = as_json({"error": error}, status=mistake.status)
    for name, value in mistake.headers.items():
        response.headers[name] = value
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - no public name
    return response


def as_json(body: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return ``body`` as JSON that nobody keeps."""
    text = json.dumps(body, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def kept(request: HttpRequest, response: HttpResponse, seconds: int = OPEN_SECONDS) -> HttpResponse:
    """Return ``response`` so that browsers and proxies may keep it for a while; 304 if they do."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return conditional.unless_known(request, response)
