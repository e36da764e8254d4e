"""What is due at the officers' desk (今天要办的): counts, clocks and one click to the first.

Each row is a count and the one that comes first: two queries, however much there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juzheng.records.models import (
    Amendment,
    Change,
    Confirmation,
    Correction,
    Demand,
    DemandReview,
    KeptQuestion,
    Report,
    User,
)
from juzheng.records.supervision import due
from juzheng.web.overseer.cases import objections


@dataclass(frozen=True)
class Due:
    """One kind of work that waits for this officer (一类待办)."""

    what: Promise
    count: int
    every: str  # address of all of them
    first: str  # address of the one that comes first
    name: str = ""  # what that one is
    day: date | None = None  # since when it waits, or until when it is to be done
    late: bool = False
    more: bool = False  # there are more than were counted


def rows(user: User, on: date) -> list[Due]:
    """Return what waits for ``user`` on ``on``, what is late first; nothing of others' work."""
    found = [one for one in _rows(user, on) if one is not None]
    return sorted(found, key=lambda one: not one.late)


def _rows(user: User, on: date) -> Iterator[Due | None]:
    board = reverse("overseer:reports")
    yield _due(_("超期没有答复的单位"), due.overdue(user, on), board, _correction, late=True)
    yield _due(_("单位的异议，等复核"), due.objected(user), board, _objected(on))
    yield _due(_("等处理的反映"), due.to_decide(user), board, _report)
    yield _due(_("受理了，还没有发通报"), due.to_notify(user), board, _correction)
    yield _due(_("通报没有送达，期限没有开始"), due.unserved(user), board, _correction)
    yield _due(_("单位说改了，等核实"), due.to_verify(user), board, _correction)
    yield _due(_("等第二人审批公开"), due.to_approve(user), board, _correction)
    yield _residents(user, on)
    asked = Confirmation.objects.visible_to(user).open()
    yield _due(
        _("等民政部门确认的事项"), asked, reverse("overseer:confirmations"), _confirmation(on)
    )
    changes = reverse("overseer:changes")
    yield _due(_("等审核、发布的修订案"), _to_review(user), changes, _change)
    yield _due(_("等提意见的索要登记"), _to_judge(user), reverse("overseer:demands"), _demand)
    mine = Amendment.objects.visible_to(user).open().order_by("pk")
    yield _due(_("办理中的提请修改"), mine, reverse("overseer:amendments"), _amendment)
    yield _questions(user)


_Said = dict[str, Any]


def _due(
    what: Promise,
    found: QuerySet[Any],
    every: str,
    said: Callable[[Any], _Said],
    *,
    late: bool = False,
) -> Due | None:
    first = found.first()
    if first is None:
        return None
    return Due(what, found.count(), every, **{"late": late, **said(first)})


def _correction(one: Correction) -> _Said:
    address = reverse("overseer:correction", args=[one.number])
    name = f"{one.unit_name}：{one.proof}"
    return {"first": address, "name": name, "day": one.due_on or one.notified_on}


def _objected(on: date) -> Callable[[Correction], _Said]:
    def said(one: Correction) -> _Said:
        until = one.objection_due_on
        return {**_correction(one), "day": until, "late": until is not None and until < on}

    return said


def _report(one: Report) -> _Said:
    address = reverse("overseer:report", args=[one.number])
    return {"first": address, "name": one.unit_name, "day": timezone.localdate(one.received_at)}


def _confirmation(on: date) -> Callable[[Confirmation], _Said]:
    def said(one: Confirmation) -> _Said:
        address = reverse("overseer:confirmation", args=[one.pk])
        return {"first": address, "name": one.name, "day": one.due_on, "late": one.due_on < on}

    return said


def _to_review(user: User) -> QuerySet[Change]:
    waiting = Change.objects.visible_to(user).waiting().order_by("submitted_at", "pk")
    own = waiting.filter(edits__written_by=user).values("pk")
    return waiting.exclude(written_by=user).exclude(submitted_by=user).exclude(pk__in=own)


def _change(one: Change) -> _Said:
    day = timezone.localdate(one.submitted_at) if one.submitted_at else None
    return {"first": reverse("overseer:change", args=[one.pk]), "name": one.title, "day": day}


def _to_judge(user: User) -> QuerySet[Demand]:
    """Return the demands on which the officer's office has said nothing in this round."""
    if not user.office:
        return Demand.objects.none()
    of_it = DemandReview.objects.filter(
        demand=OuterRef("pk"), round=OuterRef("round"), office=user.office
    )
    waiting = Demand.objects.governed_by(user).waiting().exclude(Exists(of_it))
    return waiting.select_related("unit").order_by("submitted_at", "pk")


def _demand(one: Demand) -> _Said:
    day = timezone.localdate(one.submitted_at) if one.submitted_at else None
    name = f"{one.unit.name}：{one.paper}"
    return {"first": reverse("overseer:demand", args=[one.pk]), "name": name, "day": day}


def _amendment(one: Amendment) -> _Said:
    address = reverse("overseer:amendment", args=[one.pk])
    return {"first": address, "name": one.name, "day": timezone.localdate(one.proposed_at)}


def _residents(user: User, on: date) -> Due | None:
    """Return the residents' objections that no committee can decide; looked at until enough."""
    found = objections.waiting(user, most=objections.COUNTED + 1)
    if not found:
        return None
    first = found[0]
    return Due(
        _("居民的异议，等复核"),
        min(len(found), objections.COUNTED),
        reverse("overseer:objections"),
        reverse("overseer:objection", args=[first.number]),
        first.revision.item.name,
        first.due_on,
        late=first.due_on is not None and first.due_on < on,
        more=len(found) > objections.COUNTED,
    )


def _questions(user: User) -> Due | None:
    count = KeptQuestion.objects.visible_to(user).count()
    page = reverse("overseer:questions")
    return Due(_("没听懂的问话"), count, page, page) if count else None
