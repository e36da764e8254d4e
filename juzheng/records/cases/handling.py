"""How long cases took (办理用时), read from the papers; read-only."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from juzheng.law.base.deadlines import Calendar, working_days_left
from juzheng.law.cases.handling import HandlingTimes, handling_times
from juzheng.records.catalogue import working_days
from juzheng.records.models import Certificate

LOOKED_BACK_DAYS = 365
MOST = 500  # the newest papers; more would not change what is shown


def of_item(item: str, *, division: str, on: date) -> HandlingTimes | None:
    """
    Return how long ``item`` took in ``division`` in the year up to ``on``; None: too few cases.

    From receipt to the finished certificate or notice, in working days.

    :param division: the beginning of the committees' codes; empty: all of this installation
    """
    since = datetime.combine(
        on - timedelta(days=LOOKED_BACK_DAYS), time(), timezone.get_current_timezone()
    )
    papers = Certificate.objects.filter(
        case__revision__subject=item, committee__code__startswith=division, issued_at__gte=since
    )
    times = papers.order_by("-issued_at").values_list("case__received_at", "issued_at")
    waited = [(received, issued) for received, issued in times[:MOST] if issued]
    if not waited:
        return None  # and the calendar need not be asked
    calendar = working_days.calendar()
    return handling_times([_days(received, issued, calendar) for received, issued in waited])


def _days(received: datetime, issued: datetime, calendar: Calendar) -> int:
    first, last = (timezone.localtime(moment).date() for moment in (received, issued))
    return working_days_left(first, last, calendar)
