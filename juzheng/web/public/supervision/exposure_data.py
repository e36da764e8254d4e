"""The public board as open data (曝光台数据): what is exposed, what ended, and what is counted.

Every figure that a page of the board shows follows from one of these files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from juzheng.catalogue.tables import commas
from juzheng.law.base.demanders import Demander
from juzheng.law.base.endings import Ended
from juzheng.law.base.measures import SMALLEST_SHOWN, Table
from juzheng.law.supervision.exposure import Counted
from juzheng.law.supervision.published_words import title_for
from juzheng.outside.open_data import COUNT_COLUMNS, EXPOSURE_COLUMNS, LICENCE, STEP_COLUMNS
from juzheng.records.models import Correction
from juzheng.records.supervision import corrections, endings, tallies, totals
from juzheng.web.shared import ended, request_catalogue
from juzheng.web.shared.downloads import CSV, download
from juzheng.web.shared.open_answers import insist_on_parameters, kept, opened

REPORT_FORMAT = "juzheng-exposures-report/2"  # a notice counts once it was served
FORMAT = "juzheng-exposures/1"  # a change of meaning is a new number
METHOD = "/exposures/method/"
KINDS, ITEMS = "by_kind", "by_item"  # the tables of accepted reports
OVER = "ended"  # the state of what was exposed and is told of without a name


@opened("GET", where=METHOD)
def exposures_json(request: HttpRequest) -> HttpResponse:
    """Return what is exposed and what was, as JSON (开放数据)."""
    on = timezone.localdate()
    data = {
        "exposures": [_plain(one) for one in corrections.shown(on)],
        "retracted": [
            {"number": one.number, "on": one.retracted_on.isoformat(), "text": one.apology}
            for one in corrections.apologies(on)
            if one.retracted_on
        ],
        "removed_after_correction": totals.removed(on),
        "ended": [ended.plain(one) for one in endings.ended(on)],
    }
    return _json(request, FORMAT, data)


@opened("GET", where=METHOD)
def exposures_csv(request: HttpRequest) -> HttpResponse:
    """Return the same as CSV, which no spreadsheet takes for a formula (开放数据)."""
    on = timezone.localdate()
    shown = [_plain(one) for one in corrections.shown(on)]
    over = [_over(one) for one in endings.ended(on)]
    lines = [[str(row[key] or "") for key in EXPOSURE_COLUMNS] for row in (*shown, *over)]
    return _csv(request, "exposures.csv", list(EXPOSURE_COLUMNS.values()), lines)


@opened("GET", where=METHOD)
def report_json(request: HttpRequest) -> HttpResponse:
    """Return the report by month as JSON (开放数据)."""
    rows = [
        {"period": row.period, "division": row.division}
        | {what.value: count for what, count in row.counted.items()}
        for row in tallies.counts("%Y-%m")
    ]
    return _json(request, REPORT_FORMAT, {"counts": rows})


@opened("GET", where=METHOD)
def steps_json(request: HttpRequest) -> HttpResponse:
    """Return each step that the report counts, as JSON (逐件数据)."""
    names = {what.value: what.label for what in Counted}
    return _json(request, "juzheng-exposure-steps/2", {"names": names, "steps": list(_steps())})


@opened("GET", where=METHOD)
def steps_csv(request: HttpRequest) -> HttpResponse:
    """Return the same as CSV: a line is one in the report (逐件数据)."""
    lines = [
        [one["on"], one["division"], one["what"], Counted(one["what"]).label, one["number"]]
        for one in _steps()
    ]
    return _csv(request, "steps.csv", STEP_COLUMNS, lines)


@opened("GET", where=METHOD)
def counts_json(request: HttpRequest) -> HttpResponse:
    """Return how many reports were accepted, as the board has them (受理件数)."""
    data = {"smallest_shown": SMALLEST_SHOWN, "counts": list(_counts())}
    return _json(request, "juzheng-report-counts/1", data)


@opened("GET", where=METHOD)
def counts_csv(request: HttpRequest) -> HttpResponse:
    """Return the same as CSV; what is too small has no number there either."""
    lines = [[str("" if value is None else value) for value in one.values()] for one in _counts()]
    return _csv(request, "counts.csv", COUNT_COLUMNS, lines)


@opened("GET", where=METHOD)
def method_json(request: HttpRequest) -> HttpResponse:
    """Return the terms that the method page names, with their source (期限和口径)."""
    limits = corrections.limits()
    told = {name: value for name, value in asdict(limits).items() if name.endswith("_days")}
    source = {"text": limits.source.text, "confidence": limits.source.confidence.value}
    data = {"days": told, "smallest_shown": SMALLEST_SHOWN, "source": source, "note": limits.note}
    return _json(request, "juzheng-exposure-method/1", data)


def tables() -> Mapping[str, Table]:
    """Return the tables of accepted reports that the board shows (受理统计)."""
    return {KINDS: totals.by_kind(), ITEMS: totals.by_item()}


def names() -> Mapping[str, str]:
    """Return what the keys of these tables are called, in Chinese."""
    items = {one.id: one.name for one in request_catalogue.today().items.values()}
    return {**items, **{one.value: one.label for one in Demander}}


def _counts() -> Iterable[dict[str, Any]]:
    called = names()
    for name, table in tables().items():
        for row in table.rows:
            named = called.get(row.key, row.key)
            yield {"table": name, "key": row.key, "name": named, "count": row.count}


def _steps() -> Iterable[dict[str, str]]:
    for step in tallies.steps():
        told = {"on": step.on.isoformat(), "division": step.division, "what": step.what.value}
        yield {**told, "number": step.number}


def _plain(one: Correction) -> dict[str, Any]:
    """Return one exposure as open data has it."""
    return {
        "number": one.number,
        "title": title_for(one.unit_kind),
        "unit": one.unit_name,
        "unit_kind": one.unit_kind,
        "listed_as": one.listed_as,
        "proof": one.proof,
        "matter": one.matter,
        "state": one.state,
        "published_on": timezone.localdate(one.approved_at).isoformat()
        if one.approved_at
        else None,
        "mended_on": one.mended_on.isoformat() if one.mended_on else None,
        "ended_on": None,
        "reason": None,
    }


def _over(one: Ended) -> dict[str, Any]:
    told = dict.fromkeys(EXPOSURE_COLUMNS)
    on = one.on.isoformat() if one.on else None
    return told | {"number": one.id, "state": OVER, "ended_on": on, "reason": one.reason}


def _json(request: HttpRequest, name: str, data: Mapping[str, Any]) -> HttpResponse:
    insist_on_parameters(request)
    whole = {"format": name, "licence": LICENCE, **data}
    return kept(
        request, JsonResponse(whole, json_dumps_params={"ensure_ascii": False, "indent": 1})
    )


def _csv(
    request: HttpRequest, name: str, columns: Sequence[str], lines: Iterable[Sequence[str]]
) -> HttpResponse:
    insist_on_parameters(request)
    return kept(request, download(commas.write([columns, *lines]), CSV, name))
