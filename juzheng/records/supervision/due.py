"""What is due of corrections and reports (待办): as queries, so that no page reads all rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from juzheng.law.supervision import exposure as law
from juzheng.law.supervision.exposure import CORRECTIONS, CorrectionEvent, CorrectionState
from juzheng.law.supervision.reports import REPORTS, ReportEvent
from juzheng.records.models import Correction, Entry, Exhibit, Report, User
from juzheng.records.models.supervision.corrections import CorrectionQuerySet
from juzheng.records.models.supervision.reports import ReportQuerySet
from juzheng.records.supervision.corrections import limits

_HANDS = frozenset(CorrectionEvent) - law.ESTABLISH_NOTHING
_SUPERIOR = [one.value for one in (CorrectionEvent.SUPERIOR_SERVED, *law.BY_SUPERIOR)]
_ASKED = Exists(Exhibit.objects.filter(correction=OuterRef("pk"), event__in=_SUPERIOR))


def to_decide(user: User) -> ReportQuerySet:
    """Return the reports that ``user`` may decide, the oldest first (待处理的反映)."""
    waiting = Report.objects.visible_to(user).waiting()
    return waiting.exclude(triaged_by=user)  # who answered it before the reporter objected


def to_notify(user: User) -> CorrectionQuerySet:
    """Return what was accepted and of which no notice went out (待通报)."""
    return _standing(user, CorrectionState.ACCEPTED).order_by("accepted_at", "pk")


def unserved(user: User) -> CorrectionQuerySet:
    """Return the notices whose service ``user`` may record: no day has begun (没有送达的通报)."""
    sent = _standing(user, CorrectionState.NOTIFIED).filter(served_on=None)
    return sent.exclude(_did(user, law.ACCUSES)).order_by("notified_on", "pk")


def overdue(user: User, on: date) -> CorrectionQuerySet:
    """Return the corrections whose unit let its term lapse (超期没有答复)."""
    return _standing(user, CorrectionState.NOTIFIED).filter(due_on__lt=on).order_by("due_on", "pk")


def to_verify(user: User) -> CorrectionQuerySet:
    """Return what a unit says it has put right, and nobody has looked (待核实)."""
    answered = _standing(user, CorrectionState.ANSWERED)
    return answered.order_by(F("answered_on").asc(nulls_last=True), "pk")


def to_ask(user: User) -> CorrectionQuerySet:
    """Return what was not put right and of which no superior was asked: for ``user`` (待问)."""
    return _unmended(user).exclude(_ASKED).exclude(_did(user, law.ACCUSES))


def unmended(user: User) -> CorrectionQuerySet:
    """Return what was not put right and its superior was asked: its facts are next (没有整改)."""
    return _unmended(user).filter(_ASKED)


def _unmended(user: User) -> CorrectionQuerySet:
    states = [CorrectionState.REFUSED.value, CorrectionState.UNCORRECTED.value]
    found = Correction.objects.visible_to(user).filter(state__in=states)
    return found.order_by(F("answered_on").asc(nulls_last=True), "pk")


def to_hear(user: User, on: date) -> CorrectionQuerySet:
    """Return what is to be recorded of how the unit was heard: its days are over, or sent back."""
    last = on - timedelta(days=limits().hearing_days)
    over = Q(stated_at__date__lt=last) | Q(heard_at__isnull=False)
    to_come = _since_stated(CorrectionEvent.HEARING_SET, on__gte=on)
    found = _standing(user, CorrectionState.STATED).filter(over)
    return found.exclude(_without_a_day() | Q(to_come)).order_by("stated_at", "pk")


def to_arrange(user: User) -> CorrectionQuerySet:
    """Return where a unit asked to be heard in person and no day is set (待定听证)."""
    states = [CorrectionState.STATED.value, CorrectionState.HEARD.value]
    found = Correction.objects.visible_to(user).filter(state__in=states)
    return found.filter(_without_a_day()).order_by("stated_at", "pk")


def _without_a_day() -> Q:
    """Return that the unit asked to be heard in person and no day is set (没有定日子)."""
    asked, fixed = map(_since_stated, (CorrectionEvent.HEARING_ASKED, CorrectionEvent.HEARING_SET))
    return Q(asked) & ~Q(fixed)


def _since_stated(event: CorrectionEvent, **more: Any) -> Exists:
    papers = Exhibit.objects.filter(correction=OuterRef("pk"), event=event.value, **more)
    return Exists(papers.filter(at__gte=OuterRef("stated_at")))


def to_approve(user: User) -> CorrectionQuerySet:
    """Return the exposures that wait for somebody without a hand in them: for ``user`` (待审批)."""
    return _without_hand(_standing(user, CorrectionState.HEARD), user).order_by("heard_at", "pk")


def objected(user: User) -> CorrectionQuerySet:
    """Return the units' objections that ``user`` may decide, the first due first (待复核)."""
    found = Correction.objects.visible_to(user).filter(objection_due_on__isnull=False)
    found = found.exclude(approved_by=user)
    return _without_hand(found, user).order_by("objection_due_on", "pk")


def _standing(user: User, state: CorrectionState) -> CorrectionQuerySet:
    return Correction.objects.visible_to(user).filter(state=state.value)


def _without_hand(found: CorrectionQuerySet, user: User) -> CorrectionQuerySet:
    masked = Entry.objects.filter(
        chain=_chain(REPORTS.subject), event=REPORTS.line(ReportEvent.REVIEWED), by=user
    )
    reviewed = Report.objects.filter(Exists(masked), correction=OuterRef("pk"))
    return found.exclude(_did(user, _HANDS)).exclude(Exists(reviewed))


def _did(user: User, events: frozenset[CorrectionEvent]) -> Exists:
    """Return whether the chain of a correction holds one of ``events`` by ``user``."""
    named = [CORRECTIONS.line(event) for event in events]
    lines = Entry.objects.filter(chain=_chain(CORRECTIONS.subject), event__in=named, by=user)
    return Exists(lines)


def _chain(subject: str) -> Concat:
    return Concat(Value(f"{subject}:"), OuterRef("number"), output_field=CharField())
