"""Forms of the resident's door (居民表单). They turn text into clean values and know no records."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juzheng.web.resident.fields import tidy
from juzheng.web.resident.steps import NO, YES, Step

CASE_DIGITS = re.compile(r"(\d{12})(\d{4})(\d{6})")


class StepForm(forms.Form):
    """One question of the application (一页一问); its answer is JSON-fit."""

    def __init__(self, step: Step, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"] = step.make(on)

    @property
    def answer(self) -> Any:
        """Return the answer as the draft keeps it: text, true or false, an ISO date."""
        value = self.cleaned_data["answer"]
        if isinstance(self.fields["answer"], forms.ChoiceField) and value in (YES, NO):
            return value == YES  # typed words stay words, also the word "yes"
        return value.isoformat() if isinstance(value, date) else value or ""


def shown(stored: Any) -> Any:
    """Return a stored answer as its form wants to show it again."""
    if isinstance(stored, bool):
        return YES if stored else NO
    try:
        return date.fromisoformat(stored)
    except ValueError:
        return stored


class DeclarationForm(forms.Form):
    """What the applicant declares and agrees to before filing (声明与同意)."""

    true = forms.BooleanField(
        label=_("以上是我照实填的。我知道居（村）委会只证明核实过的事实。"),
        error_messages={"required": _("请核对填写的内容，属实的请勾选第一项。")},
    )
    sensitive = forms.BooleanField(
        label=_("我同意为办这一件事，处理我的身份证件号码等敏感个人信息。"),
        error_messages={
            "required": _(
                "办这件事要用到身份证件号码。同意的请勾选第二项；不同意的，请带证件到窗口办。"
            )
        },
    )


class FollowForm(forms.Form):
    """Number and code from the receipt (编号和查询码)."""

    number = forms.CharField(
        label=_("办件编号"),
        help_text=_("在回执上，例如：990121001001-2026-办000001。只输数字也行。"),
        max_length=60,
        error_messages={"required": _("请照回执输入办件编号，例如：990121001001-2026-办000001。")},
    )
    code = forms.CharField(
        label=_("查询码"),
        help_text=_("10 个字母和数字，例如：ABCDE-23456"),
        max_length=30,
        error_messages={"required": _("请照回执输入查询码，例如：ABCDE-23456。")},
    )

    def clean_number(self) -> str:
        """Return the number in its normal form, however it was typed."""
        text = unicodedata.normalize("NFKC", tidy(self.cleaned_data["number"]))
        digits = CASE_DIGITS.fullmatch("".join(c for c in text if c.isascii() and c.isdigit()))
        return "{}-{}-办{}".format(*digits.groups()) if digits else text

    def clean_code(self) -> str:
        """Return the code in half-width letters."""
        return unicodedata.normalize("NFKC", tidy(self.cleaned_data["code"]))
