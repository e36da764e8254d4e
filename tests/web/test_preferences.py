"""Language and large type: kept, undone, and never a way to somebody else's site."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from juzheng.web.shared.context import here, page
from juzheng.web.shared.preferences import LARGE, TYPE_COOKIE, YEAR_SECONDS

ELSEWHERE = [
    "https://example.org/",
    "//example.org/",
    "///example.org",
    "/\\example.org",
    "\\/example.org",
    "http:///example.org",
    "javascript:alert(1)",
    "example.org",
    " /about/",
    "/\t/example.org",
    "",
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_language_is_kept_and_the_page_stays(client: Client, language: str) -> None:
    answer = client.post("/preferences/language/", {"language": language, "next": "/about/?a=1"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/about/?a=1"
    cookie = answer.cookies["django_language"]
    assert cookie.value == language
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == YEAR_SECONDS


@pytest.mark.parametrize("language", ["fr", "", "zh-hans; Path=/", "../en", "x" * 999])
def test_a_language_that_is_not_ours_is_not_kept(client: Client, language: str) -> None:
    answer = client.post("/preferences/language/", {"language": language, "next": "/about/"})

    assert answer.status_code == 302
    assert not answer.cookies


def test_large_type_is_kept_until_it_is_undone(client: Client) -> None:
    client.post("/preferences/type/", {"type": LARGE, "next": "/about/"})
    large = client.get("/about/").content.decode()
    client.post("/preferences/type/", {"type": "normal", "next": "/about/"})
    normal = client.get("/about/").content.decode()

    assert 'class="jz-large"' in large
    assert 'aria-pressed="true"' in large
    assert "jz-large" not in normal
    assert 'aria-pressed="false"' in normal


@pytest.mark.parametrize("address", ["/preferences/language/", "/preferences/type/"])
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_sent_to_another_site(client: Client, address: str, elsewhere: str) -> None:
    answer = client.post(address, {"language": "en", "type": LARGE, "next": elsewhere})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("address", ["/preferences/language/", "/preferences/type/"])
def test_a_preference_is_not_changed_by_a_link(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 405
    assert not answer.cookies
    assert "这个页面不能这样打开" in answer.content.decode()


def test_the_switches_come_back_to_the_page_they_stand_on(client: Client) -> None:
    html = client.get("/about/?q=%E8%AF%81").content.decode()

    assert html.count('name="next" value="/about/?q=%E8%AF%81"') == 2


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        ("http://testserver/desk/new/?item=1", "/desk/new/?item=1"),
        ("http://testserver/desk/", "/desk/"),
        ("https://example.org/desk/", "/"),
        ("", "/"),
    ],
)
def test_after_a_post_the_switches_go_to_the_form(referer: str, expected: str) -> None:
    request = RequestFactory().post("/desk/cases/1/signature/", headers={"referer": referer})

    assert here(request) == expected


@pytest.mark.django_db
def test_what_every_page_knows_costs_no_query(
    django_assert_num_queries: DjangoAssertNumQueries, client: Client
) -> None:
    with django_assert_num_queries(0):
        known = page(RequestFactory().get("/"))
        client.get("/about/")

    assert len(known["lists_version"]) == 8
    assert known["large_type"] is False


def test_large_type_is_only_what_we_wrote_ourselves() -> None:
    request = RequestFactory().get("/")
    request.COOKIES[TYPE_COOKIE] = "huge"

    assert page(request)["large_type"] is False
