"""A filled database and another data key: refused in words, by every command and by the server."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from juzheng.acts.base import data_key
from juzheng.records.models import Case, Entry
from tests.commands.conftest import Ended
from tests.conftest import NOON

OTHER = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


@pytest.mark.parametrize(
    "words",
    [
        ("serve", "--port", "0"),
        ("load",),
        ("work", "--once"),
        ("audit",),
        ("staff", "list"),
    ],
)
def test_another_key_is_refused_before_anything_is_done(
    juzheng: Callable[..., Ended], db: None, settings: Any, words: tuple[str, ...]
) -> None:
    assert juzheng("load").status == 0
    before = Entry.objects.count()
    settings.DATA_KEY = OTHER
    ended = juzheng(*words)
    assert ended.status == 1
    assert "JUZHENG_DATA_KEY 不是这个数据库原来的密钥" in ended.err
    assert Entry.objects.count() == before


def test_a_database_from_before_the_mark_is_known_by_what_is_sealed_in_it(
    case_for: Callable[..., Case], settings: Any
) -> None:
    case_for("POS-001")
    assert not Entry.objects.filter(event=data_key.MARKED).exists()
    assert data_key.fits()
    settings.DATA_KEY = OTHER
    assert not data_key.fits()


@pytest.mark.parametrize("marked", [True, False])
def test_tables_of_an_older_version_are_looked_at_before_they_are_brought_up_to_date(
    case_for: Callable[..., Case], settings: Any, marked: bool
) -> None:
    case_for("POS-001")
    if marked:
        data_key.mark(at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_entry RENAME COLUMN seal TO not_there_yet")
        cursor.execute("ALTER TABLE records_user RENAME COLUMN office TO neither")
    assert data_key.fits()
    settings.DATA_KEY = OTHER
    assert not data_key.fits()


def test_the_mark_is_written_once_and_an_empty_database_has_any_key(
    db: None, settings: Any
) -> None:
    settings.DATA_KEY = OTHER
    assert data_key.fits()
    for _ in range(2):
        data_key.mark(at=NOON)
    assert Entry.objects.filter(event=data_key.MARKED).count() == 1


def test_the_server_itself_asks_too(db: None, settings: Any) -> None:
    from juzheng.config import wsgi

    data_key.mark(at=NOON)
    settings.DATA_KEY = OTHER
    with pytest.raises(ImproperlyConfigured, match="JUZHENG_DATA_KEY"):
        importlib.reload(wsgi)
