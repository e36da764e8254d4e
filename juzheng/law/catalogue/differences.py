"""Differences (版本差异): what changed between two wordings, in words that a person reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import (
    DeliberationRule,
    FactToVerify,
    Instrument,
    Item,
    LegalBasis,
    Onward,
    Question,
    Source,
)
from juzheng.law.catalogue.lists import ItemList, ListLine, UnlistedPolicy


@dataclass(frozen=True)
class Difference:
    """One thing that changed (一处差异)."""

    field: str  # where, in words: 办理时限, 去向“出示户口簿” · 地点
    before: str  # empty: it was not there
    after: str  # empty: it is gone

    @property
    def sentence(self) -> str:
        """Return what changed in one sentence."""
        if not self.before:
            return f"{self.field}：新增“{self.after}”。"
        if not self.after:
            return f"{self.field}：删去“{self.before}”。"
        return f"{self.field}：由“{self.before}”改为“{self.after}”。"


LABELS: Mapping[type, Mapping[str, str]] = {
    Item: {
        "id": "编号",
        "name": "名称",
        "kind": "清单类别",
        "summary": "一句话说明",
        "divisions": "适用地区",
        "committees": "由谁出具",
        "basis": "依据",
        "onward": "去向",
        "aliases": "别名",
        "used_for": "用途",
        "demanders": "通常谁要",
        "rules": "特别规则",
        "handling": "办理方式",
        "limit_working_days": "办理时限（工作日）",
        "deliberation": "议事协商",
        "deliberation_rule": "议事规则",
        "questions": "申请须填",
        "facts": "须核实的事实",
        "materials": "材料",
        "validity_days": "有效期（日）",
        "certificate_title": "证明标题",
        "electronic_original": "电子文件可作原件",
        "instead_see": "容易混淆的事项",
        "conflicts_with": "与哪一项不应出具事项相冲突",
        "in_force_from": "从哪天起",
        "in_force_until": "到哪天止",
        "enabled": "启用",
        "disabled_reason": "不启用的原因",
        "unverified": "尚未核实的内容",
        "confidence": "可信程度",
        "sources": "来源",
    },
    Onward: {
        "kind": "类别",
        "do": "怎么办",
        "bring": "带什么",
        "where": "地点",
        "how_long": "要多久",
        "source": "来源",
    },
    LegalBasis: {"instrument": "法律文件", "provision": "条款", "checked": "怎样核对"},
    Question: {
        "key": "代号",
        "label": "问题",
        "kind": "填写方式",
        "hint": "提示",
        "required": "必填",
        "choices": "选项",
        "subject": "证明的对象",
    },
    FactToVerify: {"key": "代号", "label": "事实", "sentence": "证明上的句子", "means": "核实办法"},
    DeliberationRule: {
        "kind": "会议",
        "quorum": "到会比例",
        "majority": "通过比例",
        "public_notice_days": "公示（日）",
        "source": "来源",
        "majority_of_entitled": "按应到人数计算",
        "notice_days": "会前通知（日）",
        "note": "说明",
    },
    Source: {"text": "来源", "confidence": "可信程度"},
    Instrument: {
        "id": "编号",
        "title": "名称",
        "issuer": "制定机关",
        "in_force_from": "施行日",
        "in_force_until": "失效日",
        "status": "状态",
        "checked_on": "核对日",
        "confidence": "可信程度",
        "binding": "能作为依据",
        "note": "说明",
        "source": "来源",
    },
    ItemList: {
        "id": "编号",
        "title": "名称",
        "kind": "清单类别",
        "division": "地区",
        "batch": "批次",
        "issuer": "公布机关",
        "document": "公布的文件",
        "issued_on": "印发日",
        "in_force_from": "从哪天起",
        "in_force_until": "到哪天止",
        "official": "官方清单",
        "lines": "清单条目",
        "note": "说明",
        "source": "来源",
    },
    ListLine: {
        "item": "事项",
        "change": "作用",
        "name": "本地名称",
        "demanders": "只对哪几类单位",
        "committees": "只由哪种委员会",
        "note": "说明",
    },
    UnlistedPolicy: {
        "id": "编号",
        "title": "名称",
        "division": "地区",
        "document": "规定它的文件",
        "in_force_from": "从哪天起",
        "in_force_until": "到哪天止",
        "cases": "可以办的情形",
        "note": "说明",
        "source": "来源",
    },
}

# By what two parts of a page are the same part, though their wording differs.
SAME: Mapping[type, Callable[[Any], str]] = {
    Onward: lambda way: str(way.do),
    LegalBasis: lambda basis: f"{basis.instrument} {basis.provision}",
    Question: lambda question: str(question.key),
    FactToVerify: lambda fact: str(fact.key),
    ListLine: lambda line: str(line.item),
}
CALLED: Mapping[type, Callable[[Any], str]] = {
    **SAME,
    Question: lambda question: str(question.label),
    FactToVerify: lambda fact: str(fact.label),
}


def differences(before: object | None, after: object | None) -> tuple[Difference, ...]:
    """
    Return what changed from ``before`` to ``after``, two pages of one kind, in the fields' order.

    None stands for a page that was not there yet, or is gone. Nothing is said of what is equal.
    """
    if before is None and after is None:
        return ()
    if before is None or after is None:
        one = after if before is None else before
        name = getattr(one, "name", "") or getattr(one, "title", "")
        return (Difference("整页", "" if before is None else name, "" if after is None else name),)
    return tuple(_between(before, after, ""))


def _between(before: object, after: object, inside: str) -> Iterator[Difference]:
    labels = LABELS[type(after)]
    for field in fields(after):  # type: ignore[arg-type]
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            where = f"{inside} · {labels[field.name]}" if inside else labels[field.name]
            yield from _of_value(where, old, new)


def _of_value(where: str, old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, tuple) or isinstance(new, tuple):
        yield from _of_several(where, old, new)
    elif is_dataclass(old) and is_dataclass(new):
        yield from _between(old, new, where)
    else:
        yield Difference(where, in_words(old), in_words(new))


def _of_several(where: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Difference]:
    kind = type((old or new)[0])
    same = SAME.get(kind, in_words)
    was, now = _by_key(old, same), _by_key(new, same)
    for key, one in was.items():
        if key not in now:
            yield Difference(where, in_words(one), "")
    for key, one in now.items():
        if key not in was:
            yield Difference(where, "", in_words(one))
        elif was[key] != one:
            yield from _between(was[key], one, f"{where}“{CALLED[kind](one)}”")
    kept_before = [key for key in was if key in now]
    kept_after = [key for key in now if key in was]
    if kept_before != kept_after:
        yield Difference(
            f"{where}的顺序",
            "、".join(_called(was[key]) for key in kept_before),
            "、".join(_called(now[key]) for key in kept_after),
        )


def _by_key(several: tuple[Any, ...], same: Callable[[Any], str]) -> dict[str, Any]:
    """Return the parts by what makes them the same; a second one of a key gets its own."""
    found: dict[str, Any] = {}
    for one in several:
        key = same(one)
        while key in found:
            key += "（又一）"
        found[key] = one
    return found


def _called(one: Any) -> str:
    return CALLED[type(one)](one) if type(one) in CALLED else in_words(one)


def in_words(value: Any) -> str:
    """Return one value as a person writes it: 是, 2020年2月29日, 出示户口簿（带：户口簿）."""
    if value is None or value == "":
        return "没有写"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Term):
        return value.label
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, ListLine):
        return " ".join(filter(None, [value.change.label, value.item, value.name]))
    if isinstance(value, tuple):
        return "、".join(map(in_words, value)) or "没有写"
    if is_dataclass(value):
        return _called(value) if type(value) in CALLED else _whole(value)
    return str(value)


def _whole(value: Any) -> str:
    labels = LABELS[type(value)]
    said = ((labels[field.name], getattr(value, field.name)) for field in fields(value))
    return "；".join(f"{label}：{in_words(one)}" for label, one in said if one not in ("", ()))
