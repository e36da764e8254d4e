"""What is said to a unit speaks to the unit, whatever way it is, at every door (说给单位的办法)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder import matters
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue import offers, to_units, turning, ways
from juzheng.law.catalogue.items import UNREAD, Confidence, Onward, OnwardKind, Source
from juzheng.law.catalogue.offers import ASK, OfferKind, Standing
from juzheng.law.catalogue.personal import Circumstance

OUR_OWN = (
    ways.ASK_FOR_THE_BASIS,
    ways.ASK_WHICH_ARTICLE,
    ways.ASK_WHAT_FOR,
    ways.LOOK_AGAIN,
    *ASK.values(),
)
ITEMS = [way for one in catalogue().items.values() for way in one.onward if way.kind not in ASK]
MATTERS = [way for one in matters().values() for way in one.onward if way.kind not in ASK]
OFFERED = [
    Standing(one, applies, catalogue().instruments[one.document].title).way
    for one in catalogue().offers.values()
    for applies in {False, one.kind in (OfferKind.COMMITMENT, OfferKind.SHARED_DATA)}
]
# What only a resident can be told: to ask the unit, to show, to do it himself.
TO_A_RESIDENT = re.compile(
    "您|问一问|对方|索要单位|要您开|该单位|不用自己|(^|[，；。：])(直接)?出示|(^|[，；。：])请照着"
)
QUOTED = re.compile("“[^”]*”")


@pytest.mark.parametrize("who", [turning.RESIDENT, turning.WRITER])
@pytest.mark.parametrize("demander", ["", *Demander])
def test_no_way_that_is_said_to_a_unit_speaks_to_a_resident(demander: str, who: str) -> None:
    said = to_units.for_the_unit((*OUR_OWN, *ITEMS, *OFFERED), demander, who=who)
    assert len(said) > 150
    wrong = [
        text
        for way in said
        for text in (QUOTED.sub("", way.do), way.where)
        if TO_A_RESIDENT.search(text)
    ]
    assert wrong == []


def test_nothing_else_is_said_to_the_unit_that_a_resident_is_asked_to_do() -> None:
    wrong = [
        way.do
        for way in to_units.for_the_unit(MATTERS)
        if re.search("您|问一问|对方", QUOTED.sub("", way.do))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("said", "to_it"),
    [
        ("出示能看出亲属关系的证件。", "居民出示能看出亲属关系的证件。"),
        ("户口簿上看不出来的，请派出所查。", "户口簿上看不出来的，由居民请派出所查。"),
        ("本人能到场的，请对方当面核对。", "本人能到场的，请贵单位当面核对。"),
        ("有单位的，可以请单位出具。", "有单位的，可以请单位出具。"),
        ("由您本人书面承诺。", "由居民本人书面承诺。"),
        ("某条：“请您出示证件。”条件：是本市户口。", "某条：“请您出示证件。”条件：是本市户口。"),
    ],
)
def test_who_acts_is_said(said: str, to_it: str) -> None:
    way = Onward(OnwardKind.OTHER_AUTHORITY, said)
    assert to_units.for_the_unit([way])[0].do == to_it


def test_whoever_writes_speaks_of_himself() -> None:
    way = Onward(OnwardKind.COMMITMENT, "由您本人书面承诺，选不选择由您自己定。")
    assert to_units.for_the_unit([way], who=turning.WRITER)[0].do == (
        "由本人书面承诺，选不选择由本人定。"
    )


def test_what_this_kind_of_unit_alone_handles_comes_first_and_no_other_is_told() -> None:
    plain = Onward(OnwardKind.EXISTING_DOCUMENT, "出示户口簿。")
    deposit = replace(plain, do="取小额存款。", when=(Circumstance.INHERITS_DEPOSIT,))
    assert to_units.for_the_unit([plain, deposit], Demander.BANK)[0].do == "取小额存款。"
    assert len(to_units.for_the_unit([plain, deposit], Demander.NOTARY)) == 1
    assert len(to_units.for_the_unit([plain, deposit])) == 2


def test_a_line_says_what_to_bring_and_bears_the_mark_of_what_was_not_read() -> None:
    way = Onward(
        OnwardKind.OTHER_AUTHORITY, "取钱。", ("存折",), source=Source("报道", Confidence.MEDIUM)
    )
    assert to_units.in_a_line(way) == f"取钱（带：存折）{UNREAD}。"
    read = replace(way, source=Source("原文", Confidence.HIGH))
    assert UNREAD not in to_units.in_a_line(read)
    assert offers.ASK[OnwardKind.COMMITMENT].mark == ""


def test_no_way_that_rests_on_a_text_that_was_never_obtained_is_without_its_mark() -> None:
    """What nobody has read is said to be unread wherever the way is shown (原文没有取得)."""
    never = [
        one.title
        for one in catalogue().instruments.values()
        if re.search("原文没有取得|原文没有读到|原文没有见到", one.note)
        and one.confidence is not Confidence.HIGH
    ]
    assert "关于优化已故存款人小额存款提取有关要求的通知" in never
    resting = [
        way
        for way in (*ITEMS, *OFFERED)
        if way.source and any(title in f"{way.source.text}{way.do}" for title in never)
    ]
    assert len(resting) >= 3
    assert [way.do for way in resting if not way.mark] == []
