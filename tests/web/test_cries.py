"""What only sounds like an emergency (呼救): told first at every door, nothing is taken away."""

from __future__ import annotations

import pytest
from django.test import Client

from juzheng.finder import default_finder
from juzheng.records.models import User
from tests.web.clerk.test_counter import NEW

pytestmark = pytest.mark.django_db
CRY = "俺婆婆摔地上动弹不得了"
ASKED_BACK = "谁让您来开的？"


@pytest.fixture(autouse=True)
def only_a_cry(loaded: None) -> None:
    """No pattern knows these words: the learned listener does."""
    found = default_finder().find(CRY)
    assert (found.urgent, found.cried, found.sure) == ("medical", True, False)


def in_order(text: str, *said: str) -> bool:
    """Return whether all that is ``said`` stands on the page itself, one behind the other."""
    main = text[text.index("<main") :]
    places = [main.index(one) for one in said]
    return places == sorted(places)


def test_on_the_page_the_number_stands_above_the_question_asked_back(client: Client) -> None:
    text = client.get("/ask/", {"q": CRY}).content.decode()
    assert in_order(text, "现在正有危险的，先打电话", 'href="tel:120"', ASKED_BACK)
    client.cookies["django_language"] = "en"
    text = client.get("/ask/", {"q": CRY}).content.decode()
    first = "If anybody is in danger now, call first"
    assert in_order(text, first, 'href="tel:120"', "Who sent you")


def test_at_the_counter_too(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    text = client.post(NEW, {"q": CRY}, follow=True).content.decode()
    assert in_order(text, "现在正有危险的，先打电话", 'href="tel:120"', ASKED_BACK)


def test_the_interface_says_that_it_is_not_certain_and_asks_on(client: Client) -> None:
    said = client.get("/api/v1/ask", {"q": CRY}).json()
    assert (said["urgent"]["kind"], said["urgent"]["certain"]) == ("medical", False)
    assert (said["sure"], said["question"]["text"]) == (False, ASKED_BACK)
