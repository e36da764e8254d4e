"""Forms of the resident's door (居民表单). They turn text into clean values and know no records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.law.cases import consents
from juzheng.law.catalogue.items import Item
from juzheng.web.resident.steps import Step
from juzheng.web.shared.cases.consents import (
    agreement,
    guardian_fields,
    guardian_of,
    helper_fields,
    wrong_guardian,
    wrong_helper,
)
from juzheng.web.shared.receipt_fields import (
    CASE_NUMBER,
    REPORT_NUMBER,
    ReceiptCodeField,
    ReceiptNumberField,
    is_number,
)


class StepForm(forms.Form):
    """One question of the application (一页一问); its answer is JSON-fit."""

    def __init__(self, step: Step, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"] = answer = step.make()
        heard = self.initial.get("answer")
        if isinstance(answer, forms.ChoiceField) and step.kind is None and heard:
            # In a long list the one that is chosen is far down: it stands first.
            choices: Any = answer.choices
            answer.choices = sorted(choices, key=lambda one: one[0] != heard)


class DeclarationForm(forms.Form):
    """What the applicant declares and agrees to before filing (声明与同意)."""

    true = forms.BooleanField(
        label=_("以上是照实填的。我知道居（村）委会只证明核实过的事实。"),
        error_messages={"required": _("请核对填写的内容，属实的请勾选第一项。")},
    )
    sensitive = forms.BooleanField(
        label=_(
            "我同意为办这一件事，处理申请人的身份证件号码等敏感个人信息。"
            "替别人填写的，申请人本人知道，也同意。"
        ),
        error_messages={
            "required": _(
                "办这件事要用到身份证件号码。同意的请勾选第二项；不同意的，请带证件到窗口办。"
            )
        },
    )


class ConsentForm(DeclarationForm):
    """The declaration, with a consent for each sensitive kind, and a guardian's (单独同意)."""

    def __init__(
        self,
        data: Any = None,
        *,
        item: Item,
        applicant: str,
        answers: Mapping[str, Any],
        child: bool,
    ) -> None:
        super().__init__(data)
        self.applicant = applicant
        asked = consents.wanted(item, answers)
        self.kinds = [kind for kind in item.sensitive if kind.value in asked]
        for kind in self.kinds:
            self.fields[f"consent-{kind.value}"] = agreement(kind)
        if child:
            self.fields |= guardian_fields()
        else:  # asked before the declarations, which speak of the applicant
            self.fields = {**helper_fields(), **self.fields}

    def clean(self) -> dict[str, Any]:
        """Complain of a child who consents for himself."""
        data = super().clean() or {}
        guardian = guardian_of(data)
        if guardian is not None and not guardian.of(self.applicant):
            self.add_error("guardian_name", wrong_guardian(self.applicant, guardian))
        for box, wrong in wrong_helper(self.applicant, data).items():
            self.add_error(box, wrong)
        return data

    @property
    def named(self) -> str:
        """Return what is agreed to, in the visitor's language."""
        return gettext("、").join(gettext(kind.label) for kind in self.kinds)

    @property
    def given(self) -> tuple[str, ...]:
        """Return the kinds that were agreed to; valid forms only."""
        return tuple(kind.value for kind in self.kinds)


class FollowForm(forms.Form):
    """Number and code from the receipt (编号和查询码)."""

    number = ReceiptNumberField(
        digits=CASE_NUMBER,
        written="{}-{}-办{}",
        label=_("办件编号"),
        help_text=_("在回执上，例如：990121001001-2026-办000001。只输数字也行，22 位都要输。"),
        error_messages={"required": _("请照回执输入办件编号，例如：990121001001-2026-办000001。")},
    )
    code = ReceiptCodeField()

    def clean_number(self) -> str:
        """Return the number, unless it is a report's, which is followed elsewhere."""
        number: str = self.cleaned_data["number"]
        if is_number(number, REPORT_NUMBER):
            raise forms.ValidationError(_("这是反映编号，请到“查我的反映”查。"))
        return number
