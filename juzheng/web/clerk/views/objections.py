"""Objections at the desk (异议、复核): written down by a clerk, decided by a second person."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.base.access_log import viewed
from juzheng.acts.cases import objection as objecting
from juzheng.law.base.permissions import Permission
from juzheng.web.clerk.views.cases import not_kept, onward
from juzheng.web.shared.access import (
    NotYourPost,
    SignedInRequest,
    case_to_write,
    is_old,
    show,
    signed_in,
)
from juzheng.web.shared.act_results import tried
from juzheng.web.shared.cases import objections


@signed_in("GET", "POST")
def objection(request: SignedInRequest, number: str) -> HttpResponse:
    """Write down what a resident at the counter says against a refusal (登记异议)."""
    subject = case_to_write(request, number, Permission.RECEIVE)
    form, at = objections.ObjectionForm(request.POST or None), timezone.now()
    if is_old(request, subject):
        return not_kept(request, subject, form)
    if request.method == "POST" and form.is_valid():
        still = _("告知单还在制作。请等出具以后再登记异议。")
        wait: dict[type[Exception], str] = {objecting.NoticeInTheMaking: still}
        with tried(request, objections.SENT, wait) as how:
            objecting.file(subject, reason=form.cleaned_data["reason"], by=request.user, at=at)
        return onward(request, subject, form, how)
    viewed(subject, "objection", by=request.user, at=at)
    context = {
        "case": subject,
        "form": form,
        "open": objections.objectable(subject),
        "remedy": objections.remedy(),
    }
    return show(request, "clerk/objection.html", context)


@signed_in("GET", "POST")
def review(request: SignedInRequest, number: str) -> HttpResponse:
    """Decide an objection as a responsible person who had no hand in the refusal (复核)."""
    try:
        subject = case_to_write(request, number, Permission.SIGN)
    except NotYourPost as lacking:  # a deputy may sign and send back, and that is all
        raise NotYourPost(lacking.permission, _("复核异议")) from lacking
    after = reverse("clerk:case", args=[number])
    return objections.review(request, subject, "clerk/review.html", what="review", after=after)
