"""Headers and the log (安全): what a browser may do, and what no log may keep."""

from __future__ import annotations

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from juzheng.web.security import (
    HEADERS,
    MaskIdentityNumbers,
    SecurityHeadersMiddleware,
    personal,
    without_private_numbers,
)
from tests.conftest import IDENTITY

DIGITS = "0123456789"
PRIVATE = st.one_of(
    st.tuples(st.text(DIGITS, min_size=17, max_size=17), st.sampled_from(DIGITS + "Xx")).map(
        "".join
    ),
    st.text(DIGITS, min_size=15, max_size=15),
    st.tuples(
        st.sampled_from(["13", "15", "17", "18", "19"]), st.text(DIGITS, min_size=9, max_size=9)
    ).map("".join),
    st.tuples(st.sampled_from("HM"), st.text(DIGITS, min_size=8, max_size=8)).map("".join),
    st.tuples(
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3),
        st.text(DIGITS, min_size=12, max_size=12),
    ).map("".join),
)
AROUND = st.text(st.characters(exclude_categories=["Nd", "Lu", "Ll", "Cs"]), max_size=20)


@given(before=AROUND, number=PRIVATE, after=AROUND)
def test_no_private_number_gets_into_a_log(before: str, number: str, after: str) -> None:
    record = logging.LogRecord(
        "juzheng", logging.INFO, __file__, 1, "said %s", (before + number + after,), None
    )
    assert MaskIdentityNumbers().filter(record)
    assert number not in record.getMessage()


def test_a_number_in_an_exception_is_masked_too() -> None:
    try:
        raise ValueError(IDENTITY)
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("juzheng", logging.ERROR, __file__, 1, "failed", (), info)
    MaskIdentityNumbers().filter(record)
    assert IDENTITY not in logging.Formatter().format(record)


@pytest.mark.parametrize(
    "harmless", ["990121001001-2026-00017", "20261122", "12345", "990121001001-2026-办000001"]
)
def test_numbers_of_papers_and_days_stay(harmless: str) -> None:
    assert without_private_numbers(f"paper {harmless} issued") == f"paper {harmless} issued"


def test_every_answer_carries_the_headers(client: Client) -> None:
    for path in ("/about/", "/no-such-page/", "/preferences/type/"):
        answer = client.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, path


def test_the_policy_lets_nothing_run_that_is_not_ours() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in ("default-src 'self'", "form-action 'self'", "frame-ancestors 'none'"):
        assert rule in policy


def test_an_answer_may_set_a_header_of_its_own() -> None:
    def view(request: object) -> HttpResponse:
        return HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})

    answer = SecurityHeadersMiddleware(view)(RequestFactory().get("/"))
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_pages_with_personal_data_are_kept_by_nobody() -> None:
    answer = personal(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_page_carries_script_or_style_of_its_own(client: Client) -> None:
    page = client.get("/components/").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|<style", page)
