"""Deliveries (公布到各渠道): what is ready to be posted, what was posted, what failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.acts.catalogue import publications as acts
from juzheng.law.catalogue.publications import OF_EVERYTHING, DeliveryState, in_words
from juzheng.records.catalogue import overtaking
from juzheng.records.catalogue.overtaking import Overtaken
from juzheng.records.models import Delivery
from juzheng.web.overseer.access import officer
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.act_results import OVERTAKEN, tried
from juzheng.web.shared.overtaken import carrying
from juzheng.web.shared.paging import by_state, listed

Row = dict[str, Any]

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
    found = Delivery.objects.visible_to(officer(request)).order_by("-publication", "pk")
    every = found.select_related("publication", "posted_by")
    context = listed(request, by_state(every, DeliveryState), row=lambda delivery: delivery)
    shown: list[Delivery] = list(context["rows"])
    today = timezone.localdate()
    over = overtaking.of(shown, today)
    newest = [text for one in over.values() for text in one.texts.values()]
    again = overtaking.of(newest, today)
    context["rows"] = [_row(one, over.get(one.pk), again) for one in shown]
    return show(request, "overseer/deliveries.html", context)


def _row(delivery: Delivery, after: Overtaken | None, again: Mapping[int, Overtaken]) -> Row:
    tone, by_hand = TONES[delivery.stands], acts.by_hand(delivery.kind)
    row: Row = {"delivery": delivery, "tone": tone, "by_hand": by_hand}
    if after is None or not overtaking.stale(delivery, after):
        return row
    whole, text = delivery.kind in OF_EVERYTHING, after.texts.get(delivery.channel)
    ready = delivery.stands is DeliveryState.READY
    return {
        **row,
        "overtaken": after,
        "why": [in_words(one) for one in after.changes],
        # Of what shows everything, the newest alone is made anew.
        "renews": ready and after.lasting and not (whole and after.own),
        "newest": text if text and text.file and text.pk not in again else None,
        "too": text is not None and text.pk in again,
    }


@signed_in("POST")
def renewal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a text anew, of what holds today."""
    delivery = _delivery(request, pk)
    no_text = _("这一条现在不能更新：文稿还没有备好，或者已经登记过发布。")
    try:
        with tried(request, _("已按今天的内容重新备好。"), dict.fromkeys(OVERTAKEN, no_text)):
            acts.renew(delivery, by=request.user, at=timezone.now())
    except acts.TOLD as failure:
        messages.error(request, str(failure))
    return redirect("overseer:deliveries")


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
    no_text = _("这一条现在不能登记发布：文稿还没有备好，或者已经登记过。")
    with tried(request, _("已登记发布。"), dict.fromkeys(OVERTAKEN, no_text)) as how:
        acts.post(delivery, place=place, by=request.user, at=timezone.now())
    said = [(_("在哪里能看到"), place)] if how.stopped or how.overtaken else []
    return carrying(request, said, redirect("overseer:deliveries"))


def _delivery(request: SignedInRequest, pk: int) -> Delivery:
    """
    Return a delivery of what the officer's division governs.

    :raises django.http.Http404: if there is none, or another division's
    """
    found = Delivery.objects.visible_to(officer(request)).select_related("publication")
    return get_object_or_404(found, pk=pk)
