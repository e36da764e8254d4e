"""The public board (曝光台): what is exposed, what was corrected, and how it is counted."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from juzheng.acts.base import files
from juzheng.catalogue.tables import commas
from juzheng.law.base.demanders import Demander
from juzheng.law.base.measures import SMALLEST_SHOWN, Table
from juzheng.law.supervision.exposable import BEYOND, READINGS, Beyond, Exposable
from juzheng.law.supervision.exposure import (
    CorrectionEvent,
    CorrectionState,
    Hearing,
    Severity,
)
from juzheng.law.supervision.fairness import title_for
from juzheng.outside.open_data import EXPOSURE_COLUMNS
from juzheng.records.models import Correction
from juzheng.records.supervision import corrections, exhibits, tallies
from juzheng.web.shared import request_catalogue
from juzheng.web.shared.gone import no_exposure
from juzheng.web.shared.open_answers import opened

# What is shown of a dispute after publication; a wording that was replaced is not.
DISPUTED = frozenset({CorrectionEvent.OBJECTED.value, CorrectionEvent.OBJECTION_REJECTED.value})
REPORT_FORMAT = "juzheng-exposures-report/1"
FORMAT = "juzheng-exposures/1"  # a change of meaning is a new number


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """List what is exposed, the counts, and what superiors decided (曝光台)."""
    shown = corrections.shown(timezone.localdate())
    context = {
        "exposed": [_row(one) for one in shown],
        "apologies": corrections.apologies(timezone.localdate()),
        "removed": corrections.removed(timezone.localdate()),
        "overrides": corrections.overrides(),
        "by_kind": _named(corrections.by_kind(), {one.value: one.label for one in Demander}),
        "by_item": _named(
            corrections.by_item(),
            {one.id: one.name for one in request_catalogue.today().items.values()},
        ),
        "smallest": SMALLEST_SHOWN,
    }
    return render(request, "public/exposures.html", context)


@require_safe
def exposure(request: HttpRequest, number: str) -> HttpResponse:
    """Show one exposure: the facts, the unit's side, what the reporters said, the course."""
    today = timezone.localdate()
    wrong = next((one for one in corrections.apologies(today) if one.number == number), None)
    if wrong is not None:
        until = corrections.apology_until(wrong)
        return render(request, "public/apology.html", {"one": wrong, "until": until})
    one = _shown(number)
    papers = exhibits.current(one)
    context = {
        "one": one,
        **_row(one),
        "body": Exposable(one.listed_as),
        "elements": exhibits.elements(one),
        "superior": exhibits.of_the_superior(one),
        "disputed": [paper for paper in papers if paper.event in DISPUTED],
        "hearing": Hearing(one.hearing),
        "severity": Severity(one.severity),
        "told": corrections.published(one),
        "steps": corrections.steps_of(one),
        "item": request_catalogue.today().items.get(one.item),
    }
    return render(request, "public/exposure.html", context)


@require_safe
def photo(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """Hand out a photo as the officers left it."""
    for report in corrections.published(_shown(number)):
        if report.told.public_photo and report.public_photo_digest == digest:
            return HttpResponse(files.read(report.public_photo), content_type="image/jpeg")
    raise Http404(digest)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Say how it is counted and by which steps a unit comes onto the board (口径和程序)."""
    context = {
        "limits": corrections.limits(),
        "smallest": SMALLEST_SHOWN,
        "readings": _grouped(),
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
    return render(request, "public/exposures_report.html", {"counts": tallies.counts("%Y")})


@opened("GET", where="/exposures/method/")
def report_json(request: HttpRequest) -> HttpResponse:
    """Return the same by month as JSON (开放数据)."""
    rows = [
        {"period": row.period, "division": row.division}
        | {what.value: count for what, count in row.counted.items()}
        for row in tallies.counts("%Y-%m")
    ]
    data = {"format": REPORT_FORMAT, "counts": rows}
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


@opened("GET", where="/exposures/method/")
def as_json(request: HttpRequest) -> HttpResponse:
    """Return what is exposed as JSON (开放数据)."""
    rows = [_plain(one) for one in corrections.shown(timezone.localdate())]
    data = {
        "format": FORMAT,
        "exposures": rows,
        "retracted": [
            {"number": one.number, "on": one.retracted_on.isoformat(), "text": one.apology}
            for one in corrections.apologies(timezone.localdate())
            if one.retracted_on
        ],
        "removed_after_correction": corrections.removed(timezone.localdate()),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


@opened("GET", where="/exposures/method/")
def as_csv(request: HttpRequest) -> HttpResponse:
    """Return what is exposed as CSV, which no spreadsheet takes for a formula (开放数据)."""
    shown = corrections.shown(timezone.localdate())
    rows = [[str(value or "") for value in _plain(one).values()] for one in shown]
    response = HttpResponse(
        commas.write([EXPOSURE_COLUMNS, *rows]), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="exposures.csv"'
    return response


def _shown(number: str) -> Correction:
    shown = corrections.shown(timezone.localdate())
    one = next((one for one in shown if one.number == number), None)
    if one is None:
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


def _plain(one: Correction) -> dict[str, Any]:
    """Return one exposure as open data has it; its keys stand in the order of ``COLUMNS``."""
    return {
        "number": one.number,
        "title": title_for(one.unit_kind),
        "unit": one.unit_name,
        "unit_kind": one.unit_kind,
        "listed_as": one.listed_as,
        "proof": one.proof,
        "matter": one.matter,
        "state": one.state,
        "published_on": one.approved_at.date().isoformat() if one.approved_at else None,
        "mended_on": one.mended_on.isoformat() if one.mended_on else None,
    }


def _named(table: Table, names: dict[str, str]) -> dict[str, Any]:
    """Return a table as the page shows it; what is too small says so."""
    rows = [
        (
            names.get(row.key, row.key),
            _("少于 %(n)s 件") % {"n": SMALLEST_SHOWN} if row.count is None else row.count,
        )
        for row in table.rows
    ]
    return {"rows": rows, "total": table.total, "withheld": table.withheld}
