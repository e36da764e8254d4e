"""Who stands above a unit (上级和主管部门登记): set by officers; whoever does then sees it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base.moves import NotReady
from juzheng.acts.demands import units as acts
from juzheng.acts.demands.units import Above
from juzheng.law.base.divisions import significant
from juzheng.records.demands.units_below import units_below
from juzheng.records.models import DemandingUnit, User
from juzheng.web.overseer.access import officer
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import Outcome, in_words, tried
from juzheng.web.shared.overtaken import left
from juzheng.web.templatetags.juzheng import place_name

KEY = r"[0-9]{1,9}"  # of a unit, as a link writes it


class AboveForm(forms.Form):
    """Who stands above a unit (上级和主管部门)."""

    superior = forms.ModelChoiceField(
        label=_("上级单位"),
        queryset=DemandingUnit.objects.all(),
        required=False,
        empty_label=_("没有登记"),
        help_text=_("例如：支行的上级是分行。"),
    )
    supervisor = forms.ModelChoiceField(
        label=_("主管部门"),
        queryset=DemandingUnit.objects.all(),
        required=False,
        empty_label=_("没有登记"),
        help_text=_("管这一行的部门；和上级是同一家的，不用选。"),
    )
    seen_superior = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_supervisor = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, unit: DemandingUnit, proposed: str = "") -> None:
        """:param proposed: the superior that a notice names, to be looked at before it is set"""
        now = {"superior": unit.superior_id, "supervisor": unit.supervisor_id}
        seen = {f"seen_{name}": pk or "" for name, pk in now.items()}
        first = {"superior": int(proposed)} if re.fullmatch(KEY, proposed) else {}
        super().__init__(data, initial={**now, **seen, **first})
        for name in now:
            field: Any = self.fields[name]
            field.queryset = DemandingUnit.objects.exclude(pk=unit.pk)
            field.label_from_instance = _named

    def seen(self, unit: DemandingUnit) -> bool:
        """Return whether the unit still stands as the page showed it."""
        now = (unit.superior_id, unit.supervisor_id)
        said = (self.cleaned_data["seen_superior"], self.cleaned_data["seen_supervisor"])
        return said == tuple(str(pk or "") for pk in now)


def _named(unit: DemandingUnit) -> str:
    return gettext("%(name)s（%(what)s）") % {"name": unit.name, "what": place_name(unit.division)}


def _governed(user: User) -> Any:
    found = DemandingUnit.objects.filter(division__startswith=significant(user.division or ""))
    return found.select_related("superior", "supervisor")


@signed_in("GET")
def units(request: SignedInRequest) -> HttpResponse:
    """List the division's units, and who stands above each."""
    rows = [{"unit": one, "below": len(units_below(one))} for one in _governed(officer(request))]
    return show(request, "overseer/units.html", {"rows": rows})


@signed_in("GET", "POST")
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Set who stands above one unit."""
    one = get_object_or_404(_governed(officer(request)), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = AboveForm(sent, unit=one, proposed=request.GET.get("superior", ""))
    if request.method == "POST" and form.is_valid():
        how = _related(request, form, one)
        if not form.errors:
            return left(request, how, form, redirect("overseer:units"))
    return show(request, "overseer/unit.html", {"form": form, "unit": one})


def _related(request: SignedInRequest, form: AboveForm, one: DemandingUnit) -> Outcome:
    data = form.cleaned_data
    new = Above(data["superior"], data["supervisor"])
    seen = acts.above(one) if form.seen(one) else Above(one, one)  # which it never is
    how = Outcome()
    try:
        with tried(
            request, gettext("已登记。上级和主管部门现在可以看这个单位的登记和通报。")
        ) as how:
            acts.relate(one, new, seen=seen, by=request.user, at=timezone.now())
    except NotReady as ring:
        for obstacle in ring.obstacles:
            form.add_error(None, in_words(obstacle))
    return how
