"""A list alone has nothing issued: what stays "not issued" though it is listed is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from juzheng.acts.base.moves import NotReady
from juzheng.acts.catalogue import changes
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.catalogue.lists import ChangeKind, ItemList, ListLine
from juzheng.records.catalogue import change_effects, governing
from juzheng.records.models import Change, User
from juzheng.web.overseer.catalogue import reading
from tests.conftest import NOON

PROVINCE, ON = "990000", NOON.date()


@pytest.fixture
def officer(loaded: None, person: Callable[..., User]) -> User:
    return person("one", "overseer", None, "one", division=PROVINCE)


def items() -> dict[str, Item]:
    return dict(governing.governing(ON).items)


def own_list(*lines: ListLine, division: str = PROVINCE) -> ItemList:
    shipped = governing.governing(ON).lists["national-issuable"]
    told = {"id": "issuable-990000-2026-1", "title": "示例省清单", "division": division}
    return replace(shipped, official=True, in_force_from=ON, lines=lines, **told)  # type: ignore[arg-type]


def drafted(by: User, *entries: object) -> Change:
    heading = Heading("一次修订", "原因", PROVINCE, ON)
    pages = [Page(one) for one in entries]  # type: ignore[arg-type]
    return changes.draft(heading, pages, key=f"key-{len(entries)}", by=by, at=NOON)


def told(change: Change) -> str:
    return "".join(map(str, change_effects.obstacles(change)))


def test_an_item_of_another_place_is_refused_with_whose_it_is_and_what_to_do(officer: User) -> None:
    change = drafted(officer, own_list(ListLine("POS-078")))

    with pytest.raises(NotReady) as refused:
        changes.submit(change, version=change.version, by=officer, at=NOON)

    said = str(refused.value)
    assert "POS-078 业主委员会候选人推荐列入了也开不了：这一项只在北京市适用，依据是《" in said
    assert "请改选这里适用的同名事项" in said
    change.refresh_from_db()
    assert change.state == "draft"


def test_what_still_waits_for_its_basis_may_be_listed_and_both_officers_read_that(
    officer: User,
) -> None:
    unread = next(
        one
        for one in items().values()
        if one.kind is ListKind.ISSUABLE
        and not (one.enabled or one.divisions or one.refused_because)
    )
    change = drafted(officer, own_list(ListLine(unread.id), ListLine("POS-001")))
    assert told(change) == ""
    first, second = reading.reading(change, ready=True)["reads"][0]["lines"]
    assert first.said.startswith("列入了也开不了，因为：")
    assert "民政部门确认" in first.said
    assert second.said.startswith("可以开：")


def test_what_a_text_refuses_is_refused_with_the_whole_reason(officer: User) -> None:
    no = next(
        one
        for one in items().values()
        if one.kind is ListKind.ISSUABLE and one.refused_because and not one.divisions
    )
    found = change_effects.obstacles(drafted(officer, own_list(ListLine(no.id))))
    assert [f"{no.id} {no.name}列入了也开不了" in one.message for one in found] == [True]
    assert found[0].remedy.startswith("请不要列入这一行")
    assert found[0].message.endswith("。")


def test_what_every_place_may_issue_passes_and_so_does_an_item_of_a_place_within(
    officer: User,
) -> None:
    national = items()["POS-001"]
    county = replace(national, id="POS-990121-001", divisions=("990121",), name="农机具在用证明")
    assert told(drafted(officer, own_list(ListLine("POS-001")))) == ""
    change = drafted(officer, replace(county, aliases=()), own_list(ListLine(county.id)))
    assert "列入了也开不了" not in told(change)


def test_what_was_listed_before_stops_nobody(officer: User) -> None:
    line = ListLine("POS-078")
    listed = governing.governing(ON)
    one = own_list(line)
    after = replace(listed, lists={**listed.lists, one.id: one})
    assert "列入了也开不了" in "".join(change_effects.unfit(one, after, ON))
    assert change_effects.unfit(one, after, ON, one) == ()


def test_a_name_that_is_none_of_the_items_own_never_takes_its_place(officer: User) -> None:
    negative = replace(
        governing.governing(ON).lists["national-negative-1"],
        id="negative-990000-1",
        division=PROVINCE,
        lines=(ListLine("NEG-17", name="房屋无抵押证明"),),
    )
    said = told(drafted(officer, negative))
    assert "“房屋无抵押证明”不是“居民财产证明”的名称或者别名" in said
    assert "请把两个名称都写上（居民财产证明、房屋无抵押证明）" in said
    lines = tuple(
        ListLine("NEG-17", name=name) for name in ("居民财产证明、房屋无抵押证明", "贫困证明")
    )
    listed = governing.governing(ON)
    for line in lines:
        fine = replace(negative, lines=(line,))
        after = replace(listed, lists={**listed.lists, fine.id: fine})
        assert change_effects.unfit(fine, after, ON) == ()


def test_a_reviewer_reads_what_becomes_of_each_line_and_each_new_name_in_full(
    officer: User,
) -> None:
    name = "收养家庭综合情况证明"  # given by 改名: nothing else gives another name to the whole
    line = ListLine("POS-001", ChangeKind.RENAME, name=name)
    change = drafted(officer, own_list(line, ListLine("POS-002")))
    shown = reading.reading(change, ready=True)
    own = items()["POS-001"].name
    assert any(f"“{own}”改了名称，现在叫“{name}”" in text for text in shown["sentences"])
    assert all(line.said.startswith("可以开：") for line in shown["reads"][0]["lines"])
