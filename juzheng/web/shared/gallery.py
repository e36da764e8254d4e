"""Every component on one page (组件陈列), for developers and for the tests; not in production."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from juzheng.law.base import citations
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.catalogue.items import Confidence, Onward, OnwardKind, Source
from juzheng.law.catalogue.routing import Asked
from juzheng.web.shared.fields import DateParts, DayField


class Sample(forms.Form):
    """One field of each kind (样例表单)."""

    name = forms.CharField(label="您的姓名", help_text="和身份证上一样。", max_length=50)
    identity = forms.CharField(label="居民身份证号码", help_text="18 位，最后一位可能是 X。")
    born = DayField(label="出生日期", widget=DateParts(birthday=True))
    purpose = forms.CharField(label="证明用在哪里", widget=forms.Textarea({"rows": 3}))
    demander = forms.ChoiceField(
        label="谁让您开的",
        choices=[("bank", "银行"), ("school", "学校"), ("other", "其他单位")],
        widget=forms.RadioSelect,
    )
    holds = forms.MultipleChoiceField(
        label="您手里有哪些证件",
        choices=[("book", "居民户口簿"), ("card", "居民身份证"), ("none", "都没有")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    street = forms.ChoiceField(label="所在街道", choices=[("a", "城关街道"), ("b", "东风街道")])
    scan = forms.FileField(label="单位书面要求的照片", required=False, help_text="不超过 1 MB。")
    agreed = forms.BooleanField(label="以上所填内容属实", help_text="填错了可以回头改。")


ONWARD = Onward(
    OnwardKind.EXISTING_DOCUMENT,
    "带上居民户口簿，直接给银行看",
    bring=("居民户口簿", "本人居民身份证"),
    where="要您开证明的那家银行",
    how_long="当场",
    source=Source("示例来源，只作陈列", Confidence.HIGH),
)
OTHER = Onward(
    OnwardKind.OTHER_AUTHORITY,
    "户口簿上看不出关系的，请派出所查历史户籍档案",
    bring=("本人居民身份证",),
    where="户籍所在地公安派出所",
    how_long="以派出所公布的时限为准",
    source=Source("示例来源，只作陈列", Confidence.MEDIUM),
)
TRACE = (
    Asked("proof", "要的是一份证明吗", "是，要的是一份证明", False, citations.NO_VACUUM),  # noqa: FBT003 - a row of the trace, as the page shows it
    Asked("listed", "在不应出具清单上吗", "在，居（村）委会不出具", True, citations.NEGATIVE_LIST),  # noqa: FBT003 - a row of the trace, as the page shows it
)
OBSTACLES = (
    Obstacle("facts", "事实还没有核实。", "请先登记核查结果。", citations.ON_THE_SPOT),
    Obstacle(
        "signer",
        "只有负责人可以签字。",
        "请由负责人登录办理。",
        citations.house("每一份都由负责人签字"),
    ),
)


def _rows(names: str, *rows: tuple[Any, ...]) -> tuple[dict[str, Any], ...]:
    """Return each row under the names of its columns."""
    return tuple(dict(zip(names.split(), row, strict=True)) for row in rows)


VERDICTS = _rows(
    "kind word line",
    ("now", "当场出具", "可以开，今天就能拿到"),
    ("checked", "核查后限时出具", "可以开，先核实再出具"),
    ("together", "讨论同意后出具", "要开会讨论决定"),
    ("instead", "不用开", "不用开，户口簿就能证明"),
    ("danger", "不是本系统的证明", "这张证明是假的或被改过"),
)
ROWS = _rows(
    "key value href",
    ("姓名", "王秀兰", "#name"),
    ("身份证号码", "1*************0028", "#identity"),
    ("办件编号", "示例居2026-000123", ""),
)
TASKS = _rows(
    "name hint href status kind",
    ("核对户口簿", "看首页和本人页", "#a", "已完成", "now"),
    ("入户查看", "", "#b", "待办", "checked"),
    ("负责人签字", "前两项完成后", "", "还不能办", "plain"),
)
CHIPS = _rows(
    "text href kind current",
    ("全部 12", "?", "plain", True),
    ("今天到期 2", "?due=today", "instead", False),
    ("已超期 1", "?due=past", "danger", False),
)
STEPS = (
    {"kind": "done", "what": "已受理", "at": datetime(2026, 11, 20, 2, 0, tzinfo=UTC)},
    {"kind": "now", "what": "居委会正在核实", "text": "最晚到 2026年11月25日（星期三）有结果。"},
    {"kind": "next", "what": "负责人签字"},
)
CHOICES = _rows(
    "name text href kind word",
    ("亲属关系", "证明两个人是一家人", "#1", "instead", "不用开"),
    ("收养登记用", "办收养登记时的情况证明", "#2", "checked", "核实后开"),
)
DOORS = _rows(
    "href text icon",
    ("#check", "查证明真伪", "scan"),
    ("#mine", "我的办件", "folder"),
    ("#report", "被要求开不合理的证明", "flag"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """Show every component: filled in as it should be, and with ``?errors`` as it should not."""
    wrong = "errors" in request.GET
    form = (
        Sample({"born_year": "1968", "born_month": "13"})
        if wrong
        else Sample(initial={"name": "王秀兰"})
    )
    context: dict[str, Any] = {
        "form": form,
        "onward": (ONWARD, OTHER),
        "trace": TRACE,
        "obstacles": OBSTACLES,
        "verdicts": VERDICTS,
        "rows": ROWS,
        "tasks": TASKS,
        "chips": CHIPS,
        "steps": STEPS,
        "choices": CHOICES,
        "doors": DOORS,
        "citation": citations.NEGATIVE_LIST,
        "path": ({"href": "/", "text": "首页"}, {"href": "", "text": "组件"}),
        "head": ("月份", "办结", "不予出具"),
        "table": (("9 月", 14, 3), ("10 月", 22, 5)),
        "day": date(2026, 11, 22),
    }
    return render(request, "gallery/components.html", context)


app_name = "gallery"
urlpatterns = [path("", components, name="components")]
