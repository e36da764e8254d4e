"""The visitor's address behind a proxy: the proxy's word, never the visitor's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from juzheng.web.shared.proxies import VisitorAddressMiddleware

SEEN = "10.0.0.1"


def address(settings: Any, forwarded: str | None, *, behind: bool) -> str:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind else None
    named = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=SEEN, **named)
    found: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        found.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    VisitorAddressMiddleware(answer)(request)
    return found[0]


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("1.2.3.4, 192.0.2.7", "192.0.2.7"),  # the first was made up by the visitor
        ("1.2.3.4,2001:db8::7", "2001:db8::7"),
        ("", SEEN),
        (" , ", SEEN),
        (None, SEEN),
        ("x" * 10_000, "x" * 64),
    ],
)
def test_the_last_hop_counts(settings: Any, forwarded: str | None, expected: str) -> None:
    assert address(settings, forwarded, behind=True) == expected


def test_without_a_proxy_the_header_is_only_a_claim(settings: Any) -> None:
    assert address(settings, "192.0.2.7", behind=False) == SEEN


def test_a_promised_proxy_that_never_speaks_is_said_once(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    middleware = VisitorAddressMiddleware(lambda request: HttpResponse())
    spoken = {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    for path, headers, told in (
        ("/", spoken, 0),
        ("/healthz", {}, 0),  # a monitor on the same machine asks without a proxy
        ("/", {}, 1),
        ("/", {}, 1),
    ):
        middleware(RequestFactory().get(path, REMOTE_ADDR=SEEN, **headers))
        assert sum("反向代理" in text for text in caplog.messages) == told


def test_nobody_is_warned_of_a_proxy_that_was_not_promised(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = None
    VisitorAddressMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert caplog.messages == []
