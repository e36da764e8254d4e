"""The unit's inbox (单位收件箱): what it has to read or answer, in one list, first due first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.law.base.deadlines import Urgency
from juzheng.law.catalogue.changes import ChangeState
from juzheng.law.demands.registry import DemandState
from juzheng.law.supervision import exposure, inbox
from juzheng.law.supervision.inbox import Todo, Waiting
from juzheng.records.models import Change, Correction, Demand, User
from juzheng.records.supervision import corrections, of_units
from juzheng.web.shared.law_sentences import in_language
from juzheng.web.templatetags.juzheng import until, zh_date

MOST = 100  # of each kind are listed, the oldest first
COUNTED = 99  # drafts; more are not counted

TONES = {
    Urgency.OVERDUE: "danger",
    Urgency.TODAY: "danger",
    Urgency.SOON: "instead",
    Urgency.IN_TIME: "checked",
}


@dataclass(frozen=True)
class Row:
    """One line of the inbox (收件箱一行): what waits, what it is about, and where it is done."""

    waiting: Waiting
    about: str
    href: str


def tasks(user: User, on: date) -> list[dict[str, Any]]:
    """Return all that waits for the user's unit, as ``components/task_list.html`` shows it."""
    rows = (*_notices(user, on), *_put_right(user, on), *_register(user), *_offers(user))
    return _shown(list(rows), on)


def of_notices(user: User, on: date) -> list[dict[str, Any]]:
    """Return what waits of the notices alone."""
    return _shown(_notices(user, on), on)


def _shown(rows: list[Row], on: date) -> list[dict[str, Any]]:
    ordered = sorted(rows, key=lambda row: inbox.order(row.waiting))
    return [_task(row, on) for row in ordered]


def _task(row: Row, on: date) -> dict[str, Any]:
    due, todo = row.waiting.due, row.waiting.todo
    kind, status, said = "checked", _("没有期限"), [row.about]
    if todo in inbox.RECEIVED:
        kind, status = "instead", _("还没有签收")
    elif due is not None:
        clock = exposure.clock(due, on, corrections.limits())
        kind, status = TONES[clock.urgency], _left(clock)
        # A hearing is on its day, not by then: the day stands before its hour.
        said = [zh_date(due), *said] if todo is Todo.ATTEND else [*said, _("最晚：") + until(due)]
    hint = " · ".join(filter(None, said))
    name = in_language(todo.label)
    return {"name": name, "href": row.href, "hint": hint, "kind": kind, "status": status}


def _left(clock: exposure.Clock) -> str:
    if clock.urgency is Urgency.OVERDUE:
        return _("已超期 %(days)d 天") % {"days": -clock.days_left}
    if clock.urgency is Urgency.TODAY:
        return in_language(Urgency.TODAY.label)
    return _("还有 %(days)d 天") % {"days": clock.days_left}


def _notices(user: User, on: date) -> list[Row]:
    found = of_units.to_answer(user.unit, MOST) if user.unit else []
    return (
        _outcomes(user)
        + _as_superior(user)
        + [
            Row(waiting, _about(one, waiting), reverse("department:notice", args=[one.number]))
            for one in found
            for waiting in of_units.waiting(one, on)
        ]
    )


def _as_superior(user: User) -> list[Row]:
    """Return the letters to the unit as the superior of another: signed for, then answered."""
    return [
        Row(
            _asked_for(one),
            " · ".join((one.unit_name, one.proof, one.number)),
            reverse("department:superior", args=[one.number]),
        )
        for one in (of_units.to_superior(user.unit, MOST) if user.unit else ())
    ]


def _asked_for(one: Correction) -> Waiting:
    since, due = one.notified_on or timezone.localdate(one.accepted_at), one.superior_due_on
    return Waiting(Todo.SUPERIOR if due else Todo.SUPERIOR_RECEIVE, since, due)


def _outcomes(user: User) -> list[Row]:
    """Return what became of notices, until it was read: no page is looked at for it otherwise."""
    return [
        Row(
            Waiting(Todo.READ, on),
            " · ".join((in_language(said), _what(one), one.number)),
            reverse("department:notice", args=[one.number]),
        )
        for one, said, on in (of_units.to_read(user.unit, MOST) if user.unit else ())
    ]


def _about(one: Correction, waiting: Waiting) -> str:
    """Return what it is about; of a hearing its hour and place too: one has to be there."""
    return " · ".join(filter(None, (*waiting.where, _what(one), one.number)))


def _what(one: Correction) -> str:
    """Return what a notice is about; before it is signed for, the day on which it was sent."""
    return one.proof if one.served_on else _("%(day)s发来") % {"day": zh_date(one.notified_on)}


def _put_right(user: User, on: date) -> list[Row]:
    """Return the demands that were put right and still stand in the register."""
    return [
        Row(
            Waiting(Todo.END, of_units.put_right_on(one) or on),
            f"{demand.paper} · {one.number}",
            reverse("department:demand", args=[demand.pk]),
        )
        for demand, one in (of_units.to_end(user.unit, on) if user.unit else ())
    ]


def _register(user: User) -> list[Row]:
    own = Demand.objects.of_unit(user)
    settled = {
        Todo.STOP: own.end_unseen(),
        Todo.KEPT: own.kept_unseen(),
        Todo.AMEND: own.filter(state=DemandState.TO_AMEND.value),
    }
    rows = [
        Row(
            Waiting(todo, timezone.localdate(one.settled_at or one.registered_at)),
            f"{one.paper} · {one.matter}",
            reverse("department:demand", args=[one.pk]),
        )
        for todo, found in settled.items()
        for one in found.order_by("pk")[:MOST]
    ]
    drafts = own.filter(state=DemandState.DRAFT.value).order_by("pk")
    if first := drafts.first():
        since = timezone.localdate(first.registered_at)
        count = len(drafts.values_list("pk", flat=True)[: COUNTED + 1])
        said = _("%(count)d 项草稿，提交以前不公示") % {"count": count}
        if count > COUNTED:
            said = _("超过 %(count)d 项草稿，提交以前不公示") % {"count": COUNTED}
        href = f"{reverse('department:home')}?state={DemandState.DRAFT.value}#register"
        rows.append(Row(Waiting(Todo.SUBMIT, since), said, href))
    return rows


def _offers(user: User) -> list[Row]:
    back = Change.objects.filter(written_by__unit=user.unit_id, state=ChangeState.DRAFT.value)
    return [
        Row(
            Waiting(Todo.MEND_OFFER, timezone.localdate(one.written_at)),
            f"{one.title}：{one.review_note}",
            reverse("department:offers"),
        )
        for one in back.exclude(review_note="")
    ]
