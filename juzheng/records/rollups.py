"""
Rollups (汇总口径): as what each row is counted, so that no page counts rows when it is asked.

A row says under which keys it counts; ``acts.base.tallies`` adds the difference whenever a line of
the ledger vouches for it, and ``juzheng audit`` counts everything anew and compares. ADR 43.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from juzheng.law.base.papers import PaperState
from juzheng.law.cases.lifecycle import OPEN, State
from juzheng.law.cases.verification import Result
from juzheng.law.catalogue import routing
from juzheng.law.supervision.exposure import CorrectionState
from juzheng.law.supervision.reports import ReportState
from juzheng.records.cases import paper_book, returns
from juzheng.records.cases.handling import WAITED
from juzheng.records.cases.paper_book import PAPERS
from juzheng.records.catalogue.item_harm import FAILED, REFUSED
from juzheng.records.demands.demand_pages import DEMANDS
from juzheng.records.models import Case, Certificate, Correction, Demand, Report, Verification
from juzheng.records.models.base.tallies import ALWAYS
from juzheng.records.models.cases.cases import Desk
from juzheng.records.supervision import endings
from juzheng.records.supervision.correction_pages import TOLD
from juzheng.records.supervision.totals import ACCEPTED_ITEM, ACCEPTED_KIND, STANDING

DESK = "desk"
OF_KIND = "of_kind"
ROWS = 500  # in one statement

_DESK = {
    State.RECEIVED: Desk.OPEN,
    State.ISSUING: Desk.OPEN,
    State.REPLACING: Desk.OPEN,
    State.ISSUING_REPLACEMENT: Desk.OPEN,
    State.AWAITING_SIGNATURE: Desk.SIGNATURE,
    State.AWAITING_REPLACEMENT: Desk.SIGNATURE,
    State.AWAITING_MATERIALS: Desk.MATERIALS,
    State.OBJECTED: Desk.OBJECTION,
}
_MAY_COME_BACK = (State.RECEIVED.value, State.REPLACING.value)
_MAY_WAIT_FOR_SEAL = (
    *(State.ISSUED.value, State.REFUSED.value),
    *(State.OBJECTED.value, State.UPHELD.value),
)


class Key(NamedTuple):
    """Under what something is counted (汇总的键)."""

    kind: str
    key: str = ""
    place: str = ""
    on: date = ALWAYS
    days: int = 0


@dataclass(frozen=True)
class Stand:
    """How a row stands that is counted (计入情况): its keys, and what is kept beside them."""

    keys: tuple[Key, ...]
    columns: dict[str, Any]  # columns that lists are ordered by


def written(keys: Iterable[Key]) -> str:
    """Return keys as a row keeps them (计入的键)."""
    return "\n".join(sorted("\t".join(map(str, key)) for key in keys))


def read(text: str) -> tuple[Key, ...]:
    """Return what :func:`written` was given."""
    rows = (line.split("\t") for line in text.splitlines())
    return tuple(
        Key(kind, key, place, date.fromisoformat(on), int(days))
        for kind, key, place, on, days in rows
    )


def of(row: Any) -> Stand:
    """Return how ``row`` counts today; asks the database for what lies beside it."""
    if isinstance(row, Case):
        return of_case(
            row,
            back=row.state in _MAY_COME_BACK and returns.is_back(row),
            failed=_failed().filter(case=row).exists(),
            unsealed=row.state in _MAY_WAIT_FOR_SEAL
            and Case.objects.filter(paper_book.with_sheet_to_seal(), pk=row.pk).exists(),
        )
    if isinstance(row, Certificate):
        return of_paper(row)
    if isinstance(row, Report):
        return of_report(row)
    if isinstance(row, Demand):
        return of_demand(row)
    return of_correction(row)


def of_demand(demand: Demand) -> Stand:
    """Return how a demand counts (索要登记): by its state, once it was handed in."""
    public = demand.submitted_at is not None
    return Stand((Key(DEMANDS, demand.state),) if public else (), {})


def of_case(case: Case, *, back: bool, failed: bool, unsealed: bool) -> Stand:
    """Return how a case counts (办件): on the desk, and as evidence against its item."""
    state = State(case.state)
    desk = _DESK.get(state, Desk.CLOSED)
    if desk is Desk.OPEN and back and case.state in _MAY_COME_BACK:
        desk = Desk.RETURNED
    if unsealed and case.state in _MAY_WAIT_FOR_SEAL:
        desk = Desk.UNSEALED if desk is Desk.OBJECTION else Desk.SEALING
    due = case.due_on if state in OPEN and case.due_on else ALWAYS
    code = case.committee.code
    keys = [Key(DESK, desk.value, code, due)]
    harm = REFUSED if could_not_verify(case) else FAILED if failed else ""
    if harm:
        keys.append(Key(harm, case.revision.subject, code, month_of(case.received_at)))
    return Stand(tuple(keys), {"desk": desk.value})


def could_not_verify(case: Case) -> bool:
    """Return whether the case was refused because the committee cannot verify (核实不了)."""
    trace = case.decision.get("trace") if case.outcome == routing.Outcome.REFUSE else None
    return isinstance(trace, list) and any(
        step["rule"] == "cannot_verify" and step["decisive"] for step in trace
    )


def of_paper(paper: Certificate) -> Stand:
    """Return how a paper counts (文书): in the committee's book, and by how long it took."""
    keys, case = [], paper.case
    item, code = case.revision.subject if case else "", paper.committee.code
    if paper.status != PaperState.INTENDED.value:
        keys.append(Key(PAPERS, item, code, month_of(paper.intended_at)))
    if paper.issued_at and case:
        on = _day(paper.issued_at)
        days = (on - _day(case.received_at)).days
        keys += [Key(WAITED, item, place, on, days) for place in ("", code[:6])]
    return Stand(tuple(keys), {})


def of_report(report: Report) -> Stand:
    """Return how a report counts (反映): by kind of unit and item once accepted."""
    keys, one = [], report.correction
    if one is not None:
        keys.append(Key(TOLD, str(one.pk)))
    if report.state == ReportState.ACCEPTED.value:
        if one is not None:
            keys.append(Key(ACCEPTED_KIND, one.unit_kind))
        if report.item:
            keys.append(Key(ACCEPTED_ITEM, report.item))
    return Stand(tuple(keys), {})


def of_correction(one: Correction) -> Stand:
    """Return how a correction counts (纠正案): by its state; since when it is off the board."""
    mended = one.mended_on if one.state == CorrectionState.MENDED.value else None
    over = endings.of_row(one)
    keys = (Key(STANDING, one.state, "", mended or ALWAYS), Key(OF_KIND, one.unit_kind))
    return Stand(keys, {"off_on": over.on if over else None})


def every() -> Iterator[tuple[Any, Stand]]:
    """Yield every row that counts with how it counts, streaming (全部重算)."""
    failed = Exists(_failed().filter(case=OuterRef("pk")))
    light = Case.objects.select_related("committee", "revision").only(
        *("state", "due_on", "received_at", "outcome", "decision", "desk", "counted_as", "number"),
        *("committee__code", "revision__subject"),
    )
    cases = returns.marked(light).annotate(failed=failed, unsealed=paper_book.with_sheet_to_seal())
    case: Any
    for case in cases.order_by("pk").iterator(chunk_size=ROWS):
        told = {"back": case.sent_back, "failed": case.failed, "unsealed": case.unsealed}
        yield case, of_case(case, **told)
    reports = Report.objects.select_related("correction").only(
        *("state", "item", "counted_as", "number", "correction__unit_kind")
    )
    for rows in (_papers(), reports, Correction.objects.all(), Demand.objects.all()):
        for row in rows.order_by("pk").iterator(chunk_size=ROWS):
            yield row, of(row)


def _papers() -> QuerySet[Any]:
    return Certificate.objects.select_related("committee", "case__revision").only(
        *("status", "issued_at", "intended_at", "counted_as", "number", "committee__code"),
        *("case__received_at", "case__revision__subject"),
    )


def month_of(moment: datetime) -> date:
    """Return the first day of the month of ``moment``, here."""
    return _day(moment).replace(day=1)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _failed() -> QuerySet[Verification]:
    return Verification.objects.standing().filter(result=Result.FAILED.value)
