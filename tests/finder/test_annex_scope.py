"""The seventeen names in the brackets of the annex (附件括号里的名称) lead to their items."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from juzheng.catalogue import catalogue
from juzheng.finder import answering, default_finder, matters

# Names only, as a government site reprinted the ministry's release: deyang.gov.cn, 942660.
SCOPE = {
    "NEG-02": ("户籍证明",),
    "NEG-06": ("社区戒毒社区康复人员表现证明",),
    "NEG-08": ("婚姻关系证明", "分居证明"),
    "NEG-12": ("急诊证明", "意外伤害证明"),
    "NEG-14": ("生育状况证明",),
    "NEG-17": (
        "经济状况证明",
        "收入证明",
        "偿还能力证明",
        "房产证明",
        "银行存款证明",
        "投资情况证明",
        "车辆所有权证明",
    ),
    "NEG-19": ("经营场所证明", "同意住宅改变为经营性用房证明", "社区经营性用房无扰民证明"),
}
NAMES = [(item, name) for item, names in SCOPE.items() for name in names]


def test_there_are_seventeen() -> None:
    assert len(NAMES) == 17


@pytest.mark.parametrize(("item", "name"), NAMES)
def test_each_is_a_name_of_its_item_and_found(item: str, name: str) -> None:
    assert name in catalogue().items[item].aliases
    for said in (name, f"我要开{name}", f"社区开个{name}", f"单位让我开{name}"):
        assert default_finder().find(said).item == item, said


SENTENCES = yaml.safe_load(Path("tests/data/annex_sentences.yaml").read_text("utf-8"))


def test_each_name_has_ten_sentences() -> None:
    written = {item: tuple(names) for item, names in SENTENCES.items()}
    assert written == SCOPE
    assert all(
        len(lines.splitlines()) == 10 for one in SENTENCES.values() for lines in one.values()
    )


@pytest.mark.parametrize("item", SENTENCES)
def test_each_name_is_heard_inside_a_whole_sentence(item: str) -> None:
    for lines in SENTENCES[item].values():
        for told in lines.splitlines():
            assert default_finder().find(told).item == item, told


# A "no" that some register shows: its item of the list, and so OP-3.2 within reach.
REGISTERED = {
    "NEG-17": (
        "证明没有其他共有人，房管局要",
        "证明没有享受过房改房，公积金中心要",
        "房子没有抵押没有查封的证明",
    ),
    "NEG-15": ("证明没有领过失业金，社保局要", "证明家里没有其他劳动力", "证明没有参加过社保"),
    "NEG-03": ("证明没有改过名字，派出所要",),
    "NEG-02": ("证明孩子没有上过户口，派出所要", "证明没有重复户口"),
    "OUT-NO-RELIEF": ("证明没领过别处的补贴", "证明没领过低保"),
    "OUT-NO-ABROAD": ("证明没出过国", "证明没有外国国籍"),
    "OUT-NO-RECORD": ("证明没打过官司", "证明不是失信人", "证明没欠税"),
}


@pytest.mark.parametrize("label", REGISTERED)
def test_what_a_register_shows_leads_to_the_register(label: str) -> None:
    for told in REGISTERED[label]:
        said = answering.answer(
            told,
            finder=default_finder(),
            catalogue=catalogue(),
            matters=dict(matters()),
            on=date(2026, 11, 29),
        )
        found = said.item or said.matter
        assert found is not None
        assert found.id == label, told
        assert said.decision is not None
        assert said.decision.may_insist is label.startswith("NEG-")
        assert any(way.kind == "other_authority" for way in said.decision.onward)


def test_that_others_cannot_certify_it_is_never_said() -> None:
    for one in matters().values():
        said = "".join((one.reason, *(way.do for way in one.onward)))
        for word in ("谁也", "任何人都", "没法证明", "无效", "不在场", "承担责任"):
            # 无效 is said where a provision says it (担保制度解释 第五条第二款).
            assert word not in said or "解释第五条第二款" in said, one.id
        if one.id in ("OUT-NEGATIVE", "OUT-NO-RELIEF", "OUT-NO-ABROAD", "OUT-NO-RECORD"):
            assert "不能证明" in one.reason


def test_how_it_happened_is_still_nothing_a_committee_can_know() -> None:
    for said in ("意外伤害险理赔要写怎么摔的", "医保报销要证明是自己摔伤没有第三方"):
        assert default_finder().find(said).matter == "OUT-ACCIDENT", said


def test_the_bare_word_for_conduct_offers_both_items() -> None:
    offered = [one.item for one in default_finder().find("表现证明").candidates]
    assert {"NEG-05", "NEG-06"} <= set(offered)
