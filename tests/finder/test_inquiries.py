"""An authority's inquiry (来函): recognised in anybody's words, and never a resident's refusal."""

from __future__ import annotations

from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder import answering, default_finder, matters
from juzheng.law.catalogue.items import OnwardKind
from juzheng.law.catalogue.routing import Outcome
from juzheng.law.inquiries.inquiries import ASKS_UNDER, Authority

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
        ("县纪委要调阅村里的账本", Authority.SUPERVISION),
        ("巡察组要查阅我们村委会的会议记录", Authority.SUPERVISION),
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
    ],
)
def test_a_paper_that_an_authority_makes_the_resident_bring_is_no_inquiry(told: str) -> None:
    said = answer(told)
    assert said.matter is None or said.matter.inquiry is None
    assert said.decision is not None
    assert said.decision.outcome is not Outcome.ANSWER_AUTHORITY


def test_every_authority_has_its_matter_and_articles_in_force() -> None:
    asked = {matter.inquiry for matter in matters().values() if matter.inquiry}
    assert asked == set(Authority)
    texts = catalogue().instruments
    for cited in ASKS_UNDER.values():
        assert cited
        assert all(texts[one.instrument].in_force(TODAY) for one in cited)
        assert all(texts[one.instrument].title == one.title for one in cited)
