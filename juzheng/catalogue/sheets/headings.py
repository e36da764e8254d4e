"""What the sheets and columns are called (表名与列名), as civil-affairs officers say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from juzheng.law.catalogue.items import (
    DeliberationRule,
    FactToVerify,
    Instrument,
    Item,
    LegalBasis,
    Onward,
    Question,
)
from juzheng.law.catalogue.lists import ItemList, ListLine, UnlistedPolicy

OWNER = "owner"  # the path of the column that says which entry a row belongs to
GUIDE = "说明"  # the sheet that explains the others; never read


@dataclass(frozen=True)
class Named:
    """The name of a sheet and of its columns (表名、列名)."""

    sheet: str
    words: Mapping[str, str]  # by field; by field and inner field for what is spread out


SOURCE = {"source.text": "来源", "source.confidence": "来源可信程度"}

HEADINGS: Mapping[type, Named] = {
    Item: Named(
        "事项",
        {
            "id": "事项编号",
            "name": "事项名称",
            "kind": "清单类别",
            "summary": "一句话说明",
            "divisions": "适用区划",
            "committees": "出具主体",
            "aliases": "居民的说法",
            "used_for": "用途",
            "demanders": "通常谁要",
            "rules": "特别规定",
            "handling": "办理方式",
            "limit_working_days": "办理时限（工作日）",
            "deliberation": "议事协商",
            "materials": "材料",
            "validity_days": "有效期（天）",
            "certificate_title": "证明标题",
            "electronic_original": "电子文件可作原件",
            "instead_see": "容易混淆的事项",
            "conflicts_with": "与哪项不应出具事项不一致",
            "in_force_from": "起始日",
            "in_force_until": "截止日（当天已无效）",
            "enabled": "启用",
            "disabled_reason": "不启用的原因",
            "unverified": "没有核实的地方",
            "confidence": "可信程度",
            "sources": "资料来源",
        },
    ),
    LegalBasis: Named(
        "依据",
        {"instrument": "法律文件编号", "provision": "条款", "checked": "条文怎样核对"},
    ),
    Onward: Named(
        "去向",
        {
            "kind": "去向类别",
            "do": "做什么",
            "bring": "带什么",
            "where": "去哪里",
            "how_long": "多长时间",
            **SOURCE,
        },
    ),
    DeliberationRule: Named(
        "议事规则",
        {
            "kind": "召集谁",
            "quorum": "到会比例",
            "majority": "同意比例",
            "public_notice_days": "公示几天",
            **SOURCE,
            "majority_of_entitled": "按全体算同意比例",
            "notice_days": "提前几天通知",
            "note": "说明",
        },
    ),
    Question: Named(
        "问题",
        {
            "key": "问题代号",
            "label": "问句",
            "kind": "填写方式",
            "hint": "提示",
            "required": "必填",
            "choices": "选项",
            "subject": "是证明所指的东西",
        },
    ),
    FactToVerify: Named(
        "事实",
        {"key": "事实代号", "label": "事实名称", "sentence": "事实句", "means": "怎样核实"},
    ),
    ItemList: Named(
        "清单",
        {
            "id": "清单编号",
            "title": "清单名称",
            "kind": "清单类别",
            "division": "行政区划",
            "batch": "第几批",
            "issuer": "公布机关",
            "document": "公布文件编号",
            "issued_on": "印发日",
            "in_force_from": "起始日",
            "in_force_until": "截止日（当天已无效）",
            "official": "官方清单",
            "note": "说明",
            **SOURCE,
        },
    ),
    ListLine: Named(
        "清单条目",
        {
            "item": "事项编号",
            "change": "作用",
            "name": "本地名称",
            "demanders": "只对这些单位",
            "committees": "只由这些委员会",
            "note": "说明",
        },
    ),
    Instrument: Named(
        "法律文件",
        {
            "id": "法律文件编号",
            "title": "文件名称",
            "issuer": "制定机关",
            "in_force_from": "施行日",
            "in_force_until": "失效日（当天已无效）",
            "status": "现在的状态",
            "checked_on": "核对日",
            "confidence": "可信程度",
            "binding": "能作依据",
            "note": "说明",
            "source": "文本来源",
        },
    ),
    UnlistedPolicy: Named(
        "未列入清单的规则",
        {
            "id": "规则编号",
            "title": "规则名称",
            "division": "行政区划",
            "document": "规定它的文件编号",
            "in_force_from": "起始日",
            "in_force_until": "截止日（当天已无效）",
            "cases": "哪些情形可以办",
            "note": "说明",
            **SOURCE,
        },
    ),
}
