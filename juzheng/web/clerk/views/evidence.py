"""What must lie on file (须归档的材料): ground, circumstances, assessment, meeting, scans."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base import files
from juzheng.acts.base.access_log import viewed
from juzheng.acts.cases import deliberation as meetings
from juzheng.acts.cases import intake, transition
from juzheng.law.base.permissions import Permission
from juzheng.law.catalogue.lists import UnlistedCase
from juzheng.records.cases import case_file
from juzheng.records.catalogue import governing
from juzheng.records.models import Case
from juzheng.web.clerk import casefile
from juzheng.web.clerk.answering import overtaken
from juzheng.web.clerk.forms import (
    AnswersForm,
    AssessmentForm,
    CircumstancesForm,
    MeetingForm,
    TransitionForm,
)
from juzheng.web.clerk.forms.evidence import content
from juzheng.web.shared.access import SignedInRequest, case_for_desk, context_of, signed_in
from juzheng.web.shared.act_results import OVERTAKEN

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


@signed_in("GET", "POST")
def ground(request: SignedInRequest, number: str) -> HttpResponse:
    """Record why a listed item is still needed; the answer is worked out anew."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    if request.method != "POST":
        return _page(request, subject, "clerk/ground.html", TransitionForm())
    form = TransitionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, subject, "clerk/ground.html", form, status=422)
    data = {**form.cleaned_data}
    scan = content(data.pop("demand"))
    data["kind"] = transition.TransitionKind(data["kind"])
    try:
        document = transition.keep_demand(subject, scan) if scan else ("", "")
        transition.record_ground(
            subject, **data, document=document, by=request.user, at=timezone.now()
        )
    except files.FileNotAccepted as not_accepted:
        form.add_error("demand", str(not_accepted))
        return _page(request, subject, "clerk/ground.html", form, status=422)
    except OVERTAKEN:
        return overtaken(request, subject)
    return _done(request, subject, _("理由已登记，已按新情况重新答复。"))


@signed_in("GET", "POST")
def circumstances(request: SignedInRequest, number: str) -> HttpResponse:
    """Work the answer out anew on what the clerk has learned."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    counts = _outside_counts(subject)
    if request.method != "POST":
        known = {"verifiable": True, **subject.circumstances}
        form = CircumstancesForm(initial=known, outside_counts=counts)
        return _page(request, subject, "clerk/circumstances.html", form)
    form = CircumstancesForm(request.POST, outside_counts=counts)
    if not form.is_valid():
        return _page(request, subject, "clerk/circumstances.html", form, status=422)
    try:
        transition.restate(subject, **form.cleaned_data, by=request.user, at=timezone.now())
    except OVERTAKEN:
        return overtaken(request, subject)
    return _done(request, subject, _("已按新情况重新答复。"))


def _outside_counts(case: Case) -> bool:
    """Return whether it matters here that the demanding department is outside the city."""
    on = timezone.localtime(case.received_at).date()
    policy = governing.governing(on).rulebook(case.committee.code, on).unlisted
    return policy is not None and UnlistedCase.OUTSIDE_DEMANDER in policy.cases


@signed_in("GET", "POST")
def answers(request: SignedInRequest, number: str) -> HttpResponse:
    """Complete or correct what was filed; what is said of it has to be verified again."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    on = timezone.localdate()
    page = "clerk/answers.html"
    if request.method != "POST":
        viewed(subject, "answers", by=request.user, at=timezone.now())
        return _page(request, subject, page, AnswersForm(subject, on))
    form = AnswersForm(subject, on, request.POST)
    if not form.is_valid():
        return _page(request, subject, page, form, status=422)
    given = form.answers()
    changed = {key: said for key, said in given.items() if subject.answers.get(key, "") != said}
    if not changed:
        return _done(request, subject, _("没有改动。"))
    try:
        intake.supplement(subject, changed, by=request.user, at=timezone.now())
    except OVERTAKEN:
        return overtaken(request, subject)
    return _done(request, subject, _("已补充更正。改过的内容要重新核实。"))


@signed_in("GET", "POST")
def assessment(request: SignedInRequest, number: str) -> HttpResponse:
    """Record the reasoned assessment of the legal risk."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    if request.method != "POST":
        return _page(request, subject, "clerk/assessment.html", AssessmentForm())
    form = AssessmentForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, "clerk/assessment.html", form, status=422)
    try:
        transition.assess(subject, **form.cleaned_data, by=request.user, at=timezone.now())
    except OVERTAKEN:
        return overtaken(request, subject)
    return _done(request, subject, _("风险评估意见已登记。"))


@signed_in("GET", "POST")
def deliberation(request: SignedInRequest, number: str) -> HttpResponse:
    """Record one meeting with the scan of its signed sheet."""
    subject = case_for_desk(request, number, Permission.WORK_ON)
    rule = case_file.meeting_rule(subject)
    page = "clerk/deliberation.html"
    known: dict[str, Any] = {
        "rule": rule,
        "quorum": _share(rule.quorum),
        "majority": _share(rule.majority),
    }
    if request.method != "POST":
        return _page(request, subject, page, MeetingForm(rule), **known)
    form = MeetingForm(rule, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, subject, page, form, status=422, **known)
    sheet = content(form.cleaned_data["sheet"])
    try:
        meetings.record(subject, form.meeting(), sheet=sheet, by=request.user, at=timezone.now())
    except files.FileNotAccepted as not_accepted:
        form.add_error("sheet", str(not_accepted))
        return _page(request, subject, page, form, status=422, **known)
    except OVERTAKEN:
        return overtaken(request, subject)
    return _done(request, subject, _("会议情况已登记。"))


@signed_in("GET")
def document(request: SignedInRequest, number: str, digest: str) -> HttpResponse:
    """Hand out a stored scan, as a file and never as a page."""
    subject = case_for_desk(request, number, Permission.SEE_DESK)
    name = casefile.stored_name(subject, digest)
    if name is None:
        raise Http404
    try:
        scan = files.read(name)
    except FileNotFoundError:
        raise Http404 from None
    viewed(subject, "扫描件", by=request.user, at=timezone.now())
    ending = name.rpartition(".")[2]
    answer = HttpResponse(scan, content_type=TYPES[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="{digest[:12]}.{ending}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _share(fraction: str) -> str:
    """Return a fraction of a rule in words; "1/2" means more than half."""
    return _("过半数") if fraction == "1/2" else _("%s 以上") % fraction


def _done(request: SignedInRequest, subject: Case, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("clerk:case", subject.number)


def _page(
    request: SignedInRequest,
    subject: Case,
    template: str,
    form: Form,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    viewed(subject, "办件", by=request.user, at=timezone.now())
    context = {**context_of(request.user), "case": subject, "form": form, **more}
    return render(request, template, context, status=status)
