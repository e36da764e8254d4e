"""Units below (下级和主管的单位): what they demand and owe, for their superior, to read only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils import timezone

from juzheng.law.demands.registry import DemandState
from juzheng.law.supervision.exposure import OPEN, CorrectionState
from juzheng.records.demands.units_below import units_below
from juzheng.records.models import Correction, Demand, DemandingUnit, User
from juzheng.records.supervision import corrections, of_units
from juzheng.web.department.access import registrar
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.demands import demand_page as shown
from juzheng.web.shared.paging import PAGE


def count(user: User) -> int:
    """Return how many units the user's unit stands above."""
    return len(units_below(user.unit)) if user.unit else 0


@signed_in("GET")
def home(request: SignedInRequest) -> HttpResponse:
    """List the units below with their counts, those with something overdue first."""
    own, today = registrar(request).unit, timezone.localdate()
    board = corrections.shown(today)
    rows = [_row(one, today, board) for one in units_below(own)] if own else []
    rows.sort(key=lambda row: (-row["overdue"], -row["exposed"], row["unit"].name))
    return show(request, "department/below.html", {"rows": rows})


@signed_in("GET")
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one unit below: its notices, exposures and demands; nothing of it can be done here."""
    own, today = registrar(request).unit, timezone.localdate()
    found = next((one for one in units_below(own) if one.pk == pk), None) if own else None
    if found is None:
        raise Http404(pk)
    board = corrections.shown(today)
    notices = [_notice(one, today, board) for one in of_units.notices([found])]
    demands = _demands(found).select_related("unit")[:PAGE]
    context = {
        **_row(found, today, board),
        "notices": sorted(notices, key=lambda row: (not row["overdue"], not row["open"])),
        "rows": [shown.row(one) for one in demands],
    }
    return show(request, "department/below_unit.html", context)


def _demands(one: DemandingUnit) -> Any:
    """Return what the unit ever handed in: a draft is for nobody but the unit."""
    return Demand.objects.public().filter(unit=one)


def _row(one: DemandingUnit, today: date, board: list[Correction]) -> dict[str, Any]:
    notices = of_units.notices([one])
    demands = _demands(one)
    return {
        "unit": one,
        "demands": demands.filter(~Q(state=DemandState.CANCELLED.value)).count(),
        "returned": demands.filter(state=DemandState.TO_AMEND.value).count(),
        "open": sum(CorrectionState(each.state) in OPEN for each in notices),
        "overdue": sum(of_units.overdue(each, today) for each in notices),
        "exposed": sum(each in board for each in notices),
    }


def _notice(one: Correction, today: date, board: list[Correction]) -> dict[str, Any]:
    return {
        "one": one,
        "state": CorrectionState(one.state),
        "open": CorrectionState(one.state) in OPEN,
        "overdue": of_units.overdue(one, today),
        "clock": corrections.clock_of(one, today),
        "reports": len(of_units.counted_reports(one)),
        "exposed": one in board,
    }
