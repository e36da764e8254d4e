"""At every door the national item stands in for a place's own that is not in use (同类替代)."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from juzheng.records.models import Committee, User
from tests.commands.conftest import Ended, juzheng  # noqa: F401 - the command's runner
from tests.web.public.test_knots import posted

SHANGHAI = "310104001001"
VIOLENCE = "老公家暴，居委会有登记，离婚要记录"
NATIONS, OWN = "POS-021", "POS-045"


@pytest.fixture
def there(committee: Committee) -> str:
    """Return the code of a committee in Shanghai, whose own rule has lapsed."""
    committee.code = SHANGHAI
    committee.save()
    return SHANGHAI


def test_the_counter_offers_it_first(client: Client, clerk: User, there: str) -> None:
    client.force_login(User.objects.get(pk=clerk.pk))
    page = client.post("/desk/new/", {"q": VIOLENCE}, follow=True)
    assert page.redirect_chain == [(f"/desk/new/?item={NATIONS}", 302)]
    assert page.context["decision"].outcome.label == "当场出具"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_answer_the_list_and_the_letter(client: Client, there: str, language: str) -> None:
    client.cookies["django_language"] = language
    asked = client.get("/ask/", {"q": VIOLENCE, "committee": there})
    assert asked.context["item"].id == NATIONS
    found = client.get("/items/", {"q": VIOLENCE, "committee": there})
    named = [item.id for group in found.context["groups"] for item, *_ in group["lines"]]
    assert NATIONS in named
    letter = client.post(
        f"/letters/?committee={there}", {"proof": VIOLENCE, "demander": "court", "do": "look"}
    )
    assert letter.status_code == 200
    assert not letter.context.get("letter")  # what the committee issues is nothing to argue about


def test_a_circle_is_judged_by_it(client: Client, there: str) -> None:
    told = posted([("court", VIOLENCE, "committee", "")], "离婚")
    page = client.post(f"/knots/?committee={there}", told)
    papers = page.context["form"].network(there).papers.values()
    assert NATIONS in {one.item for one in papers}


def test_may_i_demand_this(client: Client, loaded: None) -> None:
    asked = {"paper": VIOLENCE, "unit": "court", "division": "310104"}
    assert client.get("/api/v1/demand-check", asked).json()["item"] == NATIONS


def test_the_command(juzheng: Callable[..., Ended]) -> None:  # noqa: F811
    ended = juzheng("ask", VIOLENCE, "--division", "310104", "--json")
    assert json.loads(ended.out)["item"] == NATIONS
