"""The seventeen names in the brackets of the annex (附件括号里的名称) lead to their items."""

from __future__ import annotations

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder

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


def test_how_it_happened_is_still_nothing_a_committee_can_know() -> None:
    for said in ("意外伤害险理赔要写怎么摔的", "医保报销要证明是自己摔伤没有第三方"):
        assert default_finder().find(said).matter == "OUT-ACCIDENT", said


def test_the_bare_word_for_conduct_offers_both_items() -> None:
    offered = [one.item for one in default_finder().find("表现证明").candidates]
    assert {"NEG-05", "NEG-06"} <= set(offered)
