"""What officers fill in about a change as a whole (修订案表单)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juzheng.acts.catalogue.changes import Heading
from juzheng.catalogue import catalogue
from juzheng.law.base.divisions import governs
from juzheng.records.models import Change, User
from juzheng.web.shared.fields import (
    DayField,
    PlainWrittenField,
    PublishedBox,
    PublishedField,
    PublishedLineField,
    WrittenField,
)

EARLIEST = date(1949, 10, 1)


class HeadingForm(forms.Form):
    """What a change is about, whose it is, and from when it governs (修订案抬头)."""

    title = PublishedLineField(
        label=_("这次修订叫什么"),
        help_text=_("例如：发布湖北省不应出具清单（第一批）"),
        max_length=100,
        required_text=_("请写一个名称，别人一看就知道改了什么。"),
    )
    division = PlainWrittenField(
        label=_("哪个地区的"),
        help_text=_("六位行政区划代码，例如湖北省写 420000；全国的不填。"),
        max_length=12,
        required=False,
    )
    effective_on = DayField(
        label=_("从哪天起按新的办"),
        help_text=_("过去的日子也可以：用来补登已经施行的清单。例如：2020 年 2 月 29 日"),
    )
    reason = PublishedField(
        label=_("为什么改"),
        help_text=_("写明根据哪份文件，审核的人要看。"),
        max_length=2000,
        widget=PublishedBox(attrs={"rows": 4}),
        required_text=_("请写明根据哪份文件、为什么改。"),
    )

    def __init__(self, data: Any = None, *, user: User, change: Change | None = None) -> None:
        self.user = user
        initial = {"division": user.division}
        if change is not None:
            fields = ("title", "division", "effective_on", "reason")
            initial = {name: getattr(change, name) for name in fields}
        super().__init__(data, initial=initial)

    def clean_division(self) -> str:
        """Return a code that exists and that the officer governs."""
        code = str(self.cleaned_data["division"])
        if code and code not in catalogue().divisions and code[:6] not in catalogue().divisions:
            raise ValidationError(
                _("没有 %(code)s 这个行政区划。请写六位代码，例如湖北省写 420000。")
                % {"code": code}
            )
        if not governs(self.user.division, code):
            raise ValidationError(_("这个地区不归您管理。请填本级或下级的代码，或请上级修订。"))
        return code

    def clean_effective_on(self) -> date | None:
        """Return a day since there are lists."""
        day: date | None = self.cleaned_data["effective_on"]
        if day is not None and day < EARLIEST:
            raise ValidationError(_("这一天太早了。请对照文件的施行日再看一遍。"))
        return day

    def heading(self) -> Heading:
        """Return what was filled in; the form is valid."""
        data = self.cleaned_data
        return Heading(data["title"], data["reason"], data["division"], data["effective_on"])


class ReturnForm(forms.Form):
    """Why a change goes back to its writer (退回理由)."""

    note = WrittenField(
        label=_("请写明要改什么"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required_text=_("请写明要改什么，起草的人才知道怎么办。"),
    )
