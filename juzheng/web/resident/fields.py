"""Fields that residents type into (居民填写的字段): forgiving in form, strict in content."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juzheng.law.base import identity

NAME_LENGTH = 50
TEXT_LENGTH = 100
LONG_TEXT_LENGTH = 500
# Some scripts need the joiners; other invisible characters are stowaways of the clipboard.
JOINERS = "\u200c\u200d"
NAME_SIGNS = frozenset(" ·•・‧.'’-" + JOINERS)
TELEPHONE = re.compile(r"\+?\d{7,15}")


def tidy(value: Any) -> str:
    """Return ``value`` as text in one normal form, without invisible signs and outer blanks."""
    text = unicodedata.normalize("NFC", str(value or "").replace("\r\n", "\n"))
    seen = (c for c in text if c in JOINERS or unicodedata.category(c) != "Cf")
    return "".join(seen).strip()


def unprintable(text: str, *, allowed: str = "") -> str:
    """
    Return the first character that no paper can carry, or the empty text.

    Control characters, private-use and unassigned ones, and pictures such as emoji.
    """
    for character in text:
        category = unicodedata.category(character)
        picture = category == "So" and (
            ord(character) >= 0x1F000 or 0x2600 <= ord(character) < 0x27C0
        )
        if character not in allowed and (picture or category in ("Cc", "Co", "Cn", "Cs")):
            return character
    return ""


class TextField(forms.CharField):
    """Words that will stand in the file and maybe on the paper (文字)."""

    line_breaks = ""

    def to_python(self, value: Any) -> str:
        """Return the tidied text.

        :raises ValidationError: if it holds a control character, an emoji or the like
        """
        text = tidy(value)
        if self.line_breaks == "":
            text = " ".join(text.split("\n"))
        if unprintable(text, allowed=self.line_breaks):
            raise ValidationError(
                _("里面有印不出来的符号（例如表情）。请删掉，只写文字、数字和标点。"),
                code="unprintable",
            )
        return super().to_python(text) or ""


class LongTextField(TextField):
    """Several lines of words (多行文字)."""

    line_breaks = "\n"
    widget = forms.Textarea


class PersonNameField(TextField):
    """A person's name as it stands on the document (姓名): rare characters and · are welcome."""

    def to_python(self, value: Any) -> str:
        """Return the name.

        :raises ValidationError: if it holds what no name has: digits, brackets, pictures …
        """
        name = super().to_python(value)
        for character in name:
            if unicodedata.category(character)[0] not in "LM" and character not in NAME_SIGNS:
                raise ValidationError(
                    _("姓名里的“%(sign)s”不对。请照证件写姓名，例如：王秀兰、阿依古丽·买买提。"),
                    code="name",
                    params={"sign": character},
                )
        return name


class TelephoneField(forms.CharField):
    """A telephone number (电话)."""

    def to_python(self, value: Any) -> str:
        """Return the digits, with a leading + if there was one.

        :raises ValidationError: if it cannot be a telephone number
        """
        text = unicodedata.normalize("NFKC", tidy(value))
        number = re.sub(r"[\s\-()—–]", "", text)
        if number and not TELEPHONE.fullmatch(number):
            raise ValidationError(
                _("电话号码不对。请写手机号，或带区号的座机号，例如：0571-87001234。"), code="phone"
            )
        return number


class IdentityField(forms.CharField):
    """An identity number (证件号码), read by the law and kept in its normal form."""

    def __init__(self, *, on: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on = on

    def to_python(self, value: Any) -> str:
        """Return the number.

        :raises ValidationError: with what is wrong, in the law's own words for the applicant
        """
        text = tidy(value)
        if not text or len(text) > 60:  # too long goes to the length rule
            return text
        try:
            return identity.read(text, self.on).number
        except identity.BadIdentityNumber as slip:
            raise ValidationError(slip.message, code=slip.slip.value) from None
