"""What is written by people (文字填写): any name there is, no character that cannot be seen."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Characters that a name or a sentence never needs and a reader never sees: control characters,
# marks that turn the direction of writing, halves of a character, private signs.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
SEEN_ANYWAY = frozenset("\n\r\t")


def unseen(text: str) -> bool:
    """Return whether ``text`` holds a character that would not show on paper."""
    return any(unicodedata.category(char) in UNSEEN and char not in SEEN_ANYWAY for char in text)


class WrittenField(forms.CharField):
    """
    A name or a sentence (文字).

    Rare characters, the middle dot and punctuation are welcome; what nobody can see is not.
    HTML and SQL are only letters here.
    """

    default_error_messages = {
        "unseen": _("里面有看不见的控制字符。请删掉重新输入，不要从别处粘贴。"),
        "null_characters_not_allowed": _(
            "里面有看不见的控制字符。请删掉重新输入，不要从别处粘贴。"
        ),
        "max_length": _("最多 %(limit_value)d 个字，现在是 %(show_value)d 个。请写短一些。"),
    }

    def __init__(self, *, required_text: Any = None, **kwargs: Any) -> None:
        messages = dict(kwargs.pop("error_messages", {}))
        if required_text:
            messages["required"] = required_text
        super().__init__(error_messages=messages, **kwargs)

    def validate(self, value: str) -> None:
        """Refuse what cannot be seen."""
        super().validate(value)
        if unseen(value):
            raise ValidationError(self.error_messages["unseen"], code="unseen")

    def to_python(self, value: Any) -> str:
        """Return the text in one form of each character, with single line ends."""
        text = super().to_python(value) or ""
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


class PlainWrittenField(WrittenField):
    """One line of text (单行文字): a line end inside becomes a space."""

    def to_python(self, value: Any) -> str:
        """Return the text in one line."""
        return " ".join(super().to_python(value).split())
