"""What is kept beyond its term (暂不删除): registered with whose word, why, and until when."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base import holds as acts
from juzheng.law.base.retention import BadTerm, HoldEvent, HoldGround
from juzheng.records.models import Hold
from juzheng.web.overseer.access import officer
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import attempt, tried
from juzheng.web.shared.fields import DayField, choice, line
from juzheng.web.shared.overtaken import left

SHOWN = 100
UNTIL = _("保留到哪一天")
REASON = _("请写明理由，不写居民的姓名。")


class HoldForm(forms.Form):
    """What is kept, by whose word, and until when (登记暂不删除)."""

    number = line(_("办件、文书或者反映的编号"), _("请照编号填写。"))
    ground = choice(_("原因"), [("", _("请选择")), *HoldGround], _("请选择原因。"))
    letter = line(_("来函或者案件的文号"), _("请照来函、受理通知写文号。"))
    reason = line(_("理由"), REASON, _("例如：法院要求在案件审结前保留。不写姓名。"), longest=300)
    until = DayField(label=UNTIL)


class EndForm(forms.Form):
    """Another end (改截止日期)."""

    until = DayField(label=UNTIL)
    reason = line(_("理由"), REASON, longest=300)


class LiftForm(forms.Form):
    """Why it may go (解除)."""

    reason = line(_("理由"), REASON, longest=300)


Step = tuple[HoldEvent, str | Promise, type[forms.Form], Callable[..., Hold]]
STEPS: dict[str, Step] = {
    "end": (HoldEvent.EXTENDED, _("改截止日期"), EndForm, acts.extend),
    "lifting": (HoldEvent.LIFTED, _("解除，按期限删除"), LiftForm, acts.lift),
}


@signed_in("GET", "POST")
def holds(request: SignedInRequest) -> HttpResponse:
    """Show what is kept here beyond its term; a POST registers one (暂不删除)."""
    officer(request)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _placed(request, form):
        return redirect("overseer:holds")
    return _shown(request, form)


def _placed(request: SignedInRequest, form: HoldForm) -> bool:
    said = dict(form.cleaned_data)
    number = said.pop("number")
    asked = acts.Asked(**{**said, "ground": HoldGround(said["ground"])})
    try:
        with tried(request, gettext("已登记。到这一天为止不删除。")):
            acts.place(number, asked, by=request.user, at=timezone.now())
    except acts.NothingToHold as nothing:
        form.add_error("number", gettext(nothing.why.label))
    except BadTerm as bad:
        form.add_error("until", gettext(str(bad)))
    return not form.errors


@signed_in("POST")
def step(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """Set another end, or let it go, at the version that the officer saw."""
    row = get_object_or_404(Hold.objects.visible_to(officer(request)), pk=pk)
    if name not in STEPS:
        raise Http404(name)
    event, _title, made, act = STEPS[name]
    form = made(request.POST, prefix=f"{name}-{pk}")
    if form.is_valid():
        try:
            how = attempt(request, partial(act, row, **form.cleaned_data), gettext(event.label))
            return left(request, how, form, redirect("overseer:holds"))
        except BadTerm as bad:
            form.add_error("until", gettext(str(bad)))
    return _shown(request, HoldForm(), {(pk, name): form})


def _shown(
    request: SignedInRequest, form: HoldForm, wrong: dict[tuple[int, str], forms.Form] | None = None
) -> HttpResponse:
    mine = Hold.objects.visible_to(request.user).select_related("case", "report", "placed_by")
    context = {
        "rows": [_row(one, wrong or {}) for one in mine[:SHOWN]],
        "new": form,
        "form": next(iter((wrong or {}).values()), form),
        "today": timezone.localdate(),
    }
    return show(request, "overseer/holds.html", context)


def _row(one: Hold, wrong: dict[tuple[int, str], forms.Form]) -> dict[str, Any]:
    allowed = one.MACHINE.allowed(one.stands)
    return {
        "hold": one,
        "what": one.case or one.report,
        "ground": HoldGround(one.ground).label,
        "state": one.stands.label,
        "forms": [
            {
                "name": name,
                "title": title,
                "form": wrong.get((one.pk, name)) or made(prefix=f"{name}-{one.pk}"),
            }
            for name, (event, title, made, _act) in STEPS.items()
            if event in allowed
        ],
    }
