"""Two things at once (两个页面): each form is its own application's, and what is shown is filed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.cases import drafts
from juzheng.records.models import Case, Draft
from juzheng.web.resident import device
from tests.conftest import IDENTITY, NOON
from tests.web.visiting import AGREED, agreed, at, publish_again, rows

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def draft(item: str) -> Draft:
    return Draft.objects.get(item_id=item)


def test_a_number_typed_for_one_application_is_never_the_others(
    fill: Callable[..., Any], visitor: Client
) -> None:
    first = fill("POS-001", until="identity")
    fill("NEG-01", until="telephone")

    response = visitor.post(at(first, "identity"), {"answer": "11010519491231002X"})

    assert response.url == at(first, "telephone")
    first_said = {"before-abroad": False, "before-stepchild": False, "before-adopter": True}
    assert draft("POS-001").answers == {**first_said, "name": "李秀英", "identity": IDENTITY}
    second = draft("NEG-01").answers
    visitor.post(at(first, "name"), {"answer": "王小明"})
    assert draft("NEG-01").answers == second


def test_the_button_of_one_check_page_files_that_application_alone(
    fill: Callable[..., Any], visitor: Client
) -> None:
    first = fill("POS-001")
    second = fill("NEG-05")

    response = visitor.post(at(first, "check"), agreed(first))

    assert response.url == at(first, "receipt")
    assert [case.revision.item_id for case in Case.objects.all()] == ["POS-001"]
    assert draft("NEG-05").answers["name"] == "李秀英"
    visitor.post(at(second, "check"), agreed(second))
    for page, item in ((first, "POS-001"), (second, "NEG-05")):  # each keeps its own receipt
        number = Case.objects.get(revision__subject=item).number
        assert number in words(visitor.get(at(page, "receipt")))


def test_unfinished_ones_are_found_continued_and_removed_one_by_one(
    fill: Callable[..., Any], visitor: Client
) -> None:
    first, second = fill("POS-001", until="recipient"), fill("NEG-01", until="identity")
    page = words(visitor.get("/apply/"))
    for shown in (first, second):
        assert f'href="{at(shown, "check")}"' in page
        assert f'action="{at(shown, "removal")}"' in page
    assert "清过浏览器" not in page  # why one is gone is told where there is none
    assert "另外还有 1 份没填完的申请" in words(visitor.get(at(second, "identity")))
    assert visitor.get(at(first, "check")).url == at(first, "recipient")

    response = visitor.post(at(second, "removal"))

    assert response.url == "/apply/"
    assert Draft.objects.get().item_id == "POS-001"
    assert visitor.get(at(second, "identity")).status_code == 410
    assert "另外还有 1 份没填完的申请" in words(visitor.get(at(second, "identity")))
    assert visitor.post(at(second, "removal")).status_code == 410
    assert visitor.post(at(first, "removal")).url == "/"
    assert "清过浏览器" in words(visitor.get("/apply/"))


def test_so_many_and_no_more_and_nothing_is_discarded_silently(
    fill: Callable[..., Any], visitor: Client
) -> None:
    for _ in range(device.MOST):  # the same item for five members of one family
        fill("POS-001", until="identity")
    before = rows()

    response = visitor.post("/apply/", {"item": "NEG-01"})

    assert response.status_code == 409
    assert f"最多同时填 {device.MOST} 份申请" in words(response)
    assert rows() == before
    visitor.post(f"/apply/{next(iter(device.drafts_of(response.wsgi_request)))}/removal/")
    assert visitor.post("/apply/", {"item": "NEG-01"}).status_code == 302


def test_a_start_pressed_twice_begins_one(visitor: Client) -> None:
    addresses = {visitor.post("/apply/", {"item": "POS-001"}).url for _ in range(2)}

    assert len(addresses) == Draft.objects.count() == 1


def test_what_was_changed_in_another_tab_is_shown_before_it_is_filed(
    fill: Callable[..., Any], visitor: Client
) -> None:
    shown = fill("POS-001")
    visitor.post(at(shown, "purpose"), {"answer": "办理养老"})
    before = rows()

    again = visitor.post(at(shown, "check"), agreed(shown))

    assert again.status_code == 409
    assert "没有提交：这一页打开以后，办理用途变了。" in words(again)
    assert "办理养老" in words(again)
    assert rows() == before
    assert visitor.post(at(shown, "check"), agreed(again)).url == at(shown, "receipt")
    assert Case.objects.get().purpose == "办理养老"


@pytest.mark.parametrize(
    ("what", "said"), [("item", "这一项的规定"), ("day", "最晚办好的日子"), ("digest", "姓名")]
)
def test_nothing_else_than_what_was_shown_is_filed(
    fill: Callable[..., Any], visitor: Client, monkeypatch: pytest.MonkeyPatch, what: str, said: str
) -> None:
    shown = fill("POS-001")
    told = agreed(shown)
    if what == "item":  # a new wording was published
        publish_again("POS-001")
    elif what == "day":  # it is tomorrow by now
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=1))
    else:  # a form that does not say what it showed
        told = AGREED
    before = rows()

    response = visitor.post(at(shown, "check"), told)

    assert response.status_code == 409
    assert "没有提交" in words(response)
    assert said in words(response)
    assert rows() == before


def test_the_digests_on_the_page_give_no_number_away(fill: Callable[..., Any]) -> None:
    first, second = agreed(fill("POS-001"))["shown"], agreed(fill("POS-001"))["shown"]

    assert "identity=" in first
    assert not set(first.split()) & set(second.split())  # the same answers, under other keys


def test_two_answers_at_once_are_both_kept(fill: Callable[..., Any], visitor: Client) -> None:
    fill("POS-001", until="recipient")
    one, other = Draft.objects.get(), Draft.objects.get()

    drafts.keep(one, {"recipient": "示例县民政局"}, at=NOON + timedelta(seconds=1))
    drafts.keep(other, {"purpose": "办理养老"}, at=NOON + timedelta(seconds=2))

    said = Draft.objects.get().answers
    assert (said["recipient"], said["purpose"]) == ("示例县民政局", "办理养老")


def test_an_answer_to_what_was_filed_meanwhile_leads_to_the_receipt(
    fill: Callable[..., Any], visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = fill("POS-001")
    kept = drafts.keep

    def filed_first(one: Draft, said: Any, *, at: Any) -> Draft:
        Draft.objects.all().delete()
        return kept(one, said, at=at)

    monkeypatch.setattr("juzheng.acts.cases.drafts.keep", filed_first)

    assert visitor.post(at(shown, "name"), {"answer": "王小明"}).status_code == 410
    assert not Draft.objects.exists()


def test_nothing_is_deleted_by_one_press(fill: Callable[..., Any], visitor: Client) -> None:
    """The button that deletes lies folded in a step of its own, apart from 下一步 and 接着填."""
    shown = fill("POS-001", until="recipient")
    for address in (at(shown, "recipient"), "/apply/"):
        page = words(visitor.get(address))
        for action in re.findall(r'<form method="post" action="[^"]*/(?:removal|forget)/"', page):
            before = page[: page.index(action)]
            assert before.count("<details") == before.count("</details>") + 1, (address, action)
    page = words(visitor.get("/apply/"))
    assert "编号和查询码请先抄下" in page
