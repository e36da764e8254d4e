"""The workbench's first page (民政工作台): what waits, and what will soon stop holding."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from juzheng.records.catalogue import alerts, working_days
from juzheng.records.models import Change, Confirmation
from juzheng.web.overseer.access import officer
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.access import SignedInRequest, show, signed_in

AHEAD_DAYS = 90


@signed_in("GET")
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for review, the officer's own drafts, and texts about to lapse."""
    user, today = officer(request), timezone.localdate()
    mine = Change.objects.visible_to(user).select_related("written_by")
    asked = Confirmation.objects.visible_to(user).open()
    first = asked.first()
    context = {
        "confirming": asked.count(),
        "first_due": first.due_on if first else None,
        "waiting": mine.waiting(),
        "drafts": mine.open().exclude(state="in_review").filter(written_by=user),
        "alerts": alerts.lapsing(request_catalogue.today(), today, AHEAD_DAYS, user.division or ""),
        "year_wanted": working_days.year_wanted(today),
        "ahead": AHEAD_DAYS,
    }
    return show(request, "overseer/home.html", context)
