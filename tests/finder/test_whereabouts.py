"""Where the asker lives (人在哪里): the committee chosen, else what the words say of oneself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder
from juzheng.law.base.divisions import significant


def place(text: str) -> str | None:
    return default_finder().find(text).division


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我住在北京，要开居住证明", "110000"),
        ("在上海住了十年，要居住证明", "310000"),
        ("浙江这边怎么开", "330000"),
        ("我们重庆开这个吗", "500000"),
        ("北京市海淀区的社区能开吗", "110108"),
        ("我和老婆住在洛阳", "410300"),
        ("我带着孩子在郑州住", "410100"),
        ("嫁到宁波三年了，要盖房", "330200"),
        ("老家湖南，现在住在杭州", "330100"),
        ("户口在河南，人在济南", "370100"),
        ("我从四川来，现在在青岛住", "370200"),
        ("我姐在上海，我住长沙，要证明", "430100"),
        ("洛阳的，办狗证", "410300"),
        ("狗是杭州买的，我住在济南，办狗证", "370100"),
        ("济南这边办狗证，狗是杭州海宁市的", "370100"),
        ("我是河南的老父亲在家去世", "410000"),
        ("浙江拆旧建新乡里要村委会同意", "330000"),
        ("I live in shanghai", "310000"),
    ],
)
def test_where_one_lives_counts(text: str, code: str) -> None:
    assert place(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "从湖北来的，要办居住证",
        "老家四川的村子要证明",
        "我是河南人，要开证明",
        "户口在山东，要证明",
        "户籍还在浙江",
        "我姐在上海，要开亲属证明",
        "姐姐嫁在上海，我被老公打了，要居委会写个证明",
        "儿子在北京上班，我要开健在证明",
        "我妈住重庆，要我证明她还活着",
        "我女儿嫁到浙江了",
        "北京的儿子要我开证明",
        "娘家在洛阳",
        "上海那边要的证明",
        "我妈在北京住院，要我证明",
        "my sister in shanghai wants proof that i am alive",
    ],
)
def test_where_one_came_from_and_where_others_live_does_not(text: str) -> None:
    assert place(text) is None


def test_the_committee_chosen_beats_the_words() -> None:
    finder = default_finder()
    assert finder.find("我住在洛阳，办狗证要居委会证明", division="430102").item == "NEG-04"
    assert finder.find("北京的，办狗证要居委会证明", division="410302").item == "POS-049"


PROVINCES = [one for one in catalogue().divisions.values() if one.level == 1]
CHOSEN = ["430102", "110105", "330203", "500112", "410302", "370102", "310104"]
MATTERS = [
    "办狗证要居委会证明",
    "见义勇为要村里写个证明",
    "村里盖房要村委会意见",
    "被老公打了要记录",
]


@given(
    st.sampled_from(PROVINCES),
    st.sampled_from(["我住在{}，", "{}这边，", "从{}来，", "我姐在{}，", "老家{}，", "{}人，"]),
    st.sampled_from(MATTERS),
    st.sampled_from(CHOSEN),
)
def test_no_place_in_the_words_changes_what_the_chosen_committee_is_asked(
    province, told, matter, chosen
) -> None:
    finder = default_finder()
    found = finder.find(told.format(province.name) + matter, division=chosen).item
    assert found == finder.find(matter, division=chosen).item


@given(
    st.sampled_from(PROVINCES),
    st.sampled_from(["从{}来，", "我姐在{}，", "老家{}，", "户口在{}，"]),
)
def test_what_is_not_ones_own_place_is_never_told_as_it(province, told) -> None:
    assert place(told.format(province.name) + "要开证明") is None
    here = place(told.format(province.name) + "我住在洛阳，要开证明")
    assert here is not None
    assert significant(here) == "4103"
