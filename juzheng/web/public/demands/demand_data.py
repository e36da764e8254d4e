"""The register of demands as open data (索要登记数据): JSON by pages, CSV as it is read."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.law.base.endings import EndedKind
from juzheng.outside import demand_data
from juzheng.outside.open_data import LICENCE
from juzheng.records.catalogue import governing
from juzheng.records.demands import open_register
from juzheng.web.public.demands.demands import FILTERS, KNOWN, filters, numbers
from juzheng.web.shared import conditional, ended, request_catalogue
from juzheng.web.shared.downloads import CSV, offered
from juzheng.web.shared.open_answers import (
    OPEN_SECONDS,
    Unanswerable,
    insist_on_division,
    insist_on_parameters,
    opened,
)

PAGE = 500  # demands in one answer
AFTER = "after"
SCHEMA = "/data/#demands"


@opened("GET", where="/data/")
def demands_json(request: HttpRequest) -> HttpResponseBase:
    """Return a page of the register, with the address of the next one; filters as on the page."""
    insist_on_parameters(request, *FILTERS, AFTER)
    _insist_on_values(request)
    after = _after(request)
    return _kept(request, lambda: _page(request, after))


@opened("GET", where="/data/")
def demands_csv(request: HttpRequest) -> HttpResponseBase:
    """Return the whole register, line by line."""
    insist_on_parameters(request, *FILTERS)
    _insist_on_values(request)
    return _kept(request, lambda: _table(request))


def _insist_on_values(request: HttpRequest) -> None:
    """:raises Unanswerable: if a filter has a value that means nothing: no silent whole register"""
    for name, words in KNOWN.items():
        if (given := request.GET.get(name, "")) and given not in words:
            raise Unanswerable(
                _("%(name)s 的值不认识。") % {"name": name},
                _("可以写的是：%(fields)s。") % {"fields": ", ".join(sorted(words))},
            )
    if division := request.GET.get("division", ""):
        insist_on_division(division, request_catalogue.today().divisions)


def _kept(request: HttpRequest, make: Any) -> HttpResponseBase:
    on = timezone.localdate().isoformat()
    state = [request.get_full_path(), on, governing.digest(), open_register.state()]
    response = conditional.by_state(request, repr(state), make)
    response.headers["Cache-Control"] = f"public, max-age={OPEN_SECONDS}"
    return response


def _after(request: HttpRequest) -> int:
    """
    Return after which number the page begins.

    :raises Unanswerable: if it is no number
    """
    text = request.GET.get(AFTER, "0")
    if not (text.isascii() and text.isdigit() and len(text) < len("1234567890")):
        raise Unanswerable(_("after 不是编号。"), _("请照上一页的 next 写；第一页不写 after。"))
    return int(text)


def _page(request: HttpRequest, after: int) -> JsonResponse:
    asked = filters(request)
    every = sorted(numbers(asked))
    first = bisect(every, after)
    some, more = every[first : first + PAGE], len(every) > first + PAGE
    further = {**asked, AFTER: str(some[-1])} if more else {}
    whole = {
        "format": demand_data.FORMAT,
        "licence": LICENCE,
        "schema": SCHEMA,
        "on": timezone.localdate().isoformat(),
        "count": len(every),
        "demands": list(_rows(some)),
        "next": settings.BASE_URL + ended.with_filters("public:demands-json", **further)
        if more
        else None,
    }
    return JsonResponse(whole, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _table(request: HttpRequest) -> StreamingHttpResponse:
    lines = demand_data.lines(_rows(sorted(numbers(filters(request)))))
    response = StreamingHttpResponse(lines, content_type=CSV)
    return offered(response, "demands.csv")


def _rows(some: list[int]) -> Iterator[dict[str, Any]]:
    """Return the rows, by one and the same catalogue however long it takes to send them."""
    rows = open_register.rows(some, request_catalogue.today(), timezone.localdate())
    return ({**row, "url": _address(row["id"])} for row in rows)


def _address(number: int) -> str:
    return settings.BASE_URL + ended.address(EndedKind.DEMAND, str(number))
