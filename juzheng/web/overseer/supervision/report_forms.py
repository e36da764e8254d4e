"""What officers fill in about reports and corrections (反映和纠正表单)."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juzheng.acts.supervision import reports
from juzheng.acts.supervision.exposure import Subject
from juzheng.law.base.demanders import Demander
from juzheng.law.base.redaction import masked_text
from juzheng.law.supervision.exposure import Hearing, Service
from juzheng.law.supervision.reports import ReportEvent
from juzheng.outside.photos import BadBox, Box
from juzheng.records.models import Correction, Report
from juzheng.web.shared.fields import PastDayField, choice, line, lines, radios, ticked
from juzheng.web.shared.place_names import code_of

PERCENT = re.compile(r"[\s,，、]+")


class ReportReviewForm(forms.Form):
    """What may be shown of a report (遮盖和审看)."""

    words = lines(
        _("可以公开的话"),
        hint=_("已经自动遮盖找得到的个人信息，找不全，请逐字再看：人名、住址、说得出是谁的细节。"),
        longest=2000,
        rows=5,
    )
    boxes = lines(
        _("照片上要涂黑的地方"),
        hint=_("一行一块，写左、上、右、下占照片的百分之几，例如：10 20 55 30"),
        longest=4000,
    )
    show_photo = ticked(_("我看过照片，涂黑以后没有个人信息，可以公开"))

    def __init__(self, data: Any = None, *, report: Report) -> None:
        initial = {"words": report.words or reports.suggested_words(report)}
        super().__init__(data, initial=initial)
        if not report.photo:
            del self.fields["boxes"], self.fields["show_photo"]

    def clean_boxes(self) -> list[Box]:
        """Return the boxes as parts of the photo."""
        found = []
        for said in filter(str.strip, self.cleaned_data["boxes"].splitlines()):
            try:
                edges = [float(part) / 100 for part in PERCENT.split(said.strip())]
                found.append(Box(*edges))
            except (ValueError, TypeError, BadBox):
                raise ValidationError(
                    _("“%(line)s”不对。请写四个0到100的数，左小于右、上小于下。") % {"line": said}
                ) from None
        return found


class AcceptForm(forms.Form):
    """What the correction is about, without names (受理)."""

    unit_name = line(_("单位全称"), _("请写单位的全称。"))
    unit_kind = choice(_("单位类别"), Demander)
    proof = line(_("要的证明"), _("请写要的是什么证明。"), _("不写人名。"))
    matter = line(_("办什么事"))

    def __init__(self, data: Any = None, *, report: Report) -> None:
        names = [report.reporter_name] if len(report.reporter_name) > 1 else []
        initial = {
            "unit_name": report.unit_name,
            "unit_kind": report.unit_kind,
            "proof": masked_text(report.proof, names),
            "matter": masked_text(report.matter, names),
        }
        super().__init__(data, initial=initial)

    def subject(self) -> Subject:
        """Return what was filled in; the form is valid."""
        return Subject(**self.cleaned_data)


class JoinForm(forms.Form):
    """Which correction the report belongs to (并入)."""

    correction = forms.ModelChoiceField(
        label=_("并入哪一件"),
        queryset=Correction.objects.none(),
        to_field_name="number",
        error_messages={
            "required": _("请选并入哪一件。"),
            "invalid_choice": _("这一件已经办结或不归本级管。请另选一件。"),
        },
    )

    def __init__(self, data: Any = None, *, found: list[Correction]) -> None:
        super().__init__(data)
        field: Any = self.fields["correction"]
        field.queryset = Correction.objects.filter(pk__in=[one.pk for one in found])
        field.label_from_instance = lambda one: f"{one.unit_name}：{one.proof}（{one.number}）"


class AnswerForm(forms.Form):
    """Why nothing comes of a report, told to the reporter (不受理的答复)."""

    event = radios(
        _("为什么不受理"), (ReportEvent.NOT_A_DEMAND, ReportEvent.OTHER_AUTHORITY), _("请选一项。")
    )
    answer = lines(
        _("答复反映人"),
        _("请写答复，反映人会看到。"),
        _("写明为什么、可以向谁反映。反映人凭查询码能看到。"),
    )


class PassForm(forms.Form):
    """To which division a report goes (转办)."""

    place = line(_("转到哪个地区"), _("请写转到哪个地区，例如：示例县。"), longest=60)

    def clean_place(self) -> str:
        """Return the division's code."""
        return code_of(self.cleaned_data["place"])


class NoteForm(forms.Form):
    """A reason or a remark (理由或说明)."""

    note = lines(_("理由或说明"))


class NoticeForm(forms.Form):
    """To whom the notice also goes (通报)."""

    superior = line(
        _("单位的上级"), _("请写单位的上级，通报要同时送到。"), _("通报同时送单位和它的上级。")
    )


class ServiceForm(forms.Form):
    """How the notice reached the unit (送达)."""

    how = radios(
        _("怎样送达"), [one for one in Service if one is not Service.ACCOUNT], _("请选一项。")
    )
    on = PastDayField(label=_("哪一天送达"), help_text=_("照回执上的日子写，期限从第二天起算。"))
    document = line(
        _("回执号"),
        _("请写回执号、挂号邮件号或者签收编号。"),
        _("送达回执、挂号邮件或者签收记录的编号。"),
        longest=200,
    )


def _paper(label: Any, missing: Any = None) -> forms.CharField:
    hint = _("照收到的书面答复写，由没有受理、没有写事实的人登记。")
    return line(label, missing, hint, longest=200)


class StatementForm(forms.Form):
    """The facts (事实说明)."""

    statement = lines(
        _("事实说明"),
        _("请写明事实。"),
        _("写哪个单位、办什么事、要什么证明、给没给依据。不写人名，只写查到的事。"),
        longest=3000,
        rows=6,
    )


class HearingForm(forms.Form):
    """How the unit was heard (听取意见)."""

    hearing = radios(_("单位怎么说"), Hearing, _("请选一项。"))
    reply = lines(_("单位的意见"), hint=_("照原意记，会与事实说明一起公开。"), longest=3000, rows=4)
    document = _paper(_("单位书面意见的文号和日期"))


class ResultForm(NoteForm):
    """Yes or no, with a remark (答复或核实结果)."""

    corrected = radios(_("结果"), [("yes", _("已纠正")), ("no", _("没有纠正"))], _("请选一项。"))
    field_order: tuple[str, ...] = ("corrected", "note")


class UnitAnswerForm(ResultForm):
    """The unit's answer as it stands on its paper (单位的书面答复)."""

    document = _paper(_("单位来文的文号和日期"), _("请写单位来文的文号和日期。"))
    field_order: tuple[str, ...] = ("corrected", "note", "document")


class NothingForm(forms.Form):
    """Nothing to fill in (不需填写)."""
