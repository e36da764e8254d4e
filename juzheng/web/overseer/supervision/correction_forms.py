"""What officers fill in about corrections and exposures (纠正和公开表单)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base import files
from juzheng.acts.supervision.exposure import Element, Proof
from juzheng.law.base.demanders import Demander
from juzheng.law.supervision.exposure import Hearing, Service
from juzheng.law.supervision.on_file import ELEMENTS, GROUNDS, Shows
from juzheng.records.demands import demand_findings
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.catalogue.item_labels import grouped
from juzheng.web.shared.fields import PastDayField, UnitNameField, choice, line, lines, radios
from juzheng.web.shared.uploads import UploadField

_HEARD = _(
    "照原意记，会与事实说明一起公开。单位用账号写的原话另外公开，不用抄，也改不了。要求过当面陈述、又来文说不要了的，选“单位表示不（当面）陈述”，这里空着：它写过的意见留着。"
)
_NO_REASON = _("没有写理由。请写明为什么这样办，办理经过里会留下。")


class NoteForm(forms.Form):
    """A remark, which the law asks for at times (理由或说明)."""

    note = lines(_("理由或说明"))


class ReasonForm(forms.Form):
    """A reason, without which nothing of the kind is done (理由)."""

    note = lines(_("理由"), _NO_REASON)


class DismissalForm(ReasonForm):
    """Why it is given up, on file, and what its reporters are told (不再追究)."""

    told = lines(
        _("告诉反映人的话"),
        _("请写告诉反映人的话，例如：查到依据，是哪一条；或者：同一件事在另一件里办。"),
        _("反映人凭查询码看到的就是这段话。不写人名。"),
        longest=1000,
    )


_RECORD_ONLY = _("系统只留下这一条记录，不能删，也不会替您发出任何东西。不写姓名、电话。")


class ReminderForm(forms.Form):
    """How the unit was reminded (催办); nothing is sent by it."""

    note = lines(
        _("怎样催的"), _("请写怎样催的，例如：打电话给窗口负责人；发函，写文号。"), _RECORD_ONLY
    )


class EscalationForm(forms.Form):
    """How it was put before the unit's superior (报上级); nothing is sent by it."""

    note = lines(_("怎样报的"), _("请写报给了哪个上级、怎样报的，有文号的写文号。"), _RECORD_ONLY)


class NoticeForm(forms.Form):
    """What the notice says, and to whom it also goes (通报)."""

    superior = line(
        _("单位的上级"), _("请写单位的上级，通报要同时送到。"), _("通报同时送单位和它的上级。")
    )
    text = lines(
        _("通报的内容"),
        hint=_("系统拟的，可以改。一段一行，不写反映人是谁。空着就照拟稿发。"),
        longest=3000,
        rows=8,
    )


class ReceivedForm(forms.Form):
    """How a paper reached somebody (送达)."""

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


class ServiceForm(ReceivedForm):
    """What proves that the notice reached the unit (送达凭据)."""

    carried = line(
        _("谁送的、谁收的"), hint=_("写岗位，例如：邮递员送、收发室收。不写人名。"), longest=100
    )
    scan = UploadField(
        _("回执的照片或扫描件"),
        None,
        accept=".pdf,.jpg,.jpeg,.png",
        most=files.LARGEST_BYTES,
        too_large=_("文件超过 10 MB。请缩小图片或分辨率后再上传。"),
        required=False,
        help_text=_("可以先不传。会放进证据包。"),
    )

    def clean(self) -> dict[str, Any]:
        """Return the proof whole, if nothing of it is wrong."""
        said = self.cleaned_data
        if self.errors:
            return said
        upload = said["scan"]
        scan = upload.read() if upload else b""
        how, on = Service(said["how"]), said["on"]
        return {"proof": Proof(how, on, said["document"], said["carried"], scan)}


def _paper(label: Any, missing: Any = None) -> forms.CharField:
    hint = _("照收到的书面答复写，由没有受理、没有写事实的人登记。")
    return line(label, missing, hint, longest=200)


class StatementForm(forms.Form):
    """The facts, and what each element of the sentence rests on (事实说明和要件)."""

    statement = lines(
        _("事实说明"),
        _("请写明事实。"),
        _("写哪个单位、办什么事、要什么证明、给没给依据。不写人名，只写查到的事。"),
        longest=3000,
        rows=6,
    )
    item = choice(_("要的是目录里的哪一项"), [], required=False)

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        offer_items(self)
        for element in GROUNDS:
            self.fields |= _element_fields(element, required=element in ELEMENTS)
        self.fields["laws"] = lines(
            _("写到的法律不是要证明的依据"),
            hint=_(
                "上面写到了写着不该要、或者说明单位是哪一类的法律的，在这里写文件名称和它说的是什么，"
                "审批的人要看。没有写到的，空着。"
            ),
            rows=2,
        )

    def clean(self) -> dict[str, Any]:
        """Return the statement, what it rests on, the item, and what laws stand in it for."""
        said = self.cleaned_data
        if self.errors:
            return said
        parts = ("text", "document", "on", "whence")
        elements = {
            one: Element(*(said[f"{one.value}_{part}"] for part in parts))
            for one in GROUNDS
            if one in ELEMENTS or any(said[f"{one.value}_{part}"] for part in parts)
        }
        if any(element.on is None for element in elements.values()):
            day = self.fields[f"{Shows.ADDRESSED.value}_on"]
            self.add_error(f"{Shows.ADDRESSED.value}_on", day.error_messages["required"])
        return {"statement": said["statement"], "elements": elements, "item": said["item"]} | {
            "laws": said["laws"]
        }


def _element_fields(element: Shows, *, required: bool) -> dict[str, forms.Field]:
    """Return what is asked of one ground: what happened, which paper, of which day, by whom."""
    name = element.label.partition("：")[0]
    lacking = _("请写明，没有材料的不能公开。")

    def titled(what: Any) -> Any:
        return format_lazy("{}：{}", name, what)

    def asked(what: Any) -> tuple[Any, Any]:
        """Return the label, and what is said where it stays empty: it names the very field."""
        return titled(what), format_lazy("{}。{}", titled(what), lacking) if required else None

    day, missing = asked(_("材料是哪一天的"))
    on = PastDayField(label=day, required=required)
    on.error_messages = {
        **{code: format_lazy("{}。{}", day, said) for code, said in on.error_messages.items()},
        **({"required": missing} if missing else {}),
    }
    return {
        f"{element.value}_text": lines(*asked(_("查到的事实")), element.label, rows=2),
        f"{element.value}_document": line(*asked(_("什么材料")), longest=200),
        f"{element.value}_on": on,
        f"{element.value}_whence": line(
            *asked(_("由谁出具或提供")), _("写单位、窗口或岗位，不写人名。")
        ),
    }


def offer_items(form: forms.Form) -> None:
    """Offer what the paper may be confirmed to be; nobody has said yet: the empty one."""
    field: Any = form.fields["item"]
    listed = request_catalogue.today()
    items = demand_findings.confirmable(listed)
    field.choices = [("", _("还没有确认")), *grouped(items.items(), listed)]


class HearingForm(forms.Form):
    """How the unit was heard (听取意见)."""

    hearing = radios(_("单位怎么说"), Hearing, _("请选一项。"))
    reply = lines(_("单位的意见"), hint=_HEARD, longest=3000, rows=4)
    document = _paper(_("单位书面意见（当面说的，听证笔录）的文号和日期"))


class ResultForm(NoteForm):
    """Yes or no, with a remark (答复或核实结果)."""

    corrected = radios(_("结果"), [("yes", _("已纠正")), ("no", _("没有纠正"))], _("请选一项。"))
    field_order: tuple[str, ...] = ("corrected", "note")


class UnitAnswerForm(ResultForm):
    """The unit's answer as it stands on its paper (单位的书面答复)."""

    document = _paper(_("单位答复的文号和日期"), _("请写单位答复的文号和日期。"))
    basis = lines(_("单位给出的依据"), hint=_("写文件名称和条款；没有给依据的，空着。"))
    field_order: tuple[str, ...] = ("corrected", "note", "document", "basis")


class SuperiorForm(forms.Form):
    """What the unit's superior answered (主管部门的答复)."""

    gave = radios(_("主管部门给没给依据"), (Shows.BASIS, Shows.NO_BASIS), _("请选一项。"))
    text = lines(
        _("主管部门怎么说的"),
        hint=_("照来文写，会公开。给了依据的，写文件名称和条款。"),
        longest=3000,
    )
    on = PastDayField(label=_("来文是哪一天的"))
    document = _paper(_("来文的文号"), _("请写来文的文号。"))

    def clean(self) -> dict[str, Any]:
        """Return the basis, day and number of the answer, and its words where it gave none."""
        said = self.cleaned_data
        if said.get("gave") == Shows.BASIS.value and not said.get("text"):
            self.add_error("text", _("请写主管部门说的文件名称和条款。"))
        if self.errors:
            return said
        gave = said["gave"] == Shows.BASIS.value
        basis, text = (said["text"], "") if gave else ("", said["text"])
        return {"basis": basis, "on": said["on"], "document": said["document"], "text": text}


class SuperiorActForm(forms.Form):
    """By which act the superior put it right (主管部门的纠正)."""

    text = lines(_("主管部门怎样纠正的"), _("请照来文写。"), _("照原文写，会公开。"), longest=3000)
    on = PastDayField(label=_("来文是哪一天的"))
    document = _paper(_("来文的文号"), _("请写来文的文号。"))


class ReviewForm(ReasonForm):
    """That another has looked at the paper of one ground (审看要件)."""

    element = radios(_("审看的是哪一项"), GROUNDS, _("请选一项。"))
    note = lines(
        _("看了什么、是不是说明这一项"),
        _NO_REASON,
        _("由没有受理、没有写事实的人看过原件再登记。说明不了的，退回重写。"),
    )
    field_order: tuple[str, ...] = ("element", "note")


class IdentityForm(ReasonForm):
    """Who the unit is, put right (更正单位)."""

    unit_name = line(
        _("单位全称"),
        _("请写单位的全称。"),
        _("通报以后只能更正类别，名称要照原来的写。"),
        kind=UnitNameField,
    )
    unit_kind = choice(
        _("单位类别"),
        Demander,
        help_text=_("公开以后改成不能公开的类别，页面马上撤下，再由另一人登记公开不当。"),
    )
    field_order: tuple[str, ...] = ("unit_name", "unit_kind", "note")


class WeighingForm(ReasonForm):
    """Whether a basis that was named carries (核对依据)."""

    shows = radios(_("核对结果"), (Shows.FALLS, Shows.STANDS), _("请选一项。"))
    note = lines(
        _("哪份文件、为什么"),
        _NO_REASON,
        _("写明核对的是哪份文件、哪一条，为什么成立或不成立。"),
    )
    field_order: tuple[str, ...] = ("shows", "note")


class ObjectionForm(forms.Form):
    """What the unit objects to, on its paper (单位的书面异议)."""

    objection = lines(
        _("单位的异议"), _("请照来文写。"), _("照原意记，会公开。"), longest=3000, rows=4
    )
    document = _paper(_("单位异议的文号和日期"), _("请写单位异议的文号和日期。"))


class RedraftForm(forms.Form):
    """Other words for what is published (拟更正的文字)."""

    statement = lines(_("更正后的事实说明"), _("请写更正后的事实说明。"), longest=3000, rows=6)


class ApologyForm(forms.Form):
    """What stands in the place of an exposure that was wrong (更正、致歉的文字)."""

    note = lines(
        _("更正、致歉的文字"),
        _NO_REASON,
        _("会在原来的地方公开，公开多少天就挂多少天。写明哪里不对、为什么撤下。"),
        longest=3000,
        rows=4,
    )


class NothingForm(forms.Form):
    """Nothing to fill in (不需填写)."""
