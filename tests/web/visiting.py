"""What tests of the open doors share: a stopped clock, a visitor, a filled-in draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from uuid import uuid4

import pytest

from juzheng.catalogue import catalogue
from tests.conftest import IDENTITY, NOON

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from juzheng.records.models import Case, Committee

# What a resident answers, by the key of the question; the item's own questions by their form.
TOLD = {
    "name": "李秀英",
    "identity": IDENTITY,
    "telephone": "13800000000",
    "recipient": "示例县民政局",
    "demander": "civil_affairs",
    "purpose": "办理收养登记",
    "insists": "notice",
    # What the law presupposes is asked first; by these answers it goes on.
    **{
        one.asked.key: "yes" if one.wanted else "no"
        for item in catalogue().items.values()
        for one in item.preconditions
    },
    **dict.fromkeys(("item-relation", "item-agent_relation", "item-guardian_relation"), "邻居"),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock at NOON, a working day whose year has a holiday notice."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def visitor(client: Client, committee: Committee, noon: None) -> Client:
    """Return a browser that has chosen the demonstration committee."""
    client.post("/place/", {"committee": committee.code})
    return client


def told(page: str, key: str) -> dict[str, str]:
    """Return what to post to a question's page: its own words, or the first choice."""
    if key in TOLD:
        return {"answer": TOLD[key]}
    if key == "born":
        return {"answer_year": "1968", "answer_month": "3", "answer_day": "15"}
    if 'name="answer_year"' in page:
        return {"answer_year": "2026", "answer_month": "11", "answer_day": "2"}
    if choices := re.findall(r'type="radio"\s+value="([^"]*)"', page):
        return {"answer": choices[0]}
    named = key.endswith(("_name", "_guardian"))
    return {"answer": "王小明" if named else "示例街道1号"}


@pytest.fixture
def fill(visitor: Client) -> Callable[..., HttpResponse]:
    """Return an act: fill in an application up to a question or the check page."""

    def walk(item: str = "POS-001", *, until: str = "check", **known: Any) -> HttpResponse:
        response = visitor.post("/apply/", {"item": item, **known})
        for _ in range(30):
            key = response.url.split("/")[-2]
            if key == until:
                break
            page = visitor.get(response.url).content.decode()
            response = visitor.post(response.url, told(page, key))
            assert response.status_code == 302, (key, response.content.decode())
        return visitor.get(response.url)

    return walk


AGREED = {"true": "on", "sensitive": "on"}


def at(shown: HttpResponse, page: str) -> str:
    """Return the address of another page of the application that ``shown`` is a page of."""
    return f"/apply/{shown.wsgi_request.path.split('/')[2]}/{page}/"


def agreed(shown: HttpResponse) -> dict[str, str]:
    """Return what the button of the check page ``shown`` sends, with everything agreed to."""
    found = re.search(r'name="shown" value="([^"]*)"', shown.content.decode())
    assert found
    return {**AGREED, "shown": found[1]}


@pytest.fixture
def file(visitor: Client, fill: Callable[..., Any]) -> Callable[..., Case]:
    """Return an act: fill in an application and file it; returns its case."""
    from juzheng.records.models import Case

    def act(item: str = "POS-001", **known: Any) -> Case:
        shown = fill(item, **known)
        response = visitor.post(at(shown, "check"), agreed(shown))
        assert response.status_code == 302
        return Case.objects.latest("pk")

    return act


@pytest.fixture
def follow(visitor: Client) -> Callable[..., HttpResponse]:
    """Return an act: look a case up with its number and code."""
    from juzheng.acts.cases import intake

    def act(case: Case) -> HttpResponse:
        return visitor.post("/cases/", {"number": case.number, "code": intake.code_of(case)})

    return act


def receipt_of(client: Client) -> str:
    """Return the address of the receipt of what this browser filed last."""
    held = unquote(client.cookies["juzheng_application"].value)
    return f"/apply/{held.split(':')[0].split('.')[1]}/receipt/"


def rows() -> dict[str, int]:
    """Return how many rows each table holds, except those that only remember tries and views."""
    from django.apps import apps

    passing = {"Attempt", "Session"}
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_models()
        if model.__name__ not in passing
    }


def mistakes_of(response: HttpResponse) -> list[str]:
    """Return the messages of the page's error summary."""
    page = " ".join(response.content.decode().split())
    summary = page.split("data-error-summary", 1)
    if len(summary) == 1:
        return re.findall(r'class="govuk-error-message"[^>]*>\s*(.*?)\s*</p>', page)
    return re.findall(r"<li>\s*(?:<a [^>]*>)?(.*?)(?:</a>)?\s*</li>", summary[1].split("</ul>")[0])


def publish_again(subject: str) -> None:
    """Publish one more wording of an item, as another process would (再发布一版)."""
    from juzheng.records.models import Revision

    row = Revision.objects.filter(kind="item", subject=subject).latest("number")
    last = Revision.objects.latest("sequence").sequence
    # What a page says is remembered by its digest: no two may have the same.
    row.digest = uuid4().hex * 2
    row.pk, row.number, row.sequence = None, row.number + 1, last + 1
    row.save(force_insert=True)
