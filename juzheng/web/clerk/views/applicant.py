"""What an applicant at the counter asks for (窗口代办): to take it back, or another code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.access_log import viewed
from juzheng.acts.cases import recoding
from juzheng.acts.cases import withdrawal as withdrawing
from juzheng.law.base.papers import PaperState
from juzheng.law.base.permissions import Permission
from juzheng.law.cases.lifecycle import CASES, REPLACING, Event
from juzheng.web.clerk import receipts
from juzheng.web.clerk.forms.mending import SeenForm, WithdrawalForm
from juzheng.web.clerk.views.evidence import posted, recorded
from juzheng.web.shared.access import SignedInRequest, case_for_desk, case_to_write, show, signed_in
from juzheng.web.shared.act_results import tried


@signed_in("GET", "POST")
def withdrawal(request: SignedInRequest, number: str) -> HttpResponse:
    """Take the application back for its applicant, whose document was seen (窗口撤回)."""
    subject = case_to_write(request, number, Permission.RECEIVE)
    form = WithdrawalForm(posted(request))

    def act(**who: Any) -> None:
        reason = form.cleaned_data["reason"]
        withdrawing.withdraw_at_counter(subject, reason=reason, version=subject.version, **who)

    allowed = Event.WITHDRAWN in CASES.allowed(subject.stands)
    done = _("已为申请人撤回。需要时可以重新申请。")
    return recorded(request, subject, "withdrawal", form, act, done, open=allowed)


@signed_in("GET", "POST")
def code(request: SignedInRequest, number: str) -> HttpResponse:
    """Give the applicant a new code, shown this once; the old one is good for nothing (补码)."""
    subject = case_for_desk(request, number, Permission.RECEIVE)
    form, at = SeenForm(posted(request)), timezone.now()
    viewed(subject, "换发查询码", by=request.user, at=at)
    context: dict[str, Any] = {"case": subject, "form": form, "open": subject.erased_at is None}
    if form.is_valid():
        with tried(request):
            new = recoding.renew(subject, version=subject.version, by=request.user, at=at)
            context |= receipts.slip(subject, new)
    return show(request, "clerk/code.html", context)


@signed_in("GET")
def receipt(request: SignedInRequest, number: str) -> HttpResponse:
    """Show the slip to be printed; the code on it only to who took the case just now (受理回执)."""
    subject = case_for_desk(request, number, Permission.RECEIVE)
    if subject.erased_at is not None:
        raise Http404
    viewed(subject, "受理回执", by=request.user, at=timezone.now())
    told = receipts.slip(subject, receipts.code_of(request, subject))
    return show(request, "clerk/receipt.html", {"case": subject, **told})


@signed_in("GET")
def paper(request: SignedInRequest, number: str) -> HttpResponse:
    """Lead to the case's newest paper to be printed, or back with what it waits for (打印)."""
    subject = case_for_desk(request, number, Permission.SEE_DESK)
    made = subject.certificates.exclude(file="").order_by("-pk").first()
    corrected_comes = subject.stands in REPLACING  # what there is already is the wrong one
    if made is None or corrected_comes or subject.erased_at is not None:
        messages.info(request, _("还没有做好的文书。请负责人签字以后再打开。"))
        return redirect("clerk:case", number)
    if made.status == PaperState.REVOKED.value:
        messages.warning(request, _("这份文书已经撤销，不打印。要查看的，从下面的“文书”打开。"))
        return redirect("clerk:case", number)
    return redirect("clerk:certificate", made.number)
