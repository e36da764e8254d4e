"""Notices to a unit (给本单位的通报): received, answered and replied to by its own account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.moves import NotReady, Seen
from juzheng.acts.supervision import afterwards, exposure
from juzheng.law.supervision.exposure import CorrectionEvent, CorrectionState, Hearing, Service
from juzheng.records.models import Correction, User
from juzheng.web.department.access import registrar
from juzheng.web.department.forms import NoticeAnswerForm, NoticeReplyForm
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import tried, version_of


def _receive(one: Correction, **who: Any) -> Correction:
    return exposure.serve(one, Service.ACCOUNT, timezone.localdate(who["at"]), "", **who)


def _answer(one: Correction, corrected: str, note: str, basis: str, **who: Any) -> Correction:
    return exposure.answer(one, corrected == "yes", note, basis=basis, **who)


def _reply(one: Correction, reply: str, **who: Any) -> Correction:
    return exposure.hear(one, Hearing.SPOKE, reply, **who)


def _object(one: Correction, reply: str, **who: Any) -> Correction:
    return afterwards.object_to(one, reply, **who)


ACTS: dict[str, tuple[CorrectionEvent, type[forms.Form], Callable[..., Correction]]] = {
    "receipt": (CorrectionEvent.SERVED, forms.Form, _receive),
    "answer": (CorrectionEvent.ANSWERED, NoticeAnswerForm, _answer),
    "reply": (CorrectionEvent.HEARD, NoticeReplyForm, _reply),
    "objection": (CorrectionEvent.OBJECTED, NoticeReplyForm, _object),
}


def notices_of(user: User) -> list[Correction]:
    """Return the corrections that the user's unit was notified of, the latest first."""
    name = user.unit.name if user.unit else ""
    found = Correction.objects.filter(unit_name=name, notified_on__isnull=False)
    return [one for one in found if one.is_of(user)]


@signed_in("GET")
def notices(request: SignedInRequest) -> HttpResponse:
    """List the notices to the unit."""
    found = [(one, CorrectionState(one.state)) for one in notices_of(registrar(request))]
    return show(request, "department/notices.html", {"notices": found})


@signed_in("GET")
def notice(request: SignedInRequest, number: str) -> HttpResponse:
    """Show one notice; what it says only once it is received, for then the unit's days run."""
    return _page(request, _notice_for_unit(request, number))


@signed_in("POST")
def step(request: SignedInRequest, number: str, name: str) -> HttpResponse:
    """Receive the notice, answer it, reply to the facts or object to the exposure."""
    one = _notice_for_unit(request, number)
    if name not in ACTS:
        raise Http404(name)
    _event, form_class, act = ACTS[name]
    form = form_class(request.POST, prefix=name)
    if not form.is_valid():
        return _page(request, one, {name: form}, status=422)
    seen: Seen = {"version": version_of(request), "by": registrar(request), "at": timezone.now()}
    try:
        with tried(request, _("已登记，民政部门可以看到。")):
            act(one, **form.cleaned_data, **seen)
    except NotReady as not_yet:
        return _page(request, one, {name: form}, obstacles=not_yet.obstacles, status=422)
    return redirect("department:notice", number)


def _notice_for_unit(request: SignedInRequest, number: str) -> Correction:
    user = registrar(request)
    found = next((one for one in notices_of(user) if one.number == number), None)
    if found is None:
        raise Http404(number)
    return found


def _page(
    request: SignedInRequest,
    one: Correction,
    faulty: dict[str, forms.Form] | None = None,
    *,
    obstacles: tuple[Any, ...] = (),
    status: int = 200,
) -> HttpResponse:
    shown = {
        name: (faulty or {}).get(name) or form(prefix=name)
        for name, (event, form, _act) in ACTS.items()
        if event in one.MACHINE.allowed(one.stands)
    }
    context = {
        "one": one,
        "state": CorrectionState(one.state),
        "forms": shown,
        "faulty": next(iter((faulty or {}).values()), None),
        "obstacles": obstacles,
    }
    return show(request, "department/notice.html", context, status=status)
