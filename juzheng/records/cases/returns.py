"""What came back to the clerk (退回、复核改变、没有核实成), and why. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Case, OuterRef, Subquery, Value, When

from juzheng.law.cases.lifecycle import CASES, Event, State
from juzheng.law.catalogue import sentences
from juzheng.records.cases.strikes import struck_in
from juzheng.records.models import Case as Case_
from juzheng.records.models import Entry
from juzheng.records.models.cases.cases import CaseQuerySet

# The last of these says whether it lies with the clerk because it was sent back.
_TELLING = tuple(
    CASES.line(event)
    for event in (Event.RETURNED, Event.PREPARED, Event.OVERTURNED, Event.REPLACING)
)
_BACK = CASES.line(Event.RETURNED)


_OVERTURNED = CASES.line(Event.OVERTURNED)
_CHECKED = {CASES.line(one): one for one in (Event.CONFIRMED, Event.NOT_CONFIRMED)}
_MET = {
    CASES.line(one): one for one in (Event.AGREED, Event.CARRIED, Event.DECLINED, Event.NOT_VALID)
}
_STRIKING = (CASES.line(Event.STRUCK), CASES.line(Event.CORRECTED))
_ANSWERED = CASES.line(Event.SUPPLEMENTED)
_WITH_CLERK = (State.RECEIVED, State.REPLACING)


@dataclass(frozen=True)
class Came:
    """Why a case lies with the clerk otherwise than on its way (为什么回到经办人手上)."""

    event: Event
    reason: str = ""  # what the pen's holder wrote, and who
    facts: tuple[str, ...] = ()  # the keys of what could not be confirmed


def came_back(cases: Iterable[Case_]) -> Mapping[int, Came]:
    """Return, by id, those of ``cases`` that came back or failed a check; one question for all."""
    cases = tuple(cases)
    # With none but its first step nothing came back: of a fresh case nobody asks.
    mine = [one.pk for one in cases if one.stands in _WITH_CLERK and one.version > 1]
    if not mine:
        return {}
    telling = (*_TELLING, *_CHECKED, *_MET, *_STRIKING, _ANSWERED)
    found = Entry.objects.filter(case__in=mine, event__in=telling).select_related("by")
    lines: dict[int, list[Entry]] = {key: [] for key in mine}
    for line in found.order_by("case", "position"):
        lines[line.case_id or 0].append(line)
    by_key = {one.pk: one for one in cases}
    told = ((key, _came(of, by_key[key])) for key, of in lines.items())
    return {key: came for key, came in told if came}


def _came(lines: Sequence[Entry], case: Case_) -> Came | None:
    if reason := reason_of(lines):
        return Came(Event.RETURNED, reason)
    struck = struck_in(lines)
    standing = [line for line in lines if line.position not in struck]
    if failed := _failed(standing, case):
        return Came(Event.NOT_CONFIRMED, facts=failed)
    met = next((_MET[line.event] for line in reversed(standing) if line.event in _MET), None)
    if met in (Event.DECLINED, Event.NOT_VALID):
        return Came(met)
    last = next((line.event for line in reversed(lines) if line.event in _TELLING), "")
    return Came(Event.OVERTURNED) if last == _OVERTURNED else None


def _failed(standing: Sequence[Entry], case: Case_) -> tuple[str, ...]:
    """Return what could not be confirmed; of an answer corrected since, no check tells (不算数)."""
    checks: dict[str, str] = {}
    for line in standing:
        if line.event in _CHECKED:
            checks[line.details["fact"]] = line.event
        elif line.event == _ANSWERED:
            changed = set(line.details["changed"])
            for fact in case.revision.item.facts:
                if changed & set(sentences.blanks(fact.sentence)):
                    checks.pop(fact.key, None)
    return tuple(key for key, last in checks.items() if _CHECKED[last] is Event.NOT_CONFIRMED)


def marked(cases: CaseQuerySet) -> CaseQuerySet:
    """Return ``cases``, each with ``sent_back``: whether the pen's holder sent it back last."""
    last = Entry.objects.filter(case=OuterRef("pk"), event__in=_TELLING).order_by("-position")
    told = cases.annotate(last_sent=Subquery(last.values("event")[:1]))
    back = When(last_sent=_BACK, then=Value(True))  # noqa: FBT003
    return told.annotate(
        sent_back=Case(back, default=Value(False), output_field=BooleanField())  # noqa: FBT003
    )


def is_back(case: Case_) -> bool:
    """Return whether the pen's holder sent it back last (是否退回)."""
    told = Entry.objects.filter(chain=case.chain, event__in=_TELLING).order_by("-position")
    return bool(told.values_list("event", flat=True).first() == _BACK)


def reason_of(lines: Sequence[Entry]) -> str:
    """Return why the case was sent back and by whom (退回理由); nothing if it was not, or went."""
    last = next((line for line in reversed(lines) if line.event in _TELLING), None)
    if last is None or last.event != _BACK:
        return ""
    return f"{last.details.get('reason', '')}（{last.by}）"


def recalled(lines: Sequence[Entry]) -> bool:
    """Return whether the clerk took it back last, after it was sent (经办人收回的)."""
    sent, back = CASES.line(Event.PREPARED), CASES.line(Event.RECALLED)
    return next((line.event for line in reversed(lines) if line.event in (sent, back)), "") == back
