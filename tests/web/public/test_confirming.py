"""A question that nobody has looked at yet (待确认): the button, the day, and what is shown."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from juzheng.catalogue import catalogue
from juzheng.records.models import Confirmation
from juzheng.web.shared.place import PARAMETER
from tests.conftest import NOON
from tests.law.test_reasons import OURS
from tests.web.visiting import noon  # noqa: F401 - a fixture

WAITS, PLACE = "POS-013", "990121001001"


@pytest.fixture
def asking(client, loaded, noon):  # noqa: F811 - the fixture
    return client


def plain(response):
    """Return the words of the page, without its program and its marks."""
    page = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", page)


def answer(client, item, place=PLACE):
    return client.get(f"/ask/?item={item}&{PARAMETER}={place}")


def press(client, item, place=PLACE):
    return client.post(f"{reverse('public:confirmations')}?{PARAMETER}={place}", {"item": item})


def test_the_answer_says_that_it_waits_and_until_when(asking):
    page = plain(answer(asking, WAITS))
    assert "待民政部门确认" in page
    assert "2026年12月1日" in page
    assert "写明" in page
    assert "居（村）委会不出具" not in page
    assert not Confirmation.objects.exists()


def test_the_button_asks_once_and_joins_after_that(asking):
    sent = re.search(r'action="(/confirmations/[^"]*)"', answer(asking, WAITS).content.decode())[1]
    there = asking.post(sent, {"item": WAITS}).url
    assert f"{PARAMETER}={PLACE}" in there  # the answer is read where it was asked
    assert press(asking, WAITS).status_code == 302
    row = Confirmation.objects.get()
    assert (row.item, row.place, row.asked, row.due_on.day) == (WAITS, "990121", 2, 1)
    assert row.asked_at == NOON
    assert "已经有 2 人次问过" in " ".join(plain(answer(asking, WAITS)).split())


def test_what_is_answered_is_not_asked(asking):
    press(asking, "NEG-01")
    press(asking, "POS-001")
    assert not Confirmation.objects.exists()
    assert press(asking, "POS-999").status_code == 404


def test_without_a_place_it_asks_for_the_place_first(asking):
    page = plain(asking.get("/ask/?item=POS-038"))
    assert "要看您在哪里，请先选地方" in page
    assert "请先选好您所在的地方" in page
    card = page[: page.index("请先选好您所在的地方")].rpartition("<article")[2]
    assert "由其他部门出具或办理" not in card
    asking.post(reverse("public:confirmations"), {"item": "POS-038"})
    assert not Confirmation.objects.exists()


def test_one_address_cannot_put_questions_without_end(asking):
    for _ in range(20):
        press(asking, "NEG-01")
    assert press(asking, WAITS).status_code == 429


@pytest.mark.slow
@pytest.mark.parametrize("door", ["/ask/?item={}", "/items/{}/", "/letters/?item={}&proof=x"])
def test_no_door_tells_residents_about_our_own_files(asking, door):
    for code, item in catalogue().items.items():
        page = plain(asking.get(door.format(code) + f"&{PARAMETER}={PLACE}"))
        page = page.replace("（本项目整理，不是官方清单）", "")
        assert not OURS.findall(page), (code, OURS.findall(page))
        for hidden in (item.disabled_reason, *item.unverified, *item.advice):
            assert not hidden or hidden not in page, (code, hidden)


def test_no_text_of_the_law_pages_talks_of_our_own_files(asking):
    for text in catalogue().instruments.values():
        page = plain(asking.get(f"/law/{text.id}/"))
        assert not text.note or text.note not in page, text.id
        told = page.replace(text.title, "").replace(text.source, "")  # where it was read is named
        assert not OURS.findall(told), (text.id, OURS.findall(told))
