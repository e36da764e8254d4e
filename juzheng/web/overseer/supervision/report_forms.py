"""What officers fill in about reports and corrections (反映和纠正表单)."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juzheng.acts.supervision import reports
from juzheng.acts.supervision.exposure import Subject
from juzheng.finder.places import called
from juzheng.law.base.demanders import Demander
from juzheng.law.base.redaction import masked_text
from juzheng.law.supervision.exposure import Hearing, Service
from juzheng.law.supervision.reports import ReportEvent
from juzheng.outside.photos import BadBox, Box
from juzheng.records.models import Correction, Report
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.fields import PastDayField, PlainWrittenField, WrittenField

PERCENT = re.compile(r"[\s,，、]+")


class ReportReviewForm(forms.Form):
    """What may be shown of a report (遮盖和审看)."""

    words = WrittenField(
        label=_("可以公开的话"),
        help_text=_(
            "已经自动遮盖找得到的个人信息，找不全，请逐字再看：人名、住址、说得出是谁的细节。"
        ),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    boxes = WrittenField(
        label=_("照片上要涂黑的地方"),
        help_text=_("一行一块，写左、上、右、下占照片的百分之几，例如：10 20 55 30"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    show_photo = forms.BooleanField(
        label=_("我看过照片，涂黑以后没有个人信息，可以公开"), required=False
    )

    def __init__(self, data: Any = None, *, report: Report) -> None:
        initial = {"words": report.words or reports.suggested_words(report)}
        super().__init__(data, initial=initial)
        if not report.photo:
            del self.fields["boxes"], self.fields["show_photo"]

    def clean_boxes(self) -> list[Box]:
        """Return the boxes as parts of the photo."""
        found = []
        for line in self.cleaned_data["boxes"].splitlines():
            if not line.strip():
                continue
            try:
                edges = [float(part) / 100 for part in PERCENT.split(line.strip())]
                found.append(Box(*edges))
            except (ValueError, TypeError, BadBox):
                raise ValidationError(
                    _("“%(line)s”不对。请写四个0到100的数，左小于右、上小于下。") % {"line": line}
                ) from None
        return found


class AcceptForm(forms.Form):
    """What the correction is about, without names (受理)."""

    unit_name = PlainWrittenField(
        label=_("单位全称"), max_length=100, required_text=_("请写单位的全称。")
    )
    unit_kind = forms.ChoiceField(
        label=_("单位类别"), choices=[(kind.value, kind.label) for kind in Demander]
    )
    proof = PlainWrittenField(
        label=_("要的证明"),
        help_text=_("不写人名。"),
        max_length=100,
        required_text=_("请写要的是什么证明。"),
    )
    matter = PlainWrittenField(label=_("办什么事"), max_length=100, required=False)

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

    event = forms.ChoiceField(
        label=_("为什么不受理"),
        choices=[
            (one.value, one.label)
            for one in (ReportEvent.NOT_A_DEMAND, ReportEvent.OTHER_AUTHORITY)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    answer = WrittenField(
        label=_("答复反映人"),
        help_text=_("写明为什么、可以向谁反映。反映人凭查询码能看到。"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required_text=_("请写答复，反映人会看到。"),
    )


class PassForm(forms.Form):
    """To which division a report goes (转办)."""

    place = PlainWrittenField(
        label=_("转到哪个地区"), max_length=60, required_text=_("请写转到哪个地区，例如：示例县。")
    )

    def clean_place(self) -> str:
        """Return the division's code."""
        found = called(self.cleaned_data["place"], request_catalogue.today().divisions.values())
        if len(found) != 1:
            raise ValidationError(_("这个名字找不到，或者有好几个。请连同上一级写全名。"))
        return found[0].code


class NoteForm(forms.Form):
    """A reason or a remark (理由或说明)."""

    note = WrittenField(
        label=_("理由或说明"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoticeForm(forms.Form):
    """To whom the notice also goes (通报)."""

    superior = PlainWrittenField(
        label=_("单位的上级"),
        help_text=_("通报同时送单位和它的上级。"),
        max_length=100,
        required_text=_("请写单位的上级，通报要同时送到。"),
    )


class ServiceForm(forms.Form):
    """How the notice reached the unit (送达)."""

    how = forms.ChoiceField(
        label=_("怎样送达"),
        choices=[(one.value, one.label) for one in Service if one is not Service.ACCOUNT],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    on = PastDayField(label=_("哪一天送达"), help_text=_("照回执上的日子写，期限从第二天起算。"))
    document = PlainWrittenField(
        label=_("回执号"),
        help_text=_("送达回执、挂号邮件或者签收记录的编号。"),
        max_length=200,
        required_text=_("请写回执号、挂号邮件号或者签收编号。"),
    )


def _paper(**given: Any) -> PlainWrittenField:
    return PlainWrittenField(
        label=_("单位来文的文号和日期"),
        help_text=_("照收到的书面答复写，由没有受理、没有写事实的人登记。"),
        max_length=200,
        **given,
    )


class StatementForm(forms.Form):
    """The facts (事实说明)."""

    statement = WrittenField(
        label=_("事实说明"),
        help_text=_("写哪个单位、办什么事、要什么证明、给没给依据。不写人名，只写查到的事。"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        required_text=_("请写明事实。"),
    )


class HearingForm(forms.Form):
    """How the unit was heard (听取意见)."""

    hearing = forms.ChoiceField(
        label=_("单位怎么说"),
        choices=[(one.value, one.label) for one in Hearing],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    reply = WrittenField(
        label=_("单位的意见"),
        help_text=_("照原意记，会与事实说明一起公开。"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    document = _paper(required=False)


class ResultForm(NoteForm):
    """Yes or no, with a remark (答复或核实结果)."""

    corrected = forms.ChoiceField(
        label=_("结果"),
        choices=[("yes", _("已纠正")), ("no", _("没有纠正"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    field_order: tuple[str, ...] = ("corrected", "note")


class UnitAnswerForm(ResultForm):
    """The unit's answer as it stands on its paper (单位的书面答复)."""

    document = _paper(required_text=_("请写单位来文的文号和日期。"))
    field_order: tuple[str, ...] = ("corrected", "note", "document")


class NothingForm(forms.Form):
    """Nothing to fill in (不需填写)."""
