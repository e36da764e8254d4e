"""Answering (答复): the decision on an item here and today, and the last day in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from juzheng.acts.catalogue import confirming
from juzheng.catalogue import catalogue
from juzheng.finder import hearing
from juzheng.law.base.deadlines import after_stop, closes, counts_from, due_on
from juzheng.law.base.plain import as_mapping
from juzheng.law.cases.lifecycle import Event, State
from juzheng.law.catalogue import applicability, personal, routing
from juzheng.law.catalogue.items import CommitteeKind, Item
from juzheng.law.catalogue.requirements import Requirement
from juzheng.law.catalogue.routing import Outcome
from juzheng.records.cases import case_file, replacing
from juzheng.records.catalogue import governing, working_days
from juzheng.records.models import Case, Committee

# Our own promise, not a rule of the Opinion: a refusal is heard by the next working day.
REFUSAL_WORKING_DAYS = 1
REPLACING_WORKING_DAYS = 5  # as long as our own limit elsewhere; nothing is written about it


@dataclass(frozen=True)
class Count:
    """From which day a last day was counted (起算): what a promise has to say."""

    start: date  # the day on which it counts as received; it is not counted itself
    before: int  # calendar days of invitation and public notice that come first
    limit: int  # working days after these


def answer(
    item: Item, *, committee: Committee, on: date, demander: str = "", **more: Any
) -> routing.Decision:
    """Return the decision on ``item`` at ``committee`` on ``on``, before anything is filed."""
    kind = CommitteeKind(committee.kind)
    said = {**more, "told": heard_too(more.get("told", ()), more.get("matter", ""))}
    told = applicability.Circumstances(committee.code, on, kind, demander, **said)
    return applicability.decide(item, governing.governing(on), told)


def heard_too(told: Iterable[str], purpose: str) -> tuple[str, ...]:
    """
    Return what was ``told`` of oneself, and what the purpose says of it (用途里说的本人情形).

    By it the ways are chosen that stand on a notice: who draws a pension reads of no allowance.
    Where what was told and what is written cannot both be so, what was told stands.
    """
    known = tuple(told)
    heard = (one for one in hearing.heard(purpose) if not personal.ruled_out(one, known))
    return tuple(one.value for one in personal.of_codes((*known, *heard)))


def circumstances_of(case: Case, on: date) -> applicability.Circumstances:
    """Return the circumstances of ``case`` on ``on``, with what its purpose says (办件情形)."""
    known = case_file.circumstances_of(case, on)
    return replace(known, told=heard_too(known.told, case.purpose))


def last_day(
    received_at: datetime,
    decision: routing.Decision,
    *,
    item: Item,
    committee: Committee,
    only_for_risk: bool = False,
) -> date:
    """
    Return the last day in time for ``decision`` on what was received at ``received_at``.

    The clock starts when the committee is open; where residents have to meet, the days of
    invitation and of public notice come before the limit.
    """
    if decision.outcome is Outcome.TO_CONFIRM:
        return confirming.last_day(received_at)
    told = count(received_at, decision, item=item, committee=committee, only_for_risk=only_for_risk)
    return due_on(told.start + timedelta(days=told.before), told.limit, working_days.calendar())


def count(
    received_at: datetime,
    decision: routing.Decision,
    *,
    item: Item,
    committee: Committee,
    only_for_risk: bool = False,
) -> Count:
    """Return from which day, and how, the last day of an answer of the committee is counted."""
    closing = closing_of(committee)
    start = counts_from(timezone.localtime(received_at), working_days.calendar(), closing)
    before = item.notice_days if decision.outcome.issues else 0
    if Requirement.DELIBERATION in decision.requires:
        kind = CommitteeKind(committee.kind)
        rule = case_file.rule_of_meeting(item, kind, only_for_risk=only_for_risk)
        before += rule.notice_days + rule.public_notice_days
    limit = decision.limit_working_days
    return Count(start, before, REFUSAL_WORKING_DAYS if limit is None else limit)


def closing_of(committee: Committee | None) -> time:
    """Return when the committee closes: by the hours that its pages and papers print (下班时间)."""
    return closes(committee.hours if committee else "", catalogue().calendar.closes_at)


def working_days_after(on: date, days: int) -> date:
    """Return the last of ``days`` working days after ``on``."""
    return due_on(on, days, working_days.calendar())


def working_days_from(at: datetime, days: int, committee: Committee | None = None) -> date:
    """Return the last of ``days`` working days after ``at``, by the committee's own hours."""
    calendar = working_days.calendar()
    start = counts_from(timezone.localtime(at), calendar, closing_of(committee))
    return due_on(start, days, calendar)


def last_day_to_replace(begun_at: datetime, committee: Committee | None = None) -> date:
    """Return the last day in time for a corrected paper (更正换发的期限)."""
    return working_days_from(begun_at, REPLACING_WORKING_DAYS, committee)


def last_day_of(case: Case, decision: routing.Decision) -> date:
    """Return the last day in time for ``case`` if it is answered by ``decision``."""
    if correcting := replacing.begun(case):
        return last_day_to_replace(correcting.at, case.committee)
    start = _begun(case)
    return _after_stops(case, last_day(start, decision, **_there(case)), since=start)


def count_of(case: Case) -> Count | None:
    """Return how the last day that ``case`` has was counted; None where something else set it."""
    decision = case_file.decision_of(case)
    if decision.outcome is Outcome.TO_CONFIRM or replacing.begun(case):
        return None
    if case.due_on != last_day_of(case, decision):
        return None
    return count(_begun(case), decision, **_there(case))


def _begun(case: Case) -> datetime:
    """Return when the clock of ``case`` began; where a refusal was overturned, it began anew."""
    found = case.circumstances.get(case_file.DECIDED_ON)
    begun = datetime.fromisoformat(found) if found else case.received_at
    again = case.objections.filter(ruling=Event.OVERTURNED.value).last()
    return (again and again.decided_at) or begun


def _there(case: Case) -> dict[str, Any]:
    risk = case_file.only_for_risk(case)
    return {"item": case.revision.item, "committee": case.committee, "only_for_risk": risk}


def _after_stops(case: Case, due: date, *, since: datetime) -> date:
    """Return the last day without the days on which materials were waited for (期限停算)."""
    calendar, closing = working_days.calendar(), closing_of(case.committee)
    for one in case.requests.filter(at__gte=since, ended_at__isnull=False).order_by("pk"):
        asked, brought = timezone.localtime(one.at), timezone.localtime(one.ended_at)
        due = after_stop(due, asked, brought, calendar, closing)
    return due


def anew(case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    Decide ``case`` anew by its circumstances as they stand in memory (重新答复), not saved yet.

    Returns the columns that follow, and what the ledger line says of them.
    """
    on = case_file.day_of_rules(case)
    known = circumstances_of(case, on)
    decision = applicability.decide(case.revision.item, governing.governing(on), known)
    outcome = decision.outcome.value
    changes: dict[str, Any] = {"outcome": outcome, "decision": as_mapping(decision)}
    if case.stands is State.AWAITING_MATERIALS:  # the clock stands still, whatever is put right
        return changes, {"outcome": outcome}
    due = last_day_of(case, decision)
    return {**changes, "due_on": due}, {"outcome": outcome, **counted(due)}


def counted(due: date) -> dict[str, Any]:
    """Return what a ledger line says of a last day, and whether it may still change (暂定)."""
    provisional = working_days.calendar().is_provisional(due)
    return {"due_on": due.isoformat(), **({"provisional": True} if provisional else {})}
