"""Publications (公布记录): which channel said what, from when to when, and whether it is proven."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from juzheng.acts.base import files
from juzheng.acts.catalogue import publications as acts
from juzheng.law.catalogue.publications import ChannelKind, DeliveryState, in_words, newest_first
from juzheng.records.catalogue import overtaking
from juzheng.records.catalogue.overtaking import Overtaken
from juzheng.records.models import Delivery, Entry, Publication
from juzheng.web.shared import passed_over, place_names, request_catalogue
from juzheng.web.shared.catalogue import local_guide
from juzheng.web.shared.downloads import download
from juzheng.web.shared.gone import Gone, Stood
from juzheng.web.shared.law_sentences import sentences
from juzheng.web.shared.paging import around

PAGE = 20
ALL_DAY = timedelta(days=1) - timedelta(microseconds=1)
READABLE = (ChannelKind.WEIBO,)  # shown on the page itself; the others are files


@require_safe
def publications(request: HttpRequest) -> HttpResponse:
    """List what was published, and answer what a channel said on a day (公布记录)."""
    every = Publication.objects.prefetch_related("deliveries").order_by("-pk")
    pages = Paginator(every, PAGE)
    asked = request.GET.get("page", "")
    if asked and asked not in map(str, pages.page_range):
        passed_over.tell(request, "page", _("一共 %(count)d 页。") % {"count": pages.num_pages})
    page = pages.get_page(asked)
    over = overtaking.of(
        (text for one in page for text in one.deliveries.all()), timezone.localdate()
    )
    context = {
        "page": page,
        "rows": [_row(one, over) for one in page],
        "channels": list(ChannelKind),
        **around(page),
        **_question(request),
    }
    return render(request, "public/publications.html", context)


def _row(publication: Publication, over: Mapping[int, Overtaken]) -> dict[str, Any]:
    said = publication.published
    return {
        "publication": publication,
        "place": said.division_name or _("全国"),
        "changes": [in_words(change) for change in newest_first(said.changes)],
        "deliveries": [
            (one, one.kind.label, _standing(one, over.get(one.pk)))
            for one in publication.deliveries.all()
        ],
    }


def _standing(delivery: Delivery, after: Overtaken | None) -> str:
    """Return what became of the text on its channel; one that is overtaken waits for nobody."""
    if after and overtaking.stale(delivery, after):
        return _("已有更新的，不再发布") if after.own else _("内容已过时，更新后再发布")
    return DeliveryState(delivery.state).label


def _question(request: HttpRequest) -> dict[str, Any]:
    """Return what was asked and its answer; nothing was asked without a channel and a day."""
    channel, typed = request.GET.get("channel", ""), request.GET.get("division", "").strip()
    day = request.GET.get("on", "").strip()
    on, listed = _day(day), request_catalogue.today()
    division, nowhere = place_names.read(typed)
    asked = channel in {kind.value for kind in ChannelKind}
    context: dict[str, Any] = {
        "channel": channel if asked else "",
        "division": typed[:12],
        "on": day[:12] or timezone.localdate().isoformat(),
        "wrong": _wrong(nowhere, on, asked=asked) if channel or day or typed else "",
    }
    if asked and on and not nowhere:
        said = what_was_said(ChannelKind(channel), division, on)
        place = local_guide.named(division, listed) if division else _("全国")
        context |= {"asked": ChannelKind(channel).label, "place": place, "said": said, "day": on}
    return context


def _wrong(nowhere: str, on: date | None, *, asked: bool) -> str:
    """Return what is wrong about the question, all of it (哪里不对)."""
    return sentences(
        "" if asked else _("没有选渠道，或者没有这个渠道。请从列表里选。"),
        nowhere,
        "" if on else _("没有写日期，或者日期不对。请写成 2026-11-22 这样。"),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def what_was_said(kind: ChannelKind, division: str, on: date) -> dict[str, Any] | None:
    """Return what the division's channel said at the end of ``on``; None: nothing yet."""
    moment = datetime.combine(on, time(), timezone.get_current_timezone()) + ALL_DAY
    delivery = Delivery.objects.last_said(kind, division, moment)
    if delivery is None:
        return None
    after = Delivery.objects.said(kind, division).filter(posted_at__gt=delivery.posted_at).first()
    line = _line(delivery)
    return {
        "delivery": delivery,
        "until": after.posted_at if after else None,  # when it said something else; None: still
        "text": _text(delivery) if kind in READABLE else "",
        "line": line,
        "proven": line is not None and line.details["digest"] == acts.bytes_of(delivery),
    }


def _line(delivery: Delivery) -> Entry | None:
    """Return the line of the ledger that says when the channel took it."""
    return (
        Entry.objects.filter(
            chain=acts.CHAIN,
            event__in=("publication.delivered", "publication.posted"),
            details__publication=delivery.publication_id,
            details__channel=delivery.channel,
        )
        .order_by("position")
        .last()
    )


def _text(delivery: Delivery) -> str:
    try:
        return files.read(delivery.file).decode()
    except (FileNotFoundError, files.FileAltered):
        return ""


@require_safe
def rendering(request: HttpRequest, pk: int, channel: str) -> HttpResponse:
    """Return the very bytes that were prepared for a channel (渠道文稿), as a file to keep."""
    delivery = get_object_or_404(Delivery, publication=pk, channel=channel)
    if not delivery.file:
        raise Http404
    try:  # altered bytes are no 404 either: the page of errors says what is so
        body = files.read(delivery.file)
    except FileNotFoundError:
        lost = _("存下的文件丢失了，台账里还有它的摘要。")
        raise Gone(delivery.name, None, lost, stood=Stood.FILE) from None
    return download(body, delivery.media_type, delivery.name)
