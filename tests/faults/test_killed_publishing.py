"""kill −9 while publishing: on every channel, or never happened (OP-2.3.c)."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from typing import Any

import pytest

from juzheng.law.catalogue.publications import ChannelKind
from tests.faults.conftest import Build
from tests.faults.place import Place

pytestmark = [pytest.mark.slow, pytest.mark.database]  # each makes its own

UNDONE = ("after-intent", "before-commit")
FINISHED = (
    "after-commit",
    "after-keep",
    "after-delivery",
    "inside-record",
)


@pytest.fixture
def place(built: Build, copied: Callable[[Place], Place]) -> Place:
    return copied(built("tests.faults.publisher", "scene"))


def kill(place: Place, step: str) -> None:
    ended = place.run("tests.faults.publisher", "publish", step)
    assert ended.returncode == -signal.SIGKILL, f"{ended.returncode}\n{ended.stderr}"


def recovered(place: Place) -> dict[str, Any]:
    ended = place.run("tests.faults.publisher", "recover")
    assert ended.returncode == 0, ended.stderr
    seen: dict[str, Any] = json.loads(ended.stdout)
    return seen


def assert_said_once_on_every_channel(seen: dict[str, Any]) -> None:
    assert seen["faults"] == []
    assert seen["change"] == "published"
    assert seen["states"] == {
        kind.value: "posted" if kind is ChannelKind.PORTAL else "ready" for kind in ChannelKind
    }
    assert seen["lines"] == sorted(
        ["publication.intended", *(f"publication.delivered {kind.value}" for kind in ChannelKind)]
    )


@pytest.mark.parametrize("step", UNDONE)
def test_before_the_commit_nothing_happened(place: Place, step: str) -> None:
    kill(place, step)

    seen = recovered(place)
    assert (seen["change"], seen["revisions"]) == ("in_review", 0)
    assert (seen["states"], seen["lines"], seen["faults"]) == ({}, [], [])
    assert place.run("tests.faults.publisher", "publish").returncode == 0
    assert_said_once_on_every_channel(recovered(place))


@pytest.mark.parametrize("step", FINISHED)
def test_after_the_commit_the_next_round_says_it_everywhere(place: Place, step: str) -> None:
    kill(place, step)

    assert_said_once_on_every_channel(recovered(place))
