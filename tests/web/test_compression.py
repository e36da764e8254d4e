"""Compression (压缩): public pages for somebody without an account, and no other."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.test import Client

from juzheng.records.models import User

GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


@pytest.mark.parametrize(
    "page", ["/", "/items/", "/items/POS-001/", "/ask/?q=证明", "/data/items.json"]
)
def test_a_public_page_travels_small(db: None, page: str) -> None:
    plain, small = Client().get(page), Client().get(page, **GZIP)  # type: ignore[arg-type]
    assert plain.status_code == 200
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.content) < len(plain.content) / 2
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(gzip.decompress(small.content)) == len(plain.content)


@pytest.mark.parametrize("page", ["/", "/items/", "/desk/"])
def test_no_page_of_somebody_signed_in(clerk: User, page: str) -> None:
    client = Client()
    client.force_login(clerk)
    answer = client.get(page, **GZIP)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_nothing_outside_the_public_door(db: None) -> None:
    answer = Client().get("/sign-in/", **GZIP)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_what_nobody_may_keep_is_not_compressed(rf: Any) -> None:
    from django.http import HttpResponse

    from juzheng.web.shared import compression

    request = rf.get("/", **GZIP)
    request.resolver_match = type("Match", (), {"namespace": "public"})
    said = HttpResponse("民" * 1000)
    assert compression._open(request, said)
    said.headers["Cache-Control"] = "no-store, private"
    assert not compression._open(request, said)


def test_what_one_has_already_is_not_sent_again(db: None) -> None:
    client = Client()
    first = client.get("/data/items.json", **GZIP)  # type: ignore[arg-type]
    tag = first.headers["ETag"]
    assert tag.startswith("W/")
    again = client.get("/data/items.json", HTTP_IF_NONE_MATCH=tag, **GZIP)  # type: ignore[arg-type]
    assert (again.status_code, again.content) == (304, b"")
