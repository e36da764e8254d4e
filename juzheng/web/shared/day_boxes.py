"""Boxes for a day (日期的格子): three in the order in which Chinese says it, or one for all."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from juzheng.law.catalogue import answers
from juzheng.web.shared import law_sentences

PARTS = ("year", "month", "day")
QUIET = {"autocomplete": "off", "spellcheck": "false"}
# A whole day in one box: 20260315, 2026-3-15, 2026年3月15日.
_WHOLE_DAY = re.compile(
    r"(\d{4})(?:(?=\d{4}\Z)|\s*[-./年]\s*)(\d{1,2}?)(?:(?=\d{2}\Z)|\s*[-./月]\s*)(\d{1,2})日?"
)


class DateParts(forms.MultiWidget):
    """Three boxes for a day (年月日), in the order in which Chinese says it."""

    template_name = "components/date_parts.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        self.birthday = birthday
        completes = [{"autocomplete": f"bday-{part}"} if birthday else {} for part in PARTS]
        super().__init__(
            {part: forms.TextInput(extra) for part, extra in zip(PARTS, completes, strict=True)},
            attrs,
        )

    def decompress(self, value: date | str | None) -> list[Any]:
        """Return the parts of a day, or of the stored answer that it is."""
        if isinstance(value, date):
            return [value.year, value.month, value.day]
        return [part or None for part in answers.parts(str(value or ""))]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of the year's box, where a link of the error summary leads."""
        return f"{id_}_0" if id_ else id_


def parted(boxes: list[str]) -> list[str]:
    """Return year, month and day apart, where the first box alone holds all of them (连写)."""
    whole = _WHOLE_DAY.fullmatch(boxes[0]) if boxes and not any(boxes[1:]) else None
    return list(whole.groups()) if whole else boxes


class DayInput(forms.TextInput):
    """One box for a whole day (一格写全日期), where three would cost a clerk two keys more."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Return the boxes as a day's field reads them; three that were sent are taken as well."""
        three: list[Any] = DateParts().value_from_datadict(data, files, name)
        return three if any(three) else [data.get(name), "", ""]

    def format_value(self, value: Any) -> str | None:
        """Return the day as it was typed, or as it is kept."""
        said = [str(part) for part in value if part] if isinstance(value, list) else [value]
        return "-".join(str(part) for part in said if part) or None


def in_one_box(field: forms.Field) -> forms.Field:
    """Return a day's ``field`` to be typed in one box, with how (一格写全)."""
    field.widget = DayInput({**QUIET, "inputmode": "numeric"})
    field.help_text = one_more(field.help_text, _("年月日连着写：20260315。"))
    return field


def one_more(hint: Any, how: Any) -> str:
    """Return a hint and, as a sentence of its own behind it, how to write it (再加一句)."""
    said = str(hint).strip()
    if said and said[-1] not in "。.；？?":
        said += "。" if law_sentences.CHINESE.search(said) else "."
    gap = " " if said and get_language() != "zh-hans" else ""
    return f"{said}{gap}{how}"
