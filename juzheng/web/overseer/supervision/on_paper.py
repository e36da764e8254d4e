"""What came from a unit on paper (纸上来的): entered with the scan, confirmed by another."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base import files
from juzheng.law.supervision.exposure import Hearing
from juzheng.records.models import Correction
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.supervision import correction_forms as written
from juzheng.web.shared.access import SignedInRequest, signed_in
from juzheng.web.shared.fields import DayField, line, lines, ticked
from juzheng.web.shared.scans import handed_out
from juzheng.web.shared.uploads import UploadField

SOON = timedelta(days=3)  # our own: no law gives a term for being heard here
NO_SCAN = _("请上传来文的照片或扫描件，另一位工作人员要对照它核对。")


def _scan(label: Any) -> UploadField:
    return UploadField(
        label,
        NO_SCAN,
        accept=".pdf,.jpg,.jpeg,.png",
        most=files.LARGEST_BYTES,
        too_large=_("文件超过 10 MB。请缩小图片或分辨率后再上传。"),
        help_text=_("PDF、JPG 或 PNG。只给办理的工作人员和这个单位看，不公开。"),
    )


class _Scanned(forms.Form):
    """A form of which the last answer is the scan's content (附扫描件)."""

    def clean_scan(self) -> bytes:
        """Return what the file holds; nothing if there is none."""
        upload = self.cleaned_data["scan"]
        return bytes(upload.read()) if upload else b""


class AnswerForm(_Scanned, written.UnitAnswerForm):
    """The unit's answer as its paper has it (单位的书面答复)."""

    scan = _scan(_("单位答复的照片或扫描件"))
    field_order = (*written.UnitAnswerForm.field_order, "scan")


class HearingForm(_Scanned, written.HearingForm):
    """How the unit was heard (听取意见); what it said or declined on paper comes with the scan."""

    scan = _scan(_("单位意见的照片或扫描件"))
    field_order = ("hearing", "reply", "document", "scan")

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["scan"].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for the scan, unless the unit said nothing."""
        said = self.cleaned_data
        if said.get("hearing") not in (None, Hearing.SILENT.value) and said.get("scan") == b"":
            self.add_error("scan", NO_SCAN)
        return said


class ObjectionForm(_Scanned, written.ObjectionForm):
    """What the unit objects to, as its paper has it (单位的书面异议)."""

    scan = _scan(_("单位异议的照片或扫描件"))


class HearingRequestForm(_Scanned):
    """That the unit asks to be heard in person, as its paper has it (书面要求听证)."""

    reason = lines(_("要当面说什么"), _("请照来文写。"), longest=1000)
    document = line(
        _("听证要求的文号和日期"), _("请写单位要求听证的来文的文号和日期。"), longest=200
    )
    scan = _scan(_("听证要求的照片或扫描件"))


class HearingDateForm(forms.Form):
    """When and where the unit is heard in person (听证的时间地点)."""

    on = DayField(label=_("哪一天"))
    hour = forms.TimeField(
        label=_("几点"),
        help_text=_("24 小时制，例如：09:30、14:00。"),
        widget=forms.TimeInput(
            {"type": "time", "class": "govuk-input govuk-input--width-5"}, format="%H:%M"
        ),
        error_messages={
            "required": _("请写几点，例如：09:30。"),
            "invalid": _("不是时间。请写几点几分，例如：09:30。"),
        },
    )
    place = line(_("在哪里"), _("请写在哪里，例如：县民政局一楼会议室。"), longest=100)
    agreed = ticked(
        _("已经和单位说好这个时间"),
        _("离今天不到 3 天的，要说好了再定。法律没有规定提前几天，这是本系统的做法。"),
    )

    def clean(self) -> dict[str, Any]:
        """Return day, hour and place; a day so near that the unit may not read of it is agreed."""
        said = self.cleaned_data
        near = said.get("on") and said["on"] < timezone.localdate() + SOON
        if near and not said.get("agreed"):
            self.add_error("agreed", _("离今天不到 3 天。请和单位说好了再勾，或者换晚一点的日子。"))
        if near and said.get("hour") and _past(said["on"], said["hour"]):
            self.add_error("hour", _("这个时间已经过了。请写还没有到的时间。"))
        if self.errors:
            return said
        return {"on": said["on"], "hour": f"{said['hour']:%H:%M}", "place": said["place"]}


def _past(on: date, hour: time) -> bool:
    now = timezone.localtime()
    return (on, hour) < (now.date(), now.time())


@signed_in("GET")
def scan(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    """Hand out the scan of a paper on the file, for the officer who compares it (来文扫描件)."""
    found = Correction.objects.visible_to(officer(request))
    papers = get_object_or_404(found, number=number).exhibits.exclude(scan="")
    return handed_out(get_object_or_404(papers, pk=pk).scan)
