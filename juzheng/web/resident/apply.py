"""Applying (申请): one question a page, the answer before anyone lifts a hand, then the receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from juzheng.acts.cases import answering, drafts, intake
from juzheng.law.base.demanders import Demander
from juzheng.records.cases import case_file
from juzheng.web.resident import filed, filling
from juzheng.web.resident.forms import DeclarationForm, StepForm
from juzheng.web.shared import answers, errors
from juzheng.web.shared.fields import in_form
from juzheng.web.shared.place import place_of
from juzheng.web.shared.security import personal
from juzheng.web.shared.visitors import APPLICATION_COOKIE, address, too_often
from juzheng.web.templatetags.juzheng import field

STARTS, STARTS_MINUTES = 60, 60  # applications that one address may begin


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin an application for an item at the chosen committee (开始申请)."""
    at = timezone.now()
    item = filling.newest(request.POST.get("item", "")[:20])
    committee = place_of(request).committee
    if committee is None:
        return redirect("public:place-for", item.item_id)
    if too_often("apply", address(request), limit=STARTS, window_minutes=STARTS_MINUTES, at=at):
        return errors.too_many(request, STARTS_MINUTES * 60)
    if (old := filling.draft_of(request)) is not None:
        drafts.discard(old)
    draft = drafts.start(item.item_id, committee=committee, at=at)
    if known := _known(request):
        drafts.keep(draft, known, at=at)
    response = redirect("resident:step", "name")
    filling.remember(response, draft)
    return response


def _known(request: HttpRequest) -> dict[str, Any]:
    """Return what the answer page was told already, so that nobody is asked twice."""
    known: dict[str, Any] = {}
    if request.POST.get("demander") in {kind.value for kind in Demander}:
        known["demander"] = request.POST["demander"]
    if request.POST.get("holds"):
        known[filling.HOLDS] = True
    return known


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, key: str) -> HttpResponse:
    """Ask one question (一页一问)."""
    draft = filling.draft_of(request)
    if draft is None:
        return _gone(request)
    now = timezone.localtime()
    filled = filling.filling_of(draft, on=now.date())
    asked = filled.step(key)
    if request.method != "POST":
        form = StepForm(asked, initial={"answer": draft.answers.get(key, "")})
        return _question(request, filled, asked, form)
    form = StepForm(asked, request.POST)
    said = {key: form.cleaned_data["answer"]} if form.is_valid() else {}
    for bad in filled.contradictions({**draft.answers, **said}) if said else ():
        form.add_error("answer", in_form(bad))
    if not form.is_valid():
        return _question(request, filled, asked, form, status=422)
    drafts.keep(draft, said, at=now)
    return redirect(filling.filling_of(draft, on=now.date()).next_address)


def _question(
    request: HttpRequest, filled: filling.Filling, asked: Any, form: StepForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "step": asked,
        "control": field(form["answer"], heading=True, width=asked.width, **asked.attributes),
        "item": filled.item,
        "committee": filled.draft.committee,
        "place_in_order": filled.place_of(asked),
        "questions": len(filled.steps),
        "back": filled.back_from(asked),
        "complete": filled.missing is None,
        "usual": filled.item.used_for if asked.key == "purpose" else (),
    }
    return render(request, "resident/step.html", context, status=status)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Show everything once more with the answer; a POST files it (核对并提交)."""
    draft = filling.draft_of(request)
    if draft is None:
        return _gone(request)
    now = timezone.localtime()
    filled = filling.filling_of(draft, on=now.date())
    if filled.missing is not None:
        return redirect(filled.next_address)
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    for bad in filled.contradictions(draft.answers) if form.is_bound else ():
        form.add_error(None, in_form(bad))
    if not form.is_valid():
        return _review(request, filled, form, now, status=422 if form.is_bound else 200)
    intake.receive(filled.application(), by=None, at=now)
    drafts.discard(draft)
    return redirect("resident:receipt")


def _review(
    request: HttpRequest,
    filled: filling.Filling,
    form: DeclarationForm,
    at: datetime,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "form": form,
        "back": reverse("resident:step", args=[filled.steps[-1].key]),
        "item": filled.item,
        "committee": filled.draft.committee,
        "decision": filled.decision,
        "verdict": answers.verdict(filled.decision),
        "last_day": answering.last_day(
            at, filled.decision, item=filled.item, committee=filled.draft.committee
        ),
        "rows": filed.rows_of_draft(filled),
    }
    return render(request, "resident/review.html", context, status=status)


@personal
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number, code and what was filed, as often as the visitor likes (受理回执)."""
    case = filling.filed_of(request)
    if case is None:
        return _gone(request)
    decision = case_file.decision_of(case)
    context = {
        "case": case,
        "item": case.revision.item,
        "code": intake.code_of(case),
        "fingerprint": filed.grouped(intake.receipt_fingerprint(case)),
        "decision": decision,
        "verdict": answers.verdict(decision),
        "rows": filed.rows_of_case(case),
        "insists": intake.STILL_DEMANDED in case.answers,
    }
    return render(request, "resident/receipt.html", context)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Remove the draft, and from this device the receipt and the right to follow (清除)."""
    draft = filling.draft_of(request)
    if draft is not None:
        drafts.discard(draft)
    request.session.flush()
    messages.success(request, _("这台设备上的草稿、回执和查询记录已经清除。已提交的申请照常办理。"))
    response = redirect("public:home")
    response.delete_cookie(APPLICATION_COOKIE, samesite="Lax")
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    """Say that there is no draft: it was filed, and here is its receipt, or it has expired."""
    asked = request.resolver_match.url_name if request.resolver_match else ""
    if asked != "receipt" and filling.filed_of(request) is not None:
        return redirect("resident:receipt")
    return render(request, "resident/gone.html", {"kept_days": drafts.KEPT_DAYS}, status=410)
