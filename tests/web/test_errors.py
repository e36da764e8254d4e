"""Error pages: what is so, what to do, and the right status."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory

from juzheng.records.models import Case, User
from juzheng.web.shared import errors
from tests.web.pages import faults

FORM = "application/x-www-form-urlencoded"


def text(response: HttpResponse) -> str:
    html = response.content.decode()
    assert faults(html) == []
    assert "请联系管理员" not in html
    assert re.search(r"<title>.+\s+– 据证</title>", html)
    assert html.count("<h1") == 1
    assert 'href="/"' in html  # a way on
    return html


def test_a_page_that_is_not_there(client: Client) -> None:
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "没有找到这个页面" in text(response)


def test_a_page_that_is_not_there_in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"

    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert 'lang="en"' in response.content.decode()
    assert "没有找到这个页面" not in response.content.decode()


def test_the_wrong_method_says_which_is_right(client: Client) -> None:
    response = client.get("/preferences/type/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "什么都没有改动" in text(response)


def test_an_answer_with_words_of_its_own_keeps_them() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("own words", status=405)

    response = errors.ErrorPagesMiddleware(view)(RequestFactory().get("/"))

    assert getattr(response, "content", b"") == b"own words"


def test_an_empty_405_gets_its_page() -> None:
    middleware = errors.ErrorPagesMiddleware(lambda request: HttpResponseNotAllowed(["GET"]))

    response = middleware(RequestFactory().post("/"))

    assert "这个页面不能这样打开" in text(response)  # type: ignore[arg-type]


def test_a_form_kept_open_too_long() -> None:
    careful = Client(enforce_csrf_checks=True)

    response = careful.post("/sign-in/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "页面放久了" in text(response)


def test_too_much_at_once(client: Client) -> None:
    response = client.post("/preferences/type/", "type=" + "x" * 2_000_000, content_type=FORM)

    assert response.status_code == 413
    assert "1 MB" in text(response)


def test_too_many_fields(client: Client) -> None:
    response = client.post("/preferences/type/", "a=1&" * 500, content_type=FORM)

    assert response.status_code == 413


@pytest.mark.parametrize(
    ("exception", "status"),
    [(SuspiciousOperation(), 400), (RequestDataTooBig(), 413), (None, 400)],
)
def test_a_request_that_makes_no_sense(exception: Exception | None, status: int) -> None:
    response = errors.bad_request(RequestFactory().get("/"), exception)

    assert response.status_code == status
    text(response)


def test_another_post_is_needed() -> None:
    response = errors.forbidden(RequestFactory().get("/"), PermissionDenied())

    assert response.status_code == 403
    assert "别的岗位" in text(response)


def test_our_own_mistake_asks_nothing_of_anybody() -> None:
    # No database mark on this test: a query would fail it, as a broken database would.
    response = errors.server_error(HttpRequest())

    assert response.status_code == 500
    assert "不是您填错了" in text(response)


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (900, 15)])
def test_too_often_says_how_long_to_wait(seconds: int, minutes: int) -> None:
    response = errors.too_many(RequestFactory().get("/"), seconds)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(seconds)
    assert f"请等 {minutes} 分钟" in text(response)


def test_a_row_with_what_belongs_to_another_is_not_shown(
    client: Client, case_for: Callable[..., Case], clerk: User, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = case_for("POS-001"), case_for("POS-001", applicant_name="张三")
    copied = Case.objects.values_list("applicant_name", flat=True).get(pk=other.pk)
    Case.objects.filter(pk=one.pk).update(applicant_name=copied)
    client.force_login(clerk)
    response = client.get(f"/desk/cases/{one.number}/")
    assert response.status_code == 500
    assert "张三" not in response.content.decode()
    assert "存着的内容打不开" in text(response)
    assert "case.applicant_name" in caplog.text
