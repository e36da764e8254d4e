"""Forms of the clerk's papers (经办记录表单): notes, what is missing, seal, collection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base.files import LARGEST_BYTES
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.cases import custody, missing
from juzheng.law.cases.custody import Collector, Custody, Done, Wanted
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import own_item
from juzheng.records.models import Case
from juzheng.web.clerk.forms.evidence import content
from juzheng.web.shared.act_results import in_words
from juzheng.web.shared.fields import DayField, line, lines, on_condition, radios, several
from juzheng.web.shared.uploads import UploadField

PHOTOS = "image/jpeg,image/png,image/webp"


def _upload(label: Any, hint: Any, accept: str) -> UploadField:
    return UploadField(
        label,
        None,
        accept=accept,
        most=LARGEST_BYTES,
        too_large=_("文件超过 10 MB。请缩小图片或分辨率后再上传。"),
        help_text=hint,
        required=False,
    )


class NoteForm(forms.Form):
    """A note, with a photo from the phone or a file (工作记录)."""

    text = lines(
        _("记什么"),
        None,
        _("例如：11月24日打电话问过2号楼楼长。加密保存，只有本委员会看得到，不印在证明上。"),
        longest=2000,
        rows=4,
    )
    photo = _upload(
        _("拍照"), _("打开相机拍一张。拍摄地点、时间和手机型号会去掉，只留画面。"), PHOTOS
    )
    file = _upload(
        _("或者选文件"),
        _("照片（JPG、PNG、WebP）或者 PDF，不超过 10 MB。"),
        f"{PHOTOS},application/pdf",
    )
    corrects = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].widget.attrs["capture"] = "environment"  # the camera at the back

    def clean(self) -> dict[str, Any]:
        """Insist on something to keep, and on one file a note."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(one) for one in ("text", "photo", "file")):
            self.add_error("text", _("请写一句，或者拍一张照片、选一个文件。"))
        if data.get("photo") and data.get("file"):
            self.add_error("file", _("一条记录放一个文件。请分两次登记。"))
        return data

    @property
    def uploaded(self) -> str:
        """Return which box a file lies in."""
        return "photo" if self.cleaned_data.get("photo") else "file"

    def content(self) -> bytes:
        """Return the file; nothing if there is none. Valid forms only."""
        return content(self.cleaned_data.get("photo") or self.cleaned_data.get("file"))


class MissingForm(forms.Form):
    """What lacks, and until when it can be brought (一次告知缺什么)."""

    lacking = several(_("缺哪些"), None, _("打勾的会一条一条写给居民看。"))
    other = lines(
        _("还缺别的，写在这里"),
        None,
        _("一行写一样，写清楚要哪一种、去哪里拿，例如：2号楼301室的房产证复印件。"),
        longest=500,
        rows=2,
    )
    bring_by = DayField(label=_("请居民在哪天以前带来"))
    again = line(_("为什么第一次没有说"), None, _("居民看得到。"), longest=200)

    use_required_attribute = False
    FIELDS = {"wanted": "lacking", "bring_by": "bring_by", "again": "again"}

    def __init__(self, case: Case, usual: date, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"bring_by": usual, **self.initial}
        self.case, self.on = case, on
        materials = own_item.item_of(case).materials
        boxes = self.fields["lacking"]
        assert isinstance(boxes, forms.MultipleChoiceField)  # noqa: S101 - declared above
        boxes.choices = [(one, now(one)) for one in materials]
        if not materials:
            del self.fields["lacking"]
        self.before = case.requests.exists()
        if not self.before:
            del self.fields["again"]

    def clean(self) -> dict[str, Any]:
        """Say what stands in the way, each at its box: the act asks the same."""
        data = super().clean() or {}
        if not self.errors:
            outcome = Outcome(self.case.outcome)
            found = missing.obstacles(self.asked(), outcome, on=self.on, asked_before=self.before)
            _complain(self, found, self.FIELDS)
        return data

    @property
    def boxes(self) -> MissingForm:
        """Return the form for the page: one of two boxes is needed, so neither says 可不填."""
        for name in {"lacking", "other"} & set(self.fields):
            self.fields[name].required = True
        return self

    def asked(self) -> missing.Asked:
        """Return what the resident is told, in the law's words."""
        data = self.cleaned_data
        other = [one.strip() for one in data["other"].splitlines() if one.strip()]
        day = data["bring_by"] or self.on - timedelta(days=1)
        return missing.Asked((*data.get("lacking", ()), *other), day, data.get("again", ""))


class MaterialsForm(forms.Form):
    """What came (收到的材料)."""

    said = line(
        _("收到了什么"), None, _("例如：户口簿原件，看过当场退还。居民看得到。"), longest=300
    )


class ClosingForm(forms.Form):
    """Why nobody waits any more (不再等的理由)."""

    reason = lines(
        _("为什么不等了"),
        _("请写明怎样联系过、为什么不等了。居民看得到。"),
        _("写明怎样联系过。居民看得到，例如：11月20日、25日打过电话，没有接。"),
        longest=300,
        rows=2,
    )

    def __init__(self, bring_by: date, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bring_by, self.on = bring_by, on

    def clean(self) -> dict[str, Any]:
        """Say that the resident still has time."""
        data = super().clean() or {}
        if not self.errors:
            found = missing.obstacles_to_ending(self.bring_by, data["reason"], on=self.on)
            _complain(self, found, {})
        return data


def copies() -> forms.IntegerField:
    """Return the box for how many sheets (份数)."""
    said = _("请写份数，1到50。")
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)
    return forms.IntegerField(
        label=_("几份"),
        initial=1,
        min_value=1,
        max_value=custody.MOST_COPIES,
        error_messages=wrong,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )


class CollectionForm(forms.Form):
    """Who takes the paper (领取)."""

    copies = copies()
    collector = radios(_("谁来领"), Collector, initial=Collector.APPLICANT.value)
    person = on_condition(line(_("代领人姓名"), None, _("别人代领才填。加密保存。"), longest=60))
    shown = on_condition(
        line(
            _("怎样核对的身份"),
            None,
            _("别人代领才填，例如：看了身份证原件和申请人的委托书。"),
            longest=200,
        )
    )
    sealed = forms.BooleanField(
        label=_("这几份都盖好章了（同时登记盖章）"),
        help_text=_("您自己盖的才在这里勾；别人盖的，请先登记盖章。"),
        error_messages={
            "required": _("还没有登记盖章，不能交出去。请盖好章，勾选这一项，再登记。")
        },
    )

    def __init__(self, done: Sequence[Done], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.done = done
        kept, stands = custody.left(done), custody.stands(done, Custody.SEALED)
        if stands:
            del self.fields["sealed"]
        elif kept:  # sealed ones lie here beside the sheet that was printed again
            seal = self.fields["sealed"]
            seal.required = False
            seal.label = _("交出的是再打印的，已经盖好章（同时登记盖章）")
            seal.help_text = _("交出的是以前盖好的，不用勾。")
        if kept or stands:
            self.initial = {"copies": kept, **self.initial}

    def clean(self) -> dict[str, Any]:
        """
        Insist on the seal, on no more copies than bear it, and on who else takes them.

        Name and means are dropped where it is the applicant.
        """
        data = super().clean() or {}
        if not (data.get("sealed") or "sealed" in self.errors) and "copies" in data:
            for one in custody.unsealed(data["copies"], self.done):
                self.add_error("copies", in_words(one))
        if data.get("collector") == Collector.APPLICANT.value:
            data["person"] = data["shown"] = ""
            return data
        if not data.get("person"):
            self.add_error("person", _("请写代领人的姓名。"))
        if not data.get("shown"):
            self.add_error("shown", _("请写怎样核对的代领人身份。"))
        return data

    def wanted(self) -> list[Wanted]:
        """Return it in the law's words, with the seal that was not written down before."""
        data = self.cleaned_data
        taken = Wanted(Custody.COLLECTED, data["copies"], data["person"], data["shown"])
        return [*[Wanted(Custody.SEALED, data["copies"])] * bool(data.get("sealed")), taken]


class SealForm(forms.Form):
    """How many sheets bear the seal, and who put it (盖章)."""

    copies = copies()
    person = line(_("谁盖的"), None, _("是您自己盖的，不用填。"), longest=60)

    def wanted(self) -> Wanted:
        """Return it in the law's words; valid forms only."""
        return Wanted(Custody.SEALED, self.cleaned_data["copies"], self.cleaned_data["person"])


class ReprintForm(forms.Form):
    """Why it is printed once more (再打印的原因)."""

    copies = copies()
    reason = line(
        _("为什么再打印"),
        _("请写明为什么再打印，例如：第一份盖章盖花了。"),
        _("例如：第一份盖章盖花了；单位要两份原件。"),
        longest=200,
    )

    def wanted(self) -> Wanted:
        """Return it in the law's words; valid forms only."""
        data = self.cleaned_data
        return Wanted(Custody.REPRINTED, data["copies"], reason=data["reason"])


class SlipForm(forms.Form):
    """Why a line was a slip (登记错了的理由)."""

    why = line(
        _("哪里登记错了"),
        _("请写明哪里错了，例如：点错了，人还没有来领。"),
        _("原来那一行留着看得到，不再算数。例如：点错了，人还没有来领。"),
        longest=200,
    )


def _complain(form: forms.Form, found: tuple[Obstacle, ...], places: dict[str, str]) -> None:
    for one in found:
        place = places.get(one.code)
        if place not in form.fields:
            place = "other" if one.code == "wanted" else None
        form.add_error(place, in_words(one))
