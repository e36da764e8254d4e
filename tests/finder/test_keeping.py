"""What is kept as it was made (成品): the same as made anew, of the same words and code only."""

from __future__ import annotations

from array import array
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import parsed
from juzheng.finder import borders, cries, keeping, shipped, sparse
from juzheng.finder.writing import READ_AT_MOST


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keeping, "KEPT", tmp_path)
    return tmp_path


def _kept(which: str, made_of: bytes, value: str) -> str:
    with keeping.writing():
        return keeping.made(which, made_of, lambda: value)


def test_what_was_kept_serves_for_the_same_only(folder: Path) -> None:
    assert keeping.made("it", b"words", lambda: "new") == "new"
    assert not list(folder.iterdir())
    assert _kept("it", b"words", "kept") == "kept"
    assert keeping.made("it", b"words", lambda: "new") == "kept"
    assert keeping.made("it", b"other words", lambda: "new") == "new"
    assert keeping.made("another", b"words", lambda: "new") == "new"


def test_what_other_code_made_does_not_serve(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _kept("it", b"words", "kept")
    monkeypatch.setattr(keeping, "_program", lambda: b"changed")
    assert keeping.made("it", b"words", lambda: "new") == "new"


def test_what_ships_is_kept_as_it_is_made() -> None:
    made = borders._common(borders.GENERAL.read_text("utf-8"))
    assert borders.common() == made
    with keeping.writing():
        assert keeping._writing
    assert not keeping._writing


def test_a_page_is_kept_as_yaml_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that is not kept, and each time anew: who changes one changes no other."""
    for path in sorted(parsed.HERE.glob("words/[a-m]*.yaml")):
        assert parsed.parsed(path.read_bytes()) == yaml.safe_load(path.read_bytes()), path.name
    monkeypatch.setattr(parsed, "KEPT", tmp_path / "kept" / "pages.pickle")
    parsed._kept.cache_clear()
    raw = (parsed.HERE / "words" / "families.yaml").read_bytes()
    try:
        bare = parsed.parsed(raw)
        parsed.keep()
        parsed._kept.cache_clear()
        monkeypatch.setattr(yaml, "load", lambda *_, **__: pytest.fail("parsed again"))
        assert parsed.parsed(raw) == bare
        assert parsed.parsed(raw) is not parsed.parsed(raw)
    finally:
        parsed._kept.cache_clear()


WEIGHTS = st.lists(st.integers(-127, 127), min_size=40, max_size=40)
WORTHS = st.lists(st.integers(0, 16_000), min_size=6, max_size=6)


@given(st.lists(WEIGHTS, min_size=6, max_size=6), WORTHS, st.sampled_from((0, 1, 12, 1000)))
def test_many_weights_are_added_as_each_by_itself(
    rows: list[list[int]], worths: list[int], few: int
) -> None:
    """Whichever of them are added as one; also squares of worth, and without any."""
    rows[0][2:] = [0] * 38  # few, which are added one by one
    filled = [[(at, one) for at, one in enumerate(row) if one] for row in rows]
    pairs = [pair for row in filled for pair in row]
    page = {
        "labels": [f"{at}" for at in range(40)],
        "features": "\n".join("abcdef"),
        "counts": _packed("H", map(len, filled)),
        "of": _packed("B", (at for at, _ in pairs)),
        "weights": _packed("b", (one for _, one in pairs)),
        "step": 1.0,
    }
    by_worth = [sum(w * row[at] for w, row in zip(worths, rows, strict=True)) for at in range(40)]
    by_one = [sum(row[at] for row in rows) for at in range(40)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparse, "FEW", few)
        squares = sum(worth * worth for worth in worths)
        assert sparse.loaded(page, worths).sums("abcdefgh") == (by_worth, squares)
        assert sparse.loaded(page).sums("abcdefgh") == (by_one, 0)


def _packed(kind: str, values: Iterable[int]) -> str:
    return b64encode(array(kind, values).tobytes()).decode("ascii")


def test_no_table_outgrows_the_fields_of_its_sums() -> None:
    """Of no table do as many rows as a text may have, the heaviest, come to more than a field."""
    most = 4 * READ_AT_MOST  # runs of one, two and three signs, and concepts
    learned = shipped(), cries.shipped()
    tables = (learned[0].classifier.table, learned[0].okapi, learned[1].urgent.table)
    for table in (*tables, learned[1].kinds.table):
        at_once = len(table.long)
        long = (feature for feature, row in table.rows.items() if row < at_once)
        heaviest = sorted((max(map(abs, table.sums([one])[0])) for one in long), reverse=True)
        assert heaviest
        assert sum(heaviest[:most]) < 1 << (sparse.FIELD - 1)
