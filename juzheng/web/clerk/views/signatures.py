"""The responsible person's pen (负责人签字): read what was established, sign or send back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.access_log import viewed
from juzheng.acts.base.moves import NotReady
from juzheng.acts.cases import drafting
from juzheng.acts.cases import signing as pen
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.lifecycle import State
from juzheng.records.models import Case
from juzheng.web.clerk import casefile, on_file, queue
from juzheng.web.clerk.answering import issue
from juzheng.web.clerk.forms.case import BackForm
from juzheng.web.clerk.views.cases import shown
from juzheng.web.shared import reauthentication
from juzheng.web.shared.access import (
    SignedInRequest,
    case_for_desk,
    entitled,
    show,
    signed_in,
    stepped_up,
)
from juzheng.web.shared.act_results import tried
from juzheng.web.shared.reauthentication import ProofForm, proof_for

AT_ONCE = 10  # a pen that signs more in one go has not read them


@signed_in("GET")
def signatures(request: SignedInRequest) -> HttpResponse:
    """Show what waits for a signature, each with its facts and how they were established."""
    user = entitled(request, Permission.SIGN)
    waiting = (
        Case.objects.visible_to(user)
        .filter(state=State.AWAITING_SIGNATURE.value)
        .select_related("committee", "revision", "prepared_by")
        .prefetch_related(
            "verifications__by", "deliberations__by", "grounds__by", "assessments__by"
        )
        .by_time_left()
    )
    at = timezone.now()
    cases = list(waiting[: AT_ONCE + 1])
    context = {
        "waiting": [_waiting(request, case, at) for case in cases[:AT_ONCE]],
        "more": len(cases) > AT_ONCE,
    }
    return show(request, "clerk/signatures.html", context)


@signed_in("POST")
def signature(request: SignedInRequest, number: str) -> HttpResponse:
    """Sign and issue, after a proof of who is at the keyboard."""
    subject = case_for_desk(request, number, Permission.SIGN)
    proof = ProofForm(request.POST, user=request.user)
    if (slow := reauthentication.step_up(request, request.user, proof)) is not None:
        return slow
    if not stepped_up(request):
        return shown(request, subject, status=422, proof_form=proof)
    try:
        issue(request, partial(pen.sign, subject), _("证明已签字出具，编号 %s。"))
    except NotReady:
        return shown(request, subject, status=409)
    return redirect("clerk:case", number)


@signed_in("POST")
def send_back(request: SignedInRequest, number: str) -> HttpResponse:
    """Send the draft back to the clerk with a reason."""
    subject = case_for_desk(request, number, Permission.SIGN)
    form = BackForm(request.POST)
    if not form.is_valid():
        return shown(request, subject, status=422, back_form=form)
    reason, at = form.cleaned_data["reason"], timezone.now()
    with tried(request, _("已退回经办人补正。")):
        drafting.send_back(subject, reason=reason, by=request.user, at=at)
    return redirect("clerk:case", number)


def _waiting(request: SignedInRequest, case: Case, at: datetime) -> dict[str, Any]:
    """Return one case before the pen (待签)."""
    viewed(case, "待签字", by=request.user, at=at)
    # Each form of the page has ids of its own, or its labels would point to the first.
    own_ids = f"id-{case.pk}-%s"
    return {
        "case": case,
        "row": queue.rows([case], timezone.localtime(at).date())[0],
        "rows": casefile.answers(case),
        "facts": casefile.fact_states(case),
        "on_file": on_file.of(case),
        "documents": casefile.documents(case),
        "obstacles": casefile.obstacles_for(case, request.user, at),
        "proof_form": proof_for(request, auto_id=own_ids),
        "back_form": BackForm(auto_id=own_ids),
    }
