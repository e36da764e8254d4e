"""What officers fill in about a proposal to amend (提请修改表单)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from juzheng.law.catalogue.amendments import OpinionStance
from juzheng.records.models import Amendment, AmendmentOpinion
from juzheng.web.shared.fields import lines, radios

LONGEST_UNIT = 100
MOST_UNITS = 50


_long = partial(lines, longest=2000, rows=4)


class ProposalForm(forms.Form):
    """What is to be amended (提请内容)."""

    wanted = _long(
        _("请修改哪份文件的哪一条，建议怎么改"),
        _("请写明文件、条文和建议怎么改。"),
        _("例如：把“由居委会证明”改为“由登记机关核查”。"),
    )


class ConsultationForm(forms.Form):
    """Who is asked (征求意见)."""

    units = _long(_("向哪些单位征求意见"), _("请至少写一个单位。"), _("一行写一个单位。"))

    def clean_units(self) -> tuple[str, ...]:
        """Return the units, one from each line that says something."""
        units = [line.strip() for line in self.cleaned_data["units"].split("\n") if line.strip()]
        if any(len(unit) > LONGEST_UNIT for unit in units):
            raise ValidationError(_("单位名称最多 100 个字。请一行写一个单位。"))
        if len(units) > MOST_UNITS:
            raise ValidationError(_("一次最多 50 个单位。请分几次登记。"))
        return tuple(units)


class OpinionForm(forms.Form):
    """What a unit has answered (登记意见)."""

    opinion = radios(_("哪个单位的意见"), (), _("请选择是哪个单位的意见。"))
    stance = radios(_("意见"), OpinionStance, _("请选择同意、有不同意见，还是没有意见。"))
    text = lines(_("意见原文"), longest=2000)

    def __init__(self, data: Any = None, *, amendment: Amendment, **more: Any) -> None:
        super().__init__(data, **more)
        waiting = amendment.opinions.filter(stance="")
        field = self.fields["opinion"]
        field.choices = [(str(one.pk), one.unit) for one in waiting]  # type: ignore[attr-defined]
        self.waiting = waiting

    def clean_opinion(self) -> AmendmentOpinion:
        """Return the opinion that was waited for."""
        return self.waiting.get(pk=self.cleaned_data["opinion"])

    def clean_stance(self) -> OpinionStance:
        """Return the stance as the law says it."""
        return OpinionStance(self.cleaned_data["stance"])


class ArgumentForm(forms.Form):
    """Why it must change (论证)."""

    argument = _long(
        _("论证：为什么要改，改了之后居民怎么办"),
        _("请写明为什么要改，以及改了之后居民怎么办。"),
        _("写明居（村）委会为什么核实不了，哪个机关掌握情况。"),
    )


class OutcomeForm(forms.Form):
    """What became of it (结果)."""

    adopted = radios(
        _("结果"), [("yes", _("已采纳")), ("no", _("未采纳"))], _("请选择已采纳还是未采纳。")
    )
    note = _long(_("哪份文件答复的，怎么说"), _("请写明答复的文件和内容。"))

    def clean_adopted(self) -> bool:
        """Return whether it is yes."""
        return bool(self.cleaned_data["adopted"] == "yes")


class WithdrawalForm(forms.Form):
    """Why it is taken back (撤回)."""

    note = _long(_("为什么撤回"), _("请写明为什么撤回。"))
