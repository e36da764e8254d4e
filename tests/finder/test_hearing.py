"""What people say of themselves is heard, and what they deny is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters
from juzheng.finder.answering import Answer, answer, ways_of
from juzheng.finder.hearing import heard, that_matter
from juzheng.finder.words import read
from juzheng.law.catalogue import ways
from juzheng.law.catalogue.items import Circumstance
from juzheng.law.catalogue.personal import with_what_follows
from juzheng.law.catalogue.routing import Outcome

C = Circumstance
LISTED = catalogue()
TABLE = yaml.safe_load(Path(__file__).with_name("circumstances.yaml").read_text("utf-8"))
SAID = [
    (item, *map(str.strip, line.split("|")))
    for item, lines in TABLE.items()
    for line in lines.splitlines()
]
DENIED = (
    ("出生证没丢，学校还要证明", C.BIRTH_CERTIFICATE_LOST),
    ("出生证丢了又找到了", C.BIRTH_CERTIFICATE_LOST),
    ("户口本丢了，要出生证明", C.BIRTH_CERTIFICATE_LOST),
    ("去开出生证明说户口本丢了", C.BIRTH_CERTIFICATE_LOST),
    ("结没结婚都要证明吗", C.NEVER_MARRIED),
    ("我没离婚", C.DIVORCED),
    ("正在打离婚官司", C.DIVORCED),
    ("不是在医院走的", C.DIED_IN_HOSPITAL),
    ("儿子不在家，老人走了", C.DIED_AT_HOME),
    ("我想跳楼", C.DIED_ABNORMALLY),
    ("没有争议", C.DISPUTED),
    ("有没有残疾证都要证明", C.NO_DISABILITY_CARD),
    ("没出过国的证明", C.FOR_ABROAD),
    ("我没有工作", C.EMPLOYED),
    ("有工作的证明", C.UNEMPLOYED),
    ("存折里有八万块，我爸去世了", C.INHERITS_DEPOSIT),
    ("老头走了，要证明俩人是夫妻", C.MARRIED),
    ("本人不能到场", C.CAN_COME),
    ("失踪快两年了", C.MISSING_TWO_YEARS),
    ("我嫁给外国人", C.FOREIGNER),
    ("银行卡没了", C.INHERITS_DEPOSIT),
)


def asked(text: str, **more: object) -> Answer:
    return answer(
        text,
        finder=default_finder(),
        catalogue=LISTED,
        matters=dict(matters()),
        on=date(2026, 11, 29),
        **more,  # type: ignore[arg-type]
    )


def test_there_are_ten_sentences_for_each_item_of_the_list() -> None:
    assert sorted(TABLE) == [f"NEG-{number:02}" for number in range(1, 21)]
    assert all(len(lines.strip().splitlines()) == 10 for lines in TABLE.values())


@pytest.mark.parametrize(("item", "text", "expected"), SAID, ids=[one[1] for one in SAID])
def test_what_is_said_of_oneself_is_heard(item: str, text: str, expected: str) -> None:
    own = LISTED.items[item].onward
    found = that_matter(heard(text), own)
    assert set(found) == set(expected.split()) - {"-"}
    left, _ = ways.sorted_by(own, found)
    for one in found:
        if any(one in way.when for way in left):
            assert not with_what_follows(found).isdisjoint(left[0].when)


@pytest.mark.parametrize(("text", "not_heard"), DENIED)
def test_what_is_denied_or_asked_is_not_heard(text: str, not_heard: Circumstance) -> None:
    assert not_heard not in heard(text)


def test_each_circumstance_has_patterns() -> None:
    assert set(read("circumstances")["heard"]) == {one.value for one in C}


@given(st.text(max_size=600))
def test_whatever_is_typed_hearing_never_fails(text: str) -> None:
    assert set(heard(text)) <= set(C)


def test_the_answer_says_what_it_heard_and_goes_by_it() -> None:
    said = asked("奶奶昨晚在家里走的，要死亡证明")
    assert said.circumstances == (C.DIED_AT_HOME,)
    assert said.decision is not None
    assert "在家里" in said.decision.onward[0].do
    assert said.as_mapping()["circumstances"] == [
        {"key": "died_at_home", "label": C.DIED_AT_HOME.label}
    ]
    assert said.as_mapping()["decision"]["aside"]


def test_what_was_heard_can_be_taken_back() -> None:
    back = asked("奶奶昨晚在家里走的，要死亡证明", not_so=["died_at_home", "nonsense"])
    assert back.circumstances == ()
    assert back.decision == asked("要死亡证明").decision


def test_only_what_matters_to_the_item_is_said_back() -> None:
    said = asked("出国用，身份证丢了，社区给开个遗失证明")
    assert said.item is not None
    assert said.item.id == "NEG-20"
    assert said.circumstances == (C.ID_CARD_LOST,)


def test_an_exception_of_one_place_has_the_ways_of_what_it_excepts() -> None:
    item = next(one for one in LISTED.items.values() if one.conflicts_with)
    assert set(LISTED.items[item.conflicts_with].onward) <= set(ways_of(item, LISTED))


# The committee itself: its address, its telephone, its hours.
OFFICE = """
居委会几点关门
你们礼拜六上班不
村委会座机号码是多少
社区办公室搬哪儿了，地址给一个
居民委员会怎么走
你们中午休息吗
春节村委会有人值班吗
居委会电话
怎么跟村委会联系，联系方式有没有
咱村村部在哪
社区服务站星期天开门吗
居委会联系电话多少
下班没有，居委会还有人吗
你们那儿几点上班
村委会明天开门吗
居委会电话一直没人接
"""
NOT_OFFICE = """
单位要证明我几点上班
社区晚上有人打老婆
小区晚上太吵没人管
居委会打电话来问我家的情况
派出所几点下班
银行周末上班吗
公司要我证明上班时间
我妈在家几点走的要证明
"""


@pytest.mark.parametrize("text", OFFICE.split())
def test_where_and_when_the_committee_is_gets_its_own_answer(text: str) -> None:
    said = asked(text)
    assert said.finding.matter == "OUT-OFFICE"
    assert said.decision is not None
    assert said.decision.outcome is Outcome.ELSEWHERE
    assert said.decision.citations == ()  # a question answered, no legal basis
    assert not said.decision.trace


@pytest.mark.parametrize("text", NOT_OFFICE.split())
def test_what_only_sounds_like_it_does_not(text: str) -> None:
    assert default_finder().find(text).matter != "OUT-OFFICE"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I am single and need a certificate", (C.SINGLE,)),
        ("single certificate", (C.SINGLE,)),
        ("I have never been married", (C.NEVER_MARRIED,)),
        ("I am not single", ()),
        ("single parent needs a certificate", ()),
    ],
)
def test_it_is_heard_in_english_as_in_chinese(text: str, said: tuple[C, ...]) -> None:
    assert heard(text) == said
