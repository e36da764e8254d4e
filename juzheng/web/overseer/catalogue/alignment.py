"""Alignment of lists (衔接比对): the report on the page and as a spreadsheet. OP-2.3.a."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from juzheng.catalogue.tables import workbook
from juzheng.law.base.divisions import governs
from juzheng.law.catalogue.alignment import AlignmentFinding
from juzheng.records.catalogue import governing
from juzheng.records.demands import demand_findings
from juzheng.records.models import User
from juzheng.web.overseer.access import officer
from juzheng.web.overseer.catalogue.forms import known
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.catalogue import alignment_report
from juzheng.web.shared.downloads import XLSX, download
from juzheng.web.shared.fields import line
from juzheng.web.templatetags.juzheng import place_name


class AlignmentForm(forms.Form):
    """Which lists are compared, and on which day (比对范围)."""

    above = line(
        _("和哪里的清单比"),
        hint=_("上级的行政区划代码，例如 420000；和全国的比就不填。"),
        longest=12,
    )
    division = line(
        _("比对哪个地区的"), hint=_("行政区划代码，例如 420000；全国的不填。"), longest=12
    )
    on = forms.DateField(
        label=_("按哪一天的"),
        help_text=_("写成 2020-12-31 这样；不填就是今天。"),
        required=False,
        error_messages={"invalid": _("没有这一天。请写成 2020-12-31 这样。")},
    )

    def __init__(self, data: Any, *, user: User) -> None:
        self.user = user
        super().__init__(data)

    def clean_above(self) -> str:
        """Return a code that exists."""
        return known(self.cleaned_data["above"])

    def clean_division(self) -> str:
        """Return a code that exists and that the officer governs."""
        code = known(self.cleaned_data["division"])
        if not governs(self.user.division, code):
            raise ValidationError(_("这个地区不归您管理。请填本级或下级的代码。"))
        return code


@signed_in("GET")
def alignment(request: SignedInRequest) -> HttpResponse:
    """Show what the lists of a division say otherwise than those above and than the law."""
    form = _asked(request)
    context: dict[str, Any] = {"form": form, "head": alignment_report.HEAD}
    if form.is_valid():
        context |= {
            "rows": alignment_report.rows(_found(form)),
            "place": place_name(form.cleaned_data["division"]),
            "above": place_name(form.cleaned_data["above"]),
            "on": _day(form),
            "query": form.data.urlencode() if hasattr(form.data, "urlencode") else "",
            "asked": True,
        }
    return show(request, "overseer/alignment.html", context)


@signed_in("GET")
def spreadsheet(request: SignedInRequest) -> HttpResponse:
    """Hand the same findings out as XLSX; what was asked wrongly is shown on the page."""
    form = _asked(request)
    if not form.is_valid():
        return show(request, "overseer/alignment.html", {"form": form})
    made = workbook.plain(
        {str(_("衔接比对")): [alignment_report.HEAD, *alignment_report.rows(_found(form))]}
    )
    name = f"alignment-{form.cleaned_data['division'] or 'nation'}-{_day(form)}.xlsx"
    return download(made, XLSX, name)


def _asked(request: SignedInRequest) -> AlignmentForm:
    """Return the form of the officer who is here; asked for nothing, it is their division today."""
    user = officer(request)
    given = request.GET.copy()
    given.setdefault("division", user.division or "")
    return AlignmentForm(given, user=user)


def _day(form: AlignmentForm) -> date:
    return form.cleaned_data["on"] or timezone.localdate()


def _found(form: AlignmentForm) -> tuple[AlignmentFinding, ...]:
    on = _day(form)
    listed = governing.governing(on)
    division = form.cleaned_data["division"]
    demands = demand_findings.demanded(division, on)
    return alignment_report.findings(listed, form.cleaned_data["above"], division, on, demands)
