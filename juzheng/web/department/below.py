"""Units below (下级和主管的单位): what they demand and owe, and what is asked about them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.law.demands.registry import DemandState
from juzheng.law.supervision.exposure import OPEN, CorrectionState
from juzheng.records.demands.units_below import units_below
from juzheng.records.models import Correction, Demand, DemandingUnit, User
from juzheng.records.supervision import corrections, of_units
from juzheng.web.department.access import registrar
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.demands import demand_page as shown
from juzheng.web.shared.paging import PAGE

MOST = 100  # letters that were ever written to it


def count(user: User) -> int:
    """Return how many units the user's unit stands above."""
    return len(units_below(user.unit)) if user.unit else 0


@signed_in("GET")
def home(request: SignedInRequest) -> HttpResponse:
    """List the units below with their counts, those with something overdue first."""
    own, today = registrar(request).unit, timezone.localdate()
    rows = _rows(units_below(own), today) if own else []
    rows.sort(key=lambda row: (-row["overdue"], -row["exposed"], row["unit"].name))
    letters = of_units.letters_to_superior(own, MOST) if own else []
    context = {"tasks": [_line(row) for row in rows], "letters": letters}
    return show(request, "department/below.html", context)


@signed_in("GET")
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one unit below: its notices, exposures and demands; nothing of it can be done here."""
    own, today = registrar(request).unit, timezone.localdate()
    found = next((one for one in units_below(own) if one.pk == pk), None) if own else None
    if found is None:
        raise Http404(pk)
    board = corrections.shown(today)
    notices = [_notice(one, today, board) for one in of_units.notices([found])]
    demands = _demands([found]).select_related("unit")[:PAGE]
    context = {
        "unit": found,
        "counts": _counts(*_rows([found], today)),
        "notices": sorted(notices, key=lambda row: (not row["overdue"], not row["open"])),
        "rows": [shown.row(one) for one in demands],
    }
    return show(request, "department/below_unit.html", context)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """Return a unit as ``components/task_list.html`` shows it: what is overdue stands out."""
    return {
        "name": row["unit"].name,
        "href": reverse("department:below-unit", args=[row["unit"].pk]),
        "hint": _counts(row),
        "kind": "danger" if row["overdue"] else "plain",
        "status": _("有逾期") if row["overdue"] else _("没有逾期"),
    }


def _counts(row: dict[str, Any]) -> str:
    """Return the counts in words: a row of bare numbers says nothing on a phone."""
    said = _(
        "逾期未答复 %(overdue)d，办理中的通报 %(open)d，公开中 %(exposed)d，"
        "索要登记 %(demands)d，退回修改 %(returned)d"
    )
    return said % row


def _demands(units: list[DemandingUnit]) -> Any:
    """Return what the units ever handed in: a draft is for nobody but the unit."""
    return Demand.objects.public().filter(unit__in=units).order_by("-pk")


def _rows(units: list[DemandingUnit], today: date) -> list[dict[str, Any]]:
    """Return each unit with its counts; asked once for all of them, they may be thousands."""
    board = {one.pk for one in corrections.shown(today)}
    by_name: dict[str, list[Correction]] = {}
    for each in of_units.notices(units):
        by_name.setdefault(each.unit_name, []).append(each)
    states = Counter(_demands(units).values_list("unit", "state"))
    rows = []
    for one in units:
        own = [each for each in by_name.get(one.name, ()) if each.concerns(one.name, one.division)]
        demands = {state: states[one.pk, state.value] for state in DemandState}
        row = {
            "unit": one,
            "demands": sum(demands.values()) - demands[DemandState.CANCELLED],
            "returned": demands[DemandState.TO_AMEND],
            "open": sum(CorrectionState(each.state) in OPEN for each in own),
            "overdue": sum(of_units.overdue(each, today) for each in own),
            "exposed": sum(each.pk in board for each in own),
        }
        rows.append(row)
    return rows


def _notice(one: Correction, today: date, board: list[Correction]) -> dict[str, Any]:
    return {
        "one": one,
        "state": one.standing,
        "open": CorrectionState(one.state) in OPEN,
        "overdue": of_units.overdue(one, today),
        "clock": corrections.clock_of(one, today),
        "reports": len(of_units.counted_reports(one)),
        "exposed": one in board,
    }
