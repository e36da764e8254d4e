"""Asking civil affairs (请民政部门确认): one button; nothing is kept of whoever presses it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from juzheng.acts.catalogue import confirming
from juzheng.catalogue.pages import PageKind
from juzheng.web.public.asking import address_of, question_of
from juzheng.web.shared import answers, errors, request_catalogue
from juzheng.web.shared.gone import no_page
from juzheng.web.shared.place import place_of
from juzheng.web.shared.visitors import address, too_often

ASKS, ASKS_MINUTES = 20, 60  # questions that one address may put


@require_POST
def confirmations(request: HttpRequest) -> HttpResponse:
    """Put the question to civil affairs, or join those who have (待确认事项)."""
    at = timezone.now()
    if too_often("confirmation", address(request), limit=ASKS, window_minutes=ASKS_MINUTES, at=at):
        return errors.too_many(request, ASKS_MINUTES * 60)
    question, place = question_of(request, request.POST), place_of(request)
    item = request_catalogue.today().items.get(question.item)
    if item is None:
        raise no_page(PageKind.ITEM, question.item)
    division = place.division or answers.named_in(question)
    try:
        if division:
            confirming.ask(item, division, by=None, at=at)
            messages.success(request, _("已经请民政部门确认。答复会写在这一页上，过几天再来看。"))
    except confirming.NothingToConfirm:
        messages.success(request, _("这一项已经有答复了，请看下面。"))
    return redirect(address_of(question, place))
