"""What a resident reports (反映表单): one page, four things required, nothing asked twice."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juzheng.acts.supervision.reports import Filed
from juzheng.law.base.demanders import Demander
from juzheng.outside import photos
from juzheng.outside.photos import BadPhoto, Photo
from juzheng.records.models.supervision.reports import NUMBER as WRITTEN
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.fields import (
    PastDayField,
    PersonNameField,
    TelephoneField,
    UnitNameField,
    choice,
    line,
    lines,
    ticked,
)
from juzheng.web.shared.place_names import code_of
from juzheng.web.shared.receipt_fields import REPORT_NUMBER, ReceiptCodeField, ReceiptNumberField

KEY = re.compile("[0-9a-f]{32}")


class PhotoField(forms.FileField):
    """A photo of the notice (通知照片), drawn anew at once: what hung on the file is gone."""

    def clean(self, data: Any, initial: Any = None) -> Photo | None:
        """Return the photo without metadata; None if there is none."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return photos.clean(upload.read(photos.LARGEST_FILE + 1))
        except BadPhoto as bad:
            raise ValidationError(str(bad)) from None


class ReportForm(forms.Form):
    """What was demanded, by whom, where (谁让您开的)."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    item = forms.CharField(widget=forms.HiddenInput, required=False)
    proof = line(_("让您开什么证明"), _("请写让您开的是什么证明，例如：证明我妈是我妈。"))
    unit_name = line(
        _("哪个单位要的"),
        _("请写是哪个单位要的，写您知道的叫法也行。"),
        _("尽量写全称，写到窗口、网点。"),
        kind=UnitNameField,
    )
    unit_kind = choice(
        _("是哪一类单位"),
        [("", _("请选择")), *Demander],
        _("请选是哪一类单位，分不清的选“其他单位”。"),
        unknown=_("没有这一类。请从列表里选，分不清的选“其他单位”。"),
    )
    place = line(
        _("单位在哪个县（市、区）"),
        _("请写单位在哪个县（市、区），例如：示例市示例县。"),
        _("由当地民政部门处理。例如：示例市示例县"),
        longest=60,
    )
    matter = line(_("去办什么事"))
    asked_on = PastDayField(label=_("哪一天"), required=False)
    counter = line(_("谁说的"), hint=_("写窗口或岗位就行。"))
    story = lines(_("当时怎么说的"), hint=_("照平时说话写。对方给了依据的，把依据也写上。"), rows=4)
    photo = PhotoField(
        label=_("书面要求、短信或通知的照片"),
        help_text=_("照片里的拍摄地点、时间等隐藏信息会去掉。JPEG、PNG或WebP，不超过 10 MB。"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    unnamed = ticked(_("不向单位透露我是谁"), initial=True)
    consent = ticked(
        _("同意公开我写的话和照片"),
        _("公开前由工作人员遮住个人信息。不同意的，只公开哪个单位要了什么证明。"),
    )
    reporter_name = PersonNameField(label=_("您的姓名"), required=False)
    telephone = TelephoneField(
        label=_("您的电话"), help_text=_("工作人员核实时用，加密保存。不留也能凭查询码查结果。")
    )

    def clean_key(self) -> str:
        """Return the form's own key; one that is not ours is replaced."""
        given = str(self.cleaned_data["key"])
        return given if KEY.fullmatch(given) else token_hex(16)

    def clean_item(self) -> str:
        """Return the item that the answer page named; empty if there is no such item."""
        given = str(self.cleaned_data["item"])
        return given if given in request_catalogue.today().items else ""

    def clean_place(self) -> str:
        """Return the division's code."""
        return code_of(self.cleaned_data["place"])

    def filed(self) -> Filed:
        """Return what was filled in; the form is valid."""
        data: dict[str, Any] = dict(self.cleaned_data)
        data["division"] = data.pop("place")
        return Filed(**data)


class ObjectionForm(forms.Form):
    """Why the reporter does not agree with the answer (反映人的异议)."""

    reason = lines(
        _("您为什么不同意"),
        _("请写一两句为什么不同意，例如：单位不是按这一条要的。"),
        _("由没有答复过的另一位工作人员再看一次。不用写证件号码和电话。"),
        longest=500,
    )


class FindReportForm(forms.Form):
    """Number and code from the receipt (反映编号和查询码)."""

    number = ReceiptNumberField(
        digits=REPORT_NUMBER,
        written=WRITTEN,
        label=_("反映编号"),
        help_text=_("在回执上，例如：990121-2026-反000001。只输数字也行，16 位都要输。"),
        error_messages={"required": _("请照回执输入反映编号，例如：990121-2026-反000001。")},
    )
    code = ReceiptCodeField()
