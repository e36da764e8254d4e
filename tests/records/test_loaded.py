"""What tests find in the tables (测试底数): nothing, or what ships, never another's leavings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from juzheng.acts.catalogue import loading
from juzheng.records.catalogue import governing
from juzheng.records.models import Committee, Entry, Revision
from tests.conftest import NOON
from tests.records.snapshots import snapshot

A_DAY = date(2026, 12, 30)  # asked for by no other test before


def test_with_empty_tables_a_process_knows_nothing(db: None) -> None:
    assert governing.digest() == governing.catalogue().digest


def test_with_loaded_tables_it_knows_them_before_it_looks(loaded: None) -> None:
    assert governing.digest() != governing.catalogue().digest


@pytest.mark.parametrize("again", [1, 2])
def test_who_asks_for_nothing_loaded_finds_empty_tables(db: None, again: int) -> None:
    assert not Revision.objects.exists()
    assert not Committee.objects.exists()
    assert not Entry.objects.exists()
    assert governing.governing(NOON.date()) == governing.catalogue()
    loading.load(at=NOON)
    governing.governing(NOON.date())
    assert governing.digest() != governing.catalogue().digest


def test_what_is_loaded_is_what_loading_again_would_not_change(loaded: None) -> None:
    before = snapshot()
    assert loading.load(at=NOON).new_revisions == 0
    assert snapshot() == before
    known, known_digest = governing.governing(A_DAY), governing.digest()
    governing.forget()
    assert governing.governing(A_DAY) == known  # what the process knows is what the tables say
    assert governing.digest() == known_digest


@pytest.mark.parametrize("again", [1, 2])
def test_what_a_process_learns_it_does_not_teach_the_next_test(
    loaded: None, monkeypatch: pytest.MonkeyPatch, again: int
) -> None:
    shipped = loading.catalogue()
    item = shipped.items["NEG-10"]
    assert governing.governing(A_DAY).items["NEG-10"] == item
    items = {**shipped.items, "NEG-10": replace(item, summary="随软件更新")}
    monkeypatch.setattr(loading, "catalogue", lambda: replace(shipped, items=items))
    loading.load(at=NOON)
    assert governing.governing(A_DAY).items["NEG-10"].summary == "随软件更新"


def test_what_was_emptied_for_good_is_loaded_again(transactional_db: None, loaded: None) -> None:
    governing.governing(NOON.date())
    known = governing.digest()
    governing.forget()
    governing.governing(NOON.date())
    assert governing.digest() == known


def test_a_test_after_it_finds_it_loaded(loaded: None) -> None:
    assert Committee.objects.filter(fictional=True).exists()


def marked(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("database") is not None


def test_what_asks_for_the_database_is_tried_on_every_database(
    db: None, request: pytest.FixtureRequest
) -> None:
    assert marked(request)


def test_what_asks_for_none_is_tried_once_and_is_kept_from_it(
    request: pytest.FixtureRequest,
) -> None:
    assert not marked(request)
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Revision.objects.exists()
