"""Objections that nobody in the committee may decide (上级复核): before the street's officers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from juzheng.acts.base.access_log import viewed
from juzheng.law.cases.lifecycle import State
from juzheng.records.cases import hands
from juzheng.records.models import Case, User
from juzheng.web.overseer.access import officer
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.cases import objections


def _waiting(user: User) -> list[Case]:
    """Return the cases that wait for ``user``: nobody of the committee may decide them."""
    found = Case.objects.filter(state=State.OBJECTED.value).select_related("committee", "revision")
    return [
        case
        for case in found.order_by("due_on", "pk")
        if user in hands.officers_above(case.committee.code) and not hands.reviewers(case)
    ]


@signed_in("GET")
def board(request: SignedInRequest) -> HttpResponse:
    """Show which objections wait for this office, the first due first (异议复核)."""
    waiting, today = _waiting(officer(request)), timezone.localdate()
    rows = [{"case": case, "late": bool(case.due_on and case.due_on < today)} for case in waiting]
    return show(request, "overseer/objections.html", {"rows": rows})


@signed_in("GET", "POST")
def objection(request: SignedInRequest, number: str) -> HttpResponse:
    """Decide one of them; the look at the resident's case is written down (上级复核)."""
    user = officer(request)
    subject = next((case for case in _waiting(user) if case.number == number), None)
    if subject is None:
        raise Http404(number)
    viewed(subject, "overseer.objection", by=user, at=timezone.now())
    after = reverse("overseer:objections")
    return objections.review(request, subject, "overseer/objection.html", after=after)
