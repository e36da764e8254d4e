"""Papers that tests share: people and places are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from juzheng.catalogue import rights
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases.certificates import Paper, Statement, number
from juzheng.law.catalogue.act_kinds import ActKind

AT = datetime(2026, 11, 24, 12, 0, tzinfo=timezone(timedelta(hours=8)))
CODE = "999901001001"
OPAQUE = "abcdefghijklmnopqrstuvwx23"
BASE_URL = "https://juzheng.example.cn"

CERTIFICATE = Paper(
    kind=PaperKind.CERTIFICATE,
    title="收养人抚养教育能力证明",
    committee="示例县东街社区居民委员会",
    committee_code=CODE,
    number=number(CODE, 2026, 17, PaperKind.CERTIFICATE),
    applicant_name="王小明",
    identity_masked="1****************X",
    recipient="示例县民政局",
    purpose="收养登记",
    facts=(
        Statement("王小明现住和平里12号院3单元501室。", "入户查看"),
        Statement("王小明与赵大勇婚姻关系存续。", "查验结婚证原件"),
    ),
    not_verified=("收入和财产状况",),
    basis=("中国公民收养子女登记办法 第六条第(二)项",),
    reason="",
    onward=(),
    valid_until=date(2027, 5, 23),
    issued_on=date(2026, 11, 24),
    preparer="陈经办",
    responsible_person="林主任",
    electronic_original=False,
    demo=True,
)

NOTICE = replace(
    CERTIFICATE,
    kind=PaperKind.REFUSAL_NOTICE,
    title="亲属关系证明",
    number=number(CODE, 2026, 3, PaperKind.REFUSAL_NOTICE),
    facts=(),
    not_verified=(),
    reason="列入不应出具清单,本委员会依法不予出具。",
    onward=("持居民户口簿、结婚证直接向对方出示。", "到公证机构办理亲属关系公证。"),
    remedy=rights.still_asked().text("civil_affairs", may_insist=True),
    valid_until=None,
)

DRAFT = replace(CERTIFICATE, number="")
FORMAT_1 = replace(CERTIFICATE, format=1)  # as papers were written until there were other acts

_GUARDIAN = "指定赵大勇担任王小宝的监护人。"
_MEETING = (
    "2026年11月20日召开居民委员会会议，应到5人，实到5人，同意5人，反对0人，弃权0人，讨论通过。"
)
_LASTING = replace(CERTIFICATE, valid_until=None)
ACTS = {
    ActKind.CERTIFICATE: CERTIFICATE,
    ActKind.CONSENT: replace(
        _LASTING,
        act=ActKind.CONSENT,
        title="同意担任监护人意见书",
        purpose="办理监护手续",
        operative=("本委员会同意赵大勇担任王小宝的监护人。",),
    ),
    ActKind.RECOMMENDATION: replace(
        _LASTING,
        act=ActKind.RECOMMENDATION,
        title="公民代理推荐函",
        recipient="示例县人民法院",
        purpose="代理民事诉讼",
        operative=("本委员会推荐赵大勇担任王小明的代理人，是否准许由受理机关决定。",),
    ),
    ActKind.DECISION: replace(
        _LASTING,
        act=ActKind.DECISION,
        title="指定监护人决定书",
        purpose="对由谁监护王小宝有争议",
        basis=("民法典 第三十一条",),
        operative=(_GUARDIAN,),
        meeting=_MEETING,
        remedy="对指定不服的，可以自接到指定通知之日起三十日内向人民法院申请指定监护人。",
        not_verified=(),
    ),
    ActKind.MEETING_OUTCOME: replace(
        _LASTING,
        act=ActKind.MEETING_OUTCOME,
        title="住房恢复重建补助民主评议意见",
        recipient="示例镇人民政府",
        purpose="申请住房恢复重建补助",
        operative=("经民主评议，王小明户符合提请审核的条件。",),
        meeting=_MEETING.replace("居民委员会会议", "民主评议会"),
    ),
    ActKind.RECORD_EXTRACT: replace(
        _LASTING,
        act=ActKind.RECORD_EXTRACT,
        title="家庭暴力投诉求助记录摘录",
        recipient="示例县人民法院",
        purpose="申请人身安全保护令",
        facts=(
            Statement(
                "本委员会于2026年11月3日以来访方式收到王小明的求助，登记在案。", "调取登记原件"
            ),
        ),
        refers_to="家庭暴力投诉、反映、求助登记",
    ),
    ActKind.REPLY: replace(
        _LASTING,
        act=ActKind.REPLY,
        title="社区矫正调查评估的答复",
        recipient="示例县社区矫正管理局",
        purpose="社区矫正调查评估",
        refers_to="2026年11月18日《关于协助调查评估的函》（示矫函〔2026〕12号）",
    ),
}
