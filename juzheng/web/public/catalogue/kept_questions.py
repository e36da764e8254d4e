"""Keeping a question (留下问话): one button, and nothing of whoever presses it."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from juzheng.acts.catalogue import tellings
from juzheng.web.public.asking import address_of, question_of
from juzheng.web.public.catalogue.keeping import KEPT, label
from juzheng.web.shared import errors, request_catalogue
from juzheng.web.shared.place import place_of
from juzheng.web.shared.visitors import address, too_often

KEEPS, KEEPS_MINUTES = 10, 60  # questions that one address may leave


@require_POST
def kept_questions(request: HttpRequest) -> HttpResponse:
    """Keep the question, masked, for officers to learn from; the visitor has just said yes."""
    at = timezone.now()
    if too_often(
        "kept-question", address(request), limit=KEEPS, window_minutes=KEEPS_MINUTES, at=at
    ):
        return errors.too_many(request, KEEPS_MINUTES * 60)
    asked, place = question_of(request, request.POST), place_of(request)
    question = replace(asked, item=label(asked.item))
    found = request_catalogue.find(question.text, division=place.division)
    refused = question.ruled_out[-1] if question.ruled_out else ""
    kept = tellings.keep(
        question.text,
        offered=refused or found.item or found.matter or "",
        chosen=question.item,
        division=place.division or "",
        at=at,
    )
    if kept:
        messages.success(request, _("谢谢，已经留下这一句，到期自动删除。"))
    else:
        messages.info(request, _("没有留下：这句话里可能有姓名、号码或者住址，分不清的一律不留。"))
    return redirect(f"{address_of(question, place)}&{KEPT}=1")
