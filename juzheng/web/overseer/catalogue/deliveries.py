"""Deliveries (公布到各渠道): what is ready to be posted, what was posted, what failed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.catalogue import publications as acts
from juzheng.law.catalogue.publications import DeliveryState
from juzheng.records.models import Delivery
from juzheng.web.overseer.access import frame, officer, place_name
from juzheng.web.shared.access import SignedInRequest, signed_in
from juzheng.web.shared.act_results import OVERTAKEN

PAGE = 50
PLACE_LENGTH = 300
TONES = {
    DeliveryState.INTENDED: "plain",
    DeliveryState.READY: "checked",
    DeliveryState.POSTED: "now",
    DeliveryState.FAILED: "danger",
}


@signed_in("GET")
def deliveries(request: SignedInRequest) -> HttpResponse:
    """List the deliveries of what the officer's division governs, the latest first."""
    user = officer(request)
    state = request.GET.get("state", "")
    found = Delivery.objects.visible_to(user).select_related("publication", "posted_by")
    if state in {one.value for one in DeliveryState}:
        found = found.filter(state=state)
    page = Paginator(found.order_by("-publication", "pk"), PAGE).get_page(request.GET.get("page"))
    chips = [
        {"text": text, "href": f"?state={code}", "kind": "plain", "current": state == code}
        for code, text in [("", _("全部")), *((one.value, one.label) for one in DeliveryState)]
    ]
    query = f"?state={state}&page="
    context = {
        **frame(user),
        "rows": [_row(one) for one in page],
        "chips": chips,
        "earlier": f"{query}{page.previous_page_number()}" if page.has_previous() else "",
        "later": f"{query}{page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "overseer/deliveries.html", context)


def _row(delivery: Delivery) -> dict[str, Any]:
    state = DeliveryState(delivery.state)
    return {
        "delivery": delivery,
        "publication": delivery.publication,
        "place": place_name(delivery.publication.division),
        "channel": delivery.kind.label,
        "state": state.label,
        "tone": TONES[state],
        "ready": state is DeliveryState.READY,
        "failed": state is DeliveryState.FAILED,
        "waiting": state is DeliveryState.INTENDED,
    }


@signed_in("POST")
def attempt(request: SignedInRequest, pk: int) -> HttpResponse:
    """Carry a delivery out now: one that waits, or one that failed before."""
    delivery, at = _delivery(request, pk), timezone.now()
    delivery = acts.retry(delivery, by=request.user, at=at)
    delivery = acts.finish(delivery, at=at)
    if delivery.failure:
        messages.error(request, delivery.failure)
    else:
        messages.success(request, delivery.says)
    return redirect("overseer:deliveries")


@signed_in("POST")
def posting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that the text was posted, and where it can be seen."""
    delivery = _delivery(request, pk)
    place = request.POST.get("place", "").strip()
    if not place or len(place) > PLACE_LENGTH:
        messages.error(request, _("没有写在哪里能看到。请填写网址或张贴的地点，再登记一次。"))
        return redirect("overseer:deliveries")
    try:
        acts.post(delivery, place=place, by=request.user, at=timezone.now())
    except OVERTAKEN:
        messages.error(request, _("这一条现在不能登记发布：文稿还没有备好，或者已经登记过。"))
    else:
        messages.success(request, _("已登记发布。"))
    return redirect("overseer:deliveries")


def _delivery(request: SignedInRequest, pk: int) -> Delivery:
    """
    Return a delivery of what the officer's division governs.

    :raises django.http.Http404: if there is none, or another division's
    """
    found = Delivery.objects.visible_to(officer(request)).select_related("publication")
    delivery = found.filter(pk=pk).first()
    if delivery is None:
        raise Http404
    return delivery
