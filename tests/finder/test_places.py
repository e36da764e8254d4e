"""Names of places (地名): as people write them, and asked back where it is not clear."""

from __future__ import annotations

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder.places import around, called

KNOWN = catalogue().divisions.values()


def meant(text: str) -> list[str]:
    """Return the whole names of what ``text`` may mean."""
    found = called(text, KNOWN)
    return ["".join(one.name for one in catalogue().path_of(each.code)) for each in found]


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("内蒙古呼和浩特市新城区", "内蒙古自治区呼和浩特市新城区"),
        ("湖南省长沙县", "湖南省长沙市长沙县"),
        ("海淀", "北京市海淀区"),
        ("北京朝阳", "北京市朝阳区"),
        ("北京市市辖区西城区", "北京市西城区"),
        ("北京市海淀区中关村街道", "北京市海淀区"),
        ("湖北省-武汉市-江汉区", "湖北省武汉市江汉区"),
        ("中国 广西", "广西壮族自治区"),
        ("东莞虎门镇", "广东省东莞市"),
        ("海南省儋州市那大镇", "海南省儋州市"),
        ("昆山", "江苏省苏州市昆山市"),
        ("新疆伊犁察布查尔", "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县"),
        ("阿坝州", "四川省阿坝藏族羌族自治州"),
        ("西藏拉萨城关区", "西藏自治区拉萨市城关区"),
        ("上海浦东", "上海市浦东新区"),
        ("赵县", "河北省石家庄市赵县"),
        ("示例市 示例县", "示例省示例市示例县"),
    ],
)
def test_a_place_is_found_as_people_write_it(written: str, whole: str) -> None:
    assert meant(written) == [whole]


@pytest.mark.parametrize("division", list(catalogue().divisions.values())[::37])
def test_every_place_is_found_by_its_whole_name_and_without_its_province(division) -> None:
    path = [one.name for one in catalogue().path_of(division.code)]
    whole = "".join(path)
    assert meant(whole) == [whole]
    assert whole in meant("".join(path[-2:]))
    assert whole in meant(division.name)


@pytest.mark.parametrize("written", ["朝阳区", "长沙", "吉林", "鼓楼区", "城区", "大理"])
def test_what_may_be_several_places_is_asked_back(written: str) -> None:
    assert len(meant(written)) > 1


@pytest.mark.parametrize("written", ["", " ", "市", "某某县", "和平里", "和平里街道", "月亮"])
def test_what_is_no_place_is_none(written: str) -> None:
    assert meant(written) == []


def test_a_county_that_is_gone_is_no_other_and_its_neighbours_are_named() -> None:
    assert meant("杭州市下城区") == []
    assert "拱墅区" in [one.name for one in around("杭州市下城区", KNOWN)]
    assert around("月亮", KNOWN) == ()
