"""Three ways to hand in a paper for a check (核验的三种办法): typed, scanned, or as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from juzheng.law.cases.certificates import typed_number
from juzheng.records.cases.paper_register import digits
from juzheng.web.shared.receipt_fields import CASE_NUMBER, REPORT_NUMBER, is_number
from juzheng.web.shared.uploads import UploadField

LARGEST_BYTES = 5 * 1024 * 1024
FINGERPRINT_DIGITS = 12


def _typed(
    label: Any, missing: Any, too_long: Any, *, longest: int = 60, **more: Any
) -> forms.CharField:
    said = {"required": missing, "max_length": too_long}
    return forms.CharField(label=label, max_length=longest, error_messages=said, **more)


class NumberForm(forms.Form):
    """The number and short fingerprint typed from the paper (照纸面填写)."""

    number = _typed(
        _("编号"),
        _("请照纸面填写编号，例如 990121001001-2026-00017。"),
        _("编号太长。请照纸面填写，例如 990121001001-2026-00017。"),
        help_text=_("在第一页右上角，例如 990121001001-2026-00017。"),
    )
    fingerprint = _typed(
        _("短指纹"),
        _("请填写二维码旁边的 12 位短指纹，例如 1234 5678 9012。"),
        _("短指纹太长。请照纸面填写 12 位数字，例如 1234 5678 9012。"),
        help_text=_("二维码旁边的 12 位数字，例如 1234 5678 9012。"),
    )

    def clean_number(self) -> str:
        """Return the number, unless it is the one of a case or a report, followed elsewhere."""
        number: str = self.cleaned_data["number"]
        if is_number(number, CASE_NUMBER):
            raise ValidationError(_("这是办件编号，请到“我的办件”查。"), code="case")
        if is_number(number, REPORT_NUMBER):
            raise ValidationError(_("这是反映编号，请到“查我的反映”查。"), code="report")
        if not typed_number(number):
            raise ValidationError(
                _("编号没有写全。请照纸面从头写到尾，例如 990121001001-2026-00017。")
            )
        return number

    def clean_fingerprint(self) -> str:
        """Return the twelve digits, however they were spaced."""
        found = digits(self.cleaned_data["fingerprint"])
        if len(found) != FINGERPRINT_DIGITS:
            raise ValidationError(
                _("短指纹是 12 位数字，请对照纸面再看一遍，例如 1234 5678 9012。")
            )
        return found


class QrTextForm(forms.Form):
    """The text of the QR code (二维码内容)."""

    code = _typed(
        _("二维码内容"),
        _("请粘贴扫码得到的整段网址，以 http 开头。"),
        _("内容太长，不是证明上的二维码。请重新扫码后整段粘贴。"),
        help_text=_("用扫码软件扫出来的一长串网址，整段粘贴。"),
        longest=3000,
        widget=forms.Textarea({"rows": 3}),
    )


class FileForm(forms.Form):
    """The electronic file itself (电子文件)."""

    file = UploadField(
        _("电子文件"),
        _("请选择收到的 PDF 原件。"),
        accept=".pdf,application/pdf",
        most=LARGEST_BYTES,
        too_large=_("文件超过 5 MB，不是本系统的证明。请选择收到的 PDF 原件。"),
        help_text=_(
            "收到的 PDF 原件，不超过 5 MB。照片、截图和另存的文件查不了，请改用编号和短指纹。"
        ),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Return the file if it can be one of ours."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.read(5) != b"%PDF-":
            raise ValidationError(_("这不是 PDF 文件。请选择收到的 PDF 原件，不要用照片或截图。"))
        file.seek(0)
        return file


class FactsForm(forms.Form):
    """What only somebody with the paper or its holder can say (看内容的凭据)."""

    opaque = forms.CharField(max_length=60, widget=forms.HiddenInput)
    proof = _typed(
        _("证件号码后四位，或短指纹"),
        _("请填写申请人证件号码的最后四位，或二维码旁边的 12 位短指纹。"),
        _("太长了。请只填证件号码的最后四位，或 12 位短指纹。"),
        help_text=_("申请人证件号码的最后四位；或者二维码旁边的 12 位短指纹。"),
        longest=40,
    )

    def __init__(self, *args: Any, holder: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = _("与登记的不一样。请照纸面或申请人的证件再输一遍，后四位含字母 X。")
        if holder:
            return
        box = self.fields["proof"]  # of a reply to an authority nobody is the applicant
        box.label, box.help_text = _("短指纹"), _("二维码旁边的 12 位数字，例如 1234 5678 9012。")
        box.error_messages["required"] = _("请填写二维码旁边的 12 位短指纹，例如 1234 5678 9012。")
        box.error_messages["max_length"] = _(
            "短指纹太长。请照纸面填写 12 位数字，例如 1234 5678 9012。"
        )
        self.wrong = _("与登记的不一样。请照纸面再输一遍。")


WAYS: dict[str, type[forms.Form]] = {"number": NumberForm, "code": QrTextForm, "file": FileForm}


def forms_for(way: str, data: Any = None, files: Any = None) -> dict[str, forms.Form]:
    """Return a form for each way, the chosen one to be judged, the others with what was sent."""
    return {
        name: form(data, files, prefix=None) if name == way else form(initial=data and data.dict())
        for name, form in WAYS.items()
    }


def way_of(data: QueryDict, files: Any) -> str:
    """Return the way whose button was pressed; after the Enter key, the first that was filled."""
    if way := data.get("way", ""):
        return way
    filled = (
        name
        for name, form in WAYS.items()
        if any(data.get(field) or field in files for field in form.base_fields)
    )
    return next(filled, "number")
