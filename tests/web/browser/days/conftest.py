"""
Counting a day's work (计步): clicks, keys, fields, pages and a person's seconds for each task.

Seconds are not the clock's. They follow the keystroke-level model (Card, Moran and Newell 1980):
so long a practised person needs for these movements, whatever the machine does beside them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame

from tests.web.browser.conftest import DESK, Visitor

KEY_S = 0.28  # one key, an average typist
POINT_S = 1.3  # the hand to the mouse or the finger to the glass, the aim and the click
THINK_S = 1.35  # a pause of thought, once a page
HAN_KEYS = 3  # a character by pinyin: about two letters and the choice


@dataclass(frozen=True)
class Task:
    """What one piece of work took (一件事)."""

    role: str
    task: str
    screen: str  # phone, desk
    clicks: int
    keys: int  # without the words that somebody else said
    said: int  # keys for the words that somebody else said: a name, a purpose
    fields: int  # boxes that were typed into
    pages: int

    @property
    def steps(self) -> int:
        """Return clicks and keys beyond the words that somebody else said."""
        return self.clicks + self.keys

    @property
    def seconds(self) -> float:
        """Return a practised person's seconds, thought and hands together."""
        typed = (self.keys + self.said) * KEY_S
        return round(typed + self.clicks * POINT_S + self.pages * THINK_S, 1)


class Worker(Visitor):
    """Somebody at work (办事的人), whose hands are counted."""

    clicks = keys = said = fields = pages = 0

    def counted(self) -> dict[str, int]:
        """Return what was counted until now."""
        return {name: getattr(self, name) for name in ("clicks", "keys", "said", "fields", "pages")}

    def press(self, name: str) -> None:
        """Press the one button with these words."""
        self.clicks += 1
        super().press(name)

    def follow(self, name: str) -> None:
        """Follow the one link with these words."""
        self.clicks += 1
        super().follow(name)

    def choose(self, name: str) -> None:
        """Choose the one radio button with these words."""
        self.clicks += 1
        super().choose(name)

    def tick(self, name: str) -> None:
        """Tick the one box with these words."""
        self.clicks += 1
        super().tick(name)

    def click(self, selector: str) -> None:
        """Click what a selector finds, where words alone do not tell it."""
        self.clicks += 1
        self.page.locator(selector).first.click()

    def key(self, name: str) -> None:
        """Press one key or shortcut: ``Enter``, ``Alt+n``."""
        self.keys += 1
        self.page.keyboard.press(name)

    def write(self, label: str, text: str) -> None:
        """Write one's own words into the box with this label."""
        self.fields += 1
        self.keys += strokes(text)
        super().write(label, text)

    def take_down(self, label: str, text: str) -> None:
        """Write what somebody else says, as a clerk does: it is not counted as a step."""
        self.fields += 1
        self.said += strokes(text)
        super().write(label, text)

    def type_said(self, text: str) -> None:
        """Type what somebody else says into the box where the cursor is."""
        self.fields += 1
        self.said += strokes(text)
        self.page.keyboard.insert_text(text)

    def type_at_once(self, text: str) -> None:
        """Type where the page puts the cursor (不点就能输入): it comes with the first picture."""
        self.page.locator("[autofocus]:focus").wait_for()
        self.type_said(text)


def strokes(text: str) -> int:
    """Return the keys that a text takes: one a sign, three a Chinese character."""
    return sum(HAN_KEYS if ord(sign) > 0x2E7F else 1 for sign in text)


class Day:
    """One person's day (一天), a list of tasks."""

    def __init__(self, role: str) -> None:
        self.role = role
        self.tasks: list[Task] = []

    @contextmanager
    def task(self, name: str, worker: Worker) -> Iterator[list[Task]]:
        """
        Count what ``worker`` does inside; the list holds the one task after it.

        ``with day.task("当场出具一份证明", chen) as done: …`` and then ``done[0].steps``.
        """
        before = worker.counted()
        done: list[Task] = []
        yield done
        now = worker.counted()
        size = worker.page.viewport_size or DESK
        screen = "desk" if size["width"] >= DESK["width"] else "phone"
        took = {what: now[what] - before[what] for what in now}
        done.append(Task(self.role, name, screen, **took))
        self.tasks += done


@pytest.fixture
def worker(visitor: Callable[..., Visitor]) -> Callable[..., Worker]:
    """Return a maker of people at work: as ``visitor``, and counted."""

    def make(**how: Any) -> Worker:
        plain = visitor(**how)
        one = Worker(plain.tab, plain.site, plain.strays)

        def gone(frame: Frame) -> None:
            if frame == one.tab.main_frame:
                one.pages += 1

        one.tab.on("framenavigated", gone)
        return one

    return make


@pytest.fixture
def day(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Day]]:
    """Return a maker of days, ``day("社区工作人员")``; written down with ``--days FILE``."""
    days: list[Day] = []

    def begin(role: str) -> Day:
        days.append(Day(role))
        return days[-1]

    yield begin
    if kept := request.config.getoption("--days"):
        with Path(kept).open("a", encoding="utf-8") as file:
            for task in (task for one in days for task in one.tasks):
                line = {**asdict(task), "steps": task.steps, "seconds": task.seconds}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
