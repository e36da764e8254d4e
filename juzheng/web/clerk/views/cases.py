"""One case (办件): what is known, what is missing, and the next act."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.access_log import viewed
from juzheng.acts.base.moves import NotReady
from juzheng.acts.cases import drafting
from juzheng.acts.cases import refusal as refusing
from juzheng.acts.cases import verification as verifying
from juzheng.acts.cases.papers import PaperNotMade
from juzheng.law.base import citations
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.law.demands import advice
from juzheng.law.demands.arguments import Argument
from juzheng.records.cases import case_file
from juzheng.records.models import Case
from juzheng.web.clerk import casefile
from juzheng.web.clerk.answering import being_made, overtaken
from juzheng.web.clerk.forms import VerificationForm
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, case_for_desk, context_of, signed_in
from juzheng.web.shared.act_results import OVERTAKEN


@signed_in("GET")
def case(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the case; the look is written down."""
    return shown(request, case_for_desk(request, number, Permission.SEE_DESK))


@signed_in("POST")
def identity(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the identity number in full, once; the look is written down as such."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    return shown(request, subject, what="证件号码全文", reveal=subject.identity_written)


@signed_in("POST")
def verification(request: SignedInRequest, number: str) -> HttpResponse:
    """Record checks, one act a fact, in the order of the page."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    form = VerificationForm(subject.revision.item.facts, request.POST)
    if not form.is_valid():
        return shown(request, subject, status=422, verification_form=form)
    checks = form.checked()
    if not checks:
        form.add_error(None, _("还没有填写核查结果。请至少填好一项：怎样核实的、结果如何。"))
        return shown(request, subject, status=422, verification_form=form)
    try:
        for check in checks:
            verifying.record(
                subject,
                check.fact,
                means=check.means,
                result=check.result,
                note=check.note,
                by=request.user,
                at=timezone.now(),
            )
    except OVERTAKEN:
        return overtaken(request, subject)
    messages.success(request, _("核查结果已登记。"))
    return redirect("clerk:case", number)


@signed_in("POST")
def draft(request: SignedInRequest, number: str) -> HttpResponse:
    """Send the case to the responsible person."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    try:
        drafting.send(subject, by=request.user, at=timezone.now())
    except NotReady:
        return shown(request, subject, status=409)
    except OVERTAKEN:
        return overtaken(request, subject)
    messages.success(request, _("已送负责人签字。"))
    return redirect("clerk:case", number)


@signed_in("GET", "POST")
def refusal(request: SignedInRequest, number: str) -> HttpResponse:
    """Show exactly what the refusal notice will say; then issue it."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    if request.method != "POST":
        return _refusal_page(request, subject)
    try:
        notice = refusing.refuse(subject, by=request.user, at=timezone.now())
    except refusing.NothingToRefuse:
        return _refusal_page(request, subject, status=409)
    except OVERTAKEN:
        return overtaken(request, subject)
    except PaperNotMade as not_made:
        return being_made(request, subject, not_made)
    messages.success(request, _("不予出具告知单已出具，编号 %s。") % notice.number)
    return redirect("clerk:case", number)


def shown(
    request: SignedInRequest,
    subject: Case,
    *,
    status: int = 200,
    what: str = "办件",
    reveal: str = "",
    **forms: Form,
) -> HttpResponse:
    """Return the case page and write down who looked."""
    at = timezone.now()
    viewed(subject, what, by=request.user, at=at)
    context = casefile.page(request, subject, at, **forms)
    return render(request, "clerk/case.html", {**context, "reveal": reveal}, status=status)


def _words(subject: Case, ground: case_file.RefusalReason, on: date) -> advice.CounterWords | None:
    """Return what to say at the counter (窗口怎么说); nothing where no fixed words fit."""
    argument = advice.argument_of(case_file.decision_of(subject))
    if citations.CANNOT_VERIFY in ground.citations:
        argument = Argument.CANNOT_VERIFY
    if argument is None:
        return None
    instruments = request_catalogue.today().instruments
    return advice.counter_words(argument, subject.demander, instruments=instruments, on=on)


def _refusal_page(request: SignedInRequest, subject: Case, status: int = 200) -> HttpResponse:
    at = timezone.now()
    viewed(subject, "不予出具告知单", by=request.user, at=at)
    on, ground = timezone.localtime(at).date(), refusing.reason(subject, at=at)
    context: dict[str, Any] = {
        **context_of(request.user),
        "case": subject,
        "refusable": ground is not None and Event.REFUSED in CASES.allowed(subject.stands),
        "notice": ground
        and case_file.notice_paper(subject, ground, number="", on=on, preparer=str(request.user)),
        "words": ground and _words(subject, ground, on),
    }
    return render(request, "clerk/refusal.html", context, status=status)
