"""Scenes that are built once for all who die in a copy of them (现场)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.place import Databases, Place

Build = Callable[..., Place]


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    databases = Databases()
    yield databases
    databases.remove()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Build:
    """Return a builder of scenes, ``built("tests.faults.scene")``: each is built once."""
    scenes: dict[tuple[str, ...], Place] = {}

    def build(*words: str) -> Place:
        if words not in scenes:
            place = Place(tmp_path_factory.mktemp("scene"), databases.new())
            ended = place.run(*words)
            assert ended.returncode == 0, ended.stderr
            scenes[words] = place
        return scenes[words]

    return build


@pytest.fixture
def copied(databases: Databases, tmp_path: Path) -> Callable[[Place], Place]:
    """Return how a test comes to a copy of a scene, with a database of its own."""

    def copy(scene: Place) -> Place:
        folder = tmp_path / "data"
        shutil.copytree(scene.folder, folder)
        return Place(folder, databases.new(scene.environment.get("JUZHENG_DATABASE_URL", "")))

    return copy


@pytest.fixture
def place(built: Build, copied: Callable[[Place], Place]) -> Place:
    """Return a committee with a case to sign and one to refuse."""
    return copied(built("tests.faults.scene"))
