"""What staff read of networks, lists and drafts is English on English pages (工作人员读的英文)."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.utils import translation

from juzheng.law.demands.cycles import examine
from juzheng.law.demands.network import Document, network
from juzheng.web.shared.law_sentences import in_language
from tests.law.test_tangle import BODIES, LAW, LOOP, simple

NAMES = re.compile(
    r"“[^”]*”|《[^》]*》第?[一二三四五六七八九十]*条?|" + "|".join(one.name for one in BODIES)
)
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def chinese_in(said: str) -> str:
    """Return what is left in Chinese besides names."""
    with translation.override("en"):
        return "".join(CHINESE.findall(NAMES.sub("", in_language(said))))


def test_a_circle_of_demands_is_told_in_english() -> None:
    found = examine(network(**LOOP), LAW)
    (cycle,) = found.cycles
    said = [cycle.reason, *found.cut.reasons, *(one.reason for one in found.faults)]
    assert len(said) > 3
    assert [text for text in said if chinese_in(text)] == []
    with translation.override("en"):
        told = in_language(cycle.reason)
    assert told.startswith("For “取已故父亲的存款”, 某银行 asks for materials. ")
    assert "某公证处: to issue “继承公证书” it needs “派出所亲属关系证明” first. " in told
    assert told.endswith("a resident cannot get out of it alone.")


@pytest.mark.parametrize("facts", [{"kin"}, {"none"}, {"good"}])
def test_every_fault_of_a_demand_is_told_in_english(facts: set[str]) -> None:
    paper = Document("p", "关系证明", "committee", frozenset(facts))
    for demand in ({}, {"basis": ()}):
        net = simple(replace(paper), **demand)
        said = [one.reason for one in examine(net, LAW).faults]
        assert said
        assert [text for text in said if chinese_in(text)] == []


def test_names_side_by_side_are_joined_as_english_joins_them() -> None:
    said = "某银行要“户籍证明”或“公证书”，没有写明依据哪部法律法规的哪一条。"
    with translation.override("en"):
        assert in_language(said).startswith("某银行 demands “户籍证明” or “公证书” and does not")
        other = in_language("所依据的《甲条例》、《乙办法》当日没有效力，不能再出具。")
    assert "《甲条例》, 《乙办法》; " in other


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("NEG-01 在清单里出现了两次。", "NEG-01 is in the list twice."),
        ("上级的清单没有限定，下级的清单限定为：向银行提供。", "only "),
        ("5 件核查没有通过；涉及 2 个居（村）委会", "committees concerned: 2"),
        ("引用了不存在的 {kin}。请先加上这个问题，或者改正代号。", "It names {kin}, which does"),
        ("证明没有写明不服怎么办。请补上。", "it does not say what to do if one disagrees"),
    ],
)
def test_what_is_wrong_with_a_draft_is_told_in_english(said: str, english: str) -> None:
    with translation.override("en"):
        assert english in in_language(said)
    assert chinese_in(said) == ""
