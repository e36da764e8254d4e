"""The queue (待办队列): what a row of the desk says, and how it is cut into pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from juzheng.law.base import deadlines
from juzheng.law.cases.certificates import masked_name
from juzheng.law.cases.lifecycle import State
from juzheng.law.cases.turns import TURN
from juzheng.records.cases import paper_book, returns
from juzheng.records.catalogue import working_days
from juzheng.records.models import Case
from juzheng.records.models.cases.cases import CaseQuerySet
from juzheng.web.shared.tones import TONES

PAGE = 25


@dataclass(frozen=True)
class Show:
    """One way to look at the queue (筛选)."""

    code: str
    label: str | Promise
    states: tuple[State, ...]
    sent_back: bool = False  # only what the responsible person sent back
    to_seal: bool = False  # only what is signed, and its sheet bears no seal yet

    @property
    def wanted(self) -> Q:
        """Return which cases it shows, of those that :func:`returns.marked` has marked."""
        states = Q(state__in=[state.value for state in self.states])
        if self.to_seal:
            return states & Q(paper_book.with_sheet_to_seal())
        return states & Q(sent_back=True) if self.sent_back else states


SHOWS = (
    Show(
        "open",
        gettext_lazy("办理中"),
        (State.RECEIVED, State.ISSUING, State.REPLACING, State.ISSUING_REPLACEMENT),
    ),
    Show("returned", gettext_lazy("退回的"), (State.RECEIVED, State.REPLACING), sent_back=True),
    Show(
        "signature", gettext_lazy("待签字"), (State.AWAITING_SIGNATURE, State.AWAITING_REPLACEMENT)
    ),
    Show(
        "sealing",
        gettext_lazy("签好了，等打印盖章"),
        (State.ISSUED, State.REFUSED, State.UPHELD),
        to_seal=True,
    ),
    Show("materials", gettext_lazy("等居民补材料"), (State.AWAITING_MATERIALS,)),
    Show("objection", gettext_lazy("有异议，复核中"), (State.OBJECTED,)),
    Show(
        "closed",
        gettext_lazy("已办结"),
        (
            State.ISSUED,
            State.REFUSED,
            State.UPHELD,
            State.WITHDRAWN,
            State.LAPSED,
            State.REVOKED,
        ),
    ),
)


def rows(cases: Iterable[Case], on: date) -> list[dict[str, Any]]:
    """Return the rows of ``cases``; the calendar is read once for all of them."""
    calendar = working_days.calendar()
    return [_row(case, on, calendar) for case in cases]


def shown(cases: CaseQuerySet, show: Show) -> CaseQuerySet:
    """Return the cases of one way to look at the queue, in the order of the work."""
    chosen = returns.marked(cases).filter(show.wanted)
    chosen = chosen.select_related("revision").prefetch_related("requests")
    return chosen.order_by("-pk") if show.code == "closed" else chosen.by_time_left()


def page(cases: CaseQuerySet, show: Show, after: str) -> tuple[list[Case], str]:
    """
    Return one page of ``cases`` and the key of the next, empty on the last page.

    A key names the last row that was seen, so that a row which joins the queue in between
    neither repeats another nor hides it. A key that makes no sense is the first page.
    """
    found = list(_after(shown(cases, show), show, after)[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    return found, _key(found[-1]) if more else ""


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
    day = [*case.requests.all()][-1].bring_by  # of the last one: those before it are over
    if day < on:
        return _("到期没有补来"), "instead"
    return _("期限暂停，等到%(day)s") % {"day": f"{day:%m-%d}"}, "plain"


def short(case: Case) -> str:
    """Return the part of a number that tells cases of a committee apart (短编号)."""
    return case.number.partition("-")[2]


def _row(case: Case, on: date, calendar: deadlines.Calendar) -> dict[str, Any]:
    """Return one case on the desk: no more of a person than it takes to find the right one."""
    words, tone = left(case, on, calendar)
    state = State(case.state)
    return {
        "number": case.number,
        "short": short(case),
        "what": case.revision.item.name,
        "who": masked_name(case.applicant_name),
        "state": state.label,
        "turn": TURN[state],
        "due_on": case.due_on,
        "left": words,
        "tone": tone,
        "sent_back": getattr(case, "sent_back", False),
    }


def _key(case: Case) -> str:
    return f"{case.due_on or ''}.{case.pk}"


def _after(cases: CaseQuerySet, show: Show, key: str) -> CaseQuerySet:
    day, _dot, pk = key.rpartition(".")
    try:
        last_pk = int(pk)
        last_day = date.fromisoformat(day) if day else None
    except ValueError:
        return cases
    if not 0 < last_pk < 2**63:
        return cases
    if show.code == "closed":
        return cases.filter(pk__lt=last_pk)
    if last_day is None:
        return cases.filter(due_on__isnull=True, pk__gt=last_pk)
    later = Q(due_on__gt=last_day) | Q(due_on=last_day, pk__gt=last_pk) | Q(due_on__isnull=True)
    return cases.filter(later)
