"""What the responsible person sent back (退回的办件), and why. Reads, never writes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import BooleanField, Case, OuterRef, Subquery, Value, When

from juzheng.law.cases.lifecycle import CASES, Event
from juzheng.records.models import Case as Case_
from juzheng.records.models import Entry
from juzheng.records.models.cases.cases import CaseQuerySet

# The last of these says whether it lies with the clerk because it was sent back.
_TELLING = tuple(
    CASES.line(event)
    for event in (Event.RETURNED, Event.PREPARED, Event.OVERTURNED, Event.REPLACING)
)
_BACK = CASES.line(Event.RETURNED)


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
