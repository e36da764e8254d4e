"""What is due of corrections and reports (待办): as queries, so that no page reads all rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.db.models.lookups import GreaterThan

from juzheng.law.supervision import exposure as law
from juzheng.law.supervision.exposable import READINGS
from juzheng.law.supervision.exposure import (
    CORRECTIONS,
    CorrectionEvent,
    CorrectionState,
    Hearing,
)
from juzheng.law.supervision.on_file import ELEMENTS, Shows
from juzheng.law.supervision.reports import REPORTS, ReportEvent
from juzheng.records.models import Correction, Entry, Exhibit, Report, User
from juzheng.records.models.supervision.corrections import CorrectionQuerySet
from juzheng.records.models.supervision.reports import ReportQuerySet
from juzheng.records.walking import Piles

_HANDS = frozenset(CorrectionEvent) - law.ESTABLISH_NOTHING
_SUPERIOR = [one.value for one in (CorrectionEvent.SUPERIOR_SERVED, *law.BY_SUPERIOR)]
_COPIED = [one.value for one in law.COPIED & law.OF_THE_UNIT]
_OPEN_KINDS = [kind.value for kind, read in READINGS.items() if read.open]
_NOT_MENDED = (CorrectionState.REFUSED, CorrectionState.UNCORRECTED)


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


def to_verify(user: User) -> Piles[Correction]:
    """Return what a unit says it has put right, and nobody has looked (待核实)."""
    said = Exhibit.objects.filter(correction=OuterRef("pk"), event=CorrectionEvent.ANSWERED.value)
    since = Exists(said.filter(at__gte=OuterRef("approved_at")))
    found = Correction.objects.visible_to(user)
    found = found.filter(~Q(state=CorrectionState.EXPOSED.value) | Q(since))
    return _by_answer(found, CorrectionState.ANSWERED, CorrectionState.EXPOSED)


def to_ask(user: User) -> Piles[Correction]:
    """Return what was not put right and of which no superior was asked: for ``user`` (待问)."""
    mine = Correction.objects.visible_to(user)
    waiting = mine.exclude(_filed(_SUPERIOR)).exclude(_did(user, law.ACCUSES))
    return _by_answer(waiting, *_NOT_MENDED)


def unmended(user: User, on: date) -> Piles[Correction]:
    """
    Return what was not put right: its facts are next (没有整改).

    Its superior was asked, and has answered or let its term lapse: earlier nobody may state them.
    """
    asked = Correction.objects.visible_to(user).filter(_filed(_SUPERIOR))
    return _by_answer(asked.exclude(_superior_has_time(on)), *_NOT_MENDED)


def _by_answer(found: CorrectionQuerySet, *states: CorrectionState) -> Piles[Correction]:
    """Return what was answered first; what has no day of an answer comes last."""
    every = [found.filter(state=one.value) for one in states]
    dated = [one.filter(answered_on__isnull=False).order_by("answered_on", "pk") for one in every]
    undated = [one.filter(answered_on__isnull=True).order_by("pk") for one in every]
    return Piles((*dated, *undated), lambda one: (one.answered_on or date.max, one.pk))


def unserved_facts(user: User) -> CorrectionQuerySet:
    """Return the stated facts whose service ``user`` may record (没有送达的事实说明)."""
    sent = _standing(user, CorrectionState.STATED).filter(facts_served_on=None, heard_at=None)
    return sent.exclude(_did(user, law.ACCUSES)).order_by("stated_at", "pk")


def to_hear(user: User, on: date) -> CorrectionQuerySet:
    """Return what is to be recorded of how the unit was heard: its days are over, or sent back."""
    over = Q(facts_due_on__lt=on) | Q(heard_at__isnull=False)
    found = _standing(user, CorrectionState.STATED).filter(over)
    return found.exclude(_hearing_to_come(on)).order_by("stated_at", "pk")


def to_arrange(user: User) -> Piles[Correction]:
    """Return where a unit asked to be heard in person and no day is set (待定听证)."""
    return _stated_or_heard(user, _without_a_day())


def to_attend(user: User, on: date) -> CorrectionQuerySet:
    """Return the hearings that are still to be held, each with its ``hearing_day`` (要听的)."""
    states = [CorrectionState.STATED.value, CorrectionState.HEARD.value]
    found = Correction.objects.visible_to(user).filter(state__in=states)
    found = found.exclude(hearing=Hearing.DECLINED.value)
    dated = found.filter(_since_stated(CorrectionEvent.HEARING_ASKED)).annotate(
        hearing_day=Subquery(_days_of_hearing())
    )
    return dated.filter(hearing_day__gte=on).order_by("hearing_day", "pk")


def to_review(user: User) -> Piles[Correction]:
    """Return the facts whose papers ``user`` may look at as another than their writer (待审看)."""
    papers = _papers_since_stated(CorrectionEvent.STATED).filter(checked_at=None)
    needed = Q(Exists(papers.filter(shows__in=ELEMENTS))) | Q(
        Exists(papers.filter(shows=Shows.ADDRESSED.value)), unit_kind__in=_OPEN_KINDS
    )
    return _stated_or_heard(user, needed, ~Q(_did(user, law.ACCUSES)))


def _stated_or_heard(user: User, *needed: Q) -> Piles[Correction]:
    """Return what is stated or heard, and not published yet, the first stated first."""
    states = (CorrectionState.STATED, CorrectionState.HEARD)
    return Piles(
        [_standing(user, one).filter(*needed).order_by("stated_at", "pk") for one in states],
        lambda one: (one.stated_at, one.pk),
    )


def _without_a_day() -> Q:
    """Return that the unit asked to be heard in person and no day is set (没有定日子)."""
    asked, fixed = map(_since_stated, (CorrectionEvent.HEARING_ASKED, CorrectionEvent.HEARING_SET))
    return Q(asked) & ~Q(fixed)


def _hearing_to_come(on: date) -> Q:
    """Return that the unit asked to be heard in person and the day set last is not over (未听)."""
    asked = _since_stated(CorrectionEvent.HEARING_ASKED)
    return Q(asked) & ~Q(GreaterThan(Value(on), Subquery(_days_of_hearing())))


def _days_of_hearing() -> QuerySet[Exhibit, Any]:
    """Return the day for which the hearing was set last (听证的日子)."""
    return _papers_since_stated(CorrectionEvent.HEARING_SET).order_by("-pk").values("on")[:1]


def _since_stated(event: CorrectionEvent) -> Exists:
    return Exists(_papers_since_stated(event))


def _papers_since_stated(event: CorrectionEvent) -> QuerySet[Exhibit]:
    papers = Exhibit.objects.filter(correction=OuterRef("pk"), event=event.value)
    papers = papers.filter(at__gte=OuterRef("stated_at"))
    if event not in (CorrectionEvent.HEARING_ASKED, CorrectionEvent.HEARING_SET):
        return papers
    waived = Exhibit.objects.filter(event=CorrectionEvent.HEARD.value, text="")
    since = waived.filter(correction=OuterRef("correction"), pk__gt=OuterRef("pk"))
    return papers.exclude(Exists(since))  # as law.supervision.on_file.arranged has it


def _filed(events: Iterable[str], *more: Q) -> Exists:
    """Return that such a paper is on file since it was opened, or opened again (在卷材料)."""
    chain = Concat(
        Value(f"{CORRECTIONS.subject}:"), OuterRef("correction__number"), output_field=CharField()
    )
    again = Entry.objects.filter(chain=chain, event=CORRECTIONS.line(CorrectionEvent.REOPENED))
    papers = Exhibit.objects.filter(*more, correction=OuterRef("pk"), event__in=events)
    return Exists(papers.exclude(Exists(again.filter(at__gt=OuterRef("at")))))


def _superior_has_time(on: date) -> Q:
    """Return that the unit's superior has not answered, and its term is not over (期限未满)."""
    answered = _filed([one.value for one in law.BY_SUPERIOR])
    return Q(superior_due_on__gte=on) & ~Q(answered)


def to_check(user: User) -> Piles[Correction]:
    """Return where another's look at what a unit said on paper is wanting (待核对)."""
    return _stated_or_heard(user, Q(_said_to_one_alone(~Q(by=user))))


def _said_to_one_alone(*more: Q) -> Exists:
    """Return that one officer alone wrote down what the unit said on paper (由一人登记)."""
    return _filed(_COPIED, Q(account=False, checked_at=None), *more)


def to_approve(user: User, on: date) -> CorrectionQuerySet:
    """
    Return the exposures that ``user`` may approve on ``on``: without a hand in them (待审批).

    What still waits for a hearing, for a term to end or for a paper to be compared is nobody's
    work until then: ``law.supervision.fairness`` would refuse it.
    """
    heard = _without_hand(_standing(user, CorrectionState.HEARD), user)
    over = heard.filter(served_on__isnull=False, due_on__lt=on).exclude(_superior_has_time(on))
    to_come = _hearing_to_come(on) & ~Q(hearing=Hearing.DECLINED.value)
    asked = Exhibit.objects.filter(
        correction=OuterRef("pk"),
        event=CorrectionEvent.HEARING_ASKED.value,
        at__gte=OuterRef("stated_at"),
    )
    gave_up = Q(Exists(asked), hearing=Hearing.DECLINED.value, facts_due_on__gte=on)
    over = over.exclude(gave_up)  # as law.supervision.hearings.gave_up has it
    return over.exclude(to_come).exclude(_said_to_one_alone()).order_by("heard_at", "pk")


def to_wait(user: User, on: date) -> CorrectionQuerySet:
    """Return what is heard and which ``user`` may not approve on ``on``: so that none is lost."""
    heard = _standing(user, CorrectionState.HEARD)
    return heard.exclude(pk__in=to_approve(user, on).values("pk")).order_by("due_on", "pk")


def objected(user: User) -> CorrectionQuerySet:
    """Return the units' objections that ``user`` may decide, the first due first (待复核)."""
    found = Correction.objects.visible_to(user).filter(objection_due_on__isnull=False)
    found = found.exclude(approved_by=user)
    return _without_hand(found, user).order_by("objection_due_on", "pk")


def hands(found: Iterable[Correction]) -> dict[int, frozenset[int]]:
    """Return who had a hand in each of ``found``, or approved it (经手人): asked of all at once."""
    done = _by_whom(found, _HANDS)
    approved = {one.pk: {one.approved_by_id} - {None} for one in found}
    masked_by = Report.objects.filter(correction__in=[one.pk for one in found])
    for of_it, by in masked_by.values_list("correction", "reviewed_by"):
        approved[of_it or 0].add(by)
    return {pk: done[pk] | frozenset(pk for pk in who if pk) for pk, who in approved.items()}


def accusers(found: Iterable[Correction]) -> dict[int, frozenset[int]]:
    """Return who accused the unit of each of ``found`` (受理、写事实的人): as :func:`hands`."""
    return _by_whom(found, law.ACCUSES)


def recorders(found: Iterable[Correction]) -> dict[int, frozenset[int]]:
    """Return who alone wrote down what the unit of each said (登记来文的人): as :func:`hands`."""
    who: dict[int, set[int]] = {one.pk: set() for one in found}
    papers = Exhibit.objects.filter(correction__in=who, event__in=_COPIED, account=False)
    for of_it, by in papers.filter(checked_at=None).values_list("correction", "by"):
        who[of_it].add(by)
    return {pk: frozenset(those) for pk, those in who.items()}


def _by_whom(
    found: Iterable[Correction], events: frozenset[CorrectionEvent]
) -> dict[int, frozenset[int]]:
    chains = {one.chain: one.pk for one in found}
    named = [CORRECTIONS.line(event) for event in events]
    lines = Entry.objects.filter(chain__in=list(chains), event__in=named).exclude(by=None)
    who: dict[int, set[int]] = {pk: set() for pk in chains.values()}
    for chain, by in lines.order_by().values_list("chain", "by"):
        who[chains[chain]].add(by or 0)
    return {pk: frozenset(those) for pk, those in who.items()}


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
