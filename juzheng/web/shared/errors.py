"""What we say when something is wrong (出错页面): what is so, and what to do now."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from juzheng.acts.base.files import FileAltered
from juzheng.records.sealed import CannotUnseal
from juzheng.web.shared import open_answers
from juzheng.web.shared.gone import Gone, NeverThere

logger = logging.getLogger(__name__)
RETRY_AFTER_S = 5
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 400, or 413 where the mistake was size."""
    status = 413 if isinstance(exception, TOO_LARGE) else 400
    return plain(status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 403: signed in, but without the right."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 404, also for what exists for somebody else; 410 for what was here."""
    if isinstance(exception, Gone):
        return render(request, "errors/410.html", {"gone": exception}, status=410)
    if open_answers.asked_by_a_program(request):
        return open_answers.nowhere(request)
    context = {"never": exception if isinstance(exception, NeverThere) else None}
    return render(request, "errors/404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500 without asking anything of anybody; 503 if it was others who wrote too long."""
    if not database_is_busy(sys.exc_info()[1]):
        return plain(500)
    page = plain(503)
    page.headers["Retry-After"] = str(RETRY_AFTER_S)
    return page


def database_is_busy(problem: BaseException | None) -> bool:
    """Return whether SQLite gave up waiting for another writer (数据库正忙)."""
    return isinstance(problem, OperationalError) and "database is locked" in str(problem)


def expired_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return 403 for a form without a valid token: nearly always a page kept open for long."""
    return render(request, "errors/expired.html", status=403)


def too_many(request: HttpRequest, wait_seconds: int) -> HttpResponse:
    """Return 429 with ``Retry-After``: the same visitor asked too often."""
    context = {"wait_minutes": max(1, -(-wait_seconds // 60))}
    response = render(request, "errors/429.html", context, status=429)
    response.headers["Retry-After"] = str(wait_seconds)
    return response


def plain(status: int) -> HttpResponse:
    """Return an error page that needs no request: the request may be what is broken."""
    own = (f"errors/{status}.html", "errors/400.html")
    return HttpResponse(render_to_string(own), status=status)


class ErrorPagesMiddleware:
    """Gives an error without words its page (空白错误), as a 405 or a broken file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Say that what is stored does not open; the log says what."""
        if not isinstance(problem, FileAltered | CannotUnseal):
            return None
        logger.error("%r %s", problem, getattr(problem, "name", ""))
        return render(request, "errors/altered.html", status=500)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer, or the page for it if it was an empty 405."""
        response = self.get_response(request)
        if response.status_code != 405 or bool(getattr(response, "content", None)):
            return response
        page = render(request, "errors/405.html", {"back": _case_of(request)}, status=405)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page


def _case_of(request: HttpRequest) -> str:
    """Return where the case stands whose step was opened as a page, reloaded say; else nothing."""
    match = request.resolver_match
    if match is None or not match.view_name.startswith("clerk:") or "/cases/" not in request.path:
        return ""
    number = match.kwargs.get("number")
    return reverse("clerk:case", args=[number]) if number else ""
