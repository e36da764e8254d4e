"""Reviewing what units demand (索要登记审核): two offices, two officers, one finding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from juzheng.acts.base.moves import NotReady
from juzheng.acts.demands import registry as acts
from juzheng.acts.demands.registry import Review
from juzheng.law.demands.registry import DemandState, Office, Opinion
from juzheng.records.demands import demand_findings
from juzheng.records.models import Demand
from juzheng.web.overseer.access import frame, officer
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, signed_in
from juzheng.web.shared.act_results import OVERTAKEN, in_words, overtaken, version_of
from juzheng.web.shared.demands import demand_page as shown
from juzheng.web.shared.fields import PublishedBox, PublishedField

PAGE = 50
WAITING = "waiting"


class DemandReviewForm(forms.Form):
    """What an officer says for an office (审核意见)."""

    office = forms.ChoiceField(
        label=gettext_lazy("代表哪个部门"),
        choices=[(one.value, one.label) for one in Office],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请选代表哪个部门提意见。"),
            "invalid_choice": gettext_lazy("没有这个部门。请从列表里选。"),
        },
    )
    opinion = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=[(one.value, one.label) for one in Opinion],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请选一种意见。"),
            "invalid_choice": gettext_lazy("没有这种意见。请从列表里选。"),
        },
    )
    item = forms.ChoiceField(
        label=gettext_lazy("目录里的事项"),
        help_text=gettext_lazy("由您确认；系统按名称对照的只供参考。"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("目录里没有这一项。请从列表里选。")},
    )
    note = PublishedField(
        label=gettext_lazy("理由"),
        help_text=gettext_lazy("会公示。要修改或取消的，请写明依据和怎么改。"),
        max_length=1000,
        required=False,
        widget=PublishedBox(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, demand: Demand) -> None:
        super().__init__(data)
        if not demand.stated.unconfirmed:
            del self.fields["item"]
            return
        listed = request_catalogue.today()
        names = demand_findings.confirmable(listed)
        proposed = demand_findings.proposed(demand, listed)
        first = {proposed: names[proposed]} if proposed else {}
        choices = [("", _("还不确认")), *{**first, **names}.items()]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]

    def review(self) -> Review:
        """Return what was filled in; the form is valid."""
        data = self.cleaned_data
        return Review(
            Office(data["office"]), Opinion(data["opinion"]), data["note"], data.get("item", "")
        )


@signed_in("GET")
def demands(request: SignedInRequest) -> HttpResponse:
    """List what the division's units demand; what waits for an opinion comes up first."""
    user = officer(request)
    state = request.GET.get("state", WAITING)
    found = Demand.objects.governed_by(user).select_related("unit")
    if state in {one.value for one in DemandState}:
        found = found.filter(state=state)
    elif state == WAITING:
        found = found.waiting()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    settled = (DemandState.ALIGNED, DemandState.TO_AMEND, DemandState.CANCELLED)
    words = [
        (WAITING, _("等待审核")),
        *((one.value, one.label) for one in settled),
        ("", _("全部")),
    ]
    context = {
        **frame(user),
        "rows": [shown.row(one) for one in page],
        "chips": [
            {"text": text, "href": f"?state={code}", "kind": "plain", "current": state == code}
            for code, text in words
        ],
        "earlier": f"?state={state}&page={page.number - 1}" if page.has_previous() else "",
        "later": f"?state={state}&page={page.number + 1}" if page.has_next() else "",
    }
    return render(request, "overseer/demands.html", context)


@signed_in("GET")
def demand(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one demand with what the law says of it today, and the form for an opinion."""
    subject = _demand(request, pk)
    return _page(request, subject, DemandReviewForm(demand=subject))


@signed_in("POST")
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the opinion of one office."""
    subject, user = _demand(request, pk), officer(request)
    form = DemandReviewForm(request.POST, demand=subject)
    if not form.is_valid():
        return _page(request, subject, form, status=422)
    version = version_of(request)
    try:
        acts.review(subject, form.review(), version=version, by=user, at=timezone.now())
    except OVERTAKEN:
        overtaken(request)
    except NotReady as unready:
        for obstacle in unready.obstacles:
            form.add_error(None, in_words(obstacle))
        return _page(request, subject, form, status=422)
    else:
        messages.success(request, _("意见已登记。两个部门都提了意见，结论就生效。"))
    return redirect("overseer:demand", pk)


def _demand(request: SignedInRequest, pk: int) -> Demand:
    user = officer(request)
    found = Demand.objects.governed_by(user).select_related("unit__superior").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: SignedInRequest, subject: Demand, form: DemandReviewForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        **frame(officer(request)),
        **shown.whole(subject),
        "form": form,
        "reviewable": subject.reviewable,
    }
    return render(request, "overseer/demand.html", context, status=status)
