"""The questions of an application, one a page (逐页提问), in the order people tell them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juzheng.law.base import identity
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.answers import LINE_LENGTH
from juzheng.law.catalogue.items import AnswerKind, Item, Question
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.web.shared.fields import (
    DateParts,
    DayAnswerField,
    IdentityField,
    PersonNameField,
    PlainWrittenField,
    TelephoneField,
    UnitNameField,
    question_field,
    radios,
)

Text = str | Promise
OF_ITEM = "item-"  # before the key of an item's own question, so that it meets no other
NOTICE, TRANSITION = "notice", "transition"


@dataclass(frozen=True)
class Step:
    """One question on one page (一页一问)."""

    key: str  # also the page's address and the key in the draft
    label: Text
    make: Callable[[], forms.Field]
    short: Text = ""  # on the page that shows all answers
    why: Text = ""  # why it is asked at all
    attributes: Mapping[str, str] = field(default_factory=dict)
    kind: AnswerKind | None = None  # of an item's own question, or of a number
    width: int = 0


def steps(item: Item, decision: Decision, answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return what is asked for ``item``: a refusal needs nothing but who asks and for whom."""
    first = [asked_first(one.asked) for one in item.preconditions]
    found = [*first, NAME, IDENTITY, TELEPHONE, RECIPIENT, DEMANDER, PURPOSE]
    number = answers.get(IDENTITY.key)
    if number and identity.birth_in(number, timezone.localdate()) is None:
        found.insert(found.index(IDENTITY) + 1, BORN)
    insists = decision.may_insist and answers.get(INSISTS.key) == TRANSITION
    if decision.may_insist:
        found += [INSISTS, HOW] if insists else [INSISTS]
    if decision.outcome.issues or decision.outcome is Outcome.TO_CONFIRM or insists:
        found += [of_question(question) for question in item.questions]
    return tuple(found)


def asked_first(question: Question) -> Step:
    """Return the page for what the law presupposes: asked before anything else (法定前提)."""
    return replace(of_question(question), key=question.key, why=_("法律规定了前提，所以先问。"))


def of_question(question: Question) -> Step:
    """Return the page for an item's own question."""
    return Step(
        key=OF_ITEM + question.key,
        label=question.label,
        make=lambda: question_field(question),
        kind=question.kind,
    )


NAME = Step(
    "name",
    _("您叫什么名字？"),
    lambda: PersonNameField(
        label=_("您叫什么名字？"),
        help_text=_(
            "和身份证件上一样。替家里人办的，请写要证明的那个人本人的姓名；您是谁，最后核对时写。"
        ),
    ),
    short=_("姓名"),
    attributes={"autocomplete": "name", "spellcheck": "false"},
    width=20,
)
IDENTITY = Step(
    "identity",
    _("您的身份证件号码是多少？"),
    lambda: IdentityField(
        label=_("您的身份证件号码是多少？"),
        help_text=_(
            "居民身份证 18 位，最后一位可能是 X。用护照、通行证等其他证件的，先选证件种类。"
        ),
    ),
    short=_("证件号码"),
    why=_("用来分清同名的人。号码加密保存，页面和证明上只显示头尾几位。"),
    attributes={"autocomplete": "off", "spellcheck": "false"},
    kind=AnswerKind.IDENTITY_NUMBER,
    width=20,
)
BORN = Step(
    "born",
    _("您是哪天出生的？"),
    lambda: DayAnswerField(
        label=_("您是哪天出生的？"),
        help_text=_("照证件填写。这种证件的号码看不出出生日期，所以要问。"),
        widget=DateParts(birthday=True),
    ),
    short=_("出生日期"),
    why=_("不满十四周岁的，要由监护人同意。"),
    kind=AnswerKind.BIRTH_DATE,
)
TELEPHONE = Step(
    "telephone",
    _("您的电话是多少？"),
    lambda: TelephoneField(
        label=_("您的电话是多少？"),
        help_text=_("可以不填，不影响办理。填了，核实时好找到您。"),
    ),
    short=_("电话"),
    attributes={"autocomplete": "tel", "inputmode": "tel"},
    width=20,
)
RECIPIENT = Step(
    "recipient",
    _("是哪个单位要这份证明？"),
    lambda: UnitNameField(
        label=_("是哪个单位要这份证明？"),
        help_text=_("写单位的全名，例如：示例县民政局婚姻登记处"),
        max_length=LINE_LENGTH,
        required_text=_("请写单位的名称，例如：示例县民政局。"),
    ),
    short=_("接收单位"),
    attributes={"autocomplete": "off"},
)
DEMANDER = Step(
    "demander",
    _("这个单位是哪一类？"),
    lambda: radios(
        _("这个单位是哪一类？"),
        Demander,
        help_text=_("不同的单位办法不一样，所以要问。说不准就选“其他单位”。"),
    ),
    short=_("单位类别"),
)
PURPOSE = Step(
    "purpose",
    _("证明用来办什么事？"),
    lambda: PlainWrittenField(
        label=_("证明用来办什么事？"),
        help_text=_("例如：办理收养登记"),
        max_length=LINE_LENGTH,
        required_text=_("请写明证明用在哪里，例如：办理收养登记。"),
    ),
    short=_("办理用途"),
    attributes={"autocomplete": "off"},
)
INSISTS = Step(
    "insists",
    _("您想要哪一种？"),
    lambda: radios(
        _("您想要哪一种？"),
        [
            (NOTICE, _("一份书面告知单：写明为什么不开、用什么代替，拿给单位看")),
            (TRANSITION, _("单位仍然要，请居（村）委会核实后看能不能据实出具")),
        ],
        help_text=_(
            "选第二种的：单位口头要求也算，下一页写清谁说的就行；有书面要求的，带给居（村）委会。"
        ),
    ),
    short=_("想要哪一种"),
)
HOW = Step(
    "how",
    _("单位是怎样要求的？"),
    lambda: PlainWrittenField(
        label=_("单位是怎样要求的？"),
        help_text=_(
            "谁、哪天、在哪个窗口说的；或者哪项政策还没有衔接。例如：11月20日，2号窗口张姓工作人员说一定要。"
        ),
        max_length=LINE_LENGTH,
        required_text=_("请写谁、哪天、在哪个窗口要求的，例如：11月20日，2号窗口的工作人员。"),
    ),
    short=_("怎样要求的"),
    attributes={"autocomplete": "off"},
)
