"""Fields of texts that anybody may come to read (会公开的文字): masked, and read a second time."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from juzheng.law.base.redaction import doubtful, masked_text
from juzheng.web.shared.fields import WrittenField


def will_read(masked: str) -> str:
    """Return how a text will read once it is published (公开后的样子), to be looked at again."""
    said = _("这段话会公开，公开时写成“%(masked)s”。看过没有问题的，再提交一次。")
    return said % {"masked": masked}


class _SecondReading(forms.Widget):
    """A box that remembers which text its writer has read again (再读一遍)."""

    seen = pointed_out = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text; keep for which one the page had pointed something out."""
        self.seen = data.get(f"{name}_read", "")
        return super().value_from_datadict(data, files, name)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the box, and which text this page points something out in."""
        box = super().render(name, value, attrs, renderer)
        read = '{}<input type="hidden" name="{}_read" value="{}">'
        return format_html(read, box, name, self.pointed_out) if self.pointed_out else box


class PublishedBox(_SecondReading, forms.Textarea):
    """Lines that will be published (会公开的多行文字)."""


class PublishedLine(_SecondReading, forms.TextInput):
    """A line that will be published (会公开的一行字)."""


class PublishedField(WrittenField):
    """
    A text that anybody may come to read (会公开的文字): personal data in it is masked.

    Its writer first sees how it will read, and what may yet be a name; sent again unchanged, it
    goes through.
    """

    widget: type[_SecondReading] = PublishedBox

    def clean(self, value: Any) -> str:
        """Return the masked text."""
        text = str(super().clean(value))
        masked, doubts = masked_text(text), doubtful(text)
        digest = sha256(text.encode()).hexdigest()[:16]
        box = cast(_SecondReading, self.widget)
        if (masked != text or doubts) and box.seen != digest:
            box.pointed_out = digest
            found = [will_read(masked)]
            if doubts:
                found.append(
                    _("可能还有人名：%(names)s。是人名的请删去。") % {"names": "、".join(doubts)}
                )
            raise ValidationError(found, code="second_reading")
        return masked


class PublishedLineField(PublishedField):
    """One line that anybody may come to read (会公开的一行字)."""

    lines = False
    widget = PublishedLine


def public_line(
    label: Any, missing: Any = None, hint: Any = "", *, longest: int = 100
) -> PublishedLineField:
    """Return one line to write that will be published (会公开的单行), as ``fields.line``."""
    given = {"label": label, "help_text": hint, "max_length": longest}
    return PublishedLineField(required=missing is not None, required_text=missing, **given)


def public_lines(
    label: Any, missing: Any = None, hint: Any = "", *, longest: int = 1000, rows: int = 3
) -> PublishedField:
    """Return several lines to write that will be published (会公开的多行), as ``fields.lines``."""
    given = {"label": label, "help_text": hint, "max_length": longest}
    given["widget"] = PublishedBox({"rows": rows})
    return PublishedField(required=missing is not None, required_text=missing, **given)
