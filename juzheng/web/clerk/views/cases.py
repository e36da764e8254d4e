"""One case (办件): what is known, what is missing, and the next act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from juzheng.acts.base.access_log import viewed
from juzheng.acts.base.moves import NotReady
from juzheng.acts.cases import drafting
from juzheng.acts.cases import refusal as refusing
from juzheng.acts.cases import verification as verifying
from juzheng.catalogue import arguments
from juzheng.law.base import citations
from juzheng.law.base.permissions import Permission
from juzheng.law.cases import objections
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.law.cases.verification import Result
from juzheng.law.demands import advice
from juzheng.law.demands.arguments import Argument
from juzheng.outside import paper as printing
from juzheng.records.cases import case_file, hands
from juzheng.records.cases.notice_paper import notice_paper
from juzheng.records.cases.read_once import once
from juzheng.records.cases.refusal_reasons import only_this_time
from juzheng.records.models import Case
from juzheng.web.clerk import beside, casefile, pen, receipts
from juzheng.web.clerk.answering import issue
from juzheng.web.clerk.forms.case import VerificationForm, WhyBothForm
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import (
    SignedInRequest,
    case_for_desk,
    case_to_write,
    is_old,
    overtaken,
    show,
    signed_in,
)
from juzheng.web.shared.act_results import Outcome, tried
from juzheng.web.shared.law_sentences import in_language


@signed_in("GET")
def case(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the case; the look is written down."""
    return shown(request, case_for_desk(request, number, Permission.SEE_DESK))


@signed_in("POST")
def identity(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the identity number in full, once; the look is written down as such."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    forms = beside.kept(request, subject)
    whole = subject.identity_written
    return shown(request, subject, what="证件号码全文", reveal=whole, **forms)


@signed_in("POST")
def verification(request: SignedInRequest, number: str) -> HttpResponse:
    """Record checks, one act a fact, in the order of the page."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    form = VerificationForm(case_file.facts_of(subject), request.POST)
    if is_old(request, subject):
        return not_kept(request, subject, form)
    checks = form.checked() if form.is_valid() else []
    if form.is_valid() and not checks:
        form.add_error(None, _("还没有填写核查结果。请至少填好一项：怎样核实的、结果如何。"))
    if form.errors:
        return shown(request, subject, status=422, verification_form=form)
    with tried(request, _("核查结果已登记。")) as how:
        for check in checks:
            verifying.record(subject, **check, by=request.user, at=timezone.now())
    if how.overtaken:
        return onward(request, subject, form, how)
    _say_what_is_not_enough(
        request, subject, {one["fact"] for one in checks if one["result"] is Result.CONFIRMED}
    )
    return redirect("clerk:case", number)


def _say_what_is_not_enough(request: SignedInRequest, subject: Case, looked: set[str]) -> None:
    """Say why what was just written down leaves a fact open, and what to add (还不算核实)."""
    for one in case_file.open_facts(subject):
        if one.key in looked:
            messages.warning(request, in_language(one.message))


@signed_in("POST")
def draft(request: SignedInRequest, number: str) -> HttpResponse:
    """Send the case to the responsible person, unless a check beside it is not recorded yet."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    if is_old(request, subject):
        return not_kept(request, subject, beside.form(request, subject))
    unsent = _("没有送签：重新核实的结果填了，还没有登记。请先登记；不登记的，清空再送签。")
    if forms := beside.begun(request, subject, unsent):
        return shown(request, subject, status=422, **forms)
    why = WhyBothForm(request.POST) if "why" in request.POST else None
    if why and not why.is_valid():
        return shown(request, subject, status=422, why_form=why)
    said = why.cleaned_data["why"] if why else ""
    try:
        with tried(request, _("已送负责人签字。")):
            drafting.send(subject, by=request.user, at=timezone.now(), why=said)
    except NotReady:
        return shown(request, subject, status=409)
    return redirect("clerk:case", number)


@signed_in("GET", "POST")
def refusal(request: SignedInRequest, number: str) -> HttpResponse:
    """Show exactly what the refusal notice will say; then issue it."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    if request.method != "POST":
        return _refusal_page(request, subject)
    try:
        issue(request, partial(refusing.refuse, subject), _("不予出具告知单已出具，编号 %s。"))
    except (refusing.NothingToRefuse, NotReady):
        return _refusal_page(request, subject, status=409)
    return redirect("clerk:case", number)


def shown(
    request: SignedInRequest,
    subject: Case,
    *,
    status: int = 200,
    what: str = "办件",
    reveal: str = "",
    unsaved: Sequence[tuple[str, str]] = (),
    **forms: Form,
) -> HttpResponse:
    """
    Return the case page and write down who looked.

    :param unsaved: what was written and not kept, to be copied from the page
    """
    at = timezone.now()
    signs = casefile.signs(subject, request.user)
    if reveal or not signs:
        viewed(subject, what, by=request.user, at=at)
    if signs:
        more = {"reveal": reveal, "unsaved": unsaved}
        return _before_the_pen(request, subject, at, status, more, **forms)
    with once(subject):
        context = casefile.page(request, subject, at, **forms)
    context |= {"reveal": reveal, "slip_waits": receipts.fresh(request, subject)}
    context["unsaved"] = unsaved
    return show(request, "clerk/case.html", context, status=status)


def not_kept(request: SignedInRequest, subject: Case, form: Form) -> HttpResponse:
    """Say that somebody was faster; what was written on ``form`` stands there to be copied."""
    overtaken(request)
    return onward(request, subject, form, Outcome(overtaken=True))


def onward(request: SignedInRequest, subject: Case, form: Form, how: Outcome) -> HttpResponse:
    """Go on to the case; where the act did not go through, with what was written (没有保存的)."""
    unsaved = how.unsaved(form)
    if not unsaved:
        return redirect("clerk:case", subject.number)
    subject.refresh_from_db()
    return shown(request, subject, status=409, unsaved=unsaved)


def _before_the_pen(
    request: SignedInRequest,
    subject: Case,
    at: datetime,
    status: int,
    more: dict[str, Any],
    **forms: Form,
) -> HttpResponse:
    """Return what whoever may sign reads; the look keeps what was seen."""
    with once(subject):
        read = pen.page(request, subject, at)
        context = {**casefile.page(request, subject, at, **forms), **read, **more}
    return show(request, "clerk/pen.html", context, status=status)


def _words(subject: Case, ground: case_file.RefusalReason, on: date) -> advice.CounterWords | None:
    """Return what to say at the counter (窗口怎么说); nothing where no fixed words fit."""
    decision = case_file.decision_of(subject)
    argument = advice.argument_of(decision)
    if citations.CANNOT_VERIFY in ground.citations:
        argument = Argument.CANNOT_VERIFY
    if argument is None:
        return None
    instruments = request_catalogue.today().instruments
    pleading = arguments()[argument]
    listed = only_this_time(subject, ground)
    return advice.counter_words(
        pleading,
        subject.demander,
        instruments=instruments,
        on=on,
        listed=listed,
        may_insist=decision.may_insist,
    )


def _letter(subject: Case) -> str:
    """Return where the letter that the counter offers is begun (给对方单位的信)."""
    told = {"item": subject.revision.subject, "demander": subject.demander}
    return f"{reverse('public:letters')}?{urlencode(told)}"


def _refusal_page(request: SignedInRequest, subject: Case, status: int = 200) -> HttpResponse:
    at, user = timezone.now(), request.user
    viewed(subject, "不予出具告知单", by=request.user, at=at)
    on, ground = timezone.localtime(at).date(), refusing.reason(subject, at=at)
    who = str(request.user)
    notice = ground and notice_paper(subject, ground, number="", on=on, preparer=who)
    ways, against = objections.parted(notice.onward if notice else ())
    context = {
        "case": subject,
        "refusable": ground is not None and Event.REFUSED in CASES.allowed(subject.stands),
        "obstacles": refusing.obstacles(subject, by=request.user),
        "reviewers": hands.reviewers_left(subject, request.user),
        "office": hands.office_above(subject.committee.code),
        # As long as this user does not refuse, and another may: else each sends to the other.
        "takes_review": hands.reviewers(subject) and hands.before_refusal(subject, user).others,
        "notice": notice,
        "ways": ways,
        "against": against,
        "against_title": objections.HEADING,
        "opening": printing.opening(notice) if notice else (),
        "letter": _letter(subject),
        "words": ground and _words(subject, ground, on),
    }
    return show(request, "clerk/refusal.html", context, status=status)
