"""From residents' words to the kind of demand: reported cases, and sentences nobody tuned for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bench.questions import read as read_queries
from juzheng.catalogue import catalogue
from juzheng.finder.signs import signs
from juzheng.finder.writing import READ_AT_MOST
from juzheng.law.demands.classifying import Sign
from juzheng.web.shared.demands import classification_report

GOLD = Path("tests/data/absurd_gold.yaml")
DATA = Path(__file__).parent / "data"
DAY = date(2026, 11, 22)


@pytest.mark.duty("OP-1.2.a")
def test_all_reported_cases_are_classified_and_the_confusion_table_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """OP-1.2.a: absurd, circular and repeated demands are told apart."""
    found = classification_report.classify_all(classification_report.read(GOLD), catalogue(), DAY)
    with capsys.disabled():
        print("\n" + classification_report.in_words(found).partition("\n\n")[2])
    assert len(found) == 74
    beyond = classification_report.DemandKind.NOT_GOVERNED
    assert all(one.found.citations or one.found.kind is beyond for one in found)
    table = classification_report.confusion(found)
    assert sum(row.total() for row in table.values()) == 74
    assert sum(row[kind] for kind, row in table.items()) >= 67
    assert table[classification_report.DemandKind.CIRCULAR].total() == 1
    # What a committee must not certify is never called issuable.
    wrongly = [one for one in found if one.found.kind is classification_report.DemandKind.ISSUABLE]
    assert [one for one in wrongly if one.told.kind is not one.found.kind] == []


def test_the_words_are_those_that_the_finder_is_measured_on() -> None:
    plain = str.maketrans("，（）", ",()")
    ours = [told.text.translate(plain) for told in classification_report.read(GOLD)]
    assert ours == [query.text.translate(plain) for query in read_queries(DATA / "absurd.yaml")]


@pytest.mark.parametrize(
    ("text", "demanded_by", "kind"),
    [
        ("评职称学校要村里证明我没有师德问题", "学校", "baseless"),
        ("证明我家孩子没有在外面打过架", "", "baseless"),
        ("信用社让派出所证明，派出所让找村委，村委又让回信用社", "", "circular"),
        ("三个地方踢皮球，公证处和派出所都说不归他们管", "", "circular"),
        ("办信用卡银行要居委会证明我妈和我是母女", "银行", "duplicate"),
        ("交警要社区证明我没有犯罪记录", "公安", "elsewhere"),
        ("家政公司入职要无犯罪记录证明", "公司", "elsewhere"),
        ("单位要社区证明我跟老公没有吵架", "单位", "baseless"),
        ("民政要村里证明我没领过别的救助", "民政局", "duplicate"),
        ("有结婚证了还要社区开婚姻证明", "", "duplicate"),
        ("推荐我当人民陪审员要居委会出意见", "法院", "issuable"),
        ("今天天气真好啊哈哈", "", "unclear"),
        ("证明办好了吗", "", "unclear"),
        ("医院要社区证明老人没法自理", "医院", "elsewhere"),
    ],
)
def test_unseen_words_are_classified_by_the_same_features(
    text: str, demanded_by: str, kind: str
) -> None:
    (one,) = classification_report.classify_all(
        [classification_report.CaseAccount("1", text, demanded_by)], catalogue(), DAY
    )
    assert one.found.kind.value == kind, (one.item, one.found)


@pytest.mark.parametrize(
    "text",
    [
        "户口簿证明不了父女关系",
        "银行说确认不了唯一继承人",
        "证明我名字不一样是同一个人",
        "要证明我是不是本村的人",
        "无犯罪记录证明",
        "证明我没结婚",
        "村里能证明我当过兵不",
        "写证明说某人下落不明",
    ],
)
def test_a_no_by_the_way_is_no_negative_fact(text: str) -> None:
    assert Sign.NEGATIVE not in signs(text)


def test_reading_stops_where_the_finder_stops() -> None:
    assert signs("好" * READ_AT_MOST + "证明我没打人") == frozenset()
