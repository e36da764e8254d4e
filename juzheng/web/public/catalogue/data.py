"""Open data (开放数据): items, lists and changes for programs, by division and day (OP-2.3.c)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from juzheng.catalogue import Catalogue
from juzheng.catalogue.pages import PageKind
from juzheng.law.base.divisions import path_of, significant
from juzheng.law.base.endings import Ended
from juzheng.law.catalogue import every_guide, guides
from juzheng.outside import demand_data, open_data
from juzheng.outside.open_data import Scope
from juzheng.outside.renderings import Rendering
from juzheng.records.catalogue import endings, governing
from juzheng.records.demands import endings as demand_endings
from juzheng.records.demands import open_register
from juzheng.records.models import Demand, Publication
from juzheng.records.supervision import corrections
from juzheng.records.supervision import endings as exposure_endings
from juzheng.web.shared import ended, request_catalogue
from juzheng.web.shared.catalogue import local_guide
from juzheng.web.shared.open_answers import (
    Unanswerable,
    insist_on_division,
    insist_on_parameters,
    kept,
    opened,
)

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
MOST_CHANGES = 100
KEPT = 32  # renderings of one file kept at once: some hundred kilobytes each

Make = Callable[[Scope, Catalogue], Rendering]


def for_programs(make: Make) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return the view that answers with what ``make`` renders for the division and day asked."""
    return _answering(make, lambda: ())


def with_records(make: Make) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return the same for what also tells of demands and exposures."""
    return _answering(make, lambda: (open_register.state(), corrections.state()))


def _answering(
    make: Make, others: Callable[[], tuple[str, ...]]
) -> Callable[[HttpRequest], HttpResponseBase]:
    rendered = lru_cache(maxsize=KEPT)(
        lambda scope, _digest: make(scope, governing.governing(scope.on))
    )

    @opened("GET", where="/data/")
    @wraps(make)
    def view(request: HttpRequest) -> HttpResponse:
        scope, listed = _asked(request)
        # What tells one state of the catalogue and of its publications from the next.
        with translation.override(settings.LANGUAGE_CODE):  # data is Chinese, whoever asks
            rendering = rendered(scope, (listed.digest, Publication.objects.count(), *others()))
        return kept(request, HttpResponse(rendering.body, content_type=rendering.media_type))

    return view


def _asked(request: HttpRequest) -> tuple[Scope, Catalogue]:
    insist_on_parameters(request, "on", "division")
    on = _day(request.GET.get("on", ""))
    division = request.GET.get("division", "")
    listed = governing.governing(on)
    if division:
        insist_on_division(division, listed.divisions)
    return local_guide.scope_of(division, on, listed), listed


def _day(text: str) -> date:
    if not text:
        return timezone.localdate()
    day = None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        with suppress(ValueError):
            day = date.fromisoformat(text)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        between = {"first": FIRST_DAY, "last": LAST_DAY}
        do = _("请写成 on=2026-11-22，从 %(first)s 到 %(last)s。") % between
        raise Unanswerable(_("日期不对。"), do)
    return day


def _guides(scope: Scope, listed: Catalogue) -> list[guides.Guide]:
    return [*every_guide.at(listed, scope.where).values()]


@for_programs
def items_json(scope: Scope, listed: Catalogue) -> Rendering:
    """Return every item's guide (事项数据)."""
    over = _over(scope, endings.ended(scope.on, PageKind.ITEM))
    return open_data.items_json(_guides(scope, listed), scope, over)


@for_programs
def items_csv(scope: Scope, listed: Catalogue) -> Rendering:
    """Return a line an item (事项数据表)."""
    return open_data.items_csv(_guides(scope, listed), scope)


@for_programs
def lists_json(scope: Scope, listed: Catalogue) -> Rendering:
    """Return the lists that hold there (清单数据)."""
    book = listed.rulebook(scope.division, scope.on)
    over = _over(scope, endings.ended(scope.on, PageKind.LIST, PageKind.UNLISTED))
    return open_data.lists_json(book.lists.values(), scope, over)


@with_records
def ended_json(scope: Scope, listed: Catalogue) -> Rendering:
    """Return all that was public and is over: pages, demands, exposures (已结束)."""
    return open_data.ended_json(_everything(scope), scope)


def _everything(scope: Scope) -> list[dict[str, Any]]:
    demands = demand_endings.all_ended(Demand.objects.public().over())
    found = [one for one in demands if one.on]
    found += exposure_endings.ended(scope.on)
    # These are told from what is recorded by now: what ended later still stood on that day.
    then = (one for one in found if one.on is None or one.on <= scope.on)
    return _over(scope, [*endings.ended(scope.on), *then])


def _over(scope: Scope, found: Iterable[Ended]) -> list[dict[str, Any]]:
    """Return what ended there, above and below (上下级) as plain values."""
    here = significant(scope.division)
    near = path_of(scope.division)
    return [
        ended.plain(one) for one in found if one.division in near or one.division.startswith(here)
    ]


@with_records
def changes_atom(scope: Scope, listed: Catalogue) -> Rendering:
    """Return what was published there and above, the latest first (变更订阅)."""
    found = Publication.objects.filter(
        division__in=path_of(scope.division), effective_on__lte=scope.on
    ).order_by("-effective_on", "-pk")[:MOST_CHANGES]
    published = [one.published for one in reversed(found)]
    title = f"{scope.division_name or '全国'}证明事项清单变更"
    dated = [one for one in _everything(scope) if one["ended_on"]]
    over = sorted(dated, key=lambda one: str(one["ended_on"]))[-MOST_CHANGES:]
    return open_data.changes_atom(published, base_url=settings.BASE_URL, title=title, ended=over)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Say what there is and how to ask for it (开放数据说明)."""
    context = {
        "today": timezone.localdate(),
        "example": "420000",
        "items": len(request_catalogue.today().items),
        "fields": demand_data.FIELDS,
    }
    return render(request, "public/data.html", context)
