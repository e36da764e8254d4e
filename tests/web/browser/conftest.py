"""A real browser before the real pages (浏览器测试): one Chromium, a server a test."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests.conftest import NOON

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

REPOSITORY = Path(__file__).resolve().parents[3]
STATIC = REPOSITORY / "juzheng" / "web" / "static"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
    # Names lead nowhere: a page that asks for another host fails the test instead of leaving.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PASSED = [timedelta()]  # how much later than NOON it has become for the server
PATIENCE_MS = 30_000  # a machine with two busy cores is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, and share it between two workers, each with one browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            half = "browser-zh" if "zh-hans" in item.name else "browser"
            item.add_marker(pytest.mark.xdist_group(half))


def chromium() -> str:
    """Return where Chromium is: the environment's CHROMIUM, else where Debian puts it.

    The one without a surface of its own comes first: the whole browser draws its toolbar beside
    each page, at the price of a page (ADR 26).
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    for name in (os.environ.get("CHROMIUM", ""), *names):
        if name and (found := shutil.which(name)):
            return found
    pytest.fail(
        "Chromium is missing: apt-get install chromium-headless-shell, or set CHROMIUM to its path."
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once; each visitor gets a context of their own."""
    # Playwright keeps an event loop in this thread, which Django takes for async code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(
    transactional_db: None, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Serve the built pages on the loopback at NOON; return the address."""
    from django.db import connections
    from django.test.testcases import LiveServerThread

    from juzheng.config import settings as shipped

    if not (STATIC / "staticfiles.json").exists():
        pytest.fail("The pages are not built: run make assets.")
    settings.STORAGES = shipped.STORAGES  # as they ship: hashed names, gzip twins
    started = datetime.now(NOON.tzinfo)
    monkeypatch.setattr(
        "django.utils.timezone.now",
        lambda: NOON + PASSED[0] + (datetime.now(NOON.tzinfo) - started),
    )
    PASSED[0] = timedelta()
    # Tests in memory share one connection between the server's threads. It stays shared: a thread
    # whose connection the browser kept open may end after the test.
    shared = {one.alias: one for one in connections.all() if _in_memory(one)}
    thread = LiveServerThread(
        "127.0.0.1", static_handler=lambda app: app, connections_override=shared
    )
    thread.daemon = True
    for one in shared.values():
        one.inc_thread_sharing()
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    settings.BASE_URL = f"http://127.0.0.1:{thread.port}"
    yield settings.BASE_URL
    thread.terminate()


def _in_memory(connection: Any) -> bool:
    return connection.vendor == "sqlite" and connection.is_in_memory_db()


@pytest.fixture
def clock(site: str) -> Callable[[timedelta], None]:
    """Return an act: let so much time pass for the server, ``clock(timedelta(days=21))``."""

    def pass_(time: timedelta) -> None:
        PASSED[0] += time

    return pass_


class Kept:
    """The database as it was at one moment (留样), brought back at once by SQLite's own backup."""

    def __init__(self) -> None:
        from django.db import connection

        self._copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(self._copy)

    def bring_back(self) -> None:
        """Let the test's database be as it was then, and let this process look again."""
        from django.db import connection

        from juzheng.records.catalogue import governing

        connection.ensure_connection()
        self._copy.backup(connection.connection)
        governing.forget()


DEMO: list[Kept] = []


@pytest.fixture
def demo(site: str) -> None:
    """Load what ``juzheng serve --demo`` loads: catalogue, district, committees, staff."""
    from juzheng.web.shared import startup

    if DEMO:
        DEMO[0].bring_back()
        return
    for step in (startup.lists(at=NOON), startup.demonstration(at=NOON)):
        list(step)
    DEMO.append(Kept())


@dataclass
class Visitor:
    """Somebody with a browser of their own (访客), who reads labels and presses buttons."""

    tab: Page
    site: str
    strays: list[str] = field(default_factory=list)  # what went wrong behind their back

    @property
    def page(self) -> Page:
        """
        Return the page once it is whole: nobody measures what has only begun to come.

        A press waits until the next page begins, not until its body is there.
        """
        self.tab.wait_for_load_state()
        return self.tab

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path if path.startswith("http") else self.site + path)

    def press(self, name: str) -> None:
        """Press the one button with these words."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the one link with these words."""
        self.page.get_by_role("link", name=name, exact=True).click()

    def write(self, label: str, text: str) -> None:
        """Write into the box with this label."""
        self.page.get_by_label(label).fill(text)

    def choose(self, name: str) -> None:
        """Choose the one radio button with these words."""
        self.page.get_by_role("radio", name=name, exact=True).check()

    def tick(self, name: str) -> None:
        """Tick the one box with these words."""
        self.page.get_by_role("checkbox", name=name).check()

    @property
    def heading(self) -> str:
        """Return the words of the page's first heading."""
        return self.page.get_by_role("heading", level=1).first.inner_text().strip()

    def reads(self, words: str) -> bool:
        """Return whether these words can be seen in the page's content."""
        return words in self.page.get_by_role("main").inner_text()


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """
    Return a maker of visitors, each with cookies of their own.

    A script's error, a message on the console or a request to another host fails the test.
    """
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(*, javascript: bool = True, screen: dict[str, int] = PHONE, **more: Any) -> Visitor:
        context = browser.new_context(
            java_script_enabled=javascript,
            viewport=screen,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        one = Visitor(context.new_page(), site)
        watch(one)
        visitors.append(one)
        return one

    yield make
    for context in contexts:
        context.close()
    assert [stray for one in visitors for stray in one.strays] == []


def watch(one: Visitor) -> None:
    """Note everything that a visitor would not see and that should not be."""

    def console(message: ConsoleMessage) -> None:
        # A page that answers 404 or 422 on purpose is told on the console as well.
        if message.type in ("error", "warning") and "the server responded with" not in message.text:
            one.strays.append(message.text)

    def request(sent: Request) -> None:
        if urlsplit(sent.url).hostname not in ("127.0.0.1", None):
            one.strays.append(sent.url)

    one.tab.on("console", console)
    one.tab.on("request", request)
    one.tab.on("pageerror", lambda error: one.strays.append(str(error)))


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Page | Path, str], None]:
    """
    Return an act: keep a picture of what is on the screen, ``look(page, "01-home")``.

    Only when asked for with ``--screenshots FOLDER``; else it does nothing.
    """
    folder = request.config.getoption("--screenshots")

    def keep(seen: Page | Path, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            picture = seen.read_bytes() if isinstance(seen, Path) else screen(seen)
            save(picture, Path(folder) / f"{name}.png")

    return keep


def screen(page: Page) -> bytes:
    """Return a picture of what is on the screen, from its top."""
    page.evaluate("scrollTo(0, 0)")
    return page.screenshot(animations="disabled", caret="hide")


def save(picture: bytes, path: Path) -> None:
    """Write a picture small: few colours, and no wider than the desk's screen."""
    with Image.open(io.BytesIO(picture)) as image:
        plain = image.convert("RGB")
    plain.thumbnail((DESK["width"], PHONE["height"] * 2))
    plain.quantize(colors=128, dither=Image.Dither.NONE).save(path, optimize=True)


@contextmanager
def handed_out(page: Page, press: Callable[[], None]) -> Iterator[Path]:
    """Yield the file that the browser saves when ``press`` is done."""
    with page.expect_download() as waiting:
        press()
    yield Path(waiting.value.path())
