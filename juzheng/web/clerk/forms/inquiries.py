"""Forms of an authority's inquiry (来函表单): what the letter says, the reply, its sending."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from juzheng.acts.inquiries.inquiries import Letter, Reply
from juzheng.law.inquiries.inquiries import Authority, Finding, Sent
from juzheng.records.models import Inquiry
from juzheng.web.clerk.forms.evidence import scan
from juzheng.web.shared.fields import (
    DayField,
    PastDayField,
    choice,
    line,
    lines,
    on_condition,
    radios,
)

KEY_LENGTH = 64


def letter_scan() -> Any:
    """Return the box for the copy of the letter (来函扫描件)."""
    return scan(
        _("来函、调查令、介绍信或者证件"),
        _("扫描或拍照：PDF、JPG 或 PNG，不超过 10 MB。没有它不能拟复函。"),
    )


class LetterForm(forms.Form):
    """What came, from whom, and what it asks (登记来函)."""

    key = forms.CharField(
        max_length=KEY_LENGTH,
        widget=forms.HiddenInput,
        error_messages={"required": _("页面放久了。请重新打开登记来函页面。")},
    )
    authority = radios(_("是哪一类机关、机构"), Authority, _("请选择是哪一类机关、机构。"))
    sender = line(_("来函机关全称"), _("请照来函写全称，例如：示例县人民法院。"))
    letter_number = line(
        _("文号，或者证件、介绍信编号"),
        _("请照来函写，例如：（2026）示民调1号；当面来人的，写工作证件编号。"),
        _("例如：（2026）示民调1号；当面来人的，写工作证件编号。"),
    )
    letter_on = PastDayField(label=_("来函落款日期"))
    basis = line(
        _("来函写明的法律依据"), hint=_("照来函写；没有写的空着，页面会列出常用条文。"), longest=200
    )
    about = line(
        _("来函涉及谁"),
        _("请照来函写姓名或者名称，例如：王小明；不涉及人的，写涉及什么，例如：示例路1号房屋。"),
        _(
            "照来函写姓名或者名称；不涉及人的，写涉及什么。印在复函上，核验页面只显示第一个和最后一个字。"
        ),
    )
    question = lines(
        _("要查什么"),
        _("请照来函写明要查谁的什么情况。"),
        _("照来函写，会印在复函上。加密保存，只有本委员会看得到，查看留痕。"),
        longest=2000,
        rows=4,
    )
    due_on = DayField(label=_("来函要求哪天前答复"), required=False)
    letter = letter_scan()

    again = ""  # of which earlier entries it was told

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": secrets.token_urlsafe(24), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def ask_again(self, before: Sequence[Inquiry]) -> bool:
        """Complain of a letter that was registered before (登记过的来函), once; say if it was."""
        numbers = "、".join(one.number for one in before)
        if not numbers or self.data.get("again") == numbers:
            return False
        told = "、".join(f"{one.number}（{one.received_by}）" for one in before)
        said = _(
            "同一个机关、同一天、同一个文号的来函已经登记过：%(told)s。是同一件的，请到那一件里办，不要再登记；"
            "同一封信问几个人、要分开答复的，请核对后再按一次。"
        )
        self.add_error(None, said % {"told": told})
        self.data = {**dict(self.data.items()), "again": numbers}
        self.again = numbers
        return True

    def what_it_says(self) -> Letter:
        """Return the letter in the act's words; valid forms only."""
        data = {name: self.cleaned_data[name] for name in self.fields if name != "letter"}
        return Letter(**{**data, "authority": Authority(data["authority"])})


class CopyForm(forms.Form):
    """The copy of the letter that was missing (补存扫描件)."""

    letter = letter_scan()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["letter"].required = True
        self.fields["letter"].error_messages["required"] = _("请选择一个文件。")


class ReplyForm(forms.Form):
    """What the reply says (拟复函)."""

    finding = radios(_("查得怎么样"), Finding, _("请选择查得怎么样。"))
    looked_in = line(
        _("查了哪里、怎样核实的"),
        _("请写明查了哪里、怎样核实的，例如：查阅2025年居民登记册。"),
        _("例如：查阅2025年居民登记册。印在复函上。"),
    )
    answer = on_condition(
        lines(
            _("答复"),
            hint=_("只答所问，一行一条；没有留存、不掌握的，可以空着，复函会照实写明。"),
            longest=4000,
            rows=6,
        )
    )

    def clean(self) -> dict[str, Any]:
        """Complain of a finding of which nothing is told."""
        data = super().clean() or {}
        told = data.get("answer") or "answer" in self.errors
        if data.get("finding") == Finding.FOUND.value and not told:
            self.add_error("answer", _("请写明查到了什么。"))
        return data

    def reply(self) -> Reply:
        """Return the reply in the act's words; valid forms only."""
        data = self.cleaned_data
        return Reply(Finding(data["finding"]), data["looked_in"], data["answer"])


class SentForm(forms.Form):
    """How and when the signed reply went out (送出)."""

    how = choice(_("怎样送出"), [("", _("请选择")), *Sent], _("请选择怎样送出。"))
    sent_on = PastDayField(label=_("哪天送出"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"sent_on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class MistakeForm(forms.Form):
    """Why an entry is taken back (登记错了，作废)."""

    reason = lines(
        _("理由"),
        _("请写明理由，例如：这封信已经登记过，编号是另一个。"),
        _("留在办理经过里，不能删改。"),
        longest=300,
        rows=2,
    )


class ReasonForm(forms.Form):
    """Why the draft goes back, or why nothing is told (理由)."""

    reason = lines(
        _("理由"),
        _("请写明理由，例如：没有人民法院的调查令，律师自己来函不足以查阅他人情况。"),
        longest=300,
        rows=2,
    )
