"""``juzheng guides``: a division's bundle, with or without a database."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Ended

pytestmark = pytest.mark.django_db
HUNAN = ("--division", "430000", "--on", "2026-11-22")


@pytest.mark.slow
def test_it_writes_everything_a_service_hall_hangs_up(
    juzheng: Callable[..., Ended], tmp_path: Path
) -> None:
    """OP-2.3.c: the same content in the service hall."""
    first, second = (tmp_path / name for name in ("first.zip", "second.zip"))
    for file in (first, second):
        assert juzheng("guides", str(file), *HUNAN).status == 0
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        names = archive.namelist()
        assert {"poster.pdf", "items.csv", "guides/NEG-01.pdf", "forms/POS-001.pdf"} <= set(names)
        assert "forms/POS-048.pdf" not in names  # Beijing's own
        assert "湖南省" in archive.read("README.txt").decode()


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--division", "999999"), "行政区划"), (("--on", "2026-11-22"), "换一个地方")],
)
def test_it_says_what_is_wrong(
    juzheng: Callable[..., Ended], tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    ended = juzheng("guides", str(tmp_path / "no" / "such.zip"), *words)
    assert ended.status != 0
    assert told in ended.err
