"""Replacing a wrong paper (更正换发): open its case again, or leave the paper as it is."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.access_log import paper_viewed
from juzheng.acts.cases import replacing
from juzheng.acts.cases.revocation import NotInForce
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.records.cases.replacing import wrong_paper
from juzheng.records.models import Case, Certificate
from juzheng.web.clerk import beside
from juzheng.web.clerk.forms.case import KeptForm, ReplacementForm
from juzheng.web.clerk.views.cases import not_kept, onward, shown
from juzheng.web.clerk.views.evidence import posted
from juzheng.web.shared.access import (
    SignedInRequest,
    case_to_write,
    certificate_for_desk,
    is_old,
    show,
    signed_in,
)
from juzheng.web.shared.act_results import attempt


@signed_in("GET", "POST")
def replacement(request: SignedInRequest, number: str) -> HttpResponse:
    """Say what is wrong with a paper, and open its case to correct it."""
    paper = certificate_for_desk(request, number, Permission.WORK_ON)
    form = ReplacementForm(posted(request))
    if not form.is_valid() or not _replaceable(paper):
        return _page(request, paper, form)
    begin = partial(replacing.begin, paper, reason=form.cleaned_data["reason"])
    done = _("可以更正了。改好、核实、送签以后，旧的一份在新的一份出具时撤销。")
    refused = _("这份文书不在有效状态，不能更正换发，这次没有改动。请查看最新情况。")
    how = attempt(request, begin, done, {NotInForce: refused})
    if isinstance(paper.owner, Case):
        return onward(request, paper.owner, form, how)
    return redirect("clerk:inquiry", paper.owner.number)


@signed_in("POST")
def kept(request: SignedInRequest, number: str) -> HttpResponse:
    """Leave the paper as it is, once it is said why: nothing is replaced."""
    case = case_to_write(request, number, Permission.WORK_ON)
    asked = "kept_because" in request.POST
    form = KeptForm(request.POST if asked else None)
    if is_old(request, case):
        return not_kept(request, case, form if asked else beside.form(request, case))
    why = _("没有改动：这一页上还有填了没有登记的。请先登记；不登记的，清空再按“不更正了”。")
    if forms := beside.begun(request, case, why):
        return shown(request, case, status=422, **forms)
    if not form.is_valid():
        wrong = wrong_paper(case)
        return show(request, "clerk/kept.html", {"case": case, "form": form, "wrong": wrong})
    keep = partial(replacing.keep, case, reason=form.cleaned_data["kept_because"])
    how = attempt(request, keep, _("不更正了，原来的文书继续有效。"))
    return onward(request, case, form, how)


def _replaceable(paper: Certificate) -> bool:
    if paper.case is None or paper.status != "issued" or paper.kind != "certificate":
        return False
    return Event.REPLACING in CASES.allowed(paper.case.stands)


def _page(request: SignedInRequest, paper: Certificate, form: ReplacementForm) -> HttpResponse:
    paper_viewed(paper, "更正换发", by=request.user, at=timezone.now())
    context = {
        "paper": paper,
        "owner": paper.owner,
        "form": form,
        "replaceable": _replaceable(paper),
    }
    status = 200 if not form.is_bound else 409 if form.is_valid() else 422
    return show(request, "clerk/replacement.html", context, status=status)
