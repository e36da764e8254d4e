"""What is kept as it was made (成品): the same as made anew, of the same words and code only."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import parsed
from juzheng.finder import borders, keeping, shipped, sparse
from juzheng.finder.sparse import Sparse


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
TIMES = st.lists(st.integers(0, 16_000), min_size=6, max_size=6)


@given(st.lists(WEIGHTS, min_size=6, max_size=6), TIMES, st.sampled_from((1, 3, 1000)))
def test_many_weights_are_added_as_each_by_itself(
    rows: list[list[int]], times: list[int], at_once: int
) -> None:
    rows[0][2:] = [0] * 38  # few, which are added one by one
    filled = [[(at, one) for at, one in enumerate(row) if one] for row in rows]
    ends = array("I", [0])
    for row in filled:
        ends.append(ends[-1] + len(row))
    pairs = [pair for row in filled for pair in row]
    of, weights = [at for at, _ in pairs], [one for _, one in pairs]
    table = Sparse(
        tuple(f"{at}" for at in range(40)), {}, ends, array("B", of), array("b", weights), 1.0
    )
    by_hand = [sum(t * row[at] for t, row in zip(times, rows, strict=True)) for at in range(40)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparse, "AT_ONCE", at_once)
        for _ in range(2):  # the second time they are known
            assert table.sums(enumerate(times)) == by_hand


def test_no_table_outgrows_the_fields_of_its_sums() -> None:
    """A thousand rows, each by the rarest's worth and the greatest weight, fit into a field."""
    assert max(shipped().classifier.rarity) * 127 * sparse.AT_ONCE < sparse._ZERO
