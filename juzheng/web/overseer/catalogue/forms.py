"""What officers fill in about a change as a whole (修订案表单)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juzheng.acts.catalogue.changes import Heading
from juzheng.law.base.divisions import governs
from juzheng.records.models import Change, User
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.fields import DayField, line, lines
from juzheng.web.shared.published_fields import public_line, public_lines

EARLIEST = date(1949, 10, 1)


def known(code: str) -> str:
    """
    Return the code of a division, or of a committee in one.

    :raises ValidationError: if there is none
    """
    divisions = request_catalogue.today().divisions
    if code and code not in divisions and code[:6] not in divisions:
        raise ValidationError(
            _("没有 %(code)s 这个行政区划。请写六位代码，例如湖北省写 420000。"),
            params={"code": code},
        )
    return code


class HeadingForm(forms.Form):
    """What a change is about, whose it is, and from when it governs (修订案抬头)."""

    title = public_line(
        _("这次修订叫什么"),
        _("请写一个名称，别人一看就知道改了什么。"),
        _("例如：发布湖北省不应出具清单（第一批）"),
    )
    division = line(
        _("哪个地区的"), hint=_("六位行政区划代码，例如湖北省写 420000；全国的不填。"), longest=12
    )
    effective_on = DayField(
        label=_("从哪天起按新的办"),
        help_text=_("过去的日子也可以：用来补登已经施行的清单。例如：2020 年 2 月 29 日"),
    )
    reason = public_lines(
        _("为什么改（发布后公示）"),
        _("请写明根据哪份文件、为什么改。"),
        _("写明根据哪份文件。审核的人要看，发布后会公示：内部的通知、商量请不要写在这里。"),
        longest=2000,
        rows=4,
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
        code = known(self.cleaned_data["division"])
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

    note = lines(_("请写明要改什么"), _("请写明要改什么，起草的人才知道怎么办。"))
