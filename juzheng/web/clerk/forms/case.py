"""Forms of the case page (办件页表单)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from juzheng.law.cases.verification import Means, Result
from juzheng.law.catalogue.items import FactToVerify
from juzheng.web.shared.fields import (
    PlainWrittenField,
    PublishedBox,
    PublishedField,
    WrittenField,
)


@dataclass(frozen=True)
class Checked:
    """One check as typed (核查填写)."""

    fact: str
    means: Means
    result: Result
    note: str


@dataclass(frozen=True)
class FactRow:
    """One fact with its three boxes (一项核实内容), for the page."""

    fact: FactToVerify
    means: BoundField
    result: BoundField
    note: BoundField


class VerificationForm(forms.Form):
    """
    What was checked, how, with which result (核查登记): one row a fact.

    A row left alone says nothing. A row begun must be finished.
    """

    use_required_attribute = False

    def __init__(self, facts: Sequence[FactToVerify], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts
        for fact in facts:
            self._add(fact)

    def _add(self, fact: FactToVerify) -> None:
        self.fields[f"means-{fact.key}"] = forms.ChoiceField(
            label=_("怎样核实的"),
            required=False,
            choices=[("", _("请选择")), *((each.value, each.label) for each in Means)],
            error_messages={"invalid_choice": _("没有这种核查方式。请从列表里选一种。")},
        )
        self.fields[f"result-{fact.key}"] = forms.ChoiceField(
            label=_("结果"),
            required=False,
            choices=[(each.value, each.label) for each in Result],
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("没有这种结果。请选“属实”或“不能确认”。")},
        )
        self.fields[f"note-{fact.key}"] = PlainWrittenField(
            label=_("看到、听到了什么"),
            help_text=_("例如：看过户口簿原件第3页；与2号楼张某、李某核对。"),
            required=False,
            max_length=500,
        )

    def rows(self) -> Iterator[FactRow]:
        """
        Return the rows for the page, after any cleaning is done.

        A row may be left alone, but once begun its first two boxes are not optional: so the
        labels must not say that they are.
        """
        for fact in self.facts:
            for name in (f"means-{fact.key}", f"result-{fact.key}"):
                self.fields[name].required = True
            yield FactRow(
                fact,
                self[f"means-{fact.key}"],
                self[f"result-{fact.key}"],
                self[f"note-{fact.key}"],
            )

    def clean(self) -> dict[str, Any]:
        """Complain of half a row, and of a failure without a word why."""
        data = super().clean() or {}
        for fact in self.facts:
            self._clean_row(fact, data)
        return data

    def _clean_row(self, fact: FactToVerify, data: dict[str, Any]) -> None:
        means, result = data.get(f"means-{fact.key}"), data.get(f"result-{fact.key}")
        note = data.get(f"note-{fact.key}")
        if result and not means and f"means-{fact.key}" not in self.errors:
            self.add_error(f"means-{fact.key}", _("请选择“%s”是怎样核实的。") % fact.label)
        if (means or note) and not result and f"result-{fact.key}" not in self.errors:
            self.add_error(f"result-{fact.key}", _("请选择“%s”核实的结果。") % fact.label)
        if result == Result.FAILED.value and not note and f"note-{fact.key}" not in self.errors:
            self.add_error(
                f"note-{fact.key}",
                _("“%s”不能确认的，请写明查了什么、为什么不能确认。") % fact.label,
            )

    def checked(self) -> tuple[Checked, ...]:
        """Return the rows that were filled in; valid forms only."""
        data = self.cleaned_data
        return tuple(
            Checked(
                fact.key,
                Means(data[f"means-{fact.key}"]),
                Result(data[f"result-{fact.key}"]),
                data[f"note-{fact.key}"],
            )
            for fact in self.facts
            if data.get(f"result-{fact.key}")
        )


class SearchForm(forms.Form):
    """A case's number, or its applicant's identity number (查找办件)."""

    wanted = PlainWrittenField(
        label=_("按编号或证件号码查找"),
        max_length=60,
        required_text=_("请填写办件编号（只填最后几位也行）或申请人的证件号码。"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class BackForm(forms.Form):
    """Why a draft goes back (退回补正)."""

    reason = WrittenField(
        label=_("退回理由"),
        help_text=_("写明缺什么、怎样补，例如：请补看户口簿原件并登记。"),
        max_length=300,
        required_text=_("请写明缺什么、怎样补，例如：请补看户口簿原件并登记。"),
        widget=forms.Textarea({"rows": 2}),
    )


class RevocationForm(forms.Form):
    """Why a certificate is taken back (撤销理由): whoever checks the paper reads it."""

    reason = PublishedField(
        label=_("撤销理由"),
        help_text=_("扫码核验的人会看到。请写事实，不写个人信息，例如：核实的居住时间有误。"),
        max_length=200,
        required_text=_("请写明撤销理由，例如：核实的居住时间有误。"),
        widget=PublishedBox({"rows": 3}),
    )
