"""Papers that tests share: people and places are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from juzheng.law.cases.certificates import Paper, PaperKind, Statement, number

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
    valid_until=None,
)

DRAFT = replace(CERTIFICATE, number="")
