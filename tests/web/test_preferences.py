"""Language and large type (显示偏好): kept, forgotten, and never a way out of this site."""

from __future__ import annotations

import pytest
from django.test import Client

SWITCHES = ("/preferences/language/", "/preferences/type/")
ELSEWHERE = (
    "https://example.com/",
    "//example.com/",
    "/\\example.com",
    "\\\\example.com",
    "javascript:alert(1)",
    "http:///example.com",
    "/\t/example.com",
    "about/",
    "",
)


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_switch_leads_nowhere_else(client: Client, switch: str, path: str) -> None:
    answer = client.post(switch, {"next": path, "language": "en", "type": "large"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_is_no_link(client: Client, switch: str) -> None:
    answer = client.get(switch)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "这个页面不能这样打开" in answer.content.decode()


def test_the_language_is_kept_and_the_page_too(client: Client) -> None:
    answer = client.post("/preferences/language/", {"language": "en", "next": "/about/?a=1"})
    assert answer.headers["Location"] == "/about/?a=1"
    page = client.get("/about/").content.decode()
    assert '<html lang="en"' in page
    assert "About Juzheng" in page
    client.post("/preferences/language/", {"language": "zh-hans"})
    assert "关于据证" in client.get("/about/").content.decode()


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/preferences/language/", {"language": "../../etc"})
    assert not client.cookies


def test_large_type_is_kept_and_forgotten(client: Client) -> None:
    client.post("/preferences/type/", {"type": "large"})
    page = client.get("/about/").content.decode()
    assert 'class="jz-large"' in page
    assert 'aria-pressed="true"' in page
    client.post("/preferences/type/", {"type": "normal"})
    assert 'class="jz-large"' not in client.get("/about/").content.decode()


def test_the_cookie_is_for_us_only(client: Client) -> None:
    cookie = client.post("/preferences/type/", {"type": "large"}).cookies["juzheng_type"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.django_db
def test_after_a_form_the_switch_comes_back_to_the_forms_page(client: Client) -> None:
    ours = client.post("/check/", {"way": "x"}, headers={"referer": "http://testserver/check/?a=1"})
    assert 'name="next" value="/check/?a=1"' in ours.content.decode()
    theirs = client.post("/check/", {"way": "x"}, headers={"referer": "http://example.com/check/"})
    assert 'name="next" value="/"' in theirs.content.decode()
