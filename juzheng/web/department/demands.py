"""A unit's register (本单位索要登记): the list, one demand, and the acts on it."""

from __future__ import annotations

from functools import partial
from secrets import token_hex

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.demands import registry as acts
from juzheng.law.demands.registry import DemandState
from juzheng.records.models import Demand
from juzheng.records.supervision import of_units
from juzheng.web.department import below, bulk, inbox, joined
from juzheng.web.department.access import demand_for_unit, registrar
from juzheng.web.department.forms import CancelForm, DemandForm, DiscardForm
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import attempt, key_of
from juzheng.web.shared.demands import demand_page as shown
from juzheng.web.shared.overtaken import left
from juzheng.web.shared.paging import by_state, listed


@signed_in("GET")
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the unit, what is due first; below, what it has registered."""
    user = registrar(request)
    every = Demand.objects.of_unit(user).select_related("unit")
    context = listed(request, by_state(every, DemandState), bulk.row)
    context |= {"tasks": inbox.tasks(user, timezone.localdate()), "below": below.count(user)}
    return show(request, "department/home.html", {**context, **bulk.whole(context["rows"])})


@signed_in("POST")
def submissions(request: SignedInRequest) -> HttpResponse:
    """Hand in what was ticked, or give those drafts up, each in an act of its own."""
    user = registrar(request)
    picks = bulk.picked(request.POST)
    drafts = f"{reverse('department:home')}?state={DemandState.DRAFT.value}"
    if not picks:
        messages.error(request, _("没有打勾。请先选要提交的。"))
        return redirect(drafts)
    if bulk.DISCARD in request.POST:
        done = bulk.discard(picks, by=user, at=timezone.now())
        said = _("%(n)d 份里放弃了 %(done)d 份草稿。提交过的、别人刚改过的没有动。")
        messages.success(request, said % {"n": len(picks), "done": done})
        return redirect(drafts)
    results = bulk.submit(picks, by=user, at=timezone.now())
    done = sum(one["done"] for one in results)
    return show(request, "department/submitted.html", {"results": results, "done_count": done})


@signed_in("GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Register one demand as a draft."""
    user = registrar(request)
    form = DemandForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and user.unit is not None:
        key = key_of(request)
        made = acts.register(form.stated(), unit=user.unit, key=key, by=user, at=timezone.now())
        return redirect("department:demand", made.pk)
    context = {"form": form, "key": token_hex(16)}
    return show(request, "department/form.html", context)


@signed_in("GET")
def demand(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one demand: what it says, what the law says of it today, what the offices found."""
    return _page(request, demand_for_unit(request, pk))


def _page(
    request: SignedInRequest, subject: Demand, form: CancelForm | None = None
) -> HttpResponse:
    mine = Demand.objects.filter(pk=subject.pk)
    context = {
        **shown.whole(subject),
        "notices": joined.of_demand(subject),
        "put_right": of_units.put_right(subject, timezone.localdate()),
        "lacks": bulk.row(subject)["lacks"] if subject.writable else (),
        "form": form or _ending(subject)(),
        "unseen": subject.submitted_at is None,
        "rewritable": subject.writable or subject.state == DemandState.ALIGNED,
        "end_unseen": mine.end_unseen().exists(),
        "kept_unseen": mine.kept_unseen().exists(),
        "open": subject.state != DemandState.CANCELLED,
    }
    return show(request, "department/demand.html", context)


def _ending(subject: Demand) -> type[CancelForm]:
    """Return how the demand is ended: what was never handed in is given up, and nobody told."""
    return CancelForm if subject.submitted_at else DiscardForm


@signed_in("GET", "POST")
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what the unit says; what was kept has to be handed in anew."""
    subject = demand_for_unit(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = DemandForm(posted, demand=subject)
    if request.method == "POST" and form.is_valid():
        restate = partial(acts.restate, subject, form.stated())
        how = attempt(request, restate, _("已保存。提交以后才会重新审核。"))
        return left(request, how, form, redirect("department:demand", pk))
    context = {"form": form, "demand": subject}
    return show(request, "department/form.html", context)


@signed_in("POST")
def submission(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand the demand in: from here on everybody sees it."""
    subject = demand_for_unit(request, pk)
    done = _("已提交并公示，等民政和司法行政部门审核。")
    attempt(request, partial(acts.submit, subject), done)
    return redirect("department:demand", pk)


@signed_in("POST")
def cancellation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the demand up; it stays on record."""
    subject = demand_for_unit(request, pk)
    form = _ending(subject)(request.POST)
    if not form.is_valid():
        return _page(request, subject, form)
    cancel = partial(acts.cancel, subject, form.cleaned_data["reason"])
    done = _("已取消这项索要，记录保留。") if subject.submitted_at else _("已放弃这份草稿。")
    how = attempt(request, cancel, done)
    return left(request, how, form, redirect("department:demand", pk))


@signed_in("POST")
def ending(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that the unit has seen that its demand was cancelled or kept: it leaves the inbox."""
    subject = demand_for_unit(request, pk)
    over = subject.state == DemandState.CANCELLED
    done = _("已记下：本单位看到了取消的结果。") if over else _("已记下：本单位看到了保留的结果。")
    attempt(request, partial(acts.see_end, subject), done)
    return redirect("department:home")
