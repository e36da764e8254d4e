"""kill −9 at every step of issuing: the next start finishes the paper or nothing ever happened."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from tests.faults.place import Place
from tests.faults.scene import TO_REFUSE, TO_SIGN

pytestmark = [pytest.mark.slow, pytest.mark.database]  # each makes its own

UNDONE = ("before-intent", "after-number", "after-intent-line", "after-intent-row")
FINISHED = (
    "after-intent-commit",
    "before-compose",
    "after-compose",
    "after-sign",
    "after-validate",
    "half-written",
    "before-rename",
    "after-rename",
    "before-issue",
    "inside-issue",
)
DONE_BEFORE = ("after-issue",)

ACTS = {
    "sign": (TO_SIGN, "certificate", "awaiting_signature", "issued"),
    "refuse": (TO_REFUSE, "refusal_notice", "received", "refused"),
}


def kill(place: Place, act: str, step: str) -> None:
    ended = place.run("tests.faults.child", act, step)
    assert ended.returncode == -signal.SIGKILL, f"{ended.returncode}\n{ended.stderr}"


def assert_one_paper(seen: dict[str, Any], act: str) -> None:
    item, kind, _, end = ACTS[act]
    assert seen["papers"] == [[kind, 1, "issued"]]
    given = {name: last for name, last in seen["counters"].items() if name != "revision"}
    assert list(given.values()) == [1]
    assert seen["states"][item] == end
    assert seen["faults"] == []


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", UNDONE)
def test_before_the_intent_is_on_record_nothing_happened(place: Place, act: str, step: str) -> None:
    item, _, waiting, _ = ACTS[act]

    kill(place, act, step)

    seen = place.recover()
    assert seen["papers"] == []
    assert set(seen["counters"]) <= {"revision"}
    assert seen["states"][item] == waiting
    assert seen["faults"] == []
    assert place.run("tests.faults.child", act).returncode == 0
    assert_one_paper(place.recover(), act)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", FINISHED)
def test_after_the_intent_is_on_record_the_next_start_finishes_the_paper(
    place: Place, act: str, step: str
) -> None:
    kill(place, act, step)

    seen = place.recover()

    assert (seen["done"], seen["failed"]) == (1, 0)
    assert_one_paper(seen, act)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("step", DONE_BEFORE)
def test_after_the_paper_is_issued_there_is_nothing_left_to_finish(
    place: Place, act: str, step: str
) -> None:
    kill(place, act, step)

    seen = place.recover()

    assert (seen["done"], seen["failed"]) == (0, 0)
    assert_one_paper(seen, act)


def test_two_deaths_in_a_row_still_make_one_paper(place: Place) -> None:
    kill(place, "sign", "after-sign")
    first = place.start("tests.faults.child", "sign", "before-intent")  # a second tab, refused
    assert first.returncode != 0

    seen = place.start_again()

    assert_one_paper(seen, "sign")


def test_half_a_file_never_stands_under_a_real_name(place: Place) -> None:
    kill(place, "sign", "half-written")

    names = [path.name for path in (place.folder / "files").rglob("*") if path.is_file()]

    assert [name for name in names if not name.endswith(".part")] == []
    place.recover()
    assert len(list((place.folder / "files").rglob("*.pdf"))) == 1
