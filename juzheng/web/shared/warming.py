"""Warming (预热): a server reads what every page needs before it lets anybody in.

The catalogue, the word books, the patterns that mask and the templates of the pages that come first
take a second, which the first visitor used to wait. Several workers share what was read before
they parted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from juzheng.law.base import redaction

_LOG = logging.getLogger(__name__)

# A resident's, a checker's and an officer's first page; asking goes through finder and decision.
PAGES = (("/", ""), ("/ask/", "q=%E8%AF%81%E6%98%8E"), ("/check/", ""), ("/sign-in/", ""))

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def warm(application: Application) -> None:
    """Ask for the pages that come first (预热); what fails is logged, and keeps nobody out."""
    redaction.masked_text("预热")
    for path, query in PAGES:
        try:
            _ask(application, path, query)
        except Exception:  # noqa: BLE001 - one page must not close all others
            _LOG.exception("warming: %s", path)


def _ask(application: Application, path: str, query: str) -> None:
    address = urlsplit(settings.BASE_URL)
    answer = application(
        {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": address.hostname or "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": address.hostname or "127.0.0.1",
            "HTTP_X_FORWARDED_PROTO": address.scheme,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": address.scheme,
            "wsgi.input": BytesIO(),
        },
        lambda *_: None,
    )
    try:
        for _ in answer:
            pass
    finally:
        getattr(answer, "close", tuple)()
