"""Reviewing what units demand (索要登记审核): two offices, two officers, one finding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from juzheng.acts.base.moves import NotReady
from juzheng.acts.demands import registry as acts
from juzheng.acts.demands.registry import Review
from juzheng.law.demands.registry import REVIEWABLE, DemandState, Opinion
from juzheng.records.demands import demand_findings
from juzheng.records.models import Demand
from juzheng.records.supervision import of_units
from juzheng.web.overseer.access import officer
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import in_words, tried, version_of
from juzheng.web.shared.catalogue.item_labels import grouped
from juzheng.web.shared.demands import demand_page as shown
from juzheng.web.shared.fields import choice, radios
from juzheng.web.shared.overtaken import left
from juzheng.web.shared.paging import by_state, in_states, listed
from juzheng.web.shared.published_fields import public_lines

WAITING = "waiting"


class DemandReviewForm(forms.Form):
    """What an officer says for an office (审核意见)."""

    opinion = radios(
        _("意见"), Opinion, _("请选一种意见。"), unknown=_("没有这种意见。请从列表里选。")
    )
    item = choice(
        _("目录里的事项"),
        (),
        help_text=_("由您确认；系统按名称对照的只供参考。"),
        unknown=_("目录里没有这一项。请从列表里选。"),
        required=False,
    )
    note = public_lines(
        _("理由（予以保留的可不填）"), hint=_("会公示。要修改或取消的，请写明依据和怎么改。")
    )
    use_required_attribute = False

    def __init__(self, data: Any = None, *, demand: Demand) -> None:
        super().__init__(data)
        if not demand.stated.unconfirmed:
            del self.fields["item"]
            return
        listed = request_catalogue.today()
        names = demand_findings.confirmable(listed)
        proposed = demand_findings.proposed(demand, listed, timezone.localdate())
        first = {proposed: names[proposed]} if proposed else {}
        rest = {code: name for code, name in names.items() if code not in first}
        choices = [("", _("还不确认")), *first.items(), *grouped(rest.items(), listed)]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]

    @property
    def boxes(self) -> DemandReviewForm:
        """Return the form for the page: one opinion needs no reason, so its label says 可不填."""
        _checked = self.errors  # by its own measure, before the page's
        self.fields["note"].required = True
        return self

    def review(self) -> Review:
        """Return what was filled in; the form is valid."""
        data = self.cleaned_data
        return Review(Opinion(data["opinion"]), data["note"], data.get("item", ""))


@signed_in("GET")
def demands(request: SignedInRequest) -> HttpResponse:
    """List what the division's units demand; what waits for an opinion comes up first."""
    every = Demand.objects.governed_by(officer(request)).select_related("unit")
    settled = (DemandState.ALIGNED, DemandState.TO_AMEND, DemandState.CANCELLED)
    waiting = in_states(every, *sorted(REVIEWABLE))
    ways = {WAITING: (_("等待审核"), waiting), **by_state(every, settled)}
    ways[""] = ways.pop("")  # all of them come last here
    return show(request, "overseer/demands.html", listed(request, ways, shown.row, WAITING))


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
        return _page(request, subject, form)
    try:
        with tried(request, _("意见已登记。两个部门都提了意见，结论就生效。")) as how:
            version, at = version_of(request), timezone.now()
            acts.review(subject, form.review(), version=version, by=user, at=at)
    except NotReady as unready:
        for obstacle in unready.obstacles:
            form.add_error("note" if obstacle.code == "note" else None, in_words(obstacle))
        return _page(request, subject, form)
    return left(request, how, form, redirect("overseer:demand", pk))


def _demand(request: SignedInRequest, pk: int) -> Demand:
    found = Demand.objects.governed_by(officer(request)).select_related("unit__superior")
    return get_object_or_404(found, pk=pk)


def _page(request: SignedInRequest, subject: Demand, form: DemandReviewForm) -> HttpResponse:
    context = {**shown.whole(subject), "form": form.boxes, "reviewable": subject.reviewable}
    context["put_right"] = of_units.put_right(subject, timezone.localdate())
    return show(request, "overseer/demand.html", context)
