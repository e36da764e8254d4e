"""Without scripts (不用脚本): no button of the open pages is dead, and none is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

from juzheng import web
from tests.conftest import NOON
from tests.web import everywhere

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BY_SCRIPT = ("data-print", "data-voice")  # shown by the script that gives them something to do


@dataclass
class Buttons(HTMLParser):
    """Collects what can be pressed, and what of it does nothing without a script."""

    dead: list[str] = field(default_factory=list)
    pressed: int = 0
    forms: int = 0
    submits: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms += 1
            self.submits.append(0)
        elif tag == "button" and any(name in given for name in BY_SCRIPT):
            if "hidden" not in given:
                self.dead.append(f"shown without its script: {attrs}")
        elif tag == "button":
            self._button(given, attrs)
        elif tag == "a":
            href = given.get("href") or "#"
            if href == "#" or href.startswith("javascript:"):
                self.dead.append(f"a link to nowhere: {attrs}")

    def _button(self, given: dict[str, str | None], attrs: object) -> None:
        self.pressed += 1
        if given.get("type", "submit") != "submit":
            self.dead.append(f"submits nothing: {attrs}")
        elif not self.submits and "form" not in given:
            self.dead.append(f"stands in no form: {attrs}")
        elif self.submits:
            self.submits[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.submits.pop() == 0:
            self.dead.append("a form without a button")


@pytest.fixture
def world(
    request: pytest.FixtureRequest, loaded: None, monkeypatch: pytest.MonkeyPatch
) -> everywhere.World:
    """Return a passer-by, somebody who fills in and somebody who has filed, at noon."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    found = everywhere.World()
    everywhere.visitor(found, Client(), request.getfixturevalue)
    everywhere.applicant(found, Client(), request.getfixturevalue)
    return found


def test_every_button_of_the_open_pages_does_something(world: everywhere.World) -> None:
    dead: dict[str, list[str]] = {}
    pressed = 0
    for who, _name, path in world.pages:
        client = Client()
        for cookie, value in world.cookies[who].items():
            client.cookies[cookie] = value
        page = Buttons()
        page.feed(client.get(path).content.decode())
        pressed += page.pressed
        if page.dead:
            dead[path] = page.dead
    assert dead == {}
    assert pressed > 3 * len(world.pages)  # language, type, and what the page is for


@pytest.mark.parametrize(
    "html",
    [
        "<button>x</button>",
        '<form><button type="button">x</button></form>',
        "<form></form>",
        "<a href='#'>x</a>",
        "<button type=button data-print>x</button>",
    ],
)
def test_a_dead_button_is_seen(html: str) -> None:
    page = Buttons()
    page.feed(html)
    assert page.dead


def test_what_is_hidden_stays_so_whatever_its_class_shows_it_as() -> None:
    """A class that says display wins over the attribute alone, so the sheet has to say it."""
    sheet = next((Path(web.__file__).parent / "static/juzheng").glob("juzheng.*.css")).read_text()
    assert re.search(r"\[hidden\]\{display:none ?!important\}", sheet)
