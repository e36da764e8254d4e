"""Every page, before every kind of eye (每一页): axe, narrow, zoomed, in two languages."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.web import everywhere
from tests.web.browser.conftest import DESK, PHONE, REPOSITORY, STATIC, Kept, Visitor
from tests.web.everywhere import World

AXE = REPOSITORY / "assets" / "node_modules" / "axe-core" / "axe.min.js"
# All of WCAG 2.2 A and AA that axe knows, and its advice on good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The ones that larger type could break: larger words want less contrast, and say the same.
MEASURED = ["target-size", "scrollable-region-focusable"]
NARROW = {"width": 320, "height": 640}
# A phone whose owner has doubled everything has half of its 390 pixels left.
HALVED = {"width": 195, "height": 422}
# A screen of 1280 pixels at 200 % has 640 of them left. The walk need not look: nothing is laid out
# anew between 320 and 640, and larger type only takes more room (test_widths).
ZOOMED = {"width": 640, "height": 400}
TYPE = "large => document.documentElement.classList.toggle('jz-large', large)"
# Notes what can be seen, and returns whether it is something else than was noted before.
OTHERS_SEEN = """() => {
  const seen = new Set([...document.body.querySelectorAll("*")].filter(e => e.checkVisibility()));
  const before = window.jzSeen;
  window.jzSeen = seen;
  return before?.size !== seen.size || [...seen].some(e => !before.has(e));
}"""
LIGHT_BYTES = 60 * 1024

# Words that stand on an English page and do not say that they are Chinese; and Chinese labels.
LOST_CHINESE = """() => {
  const chinese = /[\\u4e00-\\u9fff]/, found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode()); ) {
    const element = node.parentElement;
    if (chinese.test(node.data) && !element.closest("[lang^=zh], textarea, script"))
      found.push(node.data.trim());
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (chinese.test(element.getAttribute(name)))
        found.push(name + ": " + element.getAttribute(name));
  return found;
}"""
# What sticks out at the right, if the page can be pulled sideways.
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const sticks = e => e.getBoundingClientRect().right > root.clientWidth + 1;
  const out = [...document.body.querySelectorAll("*")].filter(sticks).slice(-2);
  return out.map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)}`).join()
    || "?";
}"""


@dataclass
class Walk:
    """One walk over all pages, and what was wrong on the way (巡查)."""

    visitor: Visitor
    language: str
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def look(self, path: str) -> None:
        """Open a page and hold it against every rule."""
        page = self.visitor.page
        page.set_viewport_size(PHONE)
        self.visitor.go(path)
        found = violations(page, "phone")
        page.evaluate(OTHERS_SEEN)
        page.evaluate(TYPE, True)
        found += violations(page, "phone, large", MEASURED)
        for name, size in (("320 px", NARROW), ("195 px", HALVED)):
            page.set_viewport_size(size)
            if wide := page.evaluate(SIDEWAYS):
                found.append(f"scrolls sideways at {name}, large: {wide}")
        if self.language != "en":  # a wide screen shows the same in each language
            page.evaluate(TYPE, False)
            page.set_viewport_size(DESK)
            # Where it shows the same elements as a phone, only their sizes can be wrong.
            others = page.evaluate(OTHERS_SEEN)
            found += violations(page, "desk", RULES if others else MEASURED)
        elif not path.startswith("/components/"):  # developers read Chinese
            found += [f"Chinese unmarked: {text}" for text in page.evaluate(LOST_CHINESE)]
        if found:
            self.wrong[unquote(path)] = found


def violations(page: Page, screen: str, rules: Sequence[str] = RULES) -> list[str]:
    """Return what axe finds, one line each; ``rules`` are sets of rules, or rules by name."""
    found = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        # Styles are read anew (``preload``) for one rule alone: whether a screen may be turned.
        {
            "runOnly": [*rules],
            "resultTypes": ["violations"],
            "preload": screen == "phone",
            # A wide screen changes no colour, and its larger type wants less contrast.
            **({"rules": {"color-contrast": {"enabled": False}}} if screen == "desk" else {}),
        },
    )
    return [
        f"{screen}: {one['id']}: {node['target']} {node['html'][:120]}"
        for one in found
        for node in one["nodes"]
    ]


def become(context: BrowserContext, world: World, who: str, site: str, **preferences: str) -> None:
    """Give the browser the cookies of ``who``."""
    context.clear_cookies()
    cookies = {**world.cookies[who], **preferences}
    context.add_cookies(
        [{"name": name, "value": value, "url": site} for name, value in cookies.items()]
    )


def without_tokens(page: str) -> str:
    """Return a page without what is by chance in it, and without the pressed state."""
    return re.sub(r'(nonce|value)="[^"]*"|="(true|false)"', "", page)


BUILT: list[tuple[World, Kept, Path]] = []


@pytest.fixture
def world(
    demo: None,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> World:
    """Return everyone and everything there is to see: built once, then brought back."""
    if not BUILT:
        world, folder = everywhere.build(request.getfixturevalue), tmp_path_factory.mktemp("world")
        shutil.copytree(tmp_path, folder, dirs_exist_ok=True)
        BUILT.append((world, Kept(), folder))
        return world
    world, rows, folder = BUILT[0]
    rows.bring_back()
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return world


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_for_everybody(
    world: World, visitor: Callable[..., Visitor], site: str, language: str
) -> None:
    walk = Walk(visitor(), language)
    context = walk.visitor.page.context
    context.add_init_script(path=AXE)
    for who in sorted(world.cookies):
        become(context, world, who, site, django_language=language)
        for path in [path for one, _name, path in world.pages if one == who]:
            walk.look(path)
    assert walk.wrong == {}, json.dumps(walk.wrong, ensure_ascii=False, indent=1)


def test_large_type_is_one_class_and_one_pressed_button(
    world: World, site: str, visitor: Callable[..., Visitor]
) -> None:
    """So the walk may set the class on a page that is there already, and see what people see."""
    person = visitor()
    person.go("/")
    assert person.page.evaluate("document.documentElement.className").strip() == ""
    normal = person.page.content()
    cookie = {"name": "juzheng_type", "value": "large", "url": site}
    person.page.context.add_cookies([cookie])  # type: ignore[list-item]
    person.go("/")
    assert person.page.evaluate("document.documentElement.className") == "jz-large"
    large = person.page.content()
    for said in (' class="jz-large"', 'value="large"', 'value="normal"', "aria-pressed"):
        normal, large = normal.replace(said, ""), large.replace(said, "")
    assert without_tokens(normal) == without_tokens(large)


def test_no_page_is_forgotten(world: World) -> None:
    walked = {name for _who, name, _path in world.pages}
    assert set(everywhere.names()) - set(everywhere.NO_PAGES) - walked == set()
    assert set(everywhere.NO_PAGES) <= set(everywhere.names())


def test_pages_of_residents_are_light(world: World, site: str) -> None:
    from django.test import Client

    shared = sum(path.stat().st_size for path in (STATIC / "juzheng").glob("*.gz"))
    heavy = {}
    for who, _name, path in world.pages:
        client = Client()
        for name, value in world.cookies[who].items():
            client.cookies[name] = value
        weight = shared + len(gzip.compress(client.get(path).getvalue()))
        if weight > LIGHT_BYTES:
            heavy[path] = weight
    assert heavy == {}


def test_switching_the_language_keeps_the_page(world: World, site: str) -> None:
    from django.test import Client

    lost = []
    kinds = {(name, "?" in path): (who, name, path) for who, name, path in world.pages}
    for who, name, path in kinds.values():
        client = Client()
        for cookie, value in world.cookies[who].items():
            client.cookies[cookie] = value
        before = client.get(path).status_code
        answer: Any = client.post("/preferences/language/", {"language": "en", "next": path})
        if (
            unquote(answer.headers["Location"]) != unquote(path)
            or client.get(path).status_code != before
        ):
            lost.append(name)
    assert lost == []
