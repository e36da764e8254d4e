"""Picking by name (按名称选): a place is written as people call it, and its code is found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juzheng.law.base.divisions import governs
from juzheng.records.models import User
from juzheng.web.shared import request_catalogue

NATIONWIDE = _("全国")
MOST_OFFERED = 200


def places(user: User) -> dict[str, str]:
    """Return the places that the officer's division governs, by code, the wider ones first."""
    listed = request_catalogue.today()
    own = [one for one in listed.divisions.values() if governs(user.division, one.code)]
    own.sort(key=lambda one: (one.level, one.code))
    named = {one.code: "".join(part.name for part in listed.path_of(one.code)) for one in own}
    return ({"": str(NATIONWIDE)} if user.division == "" else {}) | named


def offered(user: User) -> list[str]:
    """Return names that a browser may offer: few enough to be read."""
    return list(places(user).values())[:MOST_OFFERED]


def named_in(text: str, user: User) -> str:
    """Return the narrowest place that ``text`` names among the officer's; else the officer's."""
    listed, own = request_catalogue.today(), places(user)
    found = [code for code in own if code and listed.divisions[code].name in text]
    widest = user.division or ""
    return max(found, key=lambda code: listed.divisions[code].level, default=widest)


class PlaceField(forms.CharField):
    """A place by its name (地区名称), or by its code."""

    def __init__(self, *, user: User) -> None:
        super().__init__(
            label=_("哪个地区的"),
            help_text=_("写地区名称，例如：示例县。"),
            max_length=60,
            required=user.division != "",
            error_messages={"required": _("请写地区名称，例如：示例县。")},
            widget=forms.TextInput({"list": "places", "autocomplete": "off"}),
        )
        self.user = user

    def prepare_value(self, value: Any) -> Any:
        """Return how the place is called, where a code was given."""
        return places(self.user).get(value, value)

    def clean(self, value: Any) -> str:
        """Return the code of the place."""
        text = str(super().clean(value)).strip()
        if text in ("", str(NATIONWIDE)) and self.user.division == "":
            return ""
        own, known = places(self.user), request_catalogue.today().divisions
        found = [code for code, name in own.items() if text in (code, name)]
        found = found or [code for code in own if code and known[code].name == text]
        found = found or [code for code, name in own.items() if code and name.endswith(text)]
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(_("叫这个名字的地方不止一个。请连省、市一起写。"))
        raise ValidationError(
            _("本级管理的地区里没有这个地方。请写本级或下级的名称，或请上级起草。")
        )
