"""The queue (待办队列): what a row of the desk says, and how it is cut into pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from juzheng.law.base import deadlines
from juzheng.law.cases.certificates import masked_name
from juzheng.law.cases.lifecycle import Event, State
from juzheng.records.cases import returns
from juzheng.records.catalogue import working_days
from juzheng.records.models import Case
from juzheng.records.models.cases.cases import CaseQuerySet, Desk
from juzheng.records.walking import Piles, id_of
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.shared.tones import TONES
from juzheng.web.templatetags.juzheng import day_short

PAGE = 25

_Key = tuple[date | None, int]  # of a row: its last day and its id


@dataclass(frozen=True)
class Show:
    """One way to look at the queue (筛选)."""

    label: str | Promise
    desks: tuple[Desk, ...]  # the first one gives its name

    @property
    def code(self) -> str:
        """Return what addresses call it."""
        return str(self.desks[0].value)


SHOWS = (
    Show(gettext_lazy("办理中"), (Desk.OPEN, Desk.RETURNED)),
    Show(gettext_lazy("其中退回的"), (Desk.RETURNED,)),
    Show(gettext_lazy("待签字"), (Desk.SIGNATURE,)),
    Show(gettext_lazy("签好了，等打印盖章"), (Desk.SEALING, Desk.UNSEALED)),
    Show(gettext_lazy("等居民补材料"), (Desk.MATERIALS,)),
    Show(gettext_lazy("有异议，复核中"), (Desk.OBJECTION, Desk.UNSEALED)),
    Show(gettext_lazy("已办结"), (Desk.CLOSED,)),
)


def rows(cases: Iterable[Case], on: date) -> list[dict[str, Any]]:
    """Return the rows of ``cases``; the calendar is read once for all of them."""
    calendar, cases = working_days.calendar(), [*cases]
    came = returns.came_back(cases)
    return [_row(case, on, calendar) | _came(case, came.get(case.pk)) for case in cases]


def page(cases: CaseQuerySet, show: Show, after: str) -> tuple[list[Case], str]:
    """
    Return one page of ``cases`` and the key of the next, empty on the last page.

    A key names the last row that was seen, so that a row which joins the queue in between
    neither repeats another nor hides it. A key that makes no sense is the first page.
    """
    cases = cases.select_related("revision")
    seen, closed = _read_key(after), show.desks[0] is Desk.CLOSED
    piles = _closed(cases, show, seen) if closed else by_time_left(cases, *show.desks, seen=seen)
    found = piles.take(PAGE + 1)
    more = len(found) > PAGE
    found = found[:PAGE]
    waiting = [one for one in found if one.stands is State.AWAITING_MATERIALS]
    prefetch_related_objects(waiting, "requests")
    return found, _key(found[-1]) if more else ""


def _closed(cases: CaseQuerySet, show: Show, seen: _Key | None) -> Piles[Case]:
    left = cases.filter(pk__lt=seen[1]) if seen else cases
    piles = [left.filter(desk=desk.value).order_by("-pk") for desk in show.desks]
    return Piles(piles, lambda case: -case.pk)


def by_time_left(cases: CaseQuerySet, *desks: Desk, seen: _Key | None = None) -> Piles[Case]:
    """
    Return the cases of ``desks``, the least time left first, those without a last day behind.

    :param seen: the key of the row behind which they begin
    """
    # What has no last day waits for somebody's word: few, so those of all piles are asked for once.
    open_ended = cases.filter(desk__in=[one.value for one in desks], due_on__isnull=True)
    piles = [cases.filter(desk=one.value, due_on__isnull=False) for one in desks]
    if seen and seen[0] is None:
        open_ended, piles = open_ended.filter(pk__gt=seen[1]), []
    elif seen:
        same = [one.filter(due_on=seen[0], pk__gt=seen[1]) for one in piles]
        piles = [*same, *(one.filter(due_on__gt=seen[0]) for one in piles)]
    parts = [one.order_by("due_on", "pk") for one in piles]
    return Piles(parts, _time_left, [open_ended.order_by("pk")])


def _time_left(case: Case) -> Any:
    return case.due_on or date.max, case.pk


def left(case: Case, on: date, calendar: deadlines.Calendar) -> tuple[str, str]:
    """Return the words of the time left and their tone; nothing for a case that is over."""
    if case.stands is State.AWAITING_MATERIALS:
        return _waits(case, on)
    if case.due_on is None or not case.is_open:
        return "", "plain"
    urgency = deadlines.urgency(on, case.due_on, calendar)
    if urgency in (deadlines.Urgency.OVERDUE, deadlines.Urgency.TODAY):
        return urgency.label, TONES[urgency]
    days = deadlines.working_days_left(on, case.due_on, calendar)
    if calendar.is_provisional(case.due_on):
        words = ngettext("暂定剩%(days)d个工作日", "暂定剩%(days)d个工作日", days)
    else:
        words = ngettext("剩%(days)d个工作日", "剩%(days)d个工作日", days)
    return words % {"days": days}, TONES[urgency]


def _waits(case: Case, on: date) -> tuple[str, str]:
    """Return until when the resident has time; the committee's own clock stands still."""
    if waited_long_enough(case, on):
        return _("到期没有补来"), "instead"
    day = _bring_by(case)
    return _("期限暂停，等到%(day)s") % {"day": day_short(day)}, "plain"


def waited_long_enough(case: Case, on: date) -> bool:
    """Return whether the day by which the resident was to bring it is over (到期没有补来)."""
    return _bring_by(case) < on


def _bring_by(case: Case) -> date:
    return [*case.requests.all()][-1].bring_by  # of the last one: those before it are over


def short(case: Case) -> str:
    """Return the part of a number that tells cases of a committee apart (短编号)."""
    return case.number.partition("-")[2]


def _row(case: Case, on: date, calendar: deadlines.Calendar) -> dict[str, Any]:
    """Return one case on the desk: no more of a person than it takes to find the right one."""
    words, tone = left(case, on, calendar)
    return {
        "number": case.number,
        "short": short(case),
        "what": case.revision.item.name,
        "who": masked_name(case.applicant_name),
        "state": case.stands.label,
        "due_on": case.due_on,
        "left": words,
        "tone": tone,
    }


def _came(case: Case, came: returns.Came | None) -> dict[str, str]:
    """Return in a word and a sentence why it came back, so that nobody has to open it for that."""
    if came is None:
        return {}
    if came.event is Event.RETURNED:
        return {"mark": _("退回的"), "why": _("负责人说：%s") % came.reason}
    if came.event is Event.OVERTURNED:
        return {"mark": _("复核改变，重新办理"), "why": _("复核人怎么说，写在这一件最上面。")}
    if came.event is Event.NOT_CONFIRMED:
        labels = [one.label for one in case.revision.item.facts if one.key in came.facts]
        said = _("没有核实成：%s。再核实，或者办理不予出具。") % "；".join(map(_, labels))
        return {"mark": _("没有核实成"), "why": said if labels else ""}
    return {"mark": in_language(came.event.label), "why": _("再开会，或者办理不予出具。")}


def _key(case: Case) -> str:
    return f"{case.due_on or ''}.{case.pk}"


def _read_key(key: str) -> _Key | None:
    day, _dot, number = key.rpartition(".")
    if (pk := id_of(number)) is None:
        return None
    try:
        return date.fromisoformat(day) if day else None, pk
    except ValueError:
        return None
