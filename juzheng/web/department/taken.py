"""One step of a unit on a letter (单位用账号办一步): tried, and who was slower told."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.moves import NotReady, Seen
from juzheng.records.models import Correction
from juzheng.web.department.access import registrar
from juzheng.web.shared.access import SignedInRequest
from juzheng.web.shared.act_results import tried, version_of

Step = tuple[str, type[forms.Form], Callable[..., Correction]]  # its name, form and act


def taken(
    request: SignedInRequest,
    one: Correction,
    step: Step,
    *,
    found: Callable[[SignedInRequest, str], Correction],
    page: Callable[..., HttpResponse],
    address: str,
) -> HttpResponse:
    """
    Take ``step`` on ``one``; lead back to its page, or show what stands in the way.

    :param found: returns it as it stands by now, if somebody else was faster
    :param page: draws it, with the faulty form, the obstacles, or what was written in vain
    :param address: the name of its page
    """
    name, form_class, act = step
    form = form_class(request.POST, prefix=name)
    if not form.is_valid():
        return page(request, one, {name: form}, status=422)
    seen: Seen = {"version": version_of(request), "by": registrar(request), "at": timezone.now()}
    try:
        with tried(request, _("已登记，民政部门可以看到。")) as how:
            act(one, **form.cleaned_data, **seen)
    except NotReady as not_yet:
        return page(request, one, {name: form}, obstacles=not_yet.obstacles, status=422)
    if unsaved := how.unsaved(form):
        return page(request, found(request, one.number), unsaved=unsaved)
    return redirect(address, one.number)
