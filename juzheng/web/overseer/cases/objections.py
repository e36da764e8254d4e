"""Objections that nobody in the committee may decide (上级复核): before the street's officers."""

from __future__ import annotations

from itertools import islice

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from juzheng.law.base.divisions import significant
from juzheng.law.cases.lifecycle import State
from juzheng.records.cases import hands
from juzheng.records.models import Case, User
from juzheng.web.overseer.access import officer
from juzheng.web.shared.access import SignedInRequest, overtaken, show, signed_in
from juzheng.web.shared.act_results import written_on
from juzheng.web.shared.cases import objections
from juzheng.web.shared.overtaken import carrying

COUNTED = 20  # of them, on the workbench
SHOWN = 200  # on their own page
LOOKED_AT = 500  # objections of the division's committees, the first due first


def waiting(user: User, *, most: int) -> list[Case]:
    """Return the first ``most`` cases for ``user``: nobody of the committee may decide them."""
    if user.division is None:
        return []
    found = Case.objects.filter(
        state=State.OBJECTED.value, committee__code__startswith=significant(user.division)
    ).select_related("committee", "revision")
    every = found.order_by("due_on", "pk")[:LOOKED_AT]
    return list(islice((case for case in every if _is_for(user, case)), most))


def _is_for(user: User, case: Case) -> bool:
    """Return whether the officer stands above a committee that has no second person (归谁复核)."""
    return user in hands.officers_above(case.committee.code) and not hands.reviewers(case)


@signed_in("GET")
def board(request: SignedInRequest) -> HttpResponse:
    """Show which objections wait for this office, the first due first (异议复核)."""
    found, today = waiting(officer(request), most=SHOWN), timezone.localdate()
    rows = [{"case": case, "late": bool(case.due_on and case.due_on < today)} for case in found]
    return show(request, "overseer/objections.html", {"rows": rows})


@signed_in("GET", "POST")
def objection(request: SignedInRequest, number: str) -> HttpResponse:
    """Decide one of them; the look at the resident's case is written down (上级复核)."""
    user = officer(request)
    of_it = Case.objects.filter(number=number, state=State.OBJECTED.value)
    subject = of_it.select_related("committee", "revision").first()
    if subject is None or not _is_for(user, subject):
        return _decided_before(request, number)
    after, what = reverse("overseer:objections"), "overseer.objection"
    return objections.review(request, subject, "overseer/objection.html", what=what, after=after)


def _decided_before(request: SignedInRequest, number: str) -> HttpResponse:
    """
    Show the board with what was written of an objection that another decided first (已经复核).

    :raises django.http.Http404: if nothing was sent, or the case is none of this office's
    """
    found = Case.objects.filter(number=number, objections__isnull=False)
    case = found.select_related("committee").first()
    if request.method != "POST" or case is None or not _is_for(request.user, case):
        raise Http404(number)
    overtaken(request)
    said = written_on(objections.RulingForm(request.POST))
    return carrying(request, said, redirect("overseer:objections"))
