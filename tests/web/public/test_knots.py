"""The page for who was sent round in a circle: told, found, explained, and nothing kept."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.pages import faults
from tests.web.visiting import mistakes_of, rows

KNOTS = "/knots/"
# docs/examples/inheritance.json, as the resident tells it.
TOLD = [
    ("bank", "居民身份证", "held", ""),
    ("bank", "继承公证书", "notary", "《公证法》第十一条"),
    ("notary", "亲属关系证明", "police", "《公证法》第二十七条"),
    ("notary", "没有其他子女的证明", "committee", "没有"),
    ("police", "亲属关系证明", "committee", ""),
    ("committee", "公证书", "notary", ""),
]


def posted(told: list[tuple[str, ...]], matter: str = "取已故父亲的存款") -> dict[str, str]:
    sent = {"matter": matter}
    for number, row in enumerate(told, 1):
        for name, value in zip(("who", "paper", "where", "basis"), row, strict=True):
            sent[f"{name}-{number}"] = value
    return sent


def page(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_seven_months_are_found_explained_and_cut(visitor: Client) -> None:
    before = rows()
    answer = visitor.post(KNOTS, posted(TOLD))
    told = page(answer)
    assert answer.status_code == 200
    assert "绕成一圈了" in told
    assert "公安机关开“亲属关系证明（公安机关）”，要先有" in told
    cuts = told.split('id="cuts"')[1].split("</section>")[0]
    assert re.findall(r'<h3 class="govuk-heading-s">(.*?)</h3>', cuts) == ["第4行", "第5行"]
    assert "列入不应出具清单" in cuts
    assert "优化营商环境条例 第四十四条" in cuts
    assert told.count("<svg") >= 2
    assert told.count('role="img"') == 2
    assert "建议取消" in told
    assert "argument=negative_list" in cuts
    assert faults(told) == []
    assert 'value="取已故父亲的存款"' in told  # it can be put right and looked at again
    assert rows() == before
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not re.search(r"<[^>]+\sstyle=", told)


def test_what_papers_show_is_no_vacuum_and_its_ways_are_named(visitor: Client) -> None:
    circle = [
        ("bank", "亲属关系证明", "committee", ""),
        ("committee", "公证书", "notary", ""),
        ("notary", "亲属关系证明", "committee", ""),
    ]
    for told in (TOLD, circle, [("bank", "亲属关系证明", "nobody", "")]):
        shown = page(visitor.post(KNOTS, posted(told)))
        assert "亲属关系证明”有人要证明，但没有单位出具" not in shown
        assert "也没有别的办法可以代替" not in shown
        ways = shown.split("“亲属关系证明”不用绕圈，可以这样证明")[1].split("</section>")[0]
        assert "出示能看出亲属关系的证件。" in ways
        assert "曾同户人员亲属关系证明" in ways
        assert "（这一条还没有核对原文）" in ways
        assert 'href="/items/NEG-01/"' in ways
        assert faults(shown) == []


def test_who_reports_the_circle_need_not_type_it_again(visitor: Client) -> None:
    told = [("bank", "亲属关系证明 110101199003070011", "committee", "")]
    shown = page(visitor.post(KNOTS, posted(told, "取存款 13800138000")))
    (address,) = re.findall(r'href="(/reports/new/[^"]*)"', shown)
    assert "110101199003070011" not in unquote(address)
    assert "13800138000" not in unquote(address)
    form = page(visitor.get(unescape(address)))
    assert re.search(r'name="proof"[^>]*value="亲属关系证明', form)
    assert re.search(r'name="matter"[^>]*value="取存款', form)
    assert '<option value="bank" selected' in re.sub(r"\s+", " ", form)
    assert "银行要“亲属关系证明" in form


def test_the_letter_of_a_cut_leads_on(visitor: Client) -> None:
    told = page(visitor.post(KNOTS, posted(TOLD)))
    links = re.findall(r'href="(/letters/[^"]+)"', told)
    assert len(links) == 2
    for link in links:
        letter = visitor.get(link.replace("&amp;", "&"))
        assert "关于“" in page(letter)
        assert "取已故父亲的存款" in page(letter)
    assert "关于“亲属关系证明”的说明" in page(letter)


def test_what_is_no_circle_is_said_to_be_none(visitor: Client) -> None:
    told = page(visitor.post(KNOTS, posted([("police", "身份证", "held", "")], "落户")))
    assert "没有绕成圈" in told
    assert 'id="cuts"' not in told


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "没有写要办什么事"),
        ({"matter": "落户"}, "一行也没有填"),
        ({"matter": "落户", "paper-2": "证明"}, "第 2 行没有选谁要的"),
        ({"matter": "落户", "who-1": "bank", "where-1": "police"}, "第 1 行没有写要什么"),
        ({"matter": "落户", "who-1": "bank", "paper-1": "证明"}, "第 1 行没有选去哪里开"),
        ({"matter": "落户", "who-1": "x", "paper-1": "a", "where-1": "police"}, "没有这一种"),
        ({"matter": "长" * 61}, "最多 60 个字"),
        ({"matter": "落\x00户"}, "看不见的控制字符"),
        ({"matter": "落户", "paper-1": "证\u202e明"}, "看不见的控制字符"),
        ({"matter": "落户", **posted([("bank", "证明", "police", "按规定")])}, "看不懂"),
    ],
)
def test_what_is_half_told_is_said(visitor: Client, sent: dict[str, str], said: str) -> None:
    answer = visitor.post(KNOTS, sent)
    assert answer.status_code == 422
    assert any(said in one for one in mistakes_of(answer)), mistakes_of(answer)
    assert faults(page(answer)) == []


def test_hostile_words_and_numbers_do_not_come_back(visitor: Client) -> None:
    hostile = "<script>alert(1)</script>"
    told = [
        ("bank", hostile, "notary", ""),
        ("notary", "证明110101199003070011", "bank", ""),
        ("bank", hostile, "notary", ""),
    ]
    answer = page(visitor.post(KNOTS, posted(told, hostile)))
    assert hostile not in answer
    assert "&lt;script&gt;" in answer
    assert "〔证件号码〕" in answer
    assert faults(answer) == []


def test_in_english_the_page_stands(visitor: Client) -> None:
    visitor.post(reverse("preferences:language"), {"language": "en"})
    assert faults(page(visitor.get(KNOTS))) == []
    assert faults(page(visitor.post(KNOTS, posted(TOLD)))) == []


def test_in_english_the_circle_and_the_report_of_it_are_in_one_language(visitor: Client) -> None:
    told = [
        ("bank", "kinship certificate", "notary", ""),
        ("notary", "kinship certificate", "police", ""),
        ("police", "kinship certificate", "committee", ""),
        ("committee", "notarised deed", "notary", ""),
    ]
    visitor.post(reverse("preferences:language"), {"language": "en"})
    shown = page(visitor.post(KNOTS, posted(told, "take out my late father's savings")))
    assert "kinship certificate (Police)" in shown
    found = re.sub(
        r"<nav.*?</nav>|<header.*?</header>|<footer.*?</footer>", "", shown, flags=re.DOTALL
    )
    found = found.split("<main")[1].split('<form id="work"')[0]
    # What stays Chinese is the law's: names of laws and of items beside their English.
    assert not re.findall(r"第\s*<?[^>]*>?\s*\d+\s*行|公证机构|公安机关|银行|要先有", found)
    (address,) = re.findall(r'href="(/reports/new/[^"]*)"', shown)
    assert not re.search(r"[一-鿿；：]", unquote(address).split("story=")[1])
    assert "Notary" in unquote(address)
