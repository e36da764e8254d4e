"""Keeping a question: shown before it is kept, kept only after a yes, and nothing of anybody."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from juzheng.records.models import Attempt, KeptQuestion
from juzheng.web.public.catalogue.kept_questions import KEEPS
from tests.conftest import IDENTITY

pytestmark = pytest.mark.django_db
UNHEARD = "呱呱叫的条子"
CONSENT = "可以把这句话（去掉姓名、号码）留"
KEEP = "/questions/"


def shown(client: Client, said: str, more: str = "") -> str:
    text = client.get(f"/ask/?q={quote(said)}{more}", follow=True).content.decode()
    return " ".join(text.split())


def press(client: Client, said: str, **more: str) -> str:
    response = client.post(KEEP, {"q": said, **more}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_what_was_not_understood_asks_for_a_yes_and_shows_what_would_be_kept(
    visitor: Client,
) -> None:
    page = shown(visitor, f"我叫王小明，{UNHEARD}")

    assert CONSENT in page
    assert f"会留下的是：“我叫〔姓名〕，{UNHEARD}”" in re.sub("<[^>]+>", "", page)
    assert not KeptQuestion.objects.exists()  # looking keeps nothing


def test_an_answer_asks_only_after_a_no(visitor: Client) -> None:
    assert CONSENT not in shown(visitor, "证明我妈是我妈")
    assert CONSENT in shown(visitor, "证明我妈是我妈", "&not=NEG-01")


@pytest.mark.parametrize("said", ["老张的呱呱叫条子", "住在和平路56号要条子"])
def test_where_somebody_may_stand_in_it_nothing_is_asked_and_nothing_kept(
    visitor: Client, said: str
) -> None:
    assert CONSENT not in shown(visitor, said, "&not=NEG-01")
    assert "没有留下：" in press(visitor, said)
    assert not KeptQuestion.objects.exists()


def test_a_yes_keeps_words_labels_and_county(visitor: Client) -> None:
    said = f"{UNHEARD}，身份证{IDENTITY}"
    page = press(visitor, said, **{"not": "NEG-06", "item": "NEG-10"})
    row = KeptQuestion.objects.get()

    assert "谢谢，已经留下这一句" in page
    assert CONSENT not in page  # it was said
    assert row.text.startswith(UNHEARD)
    assert IDENTITY not in row.text
    assert (row.offered, row.chosen, row.division) == ("NEG-06", "NEG-10", "990121")


def test_labels_that_are_none_are_not_kept(visitor: Client) -> None:
    press(visitor, UNHEARD, **{"not": "<script>", "item": "NEG-99"})
    row = KeptQuestion.objects.get()
    assert (row.offered, row.chosen) == ("", "")


def test_only_a_post_with_a_token_keeps(loaded: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(KEEP).status_code == 405
    assert strict.post(KEEP, {"q": UNHEARD}).status_code == 403
    assert not KeptQuestion.objects.exists()

    page = strict.get(f"/ask/?q={quote(UNHEARD)}").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    strict.post(KEEP, {"q": UNHEARD, "csrfmiddlewaretoken": token[1]})
    assert KeptQuestion.objects.get().division == ""  # no committee was chosen


def test_one_address_leaves_a_few_and_no_address_is_kept(visitor: Client) -> None:
    for _ in range(KEEPS):
        press(visitor, UNHEARD)
    assert visitor.post(KEEP, {"q": UNHEARD}).status_code == 429
    assert KeptQuestion.objects.count() == KEEPS
    assert all("127.0.0.1" not in one.key for one in Attempt.objects.all())


def test_the_privacy_page_says_how_long(visitor: Client) -> None:
    page = visitor.get(reverse("public:privacy")).content.decode()
    assert "同意留下的问话" in page
    assert "30" in page
