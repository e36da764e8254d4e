"""Holiday notices (放假通知): an officer enters the coming year's, and provisional days end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from juzheng.acts.base import ledger
from juzheng.catalogue import catalogue
from juzheng.catalogue.calendar import CalendarNotUsable, YearNotice, calendar_of
from juzheng.records.catalogue import governing, working_days
from juzheng.records.models import User


@transaction.atomic
def enter(notice: YearNotice, *, by: User, at: datetime) -> None:
    """
    Enter the State Council's notice for one year; entering it anew replaces it.

    The ledger's line is the record itself: nothing else holds the days, and nothing changes them.

    :raises CalendarNotUsable: if the days cannot be a notice, or a year before it is missing
    """
    if not notice.holidays:
        raise CalendarNotUsable(
            f"{notice.year}年没有登记放假日期。请照国务院办公厅的放假通知登记。"
        )
    calendar_of(catalogue().calendar, [*working_days.entered(), notice])
    details = {
        "year": notice.year,
        "off": sorted(day.isoformat() for day in notice.holidays),
        "worked": sorted(day.isoformat() for day in notice.workdays),
        "source": notice.source,
    }
    ledger.note(working_days.CHAIN, working_days.NOTICED, by=by, at=at, details=details)
    governing.let_go(working_days.CHAIN)
