"""What is published is found: the gate asks for each new name, and says what answers instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from juzheng.acts.base.moves import NotReady
from juzheng.acts.catalogue import changes, naming
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.lists import ListLine
from juzheng.records.catalogue import change_effects, governing
from juzheng.records.models import Change, User
from tests.conftest import NOON

COUNTY = "990121"


@pytest.fixture
def officers(loaded: None, person: Callable[..., User]) -> list[User]:
    return [person(name, "overseer", None, name, division=COUNTY) for name in ("one", "two")]


def item(name: str, **changed: object) -> Item:
    own = governing.governing(NOON.date()).items["NEG-17"]
    told = {"id": f"NEG-{COUNTY}-01", "name": name, "aliases": (), "divisions": (COUNTY,)}
    return replace(own, **{**told, **changed})  # type: ignore[arg-type]


def drafted(by: User, *entries: object) -> Change:
    heading = Heading("一次修订", "原因", COUNTY, NOON.date())
    pages = [Page(one) for one in entries]  # type: ignore[arg-type]
    return changes.draft(heading, pages, key="key", by=by, at=NOON)


def told(change: Change) -> str:
    _before, after = change_effects.before_and_after(change)
    return "".join(map(str, naming.unfound(change, after)))


def test_a_name_of_its_own_passes(officers: list[User]) -> None:
    assert told(drafted(officers[0], item("农机具归属证明", aliases=("拖拉机证明",)))) == ""


def test_an_alias_that_is_anothers_name_is_named_with_what_answers(officers: list[User]) -> None:
    change = drafted(officers[0], item("农机具归属证明", aliases=("死亡证明", "拖拉机证明")))

    assert "“死亡证明”，会答成“死亡证明（NEG-11）”" in told(change)
    assert "“农机具归属证明”" not in told(change)
    assert "拖拉机" not in told(change)


def test_a_name_that_means_an_emergency_is_refused(officers: list[User]) -> None:
    assert "有人要跳楼" in told(drafted(officers[0], item("有人要跳楼了快救人")))


def test_a_list_that_calls_two_items_by_one_name_is_neither_handed_in_nor_published(
    officers: list[User],
) -> None:
    listed = governing.governing(NOON.date())
    one = replace(
        listed.lists["national-negative-1"],
        id="county-negative-1",
        division=COUNTY,
        lines=(
            ListLine("NEG-10", name="健在证明、老人证明"),
            ListLine("NEG-11", name="死亡证明、老人证明"),
        ),
    )
    change = drafted(officers[0], one)

    with pytest.raises(NotReady) as refused:
        changes.submit(change, version=change.version, by=officers[0], at=NOON)

    assert "会答成“健在证明（NEG-10）”，不是 NEG-11" in str(refused.value)
    change.refresh_from_db()
    assert change.state == "draft"


def test_a_name_that_was_there_before_stops_nobody(
    loaded: None, person: Callable[..., User]
) -> None:
    nation = person("nation", "overseer", None, "nation", division="")
    shared = governing.governing(NOON.date()).items["POS-056"]  # asked back: NEG-17 has it too
    assert told(drafted(nation, replace(shared, summary="另一句话。"))) == ""


def test_an_official_name_with_a_comma_is_asked_for_whole(officers: list[User]) -> None:
    own = item("农机具归属、去向证明")
    listed = governing.governing(NOON.date()).lists["national-negative-1"]
    for name in ("", own.name):
        line = ListLine(own.id, name=name)
        page = replace(listed, id="county-negative-1", division=COUNTY, lines=(line,))
        change = Change.objects.first() or drafted(officers[0], own, page)
        after = change_effects.before_and_after(change)[1]
        names = naming._listed(page, set(), after)
        assert list(names) == [(own.name, own.id, COUNTY)]
