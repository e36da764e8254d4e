"""Consents at every door (单独同意): a box for each sensitive kind, and a guardian's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juzheng.law.cases import consents
from juzheng.law.cases.consents import Given, Guardian, Helper, How
from juzheng.law.catalogue.items import Item, Sensitive
from juzheng.records.models import Case
from juzheng.web.shared.fields import PersonNameField, choice, line, ticked

AGREED = {
    Sensitive.HEALTH: _("我单独同意为办这一件事处理健康和医疗情况。"),
    Sensitive.COURT: _("我单独同意为办这一件事处理诉讼和处罚矫正情况。"),
    Sensitive.VIOLENCE: _("我单独同意为办这一件事处理家庭暴力和受侵害情况。"),
    Sensitive.MONEY: _("我单独同意为办这一件事处理金融账户和财产情况。"),
    Sensitive.WARD: _(
        "我知道：需要监护（代理）的人不在场时，他的情况由居（村）委会为履行法定职责收集，"
        "只收办这一件必需的（个人信息保护法第十三条第一款第（三）项）。他不满十四周岁、有父母或者"
        "其他监护人的，先由他们同意（第三十一条）；监护人还没有定下来的，我不能代替他同意。"
    ),
}
WHY = _("这是敏感个人信息，泄露出去会伤人。只给办这一件的人看，每看一次都有记录。")
ASK = _("请念给居民听；同意的勾选，不同意的不要登记这些内容。")
ASK_AGAIN = _("改了敏感内容，要重新征得同意。请念给居民听；同意的勾选，不同意的不要改。")
WITHOUT = _("这一项要用到上面说的敏感信息。同意的请勾选；不同意的，可以带材料到窗口问别的办法。")


def agreement(kind: Sensitive) -> forms.BooleanField:
    """Return the box that agrees to ``kind`` and to nothing else."""
    return forms.BooleanField(
        label=AGREED[kind], help_text=WHY, error_messages={"required": WITHOUT}
    )


def consent_boxes(item: Item) -> dict[str, forms.Field]:
    """Return what staff ask of the resident for each sensitive kind of ``item``; none: nothing."""
    boxes: dict[str, forms.Field] = {
        f"consent-{kind.value}": ticked(AGREED[kind], WHY) for kind in item.sensitive
    }
    return {**boxes, "consent_how": how_box()} if boxes else {}


def how_box() -> forms.Field:
    """Return the question how the consent was given."""
    return choice(_("同意是怎样给的"), [How.ORAL, How.PAPER], required=False)


def given_in(item: Item, data: dict[str, Any]) -> Given:
    """Return which kinds the resident agreed to, and how, as staff ticked it."""
    kinds = tuple(one.value for one in item.sensitive if data.get(f"consent-{one.value}"))
    return Given(kinds, data.get("consent_how") or How.ORAL.value)


def ask_again(
    form: forms.Form, item: Item, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Complain on ``form`` of each sensitive kind that it changes and nobody agreed to anew."""
    given = given_in(item, form.cleaned_data).kinds
    for kind in consents.wanted_again(item, before, after):
        if kind not in given:
            form.add_error(f"consent-{kind}", ASK_AGAIN)


def guardian_fields(*, required: bool = True) -> dict[str, forms.Field]:
    """Return what is asked of who consents for a child under fourteen."""
    missing = _("申请人不满十四周岁，要由父母或者其他监护人同意。请写监护人的姓名。")
    relation = _("请写监护人是孩子的什么人，例如：母亲。")
    return {
        "guardian_name": PersonNameField(
            label=_("监护人姓名"), required=required, required_text=missing
        ),
        "guardian_relation": line(
            _("监护人是孩子的什么人"), relation if required else None, longest=20
        ),
        **({"guardian_agrees": _guardian_box()} if required else {}),
    }


def wrong_guardian(applicant: str, guardian: Guardian | None) -> Any:
    """Return what is wrong with who consents for a child: nobody, or the child himself."""
    if guardian is not None and not guardian.of(applicant):
        return _("监护人不能是孩子本人。请写父母或者其他监护人的姓名，和他是孩子的什么人。")
    return _("申请人不满十四周岁。请登记监护人的姓名和关系，并问清是否同意。")


def _guardian_box() -> forms.BooleanField:
    missing = _("请监护人看过告知以后勾选；不同意的，不能网上办，可以到窗口问。")
    return forms.BooleanField(
        label=_("我是监护人，看过上面的告知，同意为办这一件事处理孩子的个人信息。"),
        error_messages={"required": missing},
    )


def guardian_of(data: dict[str, Any]) -> Guardian | None:
    """Return the guardian that a form named, if it did."""
    name, relation = data.get("guardian_name", ""), data.get("guardian_relation", "")
    return Guardian(name, relation) if name and relation else None


def helper_fields(*, at_desk: bool = False) -> dict[str, forms.Field]:
    """Return what is asked of who acts for a grown applicant (代办人), if one does."""
    name, relation = _("替别人填写的，您叫什么名字？"), _("您是申请人的什么人？")
    hint = _("给自己办的不用填。替家里人办的，写您自己的姓名，不是申请人的。")
    example = _("给自己办的不用填。例如：孙子、女儿、邻居")
    if at_desk:
        name, relation = _("替申请人来办的人"), _("来办的人是申请人的什么人")
        hint, example = _("申请人本人来的不用填。请先问清申请人知道、同意。"), _("例如：孙子、女儿")
    return {
        "helper_name": PersonNameField(label=name, help_text=hint, required=False),
        "helper_relation": line(relation, hint=example, longest=20),
    }


def wrong_helper(applicant: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is wrong with who fills it in, by box: half of it, or the applicant himself."""
    name, relation = data.get("helper_name", ""), data.get("helper_relation", "")
    if name and not relation:
        return {"helper_relation": _("写了姓名的，请也写是申请人的什么人，例如：孙子。")}
    if relation and not name:
        return {"helper_name": _("写了是什么人的，请也写姓名；申请人自己办的，两样都空着。")}
    if name and not Helper(name, relation).of(applicant):
        return {"helper_name": _("这是申请人自己。申请人自己办的，这两样都空着，不用填。")}
    return {}


def helper_of(data: Mapping[str, Any]) -> Helper | None:
    """Return who filled it in, if a form names somebody."""
    name, relation = data.get("helper_name", ""), data.get("helper_relation", "")
    return Helper(name, relation) if name and relation else None


def helper_said(case: Case) -> str:
    """Return who filled it in for the applicant and what he is to them; empty: nobody did."""
    kept = case.answers.get(consents.HELPER)
    return f"{kept['name']} · {kept['relation']}" if kept else ""
