"""Putting right before the pen (签字前更正): particulars, one's own slip, a case sent too soon."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.cases import correcting, drafting, striking
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.records.cases import strikes
from juzheng.web.clerk import on_file
from juzheng.web.clerk.forms.mending import ParticularsForm, ReasonForm
from juzheng.web.clerk.views.evidence import posted, recorded
from juzheng.web.shared.access import SignedInRequest, case_to_write, signed_in


@signed_in("GET", "POST")
def particulars(request: SignedInRequest, number: str) -> HttpResponse:
    """Put right name, number, telephone, recipient, purpose; what rests on it is done anew."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    form = ParticularsForm(subject, timezone.localdate(), posted(request))
    if form.is_valid() and not correcting.changed(subject, form.particulars()):
        messages.success(request, _("没有改动。"))
        return redirect("clerk:case", number)
    act = partial(correcting.correct, version=subject.version)

    def record(**who: Any) -> None:
        act(subject, form.particulars(), reason=form.cleaned_data["reason"], **who)

    done = _("已更正。改了姓名或号码的，核查要重新登记；送签过的，要重新送签。")
    allowed = Event.CORRECTED in CASES.allowed(subject.stands)
    return recorded(request, subject, "particulars", form, record, done, open=allowed)


@signed_in("GET", "POST")
def strike(request: SignedInRequest, number: str, record: str) -> HttpResponse:
    """Take one's own slip back with a reason; it stays on file, struck through."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    slip = strikes.record_of(subject, record)
    if slip is None:
        raise Http404(record)
    missing = _("请写明哪里登记错了，例如：点错了人，这一条不是他的。")
    form = ReasonForm(posted(request), missing=missing)

    def act(**who: Any) -> None:
        reason = form.cleaned_data["reason"]
        striking.strike(slip, reason=reason, version=subject.version, **who)

    more: dict[str, Any] = {
        "what": on_file.one_of(slip),
        "obstacles": striking.obstacles(slip, by=request.user),
        "open": slip.stands and Event.STRUCK in CASES.allowed(subject.stands),
    }
    return recorded(request, subject, "strike", form, act, _("这一条已作废，不再算数。"), **more)


@signed_in("GET", "POST")
def recall(request: SignedInRequest, number: str) -> HttpResponse:
    """Take back what was sent to the responsible person, before the pen."""
    subject = case_to_write(request, number, Permission.WORK_ON)
    missing = _("请写明为什么收回，例如：还要补看户口簿原件。")
    form = ReasonForm(posted(request), missing=missing)

    def act(**who: Any) -> None:
        reason = form.cleaned_data["reason"]
        drafting.recall(subject, reason=reason, version=subject.version, **who)

    allowed = Event.RECALLED in CASES.allowed(subject.stands)
    done = _("已收回。补好以后请重新送签。")
    return recorded(request, subject, "recall", form, act, done, open=allowed)
