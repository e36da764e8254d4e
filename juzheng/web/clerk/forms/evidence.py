"""Forms for what must lie on file (过渡期、评估、议事登记)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base.files import LARGEST_BYTES
from juzheng.acts.cases.transition import TransitionKind
from juzheng.law.cases import deliberation
from juzheng.law.catalogue.answers import LINE_LENGTH
from juzheng.law.catalogue.items import DeliberationRule
from juzheng.web.shared.fields import PastDayField, choice, line, lines, radios, ticked
from juzheng.web.shared.uploads import UploadField

LARGEST_COUNT = 1_000_000  # people of one village; more is a slip of the pen


def scan(label: Any, hint: Any) -> UploadField:
    """Return a box for a scan or photograph: what it is, is looked at where it is kept (扫描件)."""
    return UploadField(
        label,
        None,
        accept="application/pdf,image/jpeg,image/png",
        most=LARGEST_BYTES,
        too_large=_("文件超过 10 MB。请缩小图片或分辨率后再上传。"),
        help_text=hint,
        required=False,
    )


def content(upload: Any) -> bytes:
    """Return what was uploaded, nothing if nothing was."""
    return b"" if not upload else bytes(upload.read())


class CountField(forms.IntegerField):
    """How many people or days (人数、天数)."""

    default_error_messages = {
        "required": _("请填写数字，没有的填 0。"),
        "invalid": _("请填写整数，例如：35。"),
        "min_value": _("数字不能小于 0。"),
        "max_value": _("数字太大了。请对照记录再看一遍。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=LARGEST_COUNT,
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            **kwargs,
        )


class TransitionForm(forms.Form):
    """Why a listed item is still needed (过渡期仍需办理的理由), OP-3.2.a."""

    kind = radios(_("为什么现在仍要办理"), TransitionKind, _("请选择是哪一种情形。"))
    demander_name = line(_("索要单位"), _("请写明是哪个单位要的，写全称。"), longest=LINE_LENGTH)
    statement = lines(
        _("理由"),
        _("请写明理由：哪项政策还没有衔接到位，或者单位要求的是什么。"),
        _("哪项政策还没有衔接到位，或者单位要求的是什么、依据是什么。"),
        rows=4,
    )
    demand = scan(
        _("索要单位的书面要求"), _("PDF、JPG 或 PNG,不超过 10 MB。没有书面要求就不能送签。")
    )
    verifiable = ticked(_("本委员会能够核实这件事"), initial=True)
    legal_risk = ticked(
        _("可能涉及法律风险"),
        _("例如：涉及继承、权属、债务或者有人提出异议。选上后须议事协商并评估风险。"),
    )


class CircumstancesForm(forms.Form):
    """What the clerk has learned since (情况有变化)."""

    verifiable = ticked(_("本委员会能够核实这件事"))
    public_interest = ticked(_("涉及公共利益或多数居民切身利益"))
    legal_risk = ticked(_("可能涉及法律风险"))
    outside_demander = ticked(
        _("本市以外的部门明确要求"), _("本地文件规定，这种情形没有列入清单的也可以据实出具。")
    )

    def __init__(self, *args: Any, outside_counts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not outside_counts:  # asked only where the division's own document makes it matter
            del self.fields["outside_demander"]


class AssessmentForm(forms.Form):
    """The reasoned assessment of the legal risk (风险评估意见), OP-3.2.b."""

    risk = lines(
        _("风险是什么"), _("请写明风险是什么，例如：其他继承人可能提出异议。"), longest=2000, rows=4
    )
    precaution = lines(
        _("怎样防范"),
        _("请写明怎样防范，例如：只写登记册记载的内容，不写继承份额。"),
        longest=2000,
        rows=4,
    )
    counsel = line(_("征询了哪位法律顾问"))


AREAS = ("area_entitled", "area_present", "area_for")
PARTY = ("party_body", "party_on")


class MeetingForm(forms.Form):
    """The record of one meeting (会议情况), as the signed sheet says."""

    kind = choice(_("会议种类"), ())
    called_on = PastDayField(label=_("召集日期"))
    held_on = PastDayField(label=_("开会日期"))
    entitled = CountField(label=_("应到人数"))
    present = CountField(label=_("实到人数"))
    votes_for = CountField(label=_("同意"))
    against = CountField(label=_("反对"))
    abstained = CountField(label=_("弃权"))
    notice_from = PastDayField(label=_("公示开始日期"), required=False)
    public_notice_days = CountField(label=_("公示天数"), initial=0)
    objections = CountField(label=_("公示期内提出异议的件数"), initial=0)
    objections_settled = CountField(label=_("其中已经答复并记录的"), initial=0)
    area_entitled = CountField(label=_("全体业主专有部分面积（平方米）"))
    area_present = CountField(label=_("参与表决的面积（平方米）"))
    area_for = CountField(label=_("同意的面积（平方米）"))
    party_body = line(
        _("先研究讨论的党组织"), hint=_("例如：示例村党支部。没有先研究的，空着，会议要重新召集。")
    )
    party_on = PastDayField(label=_("党组织研究讨论的日期"), required=False)
    sheet = scan(
        _("签到及表决表"), _("到会人员签名的原件，扫描或拍照：PDF、JPG 或 PNG,不超过 10 MB。")
    )

    def __init__(self, rule: DeliberationRule, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(kind, kind) for kind in deliberation.kinds(rule)]
        # Asked only where the rule measures it.
        unasked = (*(() if rule.by_area else AREAS), *(() if rule.party_first else PARTY))
        for name in unasked:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Compare the numbers that the sheet itself compares."""
        data = super().clean() or {}
        if not self.errors:
            for field, why in deliberation.impossible(self.meeting()):
                self.add_error(field, _(why))
        return data

    def meeting(self) -> deliberation.Meeting:
        """Return the meeting in the law's words; valid forms only."""
        data = {**self.cleaned_data}
        sheet = data.pop("sheet", None)
        return deliberation.Meeting(**data, sheet=bool(sheet))
