"""What stands on a receipt (回执上的编号和查询码), however it was typed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.law.base.characters import half_width
from juzheng.web.shared.fields import LONGEST_NUMBER

# The digits of a case's number and of a report's; a paper's has none of the two's length.
CASE_NUMBER = re.compile(r"(\d{12})(\d{4})(\d{6})")
PAPER_NUMBER = re.compile(r"\d{12}\d{4}\d{5}")
REPORT_NUMBER = re.compile(r"(\d{6})(\d{4})(\d{6})")


def is_number(text: str, kind: re.Pattern[str]) -> bool:
    """Return whether the digits of ``text``, however it was typed, are a number of that kind."""
    return kind.fullmatch(_digits(text)) is not None


def _digits(text: str) -> str:
    return "".join(one for one in half_width(text) if one.isascii() and one.isdigit())


class ReceiptNumberField(forms.CharField):
    """The number on a receipt (回执编号), however it was typed; only its digits will do."""

    def __init__(self, *, digits: re.Pattern[str], written: str, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_NUMBER, **kwargs)
        self.digits, self.written = digits, written

    def to_python(self, value: Any) -> str:
        """Return the number in its normal form."""
        text = half_width(super().to_python(value) or "")
        found = self.digits.fullmatch(_digits(text))
        return self.written.format(*found.groups()) if found else text

    def validate(self, value: Any) -> None:
        """Say that half a number is half: it is no wrong code, and nothing is lost."""
        super().validate(value)
        if value and is_number(value, PAPER_NUMBER):
            raise ValidationError(
                gettext(
                    "这是证明或者告知单上的文书编号。查进度请输回执上的编号；查文书真伪，请到“查证明真伪”。"
                )
            )
        if value and not (is_number(value, CASE_NUMBER) or is_number(value, REPORT_NUMBER)):
            raise ValidationError(
                gettext("编号没有写全。请照回执从头写到尾；字和短横可以不写，数字一位都不能少。")
            )


class ReceiptCodeField(forms.CharField):
    """The secret code on a receipt (查询码), in half-width letters."""

    def __init__(self) -> None:
        super().__init__(
            label=_("查询码"),
            help_text=_("10 个字母和数字，例如：ABCDE-23456"),
            max_length=30,
            error_messages={"required": _("请照回执输入查询码，例如：ABCDE-23456。")},
        )

    def to_python(self, value: Any) -> str:
        """Return the code."""
        return half_width(super().to_python(value) or "")
