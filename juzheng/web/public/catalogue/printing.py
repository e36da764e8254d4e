"""Guides to print (打印件): the guide, the blank form, the sample, the poster (OP-2.3.b)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from juzheng.catalogue.pages import PageKind
from juzheng.records.catalogue import governing
from juzheng.web.shared import conditional, request_catalogue
from juzheng.web.shared.catalogue import local_guide, local_lists
from juzheng.web.shared.downloads import PDF, named
from juzheng.web.shared.gone import no_form, no_page
from juzheng.web.shared.place import at, place_of

FILES = {"guide": "办事指南", "form": "申请表", "sample": "样张"}


@require_safe
def guide_file(request: HttpRequest, item_id: str) -> HttpResponse:
    """Return the guide as it is handed out (办事指南), A4."""
    return _printed(request, item_id, "guide", local_guide.guide_pdf)


@require_safe
def form_file(request: HttpRequest, item_id: str) -> HttpResponse:
    """Return the blank application form (申请表), A4; 404 where nothing was ever issued."""
    return _printed(request, item_id, "form", local_guide.form_pdf)


@require_safe
def sample_file(request: HttpRequest, item_id: str) -> HttpResponse:
    """Return the sample certificate (样张); 404 where nothing was ever issued."""
    return _printed(request, item_id, "sample", lambda guide, **_url: local_guide.sample_pdf(guide))


@require_safe
def poster_file(request: HttpRequest) -> HttpResponse:
    """Return the poster for the notice board of the visitor's place (公告栏海报), A3."""
    place = place_of(request)
    notice = local_guide.notice_of(place, timezone.localdate())
    body = local_guide.poster_pdf(notice, url=local_guide.board_of(place))
    return conditional.answer(request, body, PDF, name=named("公告栏海报"))


def _printed(
    request: HttpRequest, item_id: str, name: str, make: Callable[..., bytes]
) -> HttpResponse:
    there = local_lists.there(request)
    on = there.on if there else timezone.localdate()
    item = governing.governing(on).items.get(item_id) or request_catalogue.today().items.get(
        item_id
    )
    if item is None:
        raise no_page(PageKind.ITEM, item_id)
    place = at(there.division) if there else place_of(request)
    guide = local_guide.guide_of(item, place, on)
    if name != "guide" and not guide.issued:
        raise no_form(item, place, on)
    body = make(guide, url=local_guide.page_of(item_id, place, there.query if there else ""))
    return conditional.answer(request, body, PDF, name=named(FILES[name], item.name, item_id))
