"""Forms for what must lie on file (现阶段据实出具、评估、议事登记)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base.files import LARGEST_BYTES
from juzheng.acts.cases import transition as recording
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.cases import consultation, deliberation, transition
from juzheng.law.cases.consents import Given
from juzheng.law.cases.transition import TransitionKind
from juzheng.law.cases.verification import Means
from juzheng.law.catalogue.answers import LINE_LENGTH
from juzheng.law.catalogue.items import DeliberationRule
from juzheng.law.catalogue.meetings import kinds
from juzheng.records.cases import case_file
from juzheng.records.models import Case, TransitionGround
from juzheng.web.shared.act_results import in_words
from juzheng.web.shared.cases.consents import ask_again, consent_boxes, given_in
from juzheng.web.shared.fields import (
    PastDayField,
    PlainWrittenField,
    UnitNameField,
    choice,
    line,
    lines,
    on_condition,
    radios,
    ticked,
)
from juzheng.web.shared.uploads import UploadField

_WRITE_IT = _(
    "写成印在证明上的一句话，只写看到、查到的，例如：2026年11月20日，工作人员在示例路1号查看，"
    "门牌、户内情况与照片一致。不写“没有”，不评价人。核实不了的不填。"
)
_STATED_HINT = _("不填，就用这一项固定的句子。另写的，写成印在证明上的一句话，只写看到、查到的。")
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


CANNOT = "cannot"  # said by the clerk, and no gap in the form


class TransitionForm(forms.Form):
    """Why a listed item is still needed (现阶段仍需办理的理由), OP-3.2.a."""

    kind = radios(_("为什么现在仍要办理"), TransitionKind, _("请选择是哪一种情形。"))
    demander_name = line(
        _("索要单位"),
        _("请写明是哪个单位要的，写全称。"),
        longest=LINE_LENGTH,
        kind=UnitNameField,
    )
    statement = lines(
        _("理由"),
        _("请写明理由：哪项政策还没有衔接到位，或者单位要求的是什么。"),
        _("哪项政策还没有衔接到位，或者单位要求的是什么、依据是什么。"),
        rows=3,
    )
    said_by = line(
        _("谁说的"), hint=_("口头要求的，这里到“谁听到的”都要写。写说的人的姓名、职务或者工号。")
    )
    office = line(_("在哪个窗口、科室"), hint=_("例如：2号窗口、个人贷款部；电话里说的写电话。"))
    said_on = PastDayField(label=_("哪天说的"), required=False)
    heard_by = line(_("谁听到的"), hint=_("例如：申请人本人；经办人打电话核对。"))
    demand = scan(
        _("索要单位的书面要求"),
        _("有就上传，没有也能办：口头要求写清上面四项就行。可能涉及法律风险的，才必须有。"),
    )
    fact = lines(_("要证明哪一件事实"), None, _STATED_HINT, longest=300, kind=PlainWrittenField)
    means = choice(
        _("本委员会用什么办法核实"),
        [("", _("请选择")), *(one for one in Means if one.of_any_fact), (CANNOT, _("核实不了"))],
        _("请选择用什么办法核实；核实不了的，选“核实不了”。"),
    )
    legal_risk = ticked(
        _("可能涉及法律风险"),
        _("例如：涉及继承、权属、债务或者有人提出异议。选上后须听取居民意见并评估风险。"),
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101 - declared above
        kinds.choices = [(one.value, one.label) for one in transition.open_to(case.demander)]
        if not case.revision.item.facts:
            self.fields["fact"].help_text = _WRITE_IT
        self.fields |= consent_boxes(case.revision.item)
        self.initial = {**before(case_file.ground_of(case)), **self.initial}

    def clean(self) -> dict[str, Any]:
        """Complain of what is no ground, and of an oral demand that nobody could find again."""
        data = super().clean() or {}
        if self.errors:
            return data
        ground = self.ground()
        stated = {"fact": ground.fact}
        ask_again(self, self.case.revision.item, recording.facts_before(self.case), stated)
        for field, why in recording.faults(self.case, ground):
            self.add_error(field, _(why))
        asked = transition.Demanded(
            ground.said_by, ground.said_on, ground.office, ground.heard_by, bool(data["demand"])
        )
        missing = () if any(self.kept_document()) else transition.gaps(ground.kind, asked)
        if missing:
            told = {"missing": "、".join(gettext(one) for one in missing)}
            self.add_error(
                "said_by", _("口头要求也算，但要写清：%(missing)s。或者上传书面要求。") % told
            )
        return data

    def kept_document(self) -> tuple[str, str]:
        """Return the paper of the same unit's demand that lies on file already, if there is one."""
        last = case_file.ground_of(self.case)
        if last is None or last.demander_name != self.cleaned_data["demander_name"]:
            return "", ""
        return last.document, last.document_digest

    def ground(self) -> recording.Ground:
        """Return what was written down; valid forms only."""
        data = {one.name: self.cleaned_data[one.name] for one in fields(recording.Ground)}
        means = None if data["means"] == CANNOT else Means(data["means"])
        return recording.Ground(**{**data, "kind": TransitionKind(data["kind"]), "means": means})

    def given(self) -> Given:
        """Return what the resident agreed to; valid forms only."""
        return given_in(self.case.revision.item, self.cleaned_data)


def before(ground: TransitionGround | None) -> dict[str, Any]:
    """Return what was recorded last, to be completed or put right."""
    if ground is None:
        return {}
    names = [field.name for field in fields(recording.Ground)]
    return {**{name: getattr(ground, name) for name in names}, "means": ground.means or CANNOT}


class ConsultationForm(forms.Form):
    """In which form residents were heard (灵活议事), OP-3.2.b."""

    form = choice(_("用什么形式"), ())
    held_on = PastDayField(label=_("哪一天"))
    took_part = lines(
        _("谁参加了"),
        _("请写明谁参加了，例如：楼长王某、同楼住户李某等6人。"),
        _("姓名或者户。加密保存，不印在证明上。"),
    )
    said = lines(
        _("说了什么"),
        _("请写明各方说了什么，有不同意见的也写上。"),
        _("有不同意见的也照写。"),
        rows=4,
    )
    result = radios(_("结果"), consultation.Result, _("请选择结果。"))

    def __init__(self, rule: DeliberationRule, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("请选择")), *((one, _(one)) for one in kinds(rule))]

    def consultation(self) -> consultation.Consultation:
        """Return the consultation in the law's words; valid forms only."""
        data = self.cleaned_data
        return consultation.Consultation(**{**data, "result": consultation.Result(data["result"])})


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
    why = on_condition(
        line(
            _("和原来登记的不一样，为什么"),
            None,
            _(
                "同一次会议人数或者票数不一样的，或者用另一天的会议代替的才填，"
                "例如：上次把反对的写成了同意。"
            ),
            longest=200,
        )
    )
    sheet = scan(
        _("签到及表决表"), _("到会人员签名的原件，扫描或拍照：PDF、JPG 或 PNG，不超过 10 MB。")
    )

    def __init__(
        self,
        rule: DeliberationRule,
        *args: Any,
        before: Callable[[deliberation.Meeting], Sequence[Obstacle]] = lambda _: (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        self.initial = {"public_notice_days": rule.public_notice_days, **self.initial}
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(kind, kind) for kind in kinds(rule)]
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
        if not (self.errors or data.get("why")):
            for one in self.before(self.meeting()):
                self.fields["why"].required = True  # it is asked for now, and says so
                self.add_error("why", in_words(one))
        return data

    def meeting(self) -> deliberation.Meeting:
        """Return the meeting in the law's words; valid forms only."""
        data = {**self.cleaned_data}
        sheet, _why = data.pop("sheet", None), data.pop("why", "")
        return deliberation.Meeting(**data, sheet=bool(sheet))
