"""Forms of the case page (办件页表单)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from juzheng.law.cases.reading import Lacking
from juzheng.law.cases.verification import Means, Result, misfit
from juzheng.law.catalogue.items import FactToVerify
from juzheng.web.clerk.forms.ways import ways_of
from juzheng.web.shared.fields import choice, line, lines, radios, several
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.published_fields import public_lines


class Beside(forms.Form):
    """
    A form that stands beside other buttons of its page (旁边的表单), and is sent with them.

    What somebody began to fill in is never lost by a press of another button.
    """

    @property
    def begun(self) -> bool:
        """Return whether anything is filled in (写了没有登记的)."""
        return any(str(said).strip() for box in self for said in _said(box.value()))


def _said(value: Any) -> list[Any]:
    several_said = isinstance(value, list | tuple)
    return list(value) if several_said else [] if value is None else [value]


class VerificationForm(Beside):
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
        self.fields[f"means-{fact.key}"] = choice(
            _("怎样核实的"),
            [("", _("请选择")), *ways_of(fact)],
            unknown=_("没有这种核查方式。请从列表里选一种。"),
            required=False,
        )
        self.fields[f"result-{fact.key}"] = radios(_("结果"), Result, required=False)
        self.fields[f"note-{fact.key}"] = line(
            _("看到、听到了什么"),
            hint=_("例如：看过户口簿原件第3页；与2号楼张某、李某核对。"),
            longest=500,
        )

    def named(self, box: forms.BoundField) -> str:
        """Return what a box asks and of which fact: the boxes of all facts ask alike."""
        labels = {fact.key: now(fact.label) for fact in self.facts}
        return f"{labels[box.name.partition('-')[2]]} · {box.label}"

    def rows(self) -> Iterator[dict[str, Any]]:
        """
        Return the rows for the page, after any cleaning is done.

        A row may be left alone, but once begun its first two boxes are not optional: so the
        labels must not say that they are.
        """
        for fact in self.facts:
            for name in (f"means-{fact.key}", f"result-{fact.key}"):
                self.fields[name].required = True
            boxes = {name: self[f"{name}-{fact.key}"] for name in ("means", "result", "note")}
            yield {"fact": fact, **boxes}

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
        if means and result == Result.CONFIRMED.value and (why := misfit(Means(means), fact)):
            self.add_error(f"means-{fact.key}", in_language("".join(why)))
        if (means or note) and not result and f"result-{fact.key}" not in self.errors:
            self.add_error(f"result-{fact.key}", _("请选择“%s”核实的结果。") % fact.label)
        if result == Result.FAILED.value and not note and f"note-{fact.key}" not in self.errors:
            self.add_error(
                f"note-{fact.key}",
                _("“%s”不能确认的，请写明查了什么、为什么不能确认。") % fact.label,
            )

    def checked(self) -> list[dict[str, Any]]:
        """Return the rows that were filled in, as the act takes them; valid forms only."""
        data = self.cleaned_data
        return [
            {
                "fact": fact.key,
                "means": Means(data[f"means-{fact.key}"]),
                "result": Result(data[f"result-{fact.key}"]),
                "note": data[f"note-{fact.key}"],
            }
            for fact in self.facts
            if data.get(f"result-{fact.key}")
        ]


class WhyBothForm(forms.Form):
    """Why two papers of one person that say otherwise are both right (两份为什么都对)."""

    why = line(
        _("两份写的不一样，为什么都对"),
        _(
            "请写明为什么两份都对，例如：上个月离婚了。原来那一份不对的，不要送签，先撤销或者更正换发。"
        ),
        _("不写姓名和号码，例如：上个月离婚了。负责人签字以前会看到。"),
        longest=200,
    )


class SearchForm(forms.Form):
    """A case's or paper's number, or a person's name, identity number, telephone (查找办件)."""

    wanted = line(
        _("查找办件"),
        _("请填写姓名、证件号码、电话、办件编号或文书编号。"),
        _("申请人或者办件里别的人的姓名，申请人的证件号码、电话，都要写全；编号写最后几位也行。"),
        longest=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class BackForm(Beside):
    """Why a draft goes back (退回补正): what is tapped, and one's own words."""

    usual = several(_("为什么退回（可以点几条）"))
    reason = lines(
        _("自己写"),
        None,
        _("写明缺什么、怎样补，不写姓名和号码，例如：请补看户口簿原件并登记。"),
        longest=300,
        rows=2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = [(one.value, one.label) for one in Lacking]
        cast(forms.ChoiceField, self.fields["usual"]).choices = usual

    def clean(self) -> dict[str, Any]:
        """Insist on one reason, tapped or written."""
        data = super().clean() or {}
        if not self.errors and not self._said(data):
            missing = _("请点一条退回理由，或者写明缺什么、怎样补。")
            self.add_error("reason", missing)
        return data

    @staticmethod
    def _said(data: dict[str, Any]) -> list[str]:
        own = str(data.get("reason") or "").strip()
        return [*(Lacking(one).label for one in data.get("usual", ())), *([own] if own else [])]

    @property
    def said(self) -> str:
        """Return all of it as one text, as the clerk reads it; valid forms only."""
        return "；".join(self._said(self.cleaned_data))


class RevocationForm(forms.Form):
    """Why a certificate is taken back (撤销理由): whoever checks the paper reads it."""

    reason = public_lines(
        _("撤销理由"),
        _("请写明撤销理由，例如：核实的居住时间有误。"),
        _("扫码核验的人会看到。请写事实，不写个人信息，例如：核实的居住时间有误。"),
        longest=200,
    )


class KeptForm(forms.Form):
    """Why a correction is given up (不更正的理由): it stays on file, and no paper says it."""

    # Sent beside the boxes of the page that it was asked on: of another name than theirs.
    kept_because = line(
        _("为什么不更正了"),
        _("请写明为什么不更正了，例如：重新核对过，原来的没有写错。"),
        _("留在办理经过里，不能删改。写事实，不写姓名和号码。"),
        longest=200,
    )


class ReplacementForm(forms.Form):
    """What is wrong with a paper (更正理由): whoever checks it reads it, once it is replaced."""

    reason = public_lines(
        _("哪里错了"),
        _("请写明哪里错了，例如：居住的起始年份写错。"),
        _(
            "旧的一份被代替以后，扫码核验的人会看到。请写事实，不写个人信息，例如：居住的起始年份写错。"
        ),
        longest=200,
    )
