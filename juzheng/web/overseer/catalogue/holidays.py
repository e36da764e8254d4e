"""Holiday notices (放假通知): the coming year's days, entered when the State Council says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from juzheng.acts.cases import recounting
from juzheng.acts.catalogue import holidays as acts
from juzheng.catalogue.calendar import CalendarNotUsable, YearNotice
from juzheng.law.base.characters import unquoted
from juzheng.records.catalogue import working_days
from juzheng.web.overseer.access import officer
from juzheng.web.shared.access import SignedInRequest, show, signed_in
from juzheng.web.shared.fields import WrittenField, line, lines

# 至 or 到 between two days
DAYS = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:\u81f3|\u5230|~)\s*(\d{4}-\d{1,2}-\d{1,2}))?")
MOST_DAYS = 60  # a stretch longer than this is a slip of the pen


class DaysField(WrittenField):
    """Days, one or a stretch of them a line (一行一天或一段)."""

    def clean(self, value: object) -> frozenset[date]:
        """Return the days; every line must be one."""
        said = [each.strip() for each in super().clean(value).split("\n") if each.strip()]
        return frozenset(day for each in said for day in _days(each))


def _days(said: str) -> Iterator[date]:
    found = DAYS.fullmatch(said)
    try:
        first = _day(found[1] if found else "")
        last = _day(found[2]) if found and found[2] else first
    except ValueError:
        raise ValidationError(
            _("“%(line)s”读不出日期。请写成 2027-02-05，或 2027-02-05 至 2027-02-11。"),
            params={"line": unquoted(said[:40])},
        ) from None
    if not 0 <= (last - first).days < MOST_DAYS:
        raise ValidationError(_("“%(line)s”先后不对或太长。请核对。"), params={"line": said})
    yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _day(text: str) -> date:
    year, month, day = map(int, text.split("-"))
    return date(year, month, day)


_days_of = partial(lines, longest=3000, kind=DaysField)


class NoticeForm(forms.Form):
    """The notice of one year, as it was published (放假通知)."""

    year = forms.IntegerField(
        label=_("哪一年"),
        min_value=2000,
        max_value=2999,
        error_messages={"required": _("请填写年份。")},
    )
    source = line(_("通知的名称和文号"), _("请写明通知的名称和文号。"), longest=200)
    off = _days_of(
        _("放假的日子"),
        _("请照通知写明放假的日子。"),
        _("一行一天或一段，如 2027-02-05 至 2027-02-11。平常的周末不用写。"),
        rows=8,
    )
    worked = _days_of(_("调休上班的日子"), hint=_("一行一天。没有就空着。"), rows=4)


@signed_in("GET", "POST")
def holidays(request: SignedInRequest) -> HttpResponse:
    """Show what is known and take one year's notice; provisional last days are counted anew."""
    user, at = officer(request), timezone.now()
    calendar = working_days.calendar()
    wanted = {"year": calendar.known_until.year + 1}
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=wanted)
    if form.is_valid():
        said = form.cleaned_data
        notice = YearNotice(said["year"], said["off"], said["worked"], said["source"])
        try:
            acts.enter(notice, by=user, at=at)
        except CalendarNotUsable as unusable:
            form.add_error(None, str(unusable))
        else:
            moved = recounting.recount(at=at)
            done = _("%(year)d年放假通知已登记，%(moved)d 件在办的重新算了期限。")
            messages.success(request, done % {"year": notice.year, "moved": moved})
            return redirect("overseer:holidays")
    context = {"form": form, "until": calendar.known_until}
    return show(request, "overseer/holidays.html", context)
