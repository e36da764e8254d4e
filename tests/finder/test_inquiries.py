"""An authority's inquiry (来函): recognised in anybody's words, and never a resident's refusal."""

from __future__ import annotations

from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder import answering, default_finder, matters
from juzheng.law.base import citations
from juzheng.law.catalogue.items import OnwardKind
from juzheng.law.catalogue.routing import Outcome
from juzheng.law.inquiries.inquiries import ASKS_UNDER, NOT_ANSWERED_UNDER, Asker, Authority

TODAY = date(2026, 11, 22)


def answer(text: str) -> answering.Answer:
    return answering.answer(
        text,
        finder=default_finder(),
        catalogue=catalogue(),
        matters=dict(matters()),
        on=TODAY,
    )


@pytest.mark.parametrize(
    ("told", "authority"),
    [
        ("法院来函核实被告住不住在村里", Authority.COURT),
        ("法官派人来调查我家几口人", Authority.COURT),
        ("检察院来函", Authority.PROCURATORATE),
        ("公安来调查", Authority.POLICE),
        ("派出所发来协查函问居委会", Authority.POLICE),
        ("监委调查", Authority.SUPERVISION),
        ("律师持调查令来查", Authority.LAWYER),
        ("公证处来核实", Authority.NOTARY),
        ("法院两位法官到我们村委会来，要复印老李家的承包合同", Authority.COURT),
        ("县法院打电话来问我们社区，张三还住不住这儿", Authority.COURT),
        ("检察官来村部了解耕地被占的事", Authority.PROCURATORATE),
        ("检察院的人上门调取我们村的会议记录，该不该给", Authority.PROCURATORATE),
        ("派出所让我们社区提供出租屋登记册", Authority.POLICE),
        ("刑警带着证件和通知书来查一户租客", Authority.POLICE),
        ("县纪委监委要调阅村里的账本", Authority.SUPERVISION),
        ("县纪委要调阅村里的账本", Authority.OTHER),  # a Party organ: 监察法 is not about it
        ("纪委来函", Authority.OTHER),
        ("巡察组要查阅我们村委会的会议记录", Authority.OTHER),
        ("市场监管局执法人员来社区调查取证", Authority.ENFORCEMENT),
        ("民政局来函核实低保户情况", Authority.RELIEF),
        ("公证员打电话问居委会这人是不是单身", Authority.NOTARY),
        ("部队来函政审", Authority.OTHER),
        ("仲裁委员会来函劳动仲裁调查", Authority.LABOUR_ARBITRATION),
        ("检察院公益诉讼要居委会说明", Authority.PROCURATORATE),
        ("居委会收到法院协助执行通知书", Authority.COURT),
        ("法院让我去村里问一下被告住哪儿", Authority.COURT),
        ("审计组来函调取村里的合同", Authority.AUDIT),
        ("征兵办来函了解这个青年的表现", Authority.CONSCRIPTION),
        ("我在美国，法院来函核实我住不住村里", Authority.COURT),
        ("监委两个人来村委会查征地款的账", Authority.SUPERVISION),
        ("派出所来村里了解一下张三的表现，让村委会出具证明", Authority.POLICE),
        ("南京的公证处发函来问我们这里的王某有没有兄弟姐妹", Authority.NOTARY),
        ("律师带着调查令来村委会要看承包合同，要不要配合", Authority.LAWYER),
        ("税务局来人查村里出租厂房的租金，要我们提供合同", Authority.TAX),
        ("税务所发函给村委会核实一户养殖场的情况", Authority.TAX),
        ("农村土地承包仲裁委员会派人来村里收集承包合同", Authority.ARBITRATION),
        ("承包仲裁庭向我们村委会调取分地花名册", Authority.ARBITRATION),
        ("高院来了两个法官，问三年前出的那份居住证明是谁写的", Authority.COURT),
        ("检察官和书记员上门，想问问那个未成年嫌疑人平时表现", Authority.PROCURATORATE),
        ("派出所两个民警来居委会核对租户", Authority.POLICE),
        ("劳动仲裁来函，问工人是不是在我们社区工地干活", Authority.LABOUR_ARBITRATION),
        ("劳动人事争议仲裁院的人拿着介绍信来村部取证", Authority.LABOUR_ARBITRATION),
        ("区政府行政复议科来人，了解当年拆迁公告张贴情况", Authority.REVIEW),
        ("司法局办复议，发函要我们把会议记录复印一份", Authority.REVIEW),
    ],
)
def test_who_asks_the_committee_is_answered_by_the_committee(
    told: str, authority: Authority
) -> None:
    said = answer(told)
    assert said.item is None
    assert said.matter is not None
    assert said.matter.inquiry is authority
    decision = said.decision
    assert decision is not None
    assert decision.outcome is Outcome.ANSWER_AUTHORITY
    assert "不是您来开证明" in decision.reason
    assert decision.onward[0].kind is OnwardKind.NOTHING_NEEDED
    assert set(ASKS_UNDER[authority]) < set(decision.citations)
    assert "必须" not in decision.reason
    if authority is Authority.OTHER:  # no article, so no obligation, and its basis is asked for
        assert all(one.ours for one in decision.citations)
        assert "依据" in decision.reason
    assert decision.citations[-1].ours


@pytest.mark.parametrize(
    "told",
    [
        "法院要我开下落不明证明",
        "派出所要我开居住证明",
        "公证处让开亲属关系证明",
        "法院缓交诉讼费要经济困难证明",
        "被家暴 派出所来调查过 要记录",
        "公安让我开无犯罪记录证明",
        "公证处叫我妈来居委会写她和我爸的关系",
        "法院叫我去居委会写个情况说明",
        "民警让我来村委会开个证明，说我住在这",
        "派出所让补户口，要村委会写个情况",
        "税务局让我找居委会开停车费的材料",
        "我家被偷了，派出所调取监控要社区盖章",
        "法院上门查封房子，居委会能证明房子是我的吗",
        "派出所来调解过老公打我，要居委会的记录",
        "公证处让我打电话问居委会能不能开亲属关系证明",
        "城管不让摆摊要居委会证明",
        "市场监管局要经营场所证明要居委会盖章",
        "民政局要居委会出困难证明",
        "银行要我去居委会开收入证明",
        "大使馆签证要居委会开单身证明",
        "律师让我去居委会开推荐信",
    ],
)
def test_a_paper_that_an_authority_makes_the_resident_bring_is_no_inquiry(told: str) -> None:
    said = answer(told)
    assert said.matter is None or said.matter.inquiry is None
    if said.decision is None:  # says too little: asked back
        assert said.turn is not None
    else:
        assert said.decision.outcome is not Outcome.ANSWER_AUTHORITY


def test_every_authority_has_its_matter_and_articles_in_force() -> None:
    asked = {matter.inquiry for matter in matters().values() if matter.inquiry}
    assert asked == set(Authority)
    texts = catalogue().instruments
    without = {authority for authority, cited in ASKS_UNDER.items() if not cited}
    assert without == {Authority.OTHER}
    for cited in (*ASKS_UNDER.values(), *NOT_ANSWERED_UNDER.values()):
        others = [one for one in cited if not one.duty]
        assert all(texts[one.instrument].in_force(TODAY) for one in others)
        assert all(texts[one.instrument].title == one.title for one in others)


# {who} × {how}: whoever it is, and in whatever way it asks.
WHO = {
    Authority.COURT: ("法院", "县法院的法官", "法院执行局"),
    Authority.PROCURATORATE: ("检察院", "检察官"),
    Authority.POLICE: ("派出所", "公安局", "民警"),
    Authority.SUPERVISION: ("监委", "县纪委监委"),
    Authority.NOTARY: ("公证处", "公证员"),
    Authority.TAX: ("税务局",),
    Authority.ENFORCEMENT: ("市场监管局", "城管", "环保局", "劳动监察大队"),
    Authority.RELIEF: ("民政局",),
    Authority.AUDIT: ("审计局",),
    Authority.CONSCRIPTION: ("武装部", "征兵办"),
    Authority.OTHER: ("县纪委", "组织部", "部队", "信访局", "医保局"),
    Authority.LABOUR_ARBITRATION: ("劳动仲裁委", "劳动仲裁院"),
    Authority.REVIEW: ("行政复议机关", "县政府复议科"),
    Asker.LAWYER: ("律师", "一个律师"),
    Asker.FOREIGN: ("外国法院", "美国警察", "日本大使馆", "加拿大移民局"),
    Asker.REGION: ("香港法院", "台湾警方", "澳门律师"),
    Asker.PRIVATE: ("银行", "保险公司", "催收公司"),
}
HOW = (
    "{}来函核实张三住不住村里",
    "{}来人问张三家几口人",
    "{}打电话来问张三还住不住这儿",
    "{}要求居委会协助调查",
    "{}的工作人员来社区核实一户人家的情况",
    "{}来村里调取会议记录",
    "{}两个人出示证件，要看我们的登记册",
    "{}派人上门了解张三的情况，要不要配合",
    "{}发函要我们提供张三的婚姻情况",
    "{}寄来一份函，问张三有没有房子，给不给",
    "{}来居委会查这家人的收入",
    "{}的人来问老李的为人",
)


@pytest.mark.parametrize("who", WHO, ids=lambda who: f"{type(who).__name__}-{who.value}")
def test_each_is_heard_in_every_way_of_asking(who: Authority | Asker) -> None:
    for name in WHO[who]:
        for how in HOW:
            matter = answer(how.format(name)).matter
            assert matter is not None, how.format(name)
            assert (matter.inquiry or matter.asker) is who, how.format(name)


@pytest.mark.parametrize(
    ("told", "asker", "article"),
    [
        ("外国法院来函调查", Asker.FOREIGN, citations.FOREIGN_INQUIRY),
        ("外国警察来函调查", Asker.FOREIGN, citations.FOREIGN_CRIMINAL_INQUIRY),
        ("领事馆来函核实亲属关系", Asker.FOREIGN, citations.FOREIGN_DATA),
        ("台湾法院来函", Asker.REGION, citations.TAIWAN_EVIDENCE),
        ("香港律师来函问居民住址", Asker.REGION, citations.HONG_KONG_EVIDENCE),
        ("澳门法院来函调查", Asker.REGION, citations.MACAO_EVIDENCE),
        ("有个律师来函问他住不住这", Asker.LAWYER, citations.PERSONAL_DATA),
        ("保险公司派人来社区调查", Asker.PRIVATE, citations.PERSONAL_DATA),
        ("自称公安的人打电话来要居民名单", Asker.PRETENDER, citations.PERSONAL_DATA),
        ("有公司冒充法院来调查", Asker.PRETENDER, citations.PERSONAL_DATA),
    ],
)
def test_who_has_no_right_to_ask_is_not_answered(told: str, asker: Asker, article: object) -> None:
    said = answer(told)
    assert said.matter is not None
    assert said.matter.asker is asker
    assert said.decision is not None
    refused = asker is Asker.PRIVATE  # a demand like any other
    assert said.decision.outcome is (Outcome.REFUSE if refused else Outcome.ELSEWHERE)
    assert article in said.decision.citations
    assert citations.CIVIL_INQUIRY not in said.decision.citations
    assert "直接答复，" not in said.decision.reason
    abroad = {Asker.FOREIGN, Asker.REGION}
    if asker in abroad:  # a court there is no court of ours
        assert said.finding.demander in (None, "embassy")
    assert ("司法行政" in said.decision.onward[0].do) is (asker in abroad)
