"""Form fields that Django does not have (表单字段): a day in three boxes, year first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PARTS = ("year", "month", "day")


class DateParts(forms.MultiWidget):
    """Three boxes for a day (年月日), in the order in which Chinese says it."""

    template_name = "components/date_parts.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        completes = [{"autocomplete": f"bday-{part}"} if birthday else {} for part in PARTS]
        super().__init__(
            {part: forms.TextInput(extra) for part, extra in zip(PARTS, completes, strict=True)},
            attrs,
        )

    def decompress(self, value: date | None) -> list[int | None]:
        """Return the three numbers of a day."""
        return [value.year, value.month, value.day] if value else [None, None, None]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of the year's box, where a link of the error summary leads."""
        return f"{id_}_0" if id_ else id_


class DayField(forms.Field):
    """
    A day typed in three boxes (日期).

    Accepts full-width digits. Each error says what is wrong and how to write it.
    """

    widget = DateParts
    default_error_messages = {
        "required": _("请填写年、月、日，例如：1968 年 3 月 15 日。"),
        "incomplete": _("日期没有填全。请把年、月、日都填上，例如：1968 年 3 月 15 日。"),
        "invalid": _("没有这一天。请对照证件再看一遍，例如：1968 年 3 月 15 日。"),
    }

    def to_python(self, value: list[str] | None) -> date | None:
        """Return the day.

        :raises ValidationError: if a box is empty, is no number, or there is no such day
        """
        parts = [str(part or "").strip() for part in value or ()]
        if not any(parts):
            return None
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            return date(*(int(part) for part in parts))
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
