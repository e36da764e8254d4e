"""Objecting to a refusal (提出异议): on the follow page, by number and code."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from juzheng.acts.base import access_log
from juzheng.acts.cases import objection as objecting
from juzheng.web.resident.follow import ask_again, followed
from juzheng.web.shared.act_results import OVERTAKEN
from juzheng.web.shared.cases import objections
from juzheng.web.shared.security import personal


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why the applicant does not agree; a POST files the objection (提出异议)."""
    subject = followed(request, number)
    if subject is None:
        return ask_again(request)
    if not objections.objectable(subject):
        messages.error(request, _("现在没有可以提出异议的不予出具。请看下面的最新情况。"))
        return redirect("resident:case", number)
    form = objections.ObjectionForm(request.POST or None)
    if not form.is_valid():
        access_log.viewed(subject, "resident.objection", by=None, at=timezone.now())
        context = {"case": subject, "form": form, "remedy": objections.remedy()}
        status = 422 if form.is_bound else 200
        return render(request, "resident/objection.html", context, status=status)
    try:
        objecting.file(subject, reason=form.cleaned_data["reason"], by=None, at=timezone.now())
    except objecting.NoticeInTheMaking:
        messages.error(request, _("告知单还在制作。请等出具以后再提。"))
    except OVERTAKEN:
        messages.error(request, _("这一件刚刚有变化。请看下面的最新情况。"))
    else:
        messages.success(request, objections.SENT)
    return redirect("resident:case", number)
