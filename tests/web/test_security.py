"""Headers on every answer; no identity or mobile number in any log."""

from __future__ import annotations

import logging
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from juzheng.web.shared.security import (
    HEADERS,
    MaskIdentityNumbers,
    SecurityHeadersMiddleware,
    personal,
    without_private_numbers,
)

digits = st.text("0123456789", min_size=1)
words = st.text(st.characters(categories=["Lo", "Po", "Zs"]), max_size=20)
mobiles = st.builds(
    lambda second, rest: f"1{second}{rest}",
    st.sampled_from("3456789"),
    st.text("0123456789", min_size=9, max_size=9),
)
identities = st.builds(
    lambda body, last: body + last,
    st.text("0123456789", min_size=17, max_size=17),
    st.sampled_from("0123456789Xx"),
)
old_identities = st.text("0123456789", min_size=15, max_size=15)
foreigners = st.builds(
    lambda country, body: country + body,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3),
    st.text("0123456789", min_size=12, max_size=12),
)
permits = st.builds(
    lambda kind, body: kind + body,
    st.sampled_from(["H", "M", "E", "G", "EA"]),
    st.text("0123456789", min_size=8, max_size=8),
)
private = st.one_of(mobiles, identities, old_identities, foreigners, permits)


@pytest.mark.parametrize("address", ["/about/", "/no/such/page/", "/preferences/type/", "/about"])
def test_every_answer_carries_the_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers

    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_may_run_what_is_not_ours() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    for loose in ("unsafe-inline", "unsafe-eval", "*", "http:", "https:"):
        assert loose not in policy


def test_an_answer_may_be_stricter() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    response = SecurityHeadersMiddleware(view)(RequestFactory().get("/"))

    assert response.headers["Content-Security-Policy"] == "default-src 'none'"


def test_a_personal_page_is_kept_nowhere() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    response = personal(view)(RequestFactory().get("/"))

    assert "no-store" in response.headers["Cache-Control"]
    assert personal(view).__name__ == "view"


@given(words, private, words)
def test_no_private_number_stays_in_a_text(before: str, number: str, after: str) -> None:
    assert number not in without_private_numbers(f"{before}{number}{after}")


@given(private)
def test_full_width_digits_are_digits(number: str) -> None:
    wide = number.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789X"})

    assert wide not in without_private_numbers(f"号码{wide}。")


@pytest.mark.parametrize(
    "written",
    [
        "110105 19491231 002X",
        "110105-19491231-002x",
        "+8613800001234",
        "86 138 0000 1234",
        "138-0000-1234",
        "身份证11010519491231002X,电话13800001234",
        "id11010519491231002X",
        "81000019901231003X",  # residence permit of Hong Kong residents
        "911124198108030024",  # foreigners' permanent-residence card of 2023
        "12345678",  # permit of Taiwan residents
    ],
)
def test_numbers_as_people_write_them(written: str) -> None:
    assert not any(len(run) > 4 for run in _runs(without_private_numbers(written)))


def _runs(text: str) -> list[str]:
    return "".join(sign if sign.isdigit() else " " for sign in text).split()


@pytest.mark.parametrize(
    "harmless",
    [
        "办件 990121001001-2026-办000001 已受理",
        "20261122 备份完成",
        "2026-11-22 12:00:00,123 GET /ask/ 200 60412",
        "12345 与 12348",
        "listening on 127.0.0.1:8000, pid 1234567",
    ],
)
def test_what_is_not_private_stays_readable(harmless: str) -> None:
    assert without_private_numbers(harmless) == harmless


def written(message: object, *args: object, **parts: object) -> str:
    """Return what a log shows of a record after the filter."""
    record = logging.LogRecord("juzheng", logging.INFO, __file__, 1, message, args, None)
    for name, value in parts.items():
        setattr(record, name, value)
    assert MaskIdentityNumbers().filter(record) is True
    return logging.Formatter().format(record)


@given(words, private)
def test_arguments_are_masked_wherever_they_end_up(word: str, number: str) -> None:
    assert number not in written("%s 查询 %s", word, number)
    assert number not in written("%(number)s", {"number": number})
    assert number not in written([number])
    assert number not in written("x", stack_info=f"File …\n  read('{number}')")


@given(private)
def test_an_exception_is_masked(number: str) -> None:
    try:
        raise ValueError(f"no such person: {number}")
    except ValueError:
        shown = written("failed", exc_info=sys.exc_info())

    assert "ValueError: no such person" in shown
    assert number not in shown


def test_a_line_still_says_what_it_said() -> None:
    assert written("%s 查询 %d 次", "陈经办", 3) == "陈经办 查询 3 次"
    assert written("100%") == "100%"


def test_a_badly_written_line_stops_nobody() -> None:
    shown = written("%s and %s", "13800001234")

    assert "%s and %s" in shown
    assert "13800001234" not in shown


def test_the_shipped_logging_uses_the_filter() -> None:
    from django.conf import settings

    for handler in settings.LOGGING["handlers"].values():
        assert "private" in handler["filters"]
    assert settings.LOGGING["filters"]["private"]["()"].endswith(MaskIdentityNumbers.__name__)
