"""Which passwords are no secret (密码要求): too short, published, or made of the account's name."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DEMO_PASSWORD = "juzheng-demo-2026"  # noqa: S105 - printed for everyone, and never in production
OF_ITS_OWN = 6  # characters that must be left without the name
SHORTEST_NAME = 3  # a shorter one is in any password


class LongEnough(MinimumLengthValidator):
    """The length (长度), said in the reader's language: Django's own words have no Chinese."""

    def get_error_message(self) -> str:
        """Return what to say to one that is too short."""
        return _("密码不足 %d 个字符。") % self.min_length


class NotKnown:
    """No password that stands in our documents or on the account's own page (不能是公开的)."""

    def validate(self, password: str, user: Any = None) -> None:
        """:raises ValidationError: if others know it, or can guess it from the account"""
        plain = _plain(password)
        if plain == _plain("correct horse battery staple") or (
            plain == _plain(DEMO_PASSWORD) and not settings.DEMO
        ):
            raise ValidationError(_("这个密码是公开过的。"), code="password_published")
        for said in (getattr(user, "username", ""), getattr(user, "full_name", "")):
            name = _plain(said)
            for part in (name, name[::-1]):
                alone = plain.replace(part, "") if len(name) >= SHORTEST_NAME else plain
                if plain == part or (alone != plain and len(alone) < OF_ITS_OWN):
                    raise ValidationError(_("密码里主要是账号或姓名。"), code="password_of_name")

    def get_help_text(self) -> str:
        """Return what Django's forms would show beside the field."""
        return _("不能用公开过的密码，也不能用账号或姓名。")


def _plain(text: str) -> str:
    """Return letters and digits alone, whatever their case, width and what stands between."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())
