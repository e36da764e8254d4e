"""Kinds that were misunderstood once (误解过的类型): what is meant, in other people's words."""

from __future__ import annotations

from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder import answering, default_finder, matters
from juzheng.law.catalogue.routing import Outcome

TODAY = date(2026, 11, 22)


def answer(text: str, place: str = "") -> answering.Answer:
    return answering.answer(
        text,
        finder=default_finder(),
        catalogue=catalogue(),
        matters=matters(),
        on=TODAY,
        division=place or None,
    )


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        # An income that a lender asks for, told by its amount.
        ("信用社放贷，要村里证明我跑货运一个月挣八千", "NEG-17"),
        ("办房贷，银行让社区写我在夜市摆摊每月收入六千", "NEG-17"),
        ("贷款买车，4S店让村委会证明我种大棚年收入二十万", "NEG-17"),
        # Premises of a shop without a title; whose house it is, is another paper.
        ("车库改的修车铺没有产权证，工商让居委会盖章说能用", "NEG-19"),
        ("租的自建房做快递站，办执照要村里证明这房子可以用", "NEG-19"),
        ("老街的门面没房本，市场监管局要社区证明地址", "NEG-19"),
        ("我家的房子没有房产证，要村里证明是我的", "NEG-17"),
        # Who belongs to the collective; a farmers' cooperative is another thing.
        ("宝宝刚出生，村股份经济合作社的成员名册上没有她，村里能证明吗", "POS-025"),
        ("我嫁到外村户口没迁，经济社说我不是成员了，村里给证明不", "POS-025"),
        ("退伍回村了，成员名册上把我删了，找谁", "POS-025"),
        ("合作社登记要证明我是农民", "POS-028"),
        # A lift is no homestead, a collective no cooperative, a townsman no villager.
        ("电梯加装公示居委会盖章见证", "POS-087"),
        ("小区装了个电梯，公示要居委会盖章", "POS-087"),
        ("集体经济组织成员证明，我们村没有合作社", "POS-025"),
        ("集体经济组织成员身份村委会能写吗", "POS-025"),
        ("合作社成员农民身份证明", "POS-028"),
        ("城镇居民建房居委会意见", "POS-063"),
        ("城里人回村建房要居委会同意意见", "POS-063"),
        # To have no children is no destitution; whose land it is, no recommendation of an agent.
        ("我没有子女，养老院要", "NEG-01"),
        ("独居老人没有子女住养老院要证明", "NEG-01"),
        ("没有子女 申请特困", "POS-020"),
        ("法院要 证明这块地是我家的", "NEG-17"),
        ("打官司要证明那块地是我们家的", "NEG-17"),
        ("人武部要政审", "POS-059"),
        ("征兵办政审要村里盖章", "POS-059"),
        # A niece's husband is no child.
        ("我表侄媳妇脑子有病没亲人，我是远房大伯愿意管，要居委会同意监护", "POS-005"),
        ("侄女婿瘫在床上糊涂了，我愿意当监护人，社区给个意见", "POS-005"),
        ("村里有经济合作社，分户要批宅基地", "POS-017"),
        ("我们村没成立过经济合作社，分户要宅基地，村里怎么出意见", "POS-017"),
        ("我家老厝要翻修，镇里要村委会的意见，汕尾", "POS-042"),
        ("被错关半年，申请国家赔偿，法院说社区推荐个人帮我", "POS-009"),
        ("小学拆了，学籍找不到，单位要村里证明我八几年在那上过学", "NEG-16"),
        ("存折名字写成王芳，我叫王方，银行要居委会证明俩名字是一个人", "NEG-02"),
        ("楼上瓷砖掉下来砸了车，业委会没有，用维修的钱要社区核实", "POS-037"),
        ("土地证是我爸的名字，办合作社要村里证明我是农民，重庆", "POS-028"),
        ("孩子在社区执勤了二十个小时，学校要时长证明", "POS-046"),
        ("派出所让我来居委会开个居住证明", "POS-054"),
        ("毕业证丢了学校让社区开遗失证明", "NEG-20"),
        ("保险公司要我去社区开死亡证明", "NEG-11"),
        ("担保公司要我的收入证明", "NEG-17"),
    ],
)
def test_what_is_meant_is_heard_in_other_words(told: str, meant: str) -> None:
    said = answer(told)
    assert said.item is not None
    assert said.item.id == meant


@pytest.mark.parametrize(
    ("told", "matter", "office", "outcome"),
    [
        ("身份证被人拿去注册了公司，工商要村里证明不是我", "OUT-IMPERSONATED", "公安", "refuse"),
        ("有人冒用我身份贷款，银行让社区证明我没贷过", "OUT-IMPERSONATED", "公安", "refuse"),
        ("名字被别人冒用办了宽带", "OUT-IMPERSONATED", "电信", "refuse"),
        ("隔壁装修半夜吵得要死，能不能来调解一下", "OUT-NEIGHBOURS", "调解委员会", "elsewhere"),
        ("邻居砌墙占了我家的路，天天吵架，社区管不管", "OUT-NEIGHBOURS", "调解委员会", "elsewhere"),
        ("楼下油烟太呛，说了不听，请居委会评评理", "OUT-NEIGHBOURS", "调解委员会", "elsewhere"),
        ("我在外打工，村委会换届怎么参加选举", "OUT-ELECTION", "选举委员会", "elsewhere"),
        ("征地补偿款一直没有发，要村里证明没发", "OUT-ACCOUNTS", "村务公开", "elsewhere"),
        ("安置费拖着不给，找谁", "OUT-ACCOUNTS", "乡镇人民政府", "elsewhere"),
        ("大队的账目从来不公开", "OUT-ACCOUNTS", "村务监督委员会", "elsewhere"),
        ("安置费村里扣着不给", "OUT-ACCOUNTS", "12345", "elsewhere"),
        ("律师没带调查令，只有律所函，想看居民登记册", "OUT-LAWYER", "法院", "elsewhere"),
        ("有律师来要业主名单，没有法院开的调查令，给不给", "OUT-LAWYER", "法院", "elsewhere"),
        ("保险发函来，要居委会配合调查死因并盖章", "OUT-PRIVATE", "医疗", "refuse"),
        ("银行催收部寄来协查函让村委会找人", "OUT-PRIVATE", "公安", "refuse"),
        ("网贷平台要社区给我做担保", "OUT-GUARANTEE", "贷款机构", "refuse"),
        ("银行说村委会盖章担保就能贷五万", "OUT-GUARANTEE", "贷款机构", "refuse"),
        ("我弟被刑拘了，让村里推荐老支书去给他辩护", "OUT-DEFENDER", "律师", "elsewhere"),
        ("儿子在看守所，想请村会计当辩护人，要推荐信", "OUT-DEFENDER", "法律援助", "elsewhere"),
        ("选举名单上没有我，找谁", "OUT-ELECTION", "选举委员会", "elsewhere"),
        ("人在深圳，换届能让我哥替我投票不", "OUT-ELECTION", "选举委员会", "elsewhere"),
    ],
)  # fmt: skip
def test_the_obvious_office_is_named(told: str, matter: str, office: str, outcome: str) -> None:
    said = answer(told)
    assert said.finding.matter == matter
    assert said.decision is not None
    assert said.decision.outcome.value == outcome
    assert any(office in way.where for way in said.decision.onward)


@pytest.mark.parametrize("place", ["310104", "110106", "430102", ""])
def test_a_record_of_violence_is_the_nations_where_the_place_has_none_in_use(place: str) -> None:
    for told in (
        "男朋友打我，在居委会登记过，给一份当时的记录",
        "老公家暴，居委会有登记，离婚要用",
        "被婆家人打，妇女主任来过，要记录",
    ):
        said = answer(told, place)
        assert said.item is not None
        assert said.item.id == said.finding.item == "POS-021"
        assert said.decision is not None
        assert said.decision.outcome is Outcome.ON_THE_SPOT


def test_another_kind_in_a_place_stays_the_places_own() -> None:
    assert answer("养狗要社区开符合养犬条件的证明", "110105").finding.item == "POS-048"


def test_a_collective_that_refuses_is_there() -> None:
    told = "村里的经济合作社不认我刚生的孩子是成员，要村委会证明"
    said = answer(told)
    assert said.item is not None
    assert said.item.id == "POS-025"
    assert said.said == {"collective": True}
    assert said.decision is not None
    assert said.decision.outcome is Outcome.ELSEWHERE
    without = answer("村里没有经济合作社，孩子刚生，要村委会确认成员身份")
    assert without.said == {}


@pytest.mark.parametrize(
    ("told", "item", "outcome"),
    [
        ("老婆带来的女儿我想办收养，民政要村里证明我养得起", "POS-001", "not_needed_document"),
        ("收养继子要居委会开收入情况吗", "POS-001", "not_needed_document"),
        ("她男朋友是美国人想收养，社区给写个婚姻状况", "POS-001", "elsewhere"),
        ("弟弟弟媳都在深圳打工，侄子跟我，学校要监护人证明", "POS-004", "elsewhere"),
        ("我朋友住外县，打官司想让我当代理人，我村能推荐吗", "POS-007", "elsewhere"),
        ("老公打我两年，从来没跟居委会说过，能补开个记录吗", "POS-021", "elsewhere"),
        ("以前没跟你们反映过家暴，现在要人身保护令，居委会给出个记录", "POS-021", "elsewhere"),
        ("老公打我，跟居委会说过三回，要记录", "POS-021", "on_the_spot"),
        ("我们村没成立过合作社，分户要批宅基地，村里怎么出意见", "POS-017", "deliberate"),
        ("我们村成立了经济合作社，分户要批宅基地，村里怎么出意见", "POS-017", "elsewhere"),
    ],
)
def test_what_they_say_themselves_answers_what_the_law_presupposes(
    told: str, item: str, outcome: str
) -> None:
    said = answer(told)
    assert said.item is not None
    assert said.item.id == item
    assert said.decision is not None
    assert said.decision.outcome.value == outcome


@pytest.mark.parametrize("told", ["村里修路占地证明", "高铁占了我家地要村里写证明"])
def test_land_that_was_taken_is_no_quarrel_of_neighbours(told: str) -> None:
    matter = answer(told).matter
    assert matter is not None
    assert matter.id == "OUT-LAND"
