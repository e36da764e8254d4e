"""A line of a list that has an item handled otherwise in its place (本地办法)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import Catalogue, catalogue
from juzheng.catalogue.papers import ways
from juzheng.law.catalogue import changes, guides, looking
from juzheng.law.catalogue.guides import Where
from juzheng.law.catalogue.items import CommitteeKind, Confidence, Handling, ListKind
from juzheng.law.catalogue.lists import ChangeKind, ListLine
from juzheng.law.catalogue.notices import notice
from juzheng.outside.guides import _poster as poster_page

DAY, COUNTY, PROVINCE = date(2026, 12, 1), "990121", "990000"
ITEM = "POS-004"
NOWHERE_LISTED = "POS-042"  # on no list, and its article sets the limit


def said(*lines: ListLine, division: str = COUNTY, also: Catalogue | None = None) -> Catalogue:
    """Return the catalogue with one more list, of ``division``."""
    listed = also or catalogue()
    one = replace(
        listed.lists["national-issuable"],
        id=f"ways-{division}",
        title="本地办法",
        division=division,
        in_force_from=DAY,
        lines=lines,
    )
    return replace(listed, lists={**listed.lists, one.id: one})


def here(listed: Catalogue, item: str = ITEM, division: str = COUNTY):
    return looking.here(listed.items[item], listed, division, DAY)


def adjusted(item: str = ITEM, **what: object) -> ListLine:
    return ListLine(item, ChangeKind.ADJUST, **what)  # type: ignore[arg-type]


def test_the_limit_of_a_place_holds_there_and_nowhere_else() -> None:
    listed = said(adjusted(limit_working_days=2))

    assert here(listed).limit_working_days == 2
    assert here(listed).limit_source == ""
    assert not any("办理时限" in one for one in here(listed).unverified)
    assert here(listed, division="420000") == listed.items[ITEM]
    assert here(listed, division="990121001001").limit_working_days == 2
    guide = guides.guide(listed.items[ITEM], listed, Where(COUNTY, DAY, "示例县"))
    assert (guide.limit_working_days, guide.limit_source) == (2, "")


def test_the_document_that_set_the_limit_is_named_and_of_two_levels_the_right_one() -> None:
    province = said(adjusted(limit_working_days=2, note="省发〔2026〕1号"), division=PROVINCE)
    both = said(adjusted(limit_working_days=3, note="县发〔2026〕2号"), also=province)
    assert here(both).limit_source == "省发〔2026〕1号"
    own = said(adjusted(limit_working_days=2, note="县发〔2026〕2号"))
    assert here(own).limit_source == "县发〔2026〕2号"


def test_what_a_place_set_itself_is_nowhere_called_this_projects() -> None:
    listed = said(adjusted(limit_working_days=2, note="县发〔2026〕2号"))
    assert (listed.lists[f"ways-{COUNTY}"].ours, listed.lists["national-issuable"].ours) == (
        False,
        True,
    )
    note = rendered(listed, Where(COUNTY, DAY, "示例县"))
    name = listed.items[ITEM].name
    assert f"时限：{name}依据县发〔2026〕2号。其他的时限" in note
    assert "《本地办法》（本项目整理" not in note
    elsewhere = rendered(listed, Where("420000", DAY, "湖北省"))
    assert "时限是本项目建议的，指南里注明。" in elsewhere
    assert "县发" not in elsewhere


def rendered(listed: Catalogue, where: Where) -> str:
    """Return the notes at the foot of the poster."""
    return "".join(poster_page(notice(listed, where), "https://example.org/")["notes"])


def test_an_item_on_no_list_may_be_adjusted_and_is_not_listed_by_that() -> None:
    listed = said(adjusted(NOWHERE_LISTED, materials=("户口簿",)))

    book = listed.rulebook(COUNTY, DAY)
    assert here(listed, NOWHERE_LISTED).materials == ("户口簿",)
    assert book.entry(ListKind.ISSUABLE, NOWHERE_LISTED) is None


@pytest.mark.parametrize(("above", "below", "holds"), [(3, 2, 2), (2, 3, 2), (0, 2, 2), (3, 0, 3)])
def test_of_two_levels_the_shorter_limit_holds(above: int, below: int, holds: int) -> None:
    materials = ("身份证",)  # each line has to say something
    province = said(adjusted(limit_working_days=above, materials=materials), division=PROVINCE)
    both = said(adjusted(limit_working_days=below, materials=materials), also=province)
    assert here(both).limit_working_days == holds


def test_to_be_listed_again_below_takes_no_limit_away() -> None:
    listed = said(ListLine(ITEM), also=said(adjusted(limit_working_days=2), division=PROVINCE))
    assert here(listed).limit_working_days == 2


def test_only_one_kind_of_committee_issues_it_there() -> None:
    listed = said(adjusted(committees=(CommitteeKind.RESIDENTS,)))
    guide = guides.guide(listed.items[ITEM], listed, Where(COUNTY, DAY, "示例县"))
    assert guide.issuers == (CommitteeKind.RESIDENTS,)
    unlisted = said(adjusted(NOWHERE_LISTED, committees=(CommitteeKind.VILLAGERS,)))
    assert here(unlisted, NOWHERE_LISTED).committees == (CommitteeKind.VILLAGERS,)


def unfit(line: ListLine) -> str:
    listed = said(line)
    own = listed.lists[f"ways-{COUNTY}"]
    none: frozenset[str] = frozenset()
    return "".join(changes.unfit_list(own, listed.items, listed.instruments, none, none))


def test_the_gate_lets_a_local_way_through_and_says_what_is_wrong_with_one() -> None:
    assert unfit(adjusted(limit_working_days=2)) == ""
    assert "没有写时限、材料" in unfit(adjusted())
    assert "本地不能更长" in unfit(adjusted(NOWHERE_LISTED, limit_working_days=300))
    assert "不出具，没有时限和材料" in unfit(adjusted("NEG-10", limit_working_days=2))
    wrong = ListLine(ITEM, ChangeKind.RENAME, name="别名", limit_working_days=2)
    assert "作用应当是“列入”或“本地办法”" in unfit(wrong)
    at_once = next(
        one.id
        for one in catalogue().items.values()
        if one.handling is Handling.SIMPLE and one.kind is ListKind.ISSUABLE
    )
    assert "不能改成限时办" in unfit(adjusted(at_once, limit_working_days=2))


@pytest.mark.parametrize(("sure", "told"), [(Confidence.MEDIUM, True), (Confidence.HIGH, False)])
def test_what_nobody_opened_is_shown_with_that_doubt(sure: Confidence, told: bool) -> None:
    listed = said(adjusted(limit_working_days=2))
    one = listed.lists[f"ways-{COUNTY}"]
    one = replace(one, source=replace(one.source, confidence=sure))
    listed = replace(listed, lists={**listed.lists, one.id: one})
    doubts = [text for text in here(listed).unverified if "文件原文还没有核对" in text]
    assert bool(doubts) is told
    guide = guides.guide(listed.items[ITEM], listed, Where(COUNTY, DAY, "示例县"))
    assert set(doubts) <= set(guide.unverified)


def test_what_the_ministry_made_for_itself_is_nowhere_called_this_projects() -> None:
    since = ways.Own("ways-nation", "全国", "", DAY)
    own = ways.listing(since, adjusted(limit_working_days=2))
    shipped = catalogue().lists["national-issuable"]
    assert (own.ours, shipped.ours) == (False, True)
    for one in (own, shipped):
        told = guides.listing_of(one)
        assert (told.official, told.ours) == (one.official, one.ours)
