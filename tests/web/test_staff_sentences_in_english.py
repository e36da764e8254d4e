"""What staff read of networks, lists and drafts is English on English pages (工作人员读的英文)."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from juzheng.catalogue import catalogue
from juzheng.catalogue.sheets import reading
from juzheng.law.base.citations import LISTS
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.demands.cycles import examine
from juzheng.law.demands.network import Document, network
from juzheng.outside import demand_files, letters, material_lists
from juzheng.outside.rows import UnreadableDemands
from juzheng.web.shared.act_results import in_words
from juzheng.web.shared.law_sentences import in_language
from tests.law.test_tangle import BODIES, LAW, LOOP, simple
from tests.web.test_translations import messages

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


def test_every_sentence_of_a_reader_is_known_when_it_is_filled() -> None:
    with messages.ENGLISH.open("rb") as source:
        read = [one for one in read_po(source, locale="en") if one.context == "read"]
    assert {one.id for one in read} == set(messages.read_templates())
    assert len(read) > 90
    with translation.override("en"):
        for one in read:
            words = {
                name: f"X{at}" for at, name in enumerate(re.findall(r"\{(\w+)\}", str(one.id)))
            }
            filled = in_language(str(one.id).format_map(words), ours=True)
            assert not CHINESE.search(NAMES.sub("", filled)), one.id


def problems(read, *given) -> list[tuple[str, str]]:
    try:
        read(*given)
    except UnreadableDemands as unreadable:
        return [(one.where, one.what) for one in unreadable.problems]
    return []


def test_what_is_wrong_with_a_file_is_told_in_english() -> None:
    items = catalogue().items
    row = {"matter": "落户", "item": "NEG-999", "held": "衙门", "basis": "随便", "odd": 1}
    lists = json.dumps({"demands": [row, 7]}).encode()
    network_of = json.dumps({"bodies": [{"name": "甲", "kind": "衙门"}], "wrong": []}).encode()
    found = problems(material_lists.read, lists, "a.json", items)
    found += problems(material_lists.read, b"{", "a.json", items)
    found += problems(demand_files.parse, network_of, "a.json", items)
    for content, name in (
        ("法律文件编号,文件名称\n编 号,某办法".encode(), "法律文件.csv"),
        (b"id: [", "a.yaml"),
        (b"id: a\nid: b", "a.yaml"),
        (b"\xd0\xcf\x11\xe0", "a.xls"),
    ):
        found += [(one.what, one.do) for one in reading.read(content, name).problems]
    assert len(found) > 8
    with translation.override("en"):
        told = [in_language(part, ours=True) for pair in found for part in pair]
    # What has to be written into a file is named as it stands there: its columns are Chinese.
    typed = re.compile(r"(?<=Columns are missing: )[^.]*")
    assert [one for one in told if CHINESE.search(NAMES.sub("", typed.sub("", one)))] == []


def test_a_short_sentence_is_known_only_where_nobody_typed() -> None:
    with translation.override("en"):
        assert in_language("名称没有填写。") == "名称没有填写。"
        assert in_language("名称没有填写。", ours=True) != "名称没有填写。"
        among = "NEG-01 在清单里出现了两次。李四没有填写。"
        assert in_language(among) == among


@pytest.mark.django_db
def test_the_channels_of_complaint_are_named_and_described_in_english(client, loaded) -> None:
    page = client.get("/complaints/", headers={"Accept-Language": "en"}).content.decode()
    assert "12345, the government service hotline" in page
    assert "Call 12345 and say what is in the table below" in page
    for one in letters.CHANNELS:
        assert one["how"] not in page
        assert one["days"] not in page
    whole = re.sub(
        r'<span lang="zh-Hans">[^<]*</span>|<[^>]+>', "", page.split("<dl")[1].split("</dl>")[0]
    )
    assert not CHINESE.search(whole)


def test_what_is_so_and_what_to_do_are_one_message_where_the_law_says_them_as_one() -> None:
    so = "“关系证明”已经发布（修订案第 4 号），不能再发布一份"
    do = "。请放弃这个修订案；要改的，在目录里改已经发布的那份清单。"
    with translation.override("en"):
        whole = in_words(Obstacle("unfit", f"{so}。", do.removeprefix("。"), LISTS))
    assert whole.startswith("“关系证明” is published already (change 4)")


def test_a_day_in_a_sentence_is_an_english_day() -> None:
    with translation.override("en"):
        said = in_language("单位的答复期限还没有过，最后一天是2026年12月15日。")
    assert said == "The unit's term to answer is not over yet; its last day is 15 December 2026."
