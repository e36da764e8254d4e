"""The lawyers' scenarios (法律情景): decided first, then asked of the shipped catalogue."""

from __future__ import annotations

from pathlib import Path

from bench.scenarios import SETS, Result, read, told

READING, UNSEEN, THIRD = SETS


def wrong(path: Path) -> list[Result]:
    return [one for one in map(told, read(path)) if one.faults]


def test_the_scenarios_of_the_legal_reading_are_answered_as_decided() -> None:
    found = wrong(READING)
    assert len(found) <= 0.05 * len(read(READING)), "\n".join(map(str, found))


def test_the_sixty_that_nobody_tuned_to_do_not_fall_behind_their_first_contact() -> None:
    found = wrong(UNSEEN)
    assert len(read(UNSEEN)) == 60
    assert 60 - len(found) >= 43, "\n".join(map(str, found))


def test_the_third_sixty_do_not_fall_behind_their_first_contact() -> None:
    found = wrong(THIRD)
    assert len(read(THIRD)) == 60
    assert 60 - len(found) >= 36, "\n".join(map(str, found))
