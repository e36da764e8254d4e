"""Forms that put a case right before the pen, or do what its applicant asks for (更正、代办)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from juzheng.acts.cases import intake
from juzheng.acts.cases.correcting import Particulars
from juzheng.law.base import identity
from juzheng.law.base.identity import IdentityNumber
from juzheng.law.catalogue.answers import contradictions
from juzheng.records.models import Case
from juzheng.web.clerk.forms.counter import born_on_box, demander_box, purpose_box, recipient_box
from juzheng.web.shared.fields import (
    IdentityField,
    PersonNameField,
    TelephoneField,
    in_form,
    line,
)

REASON_LENGTH = 200
_NO_NAMES = _("留在办理经过里，不能删改。写事实，不写姓名和号码。")


class ReasonForm(forms.Form):
    """Why a slip is struck, or a case taken back (理由)."""

    reason = line(_("理由"), _("请写明理由，例如：点错了人，这一条不是他的。"), _NO_NAMES)

    def __init__(self, *args: Any, missing: Any = None) -> None:
        super().__init__(*args)
        if missing:
            self.fields["reason"].error_messages["required"] = missing


class SeenForm(forms.Form):
    """That the clerk has seen who stands there (验过证件)."""

    seen = forms.BooleanField(
        label=_("我看过申请人（孩子的，看监护人）的证件原件，和办件上的是同一个人"),
        error_messages={"required": _("请先看证件原件，对上了再勾选；没有带证件的，不能办。")},
    )


class WithdrawalForm(SeenForm):
    """What an applicant who takes the application back says, if anything (撤回申请)."""

    reason = line(_("申请人怎么说"), hint=_NO_NAMES, longest=REASON_LENGTH)


class ParticularsForm(forms.Form):
    """Who applies and what for, to be put right (更正申请人信息)."""

    applicant_name = PersonNameField(label=_("申请人姓名"))
    identity = IdentityField(label=_("证件号码"), required=False)
    born_on = born_on_box()
    telephone = TelephoneField(label=_("联系电话"))
    recipient = recipient_box()
    purpose = purpose_box()
    demander = demander_box()
    reason = line(
        _("为什么更正"),
        _("请写明怎么发现写错的，例如：照身份证原件核对，姓名写错一个字。"),
        _NO_NAMES,
        longest=REASON_LENGTH,
    )

    def __init__(self, case: Case, on: date, *args: Any) -> None:
        super().__init__(*args)
        self.case, self.on = case, on
        names = ("applicant_name", "telephone", "recipient", "purpose", "demander")
        self.initial = {name: getattr(case, name) for name in names}
        self.initial["born_on"] = case.answers.get(intake.BORN)
        masked = {"number": case.identity_masked}
        self.fields["identity"].help_text = _("现在是 %(number)s。没有写错的，不用填。") % masked

    def clean_identity(self) -> IdentityNumber:
        """Return the number as the law reads it; the one on file if none was typed."""
        typed = self.cleaned_data["identity"] or self.case.identity_written
        return identity.read(typed, self.on)

    def clean(self) -> dict[str, Any]:
        """Complain of a birth nobody can tell, and of what contradicts the answers on file."""
        data = super().clean() or {}
        number: IdentityNumber | None = data.get("identity")
        birth = (number.birth if number else None) or data.get("born_on")
        if number and birth is None:
            self.add_error("born_on", _("这种证件的号码看不出出生日期，请照证件填写出生日期。"))
        name, filed = data.get("applicant_name", ""), self.case.answers
        found = contradictions(self.case.revision.item, applicant=name, birth=birth, answers=filed)
        for bad in found.values():
            self.add_error(None, in_form(bad))
        return data

    def particulars(self) -> Particulars:
        """Return who applies and what for; valid forms only."""
        data = self.cleaned_data
        names = ("applicant_name", "identity", "telephone", "recipient", "purpose", "demander")
        born = None if data["identity"].birth else data["born_on"]
        return Particulars(**{name: data[name] for name in names}, born_on=born)
