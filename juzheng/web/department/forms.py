"""What a unit fills in (索要登记表单)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juzheng.law.base.divisions import NATION
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, Held, Stated
from juzheng.outside import cells
from juzheng.outside.material_lists import LARGEST_BYTES
from juzheng.records.models import Demand
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.catalogue.item_labels import grouped, labelled
from juzheng.web.shared.fields import choice, lines, radios, ticked
from juzheng.web.shared.published_fields import public_line, public_lines
from juzheng.web.shared.uploads import UploadField


class DemandForm(forms.Form):
    """One proof that the unit demands (索要登记)."""

    matter = public_line(
        _("办什么事"),
        _("请写明办什么事，例如：房屋所有权转移登记。"),
        _("事项全称，例如：房屋所有权转移登记"),
    )
    paper = public_line(
        _("要居民交什么证明"),
        _("请写明要什么证明，例如：亲属关系证明。"),
        _("照办事指南上的叫法，例如：亲属关系证明"),
    )
    asked_of = radios(_("让居民向谁要"), AskedOf, _("请选让居民向谁要。"))
    fact = public_line(
        _("要证明的事实"),
        _("请用一句话写明要证明什么事实。"),
        _("一句话，例如：申请人是原权利人的儿子"),
        longest=200,
    )
    item = choice(
        _("目录里的哪一项"),
        (),
        help_text=_("向居（村）委会要的才选；不选的，由审核部门确认。"),
        unknown=_("目录里没有这一项。请从列表里选。"),
        required=False,
    )
    bases = public_lines(
        _("依据哪部法律法规的哪一条"),
        hint=_("一行一条，例如：《不动产登记暂行条例》第十六条。没有的留空，会照实公示。"),
        longest=2000,
    )
    other_papers = public_lines(_("同一件事还要交哪些材料"), hint=_("一行一份。"), longest=2000)
    held = radios(
        _("这个事实本单位是不是已经能查到"),
        Held,
        _("请选是不是已经能查到。"),
        initial=Held.NO.value,
    )
    held_where = public_line(_("在哪里能查到"), hint=_("数据或材料的名称，例如：人口库、户口簿"))
    commitment = ticked(_("可以由居民书面承诺代替"))

    GROUPS = (
        (_("要什么"), ("matter", "paper", "asked_of", "fact", "item")),
        (_("凭什么"), ("bases",)),
        (_("能不能不要"), ("other_papers", "held", "held_where", "commitment")),
    )

    def __init__(self, data: Any = None, *, demand: Demand | None = None) -> None:
        super().__init__(data, initial=_initial(demand) if demand else None)
        today = request_catalogue.today()
        listed = labelled((item for _code, item in sorted(today.items.items())), NATION, today)
        named = ((code, f"{code} {said}") for code, said in listed)
        choices = [("", _("不选")), *grouped(named, today)]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields under their headings."""
        return [
            {"title": title, "fields": [self[name] for name in names]}
            for title, names in self.GROUPS
        ]

    def clean_bases(self) -> tuple[LegalBasis, ...]:
        """Return the bases; each line has to name a text."""
        try:
            lines = str(self.cleaned_data["bases"]).splitlines()
            return tuple(one for line in lines for one in cells.bases(line))
        except ValueError:
            raise ValidationError(
                _("有一行看不懂。请写成《文件名称》第几条，例如：《公证法》第二十九条。")
            ) from None

    def clean_other_papers(self) -> tuple[str, ...]:
        """Return the names, one a line."""
        lines = (line.strip() for line in str(self.cleaned_data["other_papers"]).splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        """Ask where, of what is known already."""
        data = super().clean() or {}
        if data.get("held", Held.NO.value) != Held.NO.value and not data.get("held_where"):
            self.add_error("held_where", _("请写明在哪里能查到，例如：人口库。"))
        return data

    def stated(self) -> Stated:
        """Return what was filled in; the form is valid."""
        data = self.cleaned_data
        return Stated(**{**data, "asked_of": AskedOf(data["asked_of"]), "held": Held(data["held"])})


def _initial(demand: Demand) -> dict[str, Any]:
    listed = request_catalogue.today().instruments
    names = {one.id: one.title for one in listed.values()}
    lines = [
        f"《{names.get(one.instrument, one.instrument)}》{one.provision}" for one in demand.basis
    ]
    same = ("matter", "paper", "asked_of", "fact", "item", "held", "held_where", "commitment")
    return {
        **{name: getattr(demand, name) for name in same},
        "bases": "\n".join(lines),
        "other_papers": "\n".join(demand.other_papers),
    }


class CancelForm(forms.Form):
    """Why a unit gives a demand up (取消理由)."""

    reason = public_lines(
        _("为什么不再要"),
        _("请写明为什么不再要，例如：改为内部核查。"),
        _("会公示，例如：改为内部核查。"),
        longest=500,
        rows=2,
    )


class DiscardForm(CancelForm):
    """Why a draft is given up that nobody else has seen (放弃草稿的理由)."""

    reason = public_lines(
        _("为什么放弃"),
        _("请写明为什么放弃，例如：导入错了。"),
        _("草稿没有公示过，理由也不公示，例如：导入错了。"),
        longest=500,
        rows=2,
    )


class ListForm(forms.Form):
    """A list of materials as a file (材料清单文件)."""

    file = UploadField(
        _("材料清单文件"),
        _("请选一个文件。"),
        accept=".xlsx,.json",
        most=LARGEST_BYTES,
        too_large=_("文件超过 1 MB。请分成几个文件。"),
        help_text=_("XLSX 或 JSON，不超过 1 MB、1000 行。先检查，不会马上登记。"),
    )


class NoticeAnswerForm(forms.Form):
    """What the unit answers to a notice (对通报的答复)."""

    corrected = radios(
        _("还要不要这份证明"),
        [("yes", _("已经整改，不再要了")), ("no", _("没有整改"))],
        _("请选一项。"),
    )
    note = lines(
        _("整改情况或者理由"),
        _("请写明怎么改的，或者为什么不改。"),
        _("以后要公开曝光的，会一并公开，不写个人信息。"),
        rows=4,
    )
    basis = lines(_("要这份证明的依据"), hint=_("写文件名称和条款；没有依据的，空着。"))


class NoticeReplyForm(forms.Form):
    """What the unit says of the stated facts (对事实的意见)."""

    reply = public_lines(
        _("本单位的意见"),
        _("请写明本单位的意见。"),
        _("会与事实说明一起公开，不写个人信息。"),
        longest=3000,
        rows=4,
    )


BASIS, CORRECTED = "basis", "corrected"  # what a superior answers, which it cannot do in one word


class AskedForm(forms.Form):
    """What the unit's superior answers to what it is asked (主管部门的答复)."""

    gave = radios(
        _("要这份证明有没有依据"),
        [
            (BASIS, _("有依据，写在下面")),
            ("none", _("没有依据")),
            (CORRECTED, _("没有依据，已经让单位纠正")),
        ],
        _("请选一项。"),
    )
    text = public_lines(
        _("依据，或者怎样纠正的"),
        hint=_(
            "会公开，不写个人信息。有依据的，写文件名称和条款；已经纠正的，写怎样纠正的；"
            "没有依据的，可以空着。"
        ),
        longest=3000,
        rows=4,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the words that an answer cannot do without."""
        data = super().clean() or {}
        wanted = {BASIS: _("请写文件名称和条款。"), CORRECTED: _("请写怎样纠正的。")}
        if "text" in data and not data["text"] and (missing := wanted.get(data.get("gave", ""))):
            self.add_error("text", missing)
        return data


class ObjectionForm(NoticeReplyForm):
    """What the unit objects to in what was published (异议)."""

    reply = public_lines(
        _("哪里不对，为什么"),
        _("请写明哪里不对，为什么。"),
        _("异议会公开，不写个人信息。"),
        longest=3000,
        rows=4,
    )


class HearingRequestForm(forms.Form):
    """Why the unit asks to be heard in person (要求当面陈述、听证)."""

    reason = lines(
        _("要当面说什么"),
        _("请写明要当面说什么，几句话就行。"),
        _("不公开，不写个人信息。民政部门定下时间地点，在收件箱里告诉您。"),
        longest=1000,
        rows=3,
    )
