"""What was read in the texts (查证的事实): article and paragraph, and what a sentence may claim."""

from __future__ import annotations

import re

import pytest

from juzheng.catalogue import catalogue
from juzheng.catalogue.prepared import names, prepared
from juzheng.law.catalogue.items import Item

LISTED = catalogue()
EVERY = [
    *LISTED.items.values(),
    *(one for name in names() for one in prepared(name).items.values()),
]

# Item → text → the paragraph of it that names the committee, read in the public text.
PARAGRAPHS = {
    "POS-001": {"adoption-registration": "第六条第一款第（二）项"},
    "POS-010": {"zhejiang-labour-arbitration": "第十九条第一款第（四）项"},
    "POS-017": {"land-administration-regulation": "第三十四条第一款"},
    "POS-021": {
        "protection-order-provisions": "第六条第二款第（八）项",
        "anti-domestic-violence-law": "第十三条第一款",
    },
    "POS-028": {"chongqing-cooperative-measures": "第七条第二款第（三）项"},
    "POS-035": {"zhejiang-market-regulation": "第二十八条第二款"},
    "POS-036": {"hangzhou-property-regulation": "第九十一条第四款"},
    "POS-037": {"ningbo-property-regulation": "第七十一条第一款"},
    "POS-038": {"huzhou-property-regulation": "第四十七条第二款"},
    "POS-041": {"beijing-planning-regulation": "第四十条第二款"},
    "POS-042": {"shanwei-housing-regulation": "第十九条第三款"},
    "POS-046": {"beijing-volunteer-regulation": "第二十二条第二款"},
    "POS-048": {"beijing-dog-regulation": "第十二条第一款"},
}

# Three last articles go on after 施行: a quotation is not cut where the text has a comma.
GO_ON = {
    "administrative-retrial-filing-provisions": "施行，最高人民法院以前发布的有关规定",
    "civil-procedure-law": "施行，《中华人民共和国民事诉讼法（试行）》同时废止",
    "resident-identity-card-law": "施行，《中华人民共和国居民身份证条例》同时废止",
}


@pytest.mark.parametrize(("code", "texts"), PARAGRAPHS.items())
def test_a_basis_names_the_paragraph_that_names_the_committee(
    code: str, texts: dict[str, str]
) -> None:
    cited = {one.instrument: one.provision for one in LISTED.items[code].basis}
    assert {text: cited[text] for text in texts} == texts


@pytest.mark.parametrize(("text", "words"), GO_ON.items())
def test_a_last_article_is_quoted_whole(text: str, words: str) -> None:
    assert words in LISTED.instruments[text].commencement


@pytest.mark.parametrize("item", EVERY, ids=lambda item: item.id)
def test_an_alias_is_a_name_and_no_sentence(item: Item) -> None:
    """What stands among the names is searched for: a remark there is found by nobody."""
    assert [alias for alias in item.aliases if re.search("[，。；：]", alias)] == []


def test_the_day_a_danger_was_found_is_not_the_day_somebody_looked() -> None:
    """经本委员会现场查看 is the committee's own act; the applicant's date is the danger's."""
    urgent = [one for item in EVERY for one in item.facts if "{found_on}" in one.sentence]
    assert len(urgent) >= 9
    for fact in urgent:
        assert "{found_on}发现" in fact.sentence
        assert not fact.sentence.startswith("{found_on}")


def test_shanghais_thirty_days_of_notice_are_verified() -> None:
    """上海市城乡规划条例 第三十六条第一款: 村民委员会受理后，应当在本村公示三十日."""
    (notice,) = (one for one in LISTED.items["POS-094"].facts if one.key == "notice")
    assert "公示三十日" in notice.sentence


def test_who_cannot_pay_the_courts_fees_is_shown_the_court() -> None:
    """诉讼费用交纳办法 第四十四条至第四十八条: the court decides, nobody certifies."""
    ways = LISTED.items["NEG-17"].onward
    assert any("缓交、减交、免交" in one.do and "人民法院" in one.where for one in ways)


def test_tianjins_public_names_are_prepared() -> None:
    (one,) = prepared("tianjin-2019").lists.values()
    listed = {line.item for line in one.lines}
    assert listed == {"POS-120000-001", "POS-120000-002", "POS-120000-003"}
    assert "第5项的名称没有见到" in one.note


@pytest.mark.parametrize("item", EVERY, ids=lambda item: item.id)
def test_a_name_carries_no_place(item: Item) -> None:
    """Whoever asks elsewhere is shown the name too: in 武汉 nobody wants 候选人推荐——北京."""
    places = {LISTED.divisions[code].name.rstrip("省市") for code in item.divisions}
    assert "——" not in item.name
    assert [place for place in places if place in item.name] == []
