"""What officers fill in about what waits for them (待确认事项表单)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juzheng.acts.catalogue.confirming import Found
from juzheng.law.catalogue.items import Confidence, Instrument
from juzheng.law.catalogue.looking import IN_FORCE, LookLine
from juzheng.law.catalogue.provisions import registered
from juzheng.records.models import Confirmation
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.fields import DayField, line, lines
from juzheng.web.shared.published_fields import public_lines
from juzheng.web.templatetags.juzheng import place_name

_long = partial(lines, longest=500, rows=3)
LONGEST = 200


class _FoundForm(forms.Form):
    """What was found (查证结果)."""

    source = _long(
        _("在哪里查的"),
        _("请写明查了哪里。"),
        _("例如：省人大常委会网站，2026年11月20日。"),
    )

    def __init__(self, data: Any = None, *, row: Confirmation, **more: Any) -> None:
        super().__init__(data, **more)
        self.row = row

    def _found(self, answer: LookLine, text: Instrument | None = None) -> Found:
        place = place_name(self.row.division or self.row.place)
        return Found(answer, self.cleaned_data["source"], place, text)


class MayForm(_FoundForm):
    """Where it is written that the paper may be issued (可以出具)."""

    title = line(
        _("依据的法律文件"),
        _("请写明依据哪部法律文件。"),
        _("写全名，例如：浙江省物业管理条例。"),
        longest=LONGEST,
    )
    provision = line(
        _("哪一条"), _("请写明哪一条。"), _("照原文写，例如：第四十七条。"), longest=LONGEST
    )
    checked = line(
        _("怎样核对的"),
        _("请写明怎样核对的。"),
        _("例如：对照省人大常委会公布的文本逐字核对。"),
        longest=LONGEST,
    )
    days = forms.IntegerField(
        label=_("几个工作日内办好"),
        help_text=_("规定里写了的照写；没有写的填 0，按这一项自己的时限。"),
        min_value=0,
        max_value=60,
        initial=0,
        error_messages={"required": _("请填天数，没有规定的填 0。")},
    )
    issuer = line(_("谁制定的"), None, _("文件还没有登记的才填。"), longest=LONGEST)
    begins = DayField(
        label=_("从哪天起施行"), help_text=_("文件还没有登记的才填。"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Insist on who made a text and since when it holds, where it is not registered yet."""
        said = dict(super().clean() or {})
        if said.get("title") and self._registered() is None:
            for name, missing in (
                ("issuer", _("这份文件还没有登记，请写明谁制定的。")),
                ("begins", _("这份文件还没有登记，请写明从哪天起施行。")),
            ):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, missing)
        return said

    def found(self) -> Found:
        """Return the answer, with the text if that has to be registered."""
        said, known = self.cleaned_data, self._registered()
        text = None if known else self._text(said["begins"])
        code = known.id if known else f"looked-{self.row.pk}"
        written = (code, said["provision"], said["checked"], said["days"])
        return self._found(LookLine(self.row.item, True, *written), text)  # noqa: FBT003 - it may

    def _registered(self) -> Instrument | None:
        title = self.cleaned_data["title"].strip("《》 ")
        return registered(title, request_catalogue.today().instruments.values())

    def _text(self, begins: date) -> Instrument:
        return Instrument(
            id=f"looked-{self.row.pk}",
            title=self.cleaned_data["title"].strip("《》 "),
            issuer=self.cleaned_data["issuer"],
            in_force_from=begins,
            in_force_until=None,
            status=IN_FORCE,
            checked_on=None,
            confidence=Confidence.MEDIUM,
            binding=True,
            source=self.cleaned_data["source"],
        )


class MayNotForm(_FoundForm):
    """Why the paper may not be issued (不能出具)."""

    reason = public_lines(
        _("为什么不能出具"),
        _("请写明为什么，哪份清单、哪部规定里写的。"),
        _("居民会看到这一句，例如：《示例市物业管理条例》第四十七条写明由业主委员会核实。"),
        longest=500,
    )

    def found(self) -> Found:
        """Return the answer."""
        reason = self.cleaned_data["reason"]
        return self._found(LookLine(self.row.item, False, reason=reason))  # noqa: FBT003 - may not


class RaiseForm(forms.Form):
    """Why it cannot be settled here (报上级)."""

    note = _long(_("为什么本级定不了"), _("请写明为什么要请上级定。"))

    def __init__(self, data: Any = None, *, row: Confirmation, **more: Any) -> None:
        super().__init__(data, **more)
