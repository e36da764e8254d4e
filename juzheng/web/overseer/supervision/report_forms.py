"""What officers fill in about reports (反映表单)."""

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
from juzheng.law.supervision.exposable import LISTED
from juzheng.law.supervision.reports import ReportEvent
from juzheng.outside.photos import BadBox, Box
from juzheng.records.models import Correction, Report
from juzheng.web.overseer.supervision.correction_forms import offer_items
from juzheng.web.shared.fields import UnitNameField, choice, line, lines, radios, ticked
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

    unit_name = line(_("单位全称"), _("请写单位的全称。"), kind=UnitNameField)
    unit_kind = choice(
        _("单位类别"),
        [("", _("请选一项")), *((one.value, one.label) for one in Demander if one.value in LISTED)],
        help_text=_("只有政府部门、公用企事业单位、服务机构可以通报、公开。其他的请答复反映人。"),
    )
    proof = line(_("要的证明"), _("请写要的是什么证明。"), _("不写人名。"))
    matter = line(_("办什么事"))
    item = choice(_("要的是目录里的哪一项"), [], required=False)
    apart = ticked(_("这个单位、这份证明已经有一件在办；这不是同一件，另开"))

    def __init__(
        self, data: Any = None, *, report: Report, proposed: str = "", open_already: bool = True
    ) -> None:
        names = [report.reporter_name] if len(report.reporter_name) > 1 else []
        initial = {
            "unit_name": report.unit_name,
            "unit_kind": report.unit_kind,
            "proof": masked_text(report.proof, names),
            "matter": masked_text(report.matter, names),
            "item": report.item or proposed,  # confirmed by sending it
        }
        super().__init__(data, initial=initial)
        offer_items(self)
        if not open_already:
            del self.fields["apart"]

    def subject(self) -> Subject:
        """Return what was filled in; the form is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "apart"}
        return Subject(**said)


class JoinForm(forms.Form):
    """Which correction the report belongs to (并入)."""

    correction = forms.ModelChoiceField(
        label=_("并入哪一件"),
        queryset=Correction.objects.none(),
        empty_label=_("请选一件"),
        to_field_name="number",
        error_messages={
            "required": _("请选并入哪一件。"),
            "invalid_choice": _("这一件已经办结或不归本级管。请另选一件。"),
        },
    )

    def __init__(
        self, data: Any = None, *, found: list[Correction], proposed: str = "", **given: Any
    ) -> None:
        super().__init__(data, initial={"correction": proposed}, **given)
        field: Any = self.fields["correction"]
        field.queryset = Correction.objects.filter(pk__in=[one.pk for one in found])
        field.label_from_instance = lambda one: f"{one.unit_name}：{one.proof}（{one.number}）"


class MoveForm(JoinForm):
    """Into which other correction an accepted report goes (转到另一件)."""

    def __init__(self, data: Any = None, *, found: list[Correction], **given: Any) -> None:
        super().__init__(data, found=found, **given)
        field: Any = self.fields["correction"]
        field.label, field.error_messages["required"] = _("转到哪一件"), _("请选转到哪一件。")


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


class BasisForm(forms.Form):
    """That the demand has a basis, told to the reporter in a letter (查到依据的答复)."""

    letter = lines(
        _("答复反映人的话"),
        _("请写答复，反映人会看到。"),
        _("好好说：为什么、现在怎么办。一段一行。"),
        rows=5,
    )
    basis = lines(
        _("依据"),
        _("请写依据：文件名称和条款。"),
        _("一行写一处，例如：民法典 第一千一百零五条"),
        rows=2,
    )


class PassForm(forms.Form):
    """To which division a report goes (转办)."""

    place = line(_("转到哪个地区"), _("请写转到哪个地区，例如：示例县。"), longest=60)

    def clean_place(self) -> str:
        """Return the division's code."""
        return code_of(self.cleaned_data["place"])
