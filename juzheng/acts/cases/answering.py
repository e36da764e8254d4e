"""Answering (答复): the decision on an item here and today, and the last day in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from juzheng.catalogue.calendar import shipped_calendar
from juzheng.law.base.deadlines import due_on
from juzheng.law.catalogue import applicability, routing
from juzheng.law.catalogue.items import CommitteeKind, Item
from juzheng.records.catalogue import governing
from juzheng.records.models import Committee

# Our own promise, not a rule of the Opinion: a refusal is heard by the next working day.
REFUSAL_WORKING_DAYS = 1


def answer(
    item: Item, *, committee: Committee, on: date, demander: str = "", **more: Any
) -> routing.Decision:
    """Return the decision on ``item`` at ``committee`` on ``on``, before anything is filed."""
    return applicability.decide(
        item,
        governing.governing(on),
        applicability.Circumstances(
            division=committee.code,
            on=on,
            committee=CommitteeKind(committee.kind),
            demander=demander,
            **more,
        ),
    )


def last_day(on: date, decision: routing.Decision) -> date:
    """
    Return the last day in time for ``decision`` received on ``on``.

    :raises law.base.deadlines.CalendarTooShort: if no holiday notice covers it
    """
    limit = decision.limit_working_days
    return due_on(on, REFUSAL_WORKING_DAYS if limit is None else limit, shipped_calendar())
