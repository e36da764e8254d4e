"""What a browser may do with our pages, and what a log may not keep (安全)."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from juzheng.law.base.characters import half_width

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    # The camera scans a paper's code, the microphone fills the question box; nothing else.
    "Permissions-Policy": (
        "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def ours_alone() -> dict[str, Any]:
    """Return how our cookies are set: no script reads them, no other site sends them."""
    return {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}


class SecurityHeadersMiddleware:
    """Adds the headers to every answer that has not set its own (安全响应头)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer with the headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that shows personal data (个人信息页面): no browser or proxy may keep it."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return wrapped


def own_path(text: str, otherwise: str = "/") -> str:
    """Return ``text`` if it is a path on this site, else ``otherwise``: no open redirect."""
    ours = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if ours else otherwise


# From the longest to the shortest, so that no rest of a number is left standing. ``\d`` includes
# full-width digits. Too much masked is a nuisance, too little is a leak: doubt masks.
PRIVATE_NUMBERS: Final = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"(?<!\d)\d{17}[\dXxＸｘ](?!\d)", "〔证件号码〕"),  # identity card and residence permits
        (
            r"(?<!\d)\d{6}[- \u3000]\d{8}[- \u3000]\d{3}[\dXxＸｘ](?!\d)",
            "〔证件号码〕",
        ),  # in groups
        (r"(?<![A-Za-z0-9])[A-Za-z]{3}\d{12}(?!\d)", "〔证件号码〕"),  # older foreigners' permit
        (r"(?<!\d)\d{15}(?!\d)", "〔证件号码〕"),  # identity numbers before 1999
        (
            r"(?<!\d)(?:\+?86[- \u3000]?)?1[3-9]\d[- \u3000]?\d{4}[- \u3000]?\d{4}(?!\d)",
            "〔手机号码〕",
        ),
        (
            r"(?<![A-Za-z0-9])[HMhm]\d{8}(?:\d{2})?(?![A-Za-z0-9])",
            "〔证件号码〕",
        ),  # HK, Macao permit
        (r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{7,8}(?![A-Za-z0-9])", "〔证件号码〕"),  # passports
        # Taiwan residents' permit: eight digits that cannot be a day such as 20261122.
        (r"(?<![A-Za-z0-9])(?!(?:19|20)\d\d[01]\d[0-3]\d)\d{8}(?![A-Za-z0-9])", "〔证件号码〕"),
    )
)


def without_private_numbers(text: str) -> str:
    """Return ``text`` with identity, permit and mobile numbers replaced by what they are."""
    for pattern, word in PRIVATE_NUMBERS:
        text = pattern.sub(word, text)
    return text


def holds_private_number(text: str) -> bool:
    """Return whether there is such a number in ``text`` (夹带号码), also in groups, or wide."""
    plain = "".join(half_width(text).split())
    return without_private_numbers(plain) != plain


def without_numbers_in(request: HttpRequest) -> str:
    """Return this address without private numbers, if there are any in it; else nothing."""
    given = request.GET.dict()
    clean = {name: without_private_numbers(value) for name, value in given.items()}
    return "" if clean == given else f"{request.path}?{urlencode(clean)}"


class MaskIdentityNumbers(logging.Filter):
    """Lets no identity or mobile number into a log (日志脱敏), wherever in a record it stands."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; return True: the line itself is kept."""
        record.msg = without_private_numbers(_message(record))
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_private_numbers(record.exc_text)
        if record.stack_info:
            record.stack_info = without_private_numbers(record.stack_info)
        return True


def _message(record: logging.LogRecord) -> str:
    """Return what the line says; one whose arguments do not fit must not stop its caller."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args!r}"
