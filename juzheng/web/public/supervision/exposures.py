"""The public board (曝光台): what is exposed, what was corrected, and how it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from juzheng.acts.base import files
from juzheng.law.base.demanders import Demander
from juzheng.law.base.measures import SMALLEST_SHOWN, Table
from juzheng.law.supervision.exposable import BEYOND, READINGS, Beyond, Exposable
from juzheng.law.supervision.exposure import (
    CorrectionEvent,
    CorrectionState,
    Severity,
)
from juzheng.law.supervision.published_words import title_for
from juzheng.law.supervision.reports import REPORTS, ReportEvent
from juzheng.records.history import lines_of
from juzheng.records.models import Correction, Entry, Report
from juzheng.records.supervision import (
    correction_pages,
    corrections,
    endings,
    exhibits,
    of_units,
    tallies,
    totals,
)
from juzheng.records.walking import is_key
from juzheng.web.public.supervision import exposure_data
from juzheng.web.shared import ended, passed_over, request_catalogue
from juzheng.web.shared.gone import Gone, Stood, no_exposure

PAGE = 30  # of what is exposed, and of what ended last

# What is shown of a dispute after publication; a wording that was replaced is not.
DISPUTED = frozenset({CorrectionEvent.OBJECTED.value, CorrectionEvent.OBJECTION_REJECTED.value})


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """List what is exposed, the counts, and what superiors decided (曝光台)."""
    today, after = timezone.localdate(), passed_over.page_behind(request, is_key)
    page, later = correction_pages.board(today, after, PAGE)
    shown, hidden = corrections.parted(page)
    tables, names = exposure_data.tables(), exposure_data.names()
    over = [*endings.page(today, PAGE), *endings.told(hidden)]
    context = {
        "exposed": [_row(one) for one in shown],
        "whole": not (after or later or len(over) >= PAGE),
        "later": f"?after={later}" if later else "",
        "earlier": request.path if after else "",
        "apologies": corrections.apologies(today, PAGE),
        "removed": totals.removed(today),
        "overrides": corrections.overrides(),
        "by_kind": _named(tables[exposure_data.KINDS], names),
        "by_item": _named(tables[exposure_data.ITEMS], names),
        "ended": ended.rows(over),
        "smallest": SMALLEST_SHOWN,
        "board_files": _files("public:exposures-csv", "public:exposures-json"),
        "count_files": _files("public:exposure-counts-csv", "public:exposure-counts-json"),
    }
    return render(request, "public/exposures.html", context)


@require_safe
def exposure(request: HttpRequest, number: str) -> HttpResponse:
    """Show one exposure: the facts, the unit's side, what the reporters said, the course."""
    today = timezone.localdate()
    wrong = correction_pages.apology(number, today)
    if wrong is not None:
        until = corrections.apology_until(wrong)
        return render(request, "public/apology.html", {"one": wrong, "until": until})
    one = _shown(number)
    papers = exhibits.current(one)
    context = {
        "one": one,
        **_row(one),
        "body": Exposable(one.listed_as),
        "until": endings.stays_until(one),
        "elements": exhibits.elements(one, papers),
        "answers": exhibits.answers(one, papers),
        "spoken": exhibits.spoken(one, papers),
        "superior": exhibits.of_the_superior(one, papers),
        "disputed": [paper for paper in papers if paper.event in DISPUTED],
        "hearing": of_units.heard_as(one, timezone.localdate()),
        "severity": Severity(one.severity),
        "told": corrections.published(one),
        "steps": corrections.steps_of(one),
        "item": request_catalogue.today().items.get(one.item),
    }
    return render(request, "public/exposure.html", context)


@require_safe
def photo(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """Hand out a photo as the officers left it."""
    one = _shown(number)
    for report in corrections.published(one):
        if report.told.public_photo and report.public_photo_digest == digest:
            return HttpResponse(files.read(report.public_photo), content_type="image/jpeg")
    raise _no_photo(one, digest)


def _no_photo(one: Correction, digest: str) -> Http404:
    """Return what to raise for a photo that is not shown: public once, or never there."""
    reviewed = REPORTS.line(ReportEvent.REVIEWED)
    for row in one.reports.all():
        lines = lines_of(row)
        before = [line for line in lines if one.approved_at and line.at <= one.approved_at]
        shown = next((line for line in reversed(before) if line.event == reviewed), None)
        if shown is not None and shown.details.get("photo") == digest:
            since = [line for line in lines if line.position > shown.position]
            on, reason = _taken_down(row, since)
            return Gone(_("曝光 %s 的照片") % one.number, on, reason, stood=Stood.BOARD)
    return Http404(digest)


def _taken_down(row: Report, since: list[Entry]) -> tuple[date | None, str]:
    """Return from when and why a photo that was public is not shown any more (照片撤下)."""
    if row.erased_at:
        return timezone.localdate(row.erased_at), _("保存期满，按规定删除，内容已经没有了。")
    reasons = {
        ReportEvent.WITHDRAWN: _("反映人撤回了反映，照片不再公开。"),
        ReportEvent.REVIEWED: _("民政部门重新审看了这份反映，照片不再公开。"),
    }
    for line in since:
        if reason := reasons.get(REPORTS.event(line.event)):
            return timezone.localdate(line.at), reason
    return None, _("照片不再公开。")


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Say how it is counted and by which steps a unit comes onto the board (口径和程序)."""
    context = {
        "limits": corrections.limits(),
        "smallest": SMALLEST_SHOWN,
        "readings": _grouped(),
        "files": _files("public:exposure-method-json"),
    }
    return render(request, "public/exposures_method.html", context)


def _grouped() -> list[dict[str, Any]]:
    """Return the kinds of unit that are read alike, with the word, or where to go, and why."""
    found: dict[Any, list[Demander]] = {}
    for kind in Demander:
        found.setdefault(READINGS.get(kind) or BEYOND[kind], []).append(kind)
    rows = [{"said": said, "kinds": kinds} for said, kinds in found.items()]
    return sorted(rows, key=lambda row: isinstance(row["said"], Beyond))


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Show how many notices, corrections, exposures, objections and removals there were (年报)."""
    files = _files("public:exposure-steps-csv", "public:exposure-steps-json")
    context = {"counts": tallies.counts("%Y"), "files": files}
    return render(request, "public/exposures_report.html", context)


def _files(*names: str) -> list[tuple[str, str]]:
    """Return the files from which a page's figures follow, each by its format (逐行数据)."""
    addresses = [reverse(name) for name in names]
    return [(address.rpartition(".")[2], address) for address in addresses]


def _shown(number: str) -> Correction:
    one = Correction.objects.filter(number=number).first()
    if one is None or not corrections.is_shown(one, timezone.localdate()):
        raise no_exposure(number)
    return one


def _row(one: Correction) -> dict[str, Any]:
    return {
        "one": one,
        "title": title_for(one.unit_kind),
        "kind": Demander(one.unit_kind),
        "state": CorrectionState(one.state),
        "mended": one.state == CorrectionState.MENDED,
    }


def _named(table: Table, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a table as the page shows it; what is too small says so."""
    rows = [
        (
            names.get(row.key, row.key),
            _("少于 %(n)s 件") % {"n": SMALLEST_SHOWN} if row.count is None else row.count,
        )
        for row in table.rows
    ]
    return {"rows": rows, "total": table.total, "withheld": table.withheld}
