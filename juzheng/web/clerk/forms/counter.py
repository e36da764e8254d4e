"""The counter's one page (窗口受理): three lines that are always asked, and what the item needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from juzheng.law.base import identity
from juzheng.law.base.demanders import Demander
from juzheng.law.base.identity import IdentityNumber
from juzheng.law.cases.verification import Means
from juzheng.law.catalogue.items import AnswerKind, Handling, Item, ListKind, Question
from juzheng.web.shared.fields import DayField
from juzheng.web.shared.writing import PlainWrittenField, WrittenField

NAME_LENGTH = 50
ANSWER_LENGTH = 200
LONG_ANSWER_LENGTH = 1000
KEY_LENGTH = 64


class CounterForm(forms.Form):
    """What a clerk types while the resident stands there (窗口申请)."""

    key = forms.CharField(
        max_length=KEY_LENGTH,
        widget=forms.HiddenInput,
        error_messages={"required": _("页面放久了。请重新打开窗口受理页面。")},
    )
    applicant_name = PlainWrittenField(
        label=_("申请人姓名"),
        max_length=NAME_LENGTH,
        required_text=_("请照证件填写姓名，例如：李秀英。"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    identity = PlainWrittenField(
        label=_("证件号码"),
        max_length=40,
        required_text=_("请照证件填写18位号码。"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    recipient = PlainWrittenField(
        label=_("交给哪个单位"),
        max_length=100,
        required_text=_("请写明证明交给哪个单位，写全称，例如：示例县民政局。"),
    )
    purpose = PlainWrittenField(
        label=_("办什么事用"),
        max_length=100,
        required_text=_("请写明证明用在哪里，例如：办理收养登记。"),
    )
    demander = forms.ChoiceField(
        label=_("谁让开的"),
        required=False,
        choices=[("", _("没有说明")), *((each.value, each.label) for each in Demander)],
        error_messages={"invalid_choice": _("没有这一类单位。请从列表里选一种。")},
    )
    telephone = PlainWrittenField(
        label=_("联系电话"),
        required=False,
        max_length=30,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )
    holds_document = forms.BooleanField(label=_("居民手里已经有能证明的证件"), required=False)
    already_known = forms.BooleanField(
        label=_("情况本委员会已经掌握，当场就能查明"), required=False
    )

    def __init__(self, item: Item, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.on = item, on
        if item.handling is Handling.SIMPLE:
            del self.fields["already_known"]
        # A listed item usually ends in a refusal notice, which needs no answers; where it may be
        # issued after all they are asked for then (``AnswersForm``).
        optional = item.kind is ListKind.NEGATIVE
        for question in item.questions:
            asked = replace(question, required=False) if optional else question
            self.fields[f"answer-{question.key}"] = field_for(asked, on)
        for fact in item.facts:
            self.fields[f"fact-{fact.key}"] = forms.ChoiceField(
                label=fact.label,
                required=False,
                choices=[
                    ("", _("还没有核实")),
                    *((each.value, each.label) for each in Means if each.confirms),
                ],
                error_messages={"invalid_choice": _("没有这种核查方式。请从列表里选一种。")},
            )

    def clean_identity(self) -> IdentityNumber:
        """Return the number, if it can be right."""
        return read_identity(self.cleaned_data["identity"], self.on)

    def answers(self) -> dict[str, Any]:
        """Return the item's own answers, days as ISO texts; valid forms only."""
        given = {
            question.key: stored(self.cleaned_data[f"answer-{question.key}"])
            for question in self.item.questions
        }
        return {key: value for key, value in given.items() if value != ""}

    def confirmed(self) -> dict[str, Means]:
        """Return the facts established at the counter, with the means; valid forms only."""
        return {
            fact.key: Means(self.cleaned_data[f"fact-{fact.key}"])
            for fact in self.item.facts
            if self.cleaned_data.get(f"fact-{fact.key}")
        }

    def about_the_applicant(self) -> list[BoundField]:
        """Return the boxes that every application has."""
        names = ("applicant_name", "identity", "recipient", "purpose", "demander", "telephone")
        return [self[name] for name in names]

    def about_the_item(self) -> list[BoundField]:
        """Return the boxes that this item alone has."""
        own = [self[f"answer-{question.key}"] for question in self.item.questions]
        return [*own, *(self[n] for n in ("holds_document", "already_known") if n in self.fields)]

    def about_the_facts(self) -> list[BoundField]:
        """Return one box for each fact that must be established."""
        return [self[f"fact-{fact.key}"] for fact in self.item.facts]


class AnswersForm(forms.Form):
    """What was filed, to be completed or put right (补充更正)."""

    def __init__(self, item: Item, filed: Mapping[str, Any], on: date, *args: Any) -> None:
        super().__init__(*args)
        self.item = item
        for question in item.questions:
            self.fields[question.key] = field_for(question, on)
            self.initial[question.key] = _shown(question, filed.get(question.key))

    def answers(self) -> dict[str, Any]:
        """Return every answer as it is stored; valid forms only."""
        return {key: stored(self.cleaned_data[key]) for key in self.fields}


def stored(value: Any) -> Any:
    """Return a clean answer as the case keeps it: days as ISO texts, nothing as an empty text."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _shown(question: Question, answer: Any) -> Any:
    if question.kind is AnswerKind.YES_NO and isinstance(answer, bool):
        return "yes" if answer else "no"
    if question.kind is AnswerKind.DATE and answer:
        return date.fromisoformat(answer)
    return answer


def read_identity(text: str, on: date) -> IdentityNumber:
    """
    Return the identity number that ``text`` stands for.

    :raises django.forms.ValidationError: with what is wrong, in words for the applicant
    """
    try:
        return identity.read(text, on)
    except identity.BadIdentityNumber as slip:
        raise forms.ValidationError(slip.message, code=slip.slip.value) from None


def field_for(question: Question, on: date) -> forms.Field:
    """Return the box in which ``question`` is answered at the counter."""
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": question.hint,
        "required": question.required,
    }
    required_text = _("请填写“%s”。") % question.label
    if question.kind is AnswerKind.YES_NO:
        return forms.TypedChoiceField(
            **common,
            choices=[("yes", _("是")), ("no", _("否"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("请选“是”或“否”。"),
                "invalid_choice": _("请选“是”或“否”。"),
            },
        )
    if question.kind is AnswerKind.CHOICE:
        return forms.ChoiceField(
            **common,
            choices=[("", _("请选择")), *((choice, choice) for choice in question.choices)],
            error_messages={
                "required": required_text,
                "invalid_choice": _("没有这一项。请从列表里选一种。"),
            },
        )
    if question.kind is AnswerKind.DATE:
        return DayField(**common)
    if question.kind is AnswerKind.LONG_TEXT:
        return WrittenField(
            **common,
            required_text=required_text,
            max_length=LONG_ANSWER_LENGTH,
            widget=forms.Textarea({"rows": 2}),
        )
    if question.kind is AnswerKind.IDENTITY_NUMBER:
        return PlainWrittenField(
            **common,
            required_text=required_text,
            max_length=40,
            validators=[lambda text: read_identity(text, on) and None],
        )
    length = NAME_LENGTH if question.kind is AnswerKind.PERSON_NAME else ANSWER_LENGTH
    return PlainWrittenField(**common, required_text=required_text, max_length=length)
