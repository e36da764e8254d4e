"""Error pages (出错页面): each says what is so and what to do, in both languages."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import Client, RequestFactory
from django.utils import translation

from juzheng.web import errors

REQUEST = RequestFactory().get("/somewhere/")
PAGES = {
    400: lambda: errors.bad_request(REQUEST, SuspiciousOperation()),
    413: lambda: errors.bad_request(REQUEST, RequestDataTooBig()),
    429: lambda: errors.too_many(RequestFactory().get("/"), 600),
    500: lambda: errors.server_error(REQUEST),
}


@pytest.mark.parametrize("status", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_error_page_says_what_is_so_and_what_to_do(status: int, language: str) -> None:
    with translation.override(language):
        answer = PAGES[status]()
    page = answer.content.decode()
    assert answer.status_code == status
    assert page.count("<h1") == 1
    assert page.split("<main")[1].count("<p class") >= 2
    assert "请联系管理员" not in page


def test_who_asks_too_often_is_told_how_long_to_wait() -> None:
    answer = errors.too_many(RequestFactory().get("/"), 601)
    assert answer.headers["Retry-After"] == "601"
    assert "11" in answer.content.decode()


def test_an_unknown_address_is_a_404_in_plain_words(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_a_form_without_its_token_is_a_page_kept_open_too_long() -> None:
    answer = Client(enforce_csrf_checks=True).post("/check/", {"way": "number"})
    assert answer.status_code == 403
    assert "页面放久了" in answer.content.decode()


def test_a_fault_of_ours_shows_no_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr("juzheng.web.public.pages.render", broken)
    client.raise_request_exception = False
    answer = client.get("/about/")
    assert answer.status_code == 500
    assert "系统出了错" in answer.content.decode()
    assert "secret inside" not in answer.content.decode()


def test_no_answer_but_405_is_touched() -> None:
    from django.http import HttpResponse, HttpResponseNotAllowed

    own = HttpResponseNotAllowed(["POST"], "own words")
    assert errors.ErrorPagesMiddleware(lambda request: own)(REQUEST) is own
    empty = HttpResponse(status=204)
    assert errors.ErrorPagesMiddleware(lambda request: empty)(REQUEST) is empty
