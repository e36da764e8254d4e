"""Two officers and one page (两人同改一页): warned at opening, and nobody types anything again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from juzheng.acts.catalogue import changes
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue.differences import joined
from juzheng.records.catalogue import governing
from juzheng.records.models import Change, User
from tests.conftest import NOON
from tests.web.pages import faults

ITEM = "POS-001"
WARNED = "别的修订案也在改这"


@pytest.fixture
def officers(loaded: None, person: Callable[..., User]) -> list[User]:
    return [person(name, "overseer", None, name, division="") for name in ("one", "two", "three")]


def item(**said: Any) -> Any:
    return replace(governing.governing(NOON.date()).items[ITEM], **said)


def drafted(by: User, title: str, **said: Any) -> Change:
    heading = Heading(title, "原因", "", NOON.date())
    return changes.draft(heading, [Page(item(**said))], key=uuid4().hex, by=by, at=NOON)


def published(change: Change, by: User, second: User) -> None:
    changes.submit(change, version=change.version, by=by, at=NOON)
    changes.publish(change, version=change.version, by=second, at=NOON)


def read(user: User, path: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    page: str = answer.content.decode()
    assert faults(page) == []
    return page


def editor(change: Change) -> str:
    return f"/office/changes/{change.pk}/pages/{change.edits.get().pk}/"


def test_whoever_opens_a_page_that_another_draft_holds_is_told(officers: list[User]) -> None:
    first = drafted(officers[0], "甲的修订", summary="甲的说法")
    paths = [editor(first), f"/office/changes/{first.pk}/", f"/office/pages/item/{ITEM}/"]
    assert WARNED not in read(officers[0], paths[0])
    second = drafted(officers[1], "乙的修订", validity_days=31)
    for path in paths:
        assert WARNED in (page := read(officers[0], path))
        assert "乙的修订" in page
    assert "甲的修订" in read(officers[1], editor(second))
    changes.discard(second, version=second.version, by=officers[1], at=NOON)
    assert WARNED not in read(officers[0], paths[0])


def test_the_loser_keeps_what_was_typed_and_gets_what_was_published(officers: list[User]) -> None:
    mine = drafted(officers[0], "甲的修订", summary="甲的说法", name="甲的名称")
    theirs = drafted(officers[1], "乙的修订", validity_days=31, name="乙的名称")
    published(theirs, officers[1], officers[2])
    page = read(officers[0], editor(mine))
    assert "已另有新版本发布" in page
    assert "现在是您写的：名称" in page.replace("\n", "").replace("  ", "")
    for kept in ("甲的说法", "甲的名称", 'value="31"'):
        assert kept in page
    written, _heading, compared = page.partition("与现行版本相比")
    assert "乙的名称" not in written
    assert "乙的名称" in compared  # with what is in force, not with what was when it was begun
    assert "有效期" not in compared.partition("居民看到的")[0]


def test_what_only_one_changed_is_taken_from_whoever_did() -> None:
    before = governing.catalogue().items[ITEM]
    theirs, mine = replace(before, validity_days=31, name="乙"), replace(before, name="甲")
    assert joined(before, theirs, mine) == (replace(before, validity_days=31, name="甲"), ("名称",))
    assert joined(before, theirs, before) == (theirs, ())
    assert joined(before, before, mine) == (mine, ())
    assert joined(before, mine, mine) == (mine, ())
